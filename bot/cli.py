"""The command line. Each command calls one service in a few lines; what it prints is for the operator, in English."""

import logging
import re
import subprocess
import sys
import warnings
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.booking import commands as booking
from bot.errors import PrepazkaError, SettingsError
from bot.logs import configure_logs
from bot.settings import Settings, get_settings

app = typer.Typer(
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    help="Přepážka: the Labour Office counter in the visitor's own language. Without a command it starts everything.",
)
app.add_typer(booking.interpreters, name="interpreters")
app.add_typer(booking.bookings, name="bookings")
out = Console(file=sys.stdout, soft_wrap=True)  # its own handle: training keeps Rasa's prints off standard output
errors = Console(stderr=True, soft_wrap=True)

PASSWORD = re.compile(r"(://[^:/@\s]*:)\S*@")
PASSED_TO_RASA = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


@app.callback(invoke_without_command=True)
def default(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        up()


@app.command()
def up() -> None:
    """Everything on one machine: database, model (trained when the content changed), web page and API."""
    from bot.serving import serve

    _train_apart()
    serve(get_settings(), out)


@app.command()
def train(
    if_needed: Annotated[bool, typer.Option("--if-needed", help="Do nothing when the model fits the content.")] = False,
) -> None:
    """Train a model from the content. A running server takes it into service by itself."""
    from bot.training_bar import train_with_bar

    train_with_bar(out, only_if_needed=if_needed)


@app.command()
def lessons(path: Annotated[Path, typer.Argument(help="The file to write, about 100 MB.")]) -> None:
    """Write what the encoder is taught from, for setup/teach_encoder.py (docs/decisions/0008-taught-encoder.md)."""
    from bot.engine.lessons import write_lessons

    out.print(f"{write_lessons(path)} questions in {path}")


@app.command()
def check(
    today: Annotated[
        str | None, typer.Option(help="Check as of this day (2026-12-31); default: today at the office.")
    ] = None,
) -> None:
    """Check the knowledge base; every fault names the file, the line and the mend."""
    from bot.clock import make_clock, office_day
    from bot.directory.checker import check_directory
    from bot.knowledge.checker import check as check_content

    settings = get_settings()
    day = _day(today) if today else office_day(make_clock(settings.clock)())
    faults = check_content(settings.knowledge_dir, day) + check_directory(settings.knowledge_dir, day)
    for fault in faults:
        out.print(str(fault), markup=False, highlight=False)
    wrong = sum(fault.severity == "error" for fault in faults)
    if faults:
        errors.print(f"{wrong} to mend, {len(faults) - wrong} to look at.")
    raise typer.Exit(1 if wrong else 0)


@app.command()
def understand(
    language: Annotated[str | None, typer.Option(help="The language, as a channel would tell it (uk).")] = None,
    dates: Annotated[bool, typer.Option("--dates", help="Tell the day and time that each text names too.")] = False,
    today: Annotated[
        str | None, typer.Option(help="Count days from here (2026-12-31); default: today at the office.")
    ] = None,
) -> None:
    """Texts on standard input, one a line; one JSON object a line on standard output, in the same order."""
    from bot.clock import make_clock
    from bot.measure.understanding import Understander, start_of, understand_lines

    settings = get_settings()
    now = start_of(_day(today)) if today else make_clock(settings.clock)()
    understander = Understander.load(settings)
    understand_lines(understander, sys.stdin.buffer, sys.stdout.buffer, language, now if dates else None)


@app.command()
def chat(
    lang: Annotated[str | None, typer.Option(help="Begin in this language (uk).")] = None,
) -> None:
    """Talk with the assistant in this terminal; a number presses a button, an empty line ends."""
    from bot.channels.terminal import chat as chat_here

    chat_here(get_settings(), lang, out)


@app.command()
def evaluate(
    path: Annotated[
        Path | None, typer.Option(help="Folder with <language>.yml questions; default: tests/evaluation.")
    ] = None,
    misses: Annotated[bool, typer.Option("--misses", help="List every question that went wrong.")] = False,
) -> None:
    """Accuracy on questions that training never sees, per language."""
    from bot.measure.evaluate import evaluate as run

    run(get_settings(), path, out, misses=misses)


@app.command()
def phrases(
    path: Annotated[
        Path | None, typer.Option(help="Folder with <language>.yml questions; default: tests/evaluation.")
    ] = None,
) -> None:
    """Training phrases that stand twice, repeat an evaluation question, or confuse two topics."""
    from bot.measure.phrases import report_phrases

    report_phrases(out, path)


@app.command()
def bench(
    with_training: Annotated[bool, typer.Option("--training/--no-training", help="Time two trainings too.")] = True,
) -> None:
    """Latency, memory, start and training times of this machine, as a table beside the targets."""
    from bot.measure.bench import bench as run

    run(get_settings(), out, with_training=with_training)


@app.command()
def telegram() -> None:
    """Answer on Telegram only, without the web (for Docker Compose); needs TELEGRAM_BOT_TOKEN."""
    from bot.channels.telegram.serving import run_telegram
    from bot.runtime import Runtime

    settings = get_settings()
    if not settings.telegram_bot_token:
        raise SettingsError("TELEGRAM_BOT_TOKEN is not set; @BotFather in Telegram gives you one.")
    _train_apart()
    run_telegram(Runtime.start(settings), settings)


@app.command()
def actions(
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 5055,
) -> None:
    """Serve the custom actions separately, as a Rasa action server."""
    from bot.engine.action_server import serve_actions

    serve_actions(get_settings(), port)


@app.command(context_settings=PASSED_TO_RASA)
def rasa(context: typer.Context) -> None:
    """Rasa's own command line on this project (train, shell, test nlu, …)."""
    from bot.engine.rasa_cli import run_rasa

    raise typer.Exit(run_rasa(context.args))


@app.command()
def settings() -> None:
    """All settings, their values now, and the environment variable of each."""
    table = Table("variable", "value", "what it is")
    values = get_settings()
    for name, field in Settings.model_fields.items():
        shown = getattr(values, name) if field.repr else ("set" if getattr(values, name) else "")
        variable = str(field.validation_alias.choices[0])  # type: ignore[union-attr]
        table.add_row(variable, PASSWORD.sub(r"\1***@", str(shown)), field.description)
    out.print(table)


def _train_apart() -> None:
    """Train, if need be, in a process of its own: the serving one would keep the memory that training took."""
    from bot.engine import training

    if training.is_current(get_settings()):
        return
    if subprocess.run([sys.executable, "-m", "bot.cli", "train", "--if-needed"], check=False).returncode:
        raise training.TrainingFailed("There is nothing to serve yet; the reason stands above.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} isn't a day; write it as 2026-12-31") from error


def main() -> None:
    """The `prepazka` command: known errors are one plain line, not a traceback."""
    warnings.showwarning = lambda *_, **__: None  # about Rasa's old libraries; filters are reset by what it imports
    configure_logs(logging.WARNING)
    try:
        app()
    except PrepazkaError as error:
        errors.print(f"[bold red]{type(error).__name__}[/]: {error}", highlight=False)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
