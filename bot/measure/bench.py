"""What this machine can do, beside the targets: latency, load, memory, start and training times.

Everything is measured on the real thing: a serving process started as `prepazka up` starts it, and the assistant in
process. Times of a busy machine say little by themselves; run it alone.
"""

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from bot.engine import training
from bot.errors import NotTrained
from bot.measure import bench_process, bench_turns
from bot.settings import Settings

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Figure:
    """One measured number; `target` is the most it may be."""

    what: str
    value: float
    target: float
    unit: str

    @property
    def met(self) -> bool:
        return self.value <= self.target


def bench(settings: Settings, console: Console, *, with_training: bool) -> None:
    """Measure and print. Raises `NotTrained` when there is no model to measure."""
    if not training.is_current(settings):
        raise NotTrained("The model doesn't fit the content. Run `prepazka train` first: only its use is measured.")
    figures: list[Figure] = []
    with TemporaryDirectory(prefix="prepazka-bench-") as folder, console.status("measuring …"):
        for measure in _measures(settings, Path(folder), with_training=with_training):
            figures += measure()
    console.print(_table(figures))


def _measures(settings: Settings, folder: Path, *, with_training: bool) -> list[Callable[[], list[Figure]]]:
    measures: list[Callable[[], list[Figure]]] = [
        lambda: _understanding(settings),
        lambda: _turns(settings, folder),
        lambda: _process(settings, folder),
    ]
    return [*measures, lambda: _trainings(settings, folder)] if with_training else measures


def _understanding(settings: Settings) -> list[Figure]:
    times = bench_turns.understanding_milliseconds(settings)
    return [
        Figure("understanding a message, median", statistics.median(times), 8, "ms"),
        Figure("understanding a message, 95th percentile", percentile(times, 95), 20, "ms"),
    ]


def _turns(settings: Settings, folder: Path) -> list[Figure]:
    times = bench_turns.turn_milliseconds(settings, folder)
    return [
        Figure("message in to reply out, median", statistics.median(times), 25, "ms"),
        Figure("message in to reply out, 95th percentile", percentile(times, 95), 60, "ms"),
    ]


def _process(settings: Settings, folder: Path) -> list[Figure]:
    seen = bench_process.serve_and_measure(settings, folder)
    return [
        Figure("process start to first answer", seen.first_answer_seconds, 15, "s"),
        Figure("memory after 200 messages", seen.memory_bytes / MEBIBYTE, 500, "MB"),
        Figure("20 clients at once: failed requests", seen.failures, 0, ""),
        Figure("20 clients at once: longest stall of the web loop", seen.longest_stall_milliseconds, 50, "ms"),
        Figure("20 clients at once: 95th percentile", seen.loaded_p95_milliseconds, 2000, "ms"),
    ]


def _trainings(settings: Settings, folder: Path) -> list[Figure]:
    first = bench_process.training_seconds(settings, folder / "first")
    again = bench_process.retraining_seconds(settings, folder / "first", folder / "knowledge")
    return [Figure("first training", first, 240, "s"), Figure("training after one changed text", again, 20, "s")]


def percentile(values: list[float], share: int) -> float:
    """The value that `share` percent of the values don't exceed."""
    return statistics.quantiles(values, n=100)[share - 1]


def _table(figures: list[Figure]) -> Table:
    table = Table("figure", "measured", "target", "")
    for figure in figures:
        verdict = "[green]met[/]" if figure.met else "[red]missed[/]"
        table.add_row(figure.what, f"{figure.value:.1f} {figure.unit}", f"≤ {figure.target:g} {figure.unit}", verdict)
    return table
