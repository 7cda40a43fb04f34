"""A fact that begins on a day is told from the first minute of that day at the office."""

from pathlib import Path

import httpx
import pytest

from bot.clock import make_clock
from bot.knowledge.content import Content
from bot.settings import ROOT
from tests.channels.web.conftest import StartTwo
from tests.channels.web.talk import Talk

BEFORE, AFTER = "2026-12-31T23:59+01:00", "2027-01-01T00:01+01:00"
QUESTION = "How do I apply for an employee card?"
WAGE = {BEFORE: "CZK 22,400", AFTER: "CZK 24,900"}


@pytest.mark.xdist_group("web servers")
def test_the_minimum_wage_changes_at_midnight_in_prague(start_two: StartTwo, tmp_path: Path) -> None:
    clocks = start_two(*(_standing_at(at, tmp_path) for at in WAGE))
    before, after = (_answer(http) for http in clocks)
    assert WAGE[BEFORE] in before and WAGE[AFTER] not in before
    assert WAGE[AFTER] in after and WAGE[BEFORE] not in after
    phrases = Content.load(ROOT / "knowledge", make_clock(AFTER)).phrases
    unconfirmed = phrases.say("en", "fact.unconfirmed", value="")
    assert WAGE[AFTER] + unconfirmed in after and unconfirmed not in before


def _standing_at(at: str, folder: Path) -> dict[str, str]:
    return {"PREPAZKA_CLOCK": at, "DATABASE_URL": f"sqlite:///{folder / at[:4]}.db"}


def _answer(http: httpx.Client) -> str:
    [answer] = Talk.begin(http).say(QUESTION)
    assert answer["topic"] == "employee-card"
    return str(answer["text"]).replace("\N{NO-BREAK SPACE}", " ")
