import pytest

from bot.booking import errors
from bot.booking.errors import Reason, SlotTaken
from bot.booking.model import Slot
from bot.errors import PrepazkaError
from bot.knowledge.content import Content
from tests.booking.conftest import at

LANGUAGES = ("cs", "en", "uk", "ru", "vi", "ar")
REFUSALS = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, PrepazkaError)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_and_every_reason_can_be_said(content: Content, language: str) -> None:
    keys = {f"error.{one.code}" for one in REFUSALS} | {f"booking.reason.{reason}" for reason in Reason}
    assert len(keys) > 15
    said = {content.phrases.say(language, key) for key in keys}
    assert all(said) and not said & keys
    assert len(said) >= len(keys) - 1  # TAKEN may be said as SlotTaken is


def test_the_operator_reads_what_is_free_instead() -> None:
    error = SlotTaken([Slot(at("2026-11-24 10:00"), at("2026-11-24 11:00"))])
    assert (error.status, error.code) == (409, "slot_taken")
    assert str(error) == "taken; free: 2026-11-24 10:00–11:00"
