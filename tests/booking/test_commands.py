"""The staff's commands, on a database of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.booking.errors import BookingClosed, InterpreterExists, InterpreterNotFound
from bot.booking.model import STAFF, Mode, Wish
from bot.booking.policy import BookingPolicy
from bot.booking.reading import Untypable
from bot.booking.service import BookingService
from bot.cli import app
from bot.clock import make_clock
from bot.settings import get_settings
from bot.storage.database import Database
from tests.assistants import ChangeSettings
from tests.booking.conftest import Calendar, at

NOW = "2026-11-23T10:00"
Prepazka = Callable[..., str]


@pytest.fixture
def prepazka(change_settings: ChangeSettings, tmp_path: Path) -> Prepazka:
    """Runs a command and gives what it printed; an error comes out as it is."""
    change_settings(PREPAZKA_DATA_DIR=str(tmp_path), PREPAZKA_CLOCK=NOW)

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "300", "NO_COLOR": "1"})
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


@pytest.fixture
def service(prepazka: Prepazka) -> BookingService:
    """The service as a client uses it, on the commands' database."""
    database = Database(get_settings().resolved_database_url)
    database.migrate()
    return BookingService(database, make_clock(NOW), Calendar(), BookingPolicy())


def book(service: BookingService, language: str = "uk") -> str:
    held = service.hold(Wish(language, Mode.PHONE, 60), at("2026-11-24 10:00"), STAFF, "hold")
    return str(service.confirm(str(held.reference), STAFF, "confirm").reference)


def test_an_interpreter_is_added_and_listed(prepazka: Prepazka) -> None:
    prepazka("interpreters", "add", "mai", "Mai", "--language", "vi:native", "--language", "en", "--mode", "phone")
    listed = prepazka("interpreters", "list")
    assert "mai" in listed and "vi native, en fluent" in listed and "mon 8:00–12:00, 13:00–16:00" in listed
    with pytest.raises(InterpreterExists):
        prepazka("interpreters", "add", "mai", "Mai", "--language", "vi")


def test_hours_of_a_weekday_and_of_a_day(prepazka: Prepazka, service: BookingService) -> None:
    prepazka("interpreters", "add", "mai", "Mai", "--language", "vi")
    prepazka("interpreters", "hours", "mai", "tuesday", "closed")
    prepazka("interpreters", "hours", "mai", "2026-11-25", "9:00-10:00")
    free = service.free_slots(Wish("vi", Mode.PHONE, 60), days=3)
    assert "tue" not in prepazka("interpreters", "list")
    assert [str(slot) for slot in free if slot.day.day > 23] == ["2026-11-25 09:00–10:00"]


def test_the_demo_is_there_only_when_asked_for(prepazka: Prepazka) -> None:
    assert "demo-" not in prepazka("interpreters", "list")
    prepazka("interpreters", "demo")
    listed = prepazka("interpreters", "list")
    assert listed.count("demo-") == 8
    assert all(f"{language} native" in listed for language in ("uk", "ru", "vi", "ar", "en", "mn", "es", "fr"))


def test_bookings_are_listed_and_shown_by_day(prepazka: Prepazka, service: BookingService) -> None:
    prepazka("interpreters", "demo")
    reference = book(service)
    row = next(line for line in prepazka("bookings", "list").splitlines() if reference in line)
    assert "Tue 2026-11-24" in row and "10:00–11:00" in row and "confirmed" in row
    assert reference in prepazka("bookings", "day", "2026-11-24")
    assert reference not in prepazka("bookings", "day")


def test_an_absence_shows_which_bookings_have_nobody(prepazka: Prepazka, service: BookingService) -> None:
    prepazka("interpreters", "demo")
    reference = book(service, "vi")
    assert "0 bookings" in prepazka("interpreters", "absence", "demo-linh", "2026-11-24T11:00", "2026-11-24T12:00")
    told = prepazka("interpreters", "absence", "demo-linh", "2026-11-23", "2026-11-24")
    assert reference in told and "1 bookings" in told


def test_what_became_of_a_booking(prepazka: Prepazka, service: BookingService, change_settings: ChangeSettings) -> None:
    prepazka("interpreters", "demo")
    reference = book(service)
    with pytest.raises(BookingClosed):
        prepazka("bookings", "done", reference)
    change_settings(PREPAZKA_CLOCK="2026-11-24T11:00")
    assert "no_show" in prepazka("bookings", "no-show", reference.lower())
    assert "done" in prepazka("bookings", "done", reference)


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "mai", "Mai", "--language", "vietnamese"),
        ("add", "mai", "Mai", "--language", "vi:perfect"),
        ("add", "mai", "Mai", "--language", "vi", "--hours", "8-12"),
        ("hours", "mai", "someday", "8:00-12:00"),
        ("absence", "mai", "2026-02-31"),
        ("absence", "mai", "2026-12-02", "2026-12-01"),
    ],
)
def test_what_cannot_be_read_is_said_to_be_so(prepazka: Prepazka, arguments: tuple[str, ...]) -> None:
    with pytest.raises(Untypable, match=r"write|not after"):
        prepazka("interpreters", *arguments)


def test_nobody_of_that_name(prepazka: Prepazka) -> None:
    with pytest.raises(InterpreterNotFound):
        prepazka("interpreters", "hours", "nobody", "monday", "closed")
