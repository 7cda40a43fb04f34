"""A fact that begins on a day is told from the first minute of that day at the office."""

import httpx
import pytest

from bot.clock import make_clock
from bot.knowledge.content import Content
from bot.settings import ROOT
from tests.channels.web.talk import Talk
from tests.conftest import StartServer

QUESTION = "How do I apply for an employee card?"
OLD, NEW = "22,400", "24,900"


@pytest.mark.xdist_group("web servers")
def test_the_minimum_wage_changes_at_midnight_in_prague(start_server: StartServer) -> None:
    before, after = (_answer(start_server, at) for at in ("2026-12-31T23:59+01:00", "2027-01-01T00:01+01:00"))
    assert OLD in before and NEW not in before
    assert NEW in after and OLD not in after


def _answer(start_server: StartServer, at: str) -> str:
    server = start_server(PREPAZKA_CLOCK=at)
    with httpx.Client(base_url=server.url, timeout=40) as http:
        [answer] = Talk.begin(http).say(QUESTION)
    server.stop()
    phrases = Content.load(ROOT / "knowledge", make_clock(at)).phrases
    unconfirmed = phrases.say("en", "fact.unconfirmed", value="CZK 24,900".replace(" ", "\N{NO-BREAK SPACE}"))
    assert answer["topic"] == "employee-card"
    assert (unconfirmed in answer["text"].replace("CZK 24,900", "CZK\N{NO-BREAK SPACE}24,900")) == at.startswith("2027")
    return str(answer["text"])
