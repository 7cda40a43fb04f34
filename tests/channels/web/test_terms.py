"""Words that explain themselves, over HTTP."""

from collections.abc import Iterator

import pytest

from bot.conversations.model import Choice, Reply, TurnRequest, TurnResult
from bot.knowledge.content import Content
from bot.storage.database import Database
from tests.channels.web.in_process import client_of, runtime_around
from tests.channels.web.talk import Talk
from tests.conversations.responders import EchoResponder

SHEET = Choice("", "zápočtového listu", "ask_term", {"term": "zapoctovy-list"})


class NamingResponder(EchoResponder):
    """Names a word of the office in its answer to a text; a choice it only echoes."""

    def respond(self, turn: TurnRequest) -> TurnResult:
        result = super().respond(turn)
        if turn.choice:
            return result
        return TurnResult((Reply("bez zápočtového listu", "cs", terms=(SHEET,)),), result.events, "cs", False)


@pytest.fixture
def responder() -> NamingResponder:
    return NamingResponder()


@pytest.fixture
def naming(sqlite_url: str, content: Content, responder: NamingResponder) -> Iterator[Talk]:
    database = Database(sqlite_url)
    yield Talk.begin(client_of(runtime_around(database, responder, content)), "cs")
    database.close()


def test_an_answer_names_its_terms_by_an_id_and_the_words_of_the_text(naming: Talk) -> None:
    [reply] = naming.say("co chtějí")
    [term] = reply["terms"]
    assert set(term) == {"id", "term"} and term["term"] == SHEET.title and term["term"] in reply["text"]
    assert reply["choices"] == [] and "zapoctovy-list" not in str(reply)
    assert naming.messages()[-1]["terms"] == reply["terms"]


def test_a_term_is_sent_back_as_a_choice(naming: Talk, responder: NamingResponder) -> None:
    [reply] = naming.say("co chtějí")
    assert naming.choose(reply["terms"][0]["id"])[0]["text"] == f"echo {SHEET.title}"
    chosen = responder.turns[-1].choice
    assert chosen and (chosen.intent, chosen.entities) == (SHEET.intent, SHEET.entities)


def test_a_term_of_another_conversation_is_no_choice(naming: Talk) -> None:
    [reply] = naming.say("co chtějí")
    other = Talk.begin(naming.http, "cs")
    assert other.post(choice=reply["terms"][0]["id"]).status_code == 422
    assert naming.post(choice="zapoctovy-list").status_code == 422


def test_a_message_without_terms_says_so(naming: Talk) -> None:
    assert naming.welcome[0]["terms"] is None


def test_the_api_describes_terms(naming: Talk) -> None:
    schemas = naming.http.get("/api/openapi.json").json()["components"]["schemas"]
    assert set(schemas["TermOut"]["properties"]) == {"id", "term"}
    assert "terms" not in schemas["MessageOut"]["required"]
