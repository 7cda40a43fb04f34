"""Choices that a channel itself always offers: a command of Telegram."""

import pytest

from bot.conversations.model import Choice, Conversation
from bot.conversations.service import ConversationService
from bot.errors import ConversationNotFound, InvalidInput, UnknownChoice
from tests.conversations.responders import EchoResponder

HELP = Choice("", "/help", "help", {"of": "channel"})


def test_a_choice_of_the_channel_is_stored_and_answered(
    service: ConversationService, conversation: Conversation, responder: EchoResponder
) -> None:
    replies = service.press(conversation, "m1", HELP)
    assert [reply.text for reply in replies] == ["echo /help", "more?"]
    assert responder.turns[0].choice == HELP
    client = service.messages(conversation)[1]
    assert (client.author, client.text, client.chosen) == ("client", "/help", HELP)


def test_the_same_press_again_brings_the_same_replies(
    service: ConversationService, conversation: Conversation, responder: EchoResponder
) -> None:
    replies = service.press(conversation, "m1", HELP)
    assert service.press(conversation, "m1", HELP) == replies
    assert service.receive(conversation, "m1", "a text") == replies
    assert responder.texts() == ["/help"]


def test_a_press_offers_nothing_to_others(service: ConversationService, conversation: Conversation) -> None:
    service.press(conversation, "m1", HELP)
    for choice_id in ("", "help"):
        with pytest.raises(UnknownChoice):
            service.receive(conversation, "m2", choice_id=choice_id)


def test_a_press_is_refused_like_a_message(service: ConversationService, conversation: Conversation) -> None:
    with pytest.raises(InvalidInput):
        service.press(conversation, "a b", HELP)
    service.erase(conversation)
    with pytest.raises(ConversationNotFound):
        service.press(conversation, "m1", HELP)
