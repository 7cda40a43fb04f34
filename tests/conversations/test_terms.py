"""Words in the text of a message that explain themselves: offered, stored and pressed like any other choice."""

import pytest

from bot.conversations.model import Choice, Conversation, Message, Reply
from bot.conversations.service import ConversationService
from bot.errors import UnknownChoice
from tests.conversations.conftest import RecordingLiveEvents
from tests.conversations.responders import EchoResponder

SHEET = Choice("", "zápočtového listu", "ask_term", {"term": "zapoctovy-list"})
MORE = Choice("", "More", "help")
ANSWER = Reply("bez zápočtového listu", "cs", choices=(MORE,), terms=(SHEET,))


@pytest.fixture
def offered(service: ConversationService, conversation: Conversation) -> Message:
    [message] = service.append(conversation, [ANSWER])
    return message


def test_a_term_gets_an_id_of_its_own_and_stays_apart_from_the_buttons(offered: Message) -> None:
    [term], [more] = offered.terms, offered.choices
    assert (term.title, term.intent, term.entities) == (SHEET.title, SHEET.intent, SHEET.entities)
    assert term.id and more.id and term.id != more.id


def test_it_is_stored_and_published_as_it_was_offered(
    service: ConversationService, conversation: Conversation, offered: Message, live: RecordingLiveEvents
) -> None:
    assert service.messages(conversation)[-1] == offered == live.published[-1]
    [exported] = [one for one in service.export(conversation)["messages"] if one["id"] == offered.id]
    assert [term["title"] for term in exported["terms"]] == [SHEET.title]
    assert [choice["title"] for choice in exported["choices"]] == ["More"]


def test_a_pressed_term_does_what_the_server_put_there(
    service: ConversationService, conversation: Conversation, offered: Message, responder: EchoResponder
) -> None:
    service.receive(conversation, "m1", choice_id=offered.terms[0].id)
    assert (responder.turns[0].choice, responder.turns[0].text) == (offered.terms[0], SHEET.title)


def test_a_term_of_another_conversation_is_refused(service: ConversationService, offered: Message) -> None:
    other, _, _ = service.start("web", "cs")
    for choice_id in (offered.terms[0].id, "zapoctovy-list", "in_text", SHEET.title):
        with pytest.raises(UnknownChoice):
            service.receive(other, "m1", choice_id=choice_id)


def test_a_message_without_terms_has_none(service: ConversationService, conversation: Conversation) -> None:
    assert all(message.terms == () for message in service.messages(conversation))
