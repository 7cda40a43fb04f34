"""`prepazka interpreters …` and `prepazka bookings …`: what the staff manage from the terminal, in English."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.booking.demo import DEMO
from bot.booking.model import Booking, Interpreter, Mode, Status
from bot.booking.reading import absence_of, day_of, languages_of, spans_of
from bot.clock import OFFICE_ZONE, Clock, make_clock, office_day
from bot.directory.hours import WEEKDAYS
from bot.settings import get_settings

if TYPE_CHECKING:
    from bot.booking.staffing import Staffing

interpreters = typer.Typer(no_args_is_help=True, help="Who interprets, when, and who is away.")
bookings = typer.Typer(no_args_is_help=True, help="What is booked, and what became of it.")

Id = Annotated[str, typer.Argument(help="The interpreter's id, as `list` shows it.")]
Reference = Annotated[str, typer.Argument(help="The booking's reference; small letters and spaces do too.")]
Minutes = Annotated[int, typer.Option(min=0, max=240)]
HOURS_HELP = "Such as “8:00-12:00, 13:00-17:00”, or “closed”."


def _print(what: str | Table) -> None:
    Console(soft_wrap=True).print(what)


def _staffing() -> "tuple[Staffing, Clock]":
    from bot.booking.staffing import Staffing
    from bot.storage.database import Database

    settings = get_settings()
    database, clock = Database(settings.resolved_database_url), make_clock(settings.clock)
    database.migrate()
    return Staffing(database, clock), clock


@interpreters.command()
def add(
    id: Annotated[str, typer.Argument(help="A short name without spaces: oksana-k")],
    name: Annotated[str, typer.Argument(help="As clients see it.")],
    language: Annotated[list[str], typer.Option(help="Language and level, again for each: uk:native, ru:fluent")],
    mode: Annotated[list[Mode], typer.Option(help="Again for each.")] = [Mode.PHONE, Mode.VIDEO],  # noqa: B006
    office: Annotated[list[str], typer.Option(help="Comes to this office only; again for each.")] = [],  # noqa: B006
    hours: Annotated[str, typer.Option(help=f"Monday to Friday. {HOURS_HELP}")] = "8:00-12:00, 13:00-16:00",
    before: Minutes = 15,
    after: Minutes = 15,
    daily_most: Annotated[int, typer.Option(min=1, help="Bookings a day at most.")] = 6,
) -> None:
    """Add an interpreter."""
    minute = timedelta(minutes=1)
    interpreter = Interpreter(
        id=id,
        name=name,
        languages=languages_of(language),
        modes=frozenset(mode),
        offices=frozenset(office),
        before=before * minute,
        after=after * minute,
        daily_most=daily_most,
        weekly=dict.fromkeys(range(5), spans_of(hours)),
    )
    _staffing()[0].add([interpreter])
    _print(f"{name} is added.")


@interpreters.command()
def hours(
    id: Id,
    when: Annotated[str, typer.Argument(help="A weekday (monday), or one day (2026-12-24) instead of its weekday.")],
    times: Annotated[str, typer.Argument(help=HOURS_HELP)],
) -> None:
    """Set the hours of a weekday or of a single day; bookings that stand already stay."""
    staffing, spans = _staffing()[0], spans_of(times)
    if when.lower() in WEEKDAYS:
        staffing.set_weekday(id, WEEKDAYS.index(when.lower()), spans)
    else:
        staffing.set_day(id, day_of(when), spans)
    _print(f"{id}, {when}: {times}")


@interpreters.command()
def absence(
    id: Id,
    first: Annotated[str, typer.Argument(help="A day (2026-12-24) or an hour of it (2026-12-24T10:00).")],
    last: Annotated[str | None, typer.Argument(help="The last day, or the hour of return; default: that day.")] = None,
) -> None:
    """Note that somebody is away; lists the bookings that have nobody now."""
    left = _staffing()[0].add_absence(id, absence_of(first, last))
    if left:
        _print(_table(left))
    _print(f"{len(left)} bookings have nobody now.")


@interpreters.command("list")
def list_interpreters() -> None:
    """Everybody, with languages, modes and hours."""
    table = Table("id", "name", "languages", "modes", "offices", "most a day", "hours")
    for one in _staffing()[0].interpreters():
        languages = ", ".join(f"{language} {level}" for language, level in one.languages.items())
        offices = ", ".join(sorted(one.offices)) or ("all" if Mode.IN_PERSON in one.modes else "")
        table.add_row(
            one.id, one.name, languages, ", ".join(sorted(one.modes)), offices, str(one.daily_most), _week(one)
        )
    _print(table)


@interpreters.command()
def demo() -> None:
    """Add eight made-up interpreters to try things with."""
    _staffing()[0].add(DEMO)
    _print(f"{len(DEMO)} made-up interpreters are added.")


@bookings.command("list")
def list_bookings(
    days: Annotated[int, typer.Option(min=1, max=366, help="So many days, today included.")] = 14,
) -> None:
    """What is booked from today on."""
    staffing, clock = _staffing()
    _print(_table(staffing.bookings(office_day(clock()), days)))


@bookings.command()
def day(on: Annotated[str | None, typer.Argument(help="2026-12-24; default: today.")] = None) -> None:
    """The bookings of one day, hour by hour."""
    staffing, clock = _staffing()
    _print(_table(staffing.bookings(day_of(on) if on else office_day(clock()))))


@bookings.command()
def done(reference: Reference) -> None:
    """The appointment took place."""
    _close(reference, Status.DONE)


@bookings.command("no-show")
def no_show(reference: Reference) -> None:
    """The client did not come."""
    _close(reference, Status.NO_SHOW)


def _close(reference: str, status: Status) -> None:
    booking = _staffing()[0].close(reference, status)
    _print(f"{booking.reference}: {booking.status}")


def _table(found: list[Booking]) -> Table:
    table = Table("reference", "day", "time", "interpreter", "language", "mode", "office", "status")
    for one in found:
        starts, ends = one.slot.starts.astimezone(OFFICE_ZONE), one.slot.ends.astimezone(OFFICE_ZONE)
        times = f"{starts:%H:%M}–{ends:%H:%M}"
        where = (one.language, one.mode, one.office or "", one.status)
        table.add_row(one.reference, f"{starts:%a %Y-%m-%d}", times, one.interpreter_id, *where)
    return table


def _week(interpreter: Interpreter) -> str:
    days = ((WEEKDAYS[number][:3], spans) for number, spans in sorted(interpreter.weekly.items()) if spans)
    return "; ".join(f"{name} {', '.join(map(str, spans))}" for name, spans in days)
