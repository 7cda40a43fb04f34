"""Training with a progress bar, for people who wait for it."""

import time

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from bot.engine import progress, training
from bot.settings import get_settings

STAGES = {
    "language": "learning the languages",
    "repair": "mending hasty typing",
    "encode": "reading the example questions",
    "learn": "learning the topics",
}


def train_with_bar(console: Console, *, only_if_needed: bool) -> None:
    """Train and tell how far it is; with `only_if_needed` do nothing when the model fits the content."""
    if only_if_needed and training.is_current(get_settings()):
        return
    started = time.monotonic()
    columns = (TextColumn("{task.description:<32}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Progress(*columns, TimeElapsedColumn(), console=console) as bars:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(STAGES.get(stage, stage), total=total)
            bars.update(tasks[stage], completed=done, total=total)

        with progress.listening(show):
            model = training.train()
    console.print(f"Trained [bold]{model.file}[/] in {time.monotonic() - started:.0f} s.")
