import pytest

from bot.channels.telegram.chats import TelegramChats
from bot.conversations.live import LocalLiveEvents
from bot.conversations.model import Conversation, Reply
from bot.conversations.service import ConversationService
from bot.errors import ConversationNotFound
from bot.storage.database import Database
from tests.conversations.conftest import Hands
from tests.conversations.responders import EchoResponder

CHAT = -(2**51)
"""Telegram's numbers need up to 52 bits."""


@pytest.fixture
def service(database: Database) -> ConversationService:
    return ConversationService(database, EchoResponder(), Hands(), LocalLiveEvents())


@pytest.fixture
def conversation(service: ConversationService) -> Conversation:
    return service.start("telegram", "uk", str(CHAT))[0]


@pytest.fixture
def chats(database: Database) -> TelegramChats:
    return TelegramChats(database)


def test_a_chat_is_found_again_and_another_is_not(chats: TelegramChats, conversation: Conversation) -> None:
    added = chats.add(CHAT, conversation.id, begun_by=2**40)
    assert chats.find(CHAT) == added
    assert chats.find(CHAT + 1) is None
    assert (added.delivered_id, added.begun_by) == (0, 2**40)


def test_a_conversation_of_the_web_is_no_chat(chats: TelegramChats, service: ConversationService) -> None:
    web, _, _ = service.start("web", "uk", str(CHAT))
    chats.add(CHAT, web.id, 1)
    assert chats.find(CHAT) is None


def test_news_are_messages_of_others_after_the_last_delivered_one(
    chats: TelegramChats, conversation: Conversation, service: ConversationService
) -> None:
    chat = chats.add(CHAT, conversation.id, 1)
    assert chats.with_news() == [CHAT], "the welcome"
    chats.note_delivered(chat, service.messages(conversation)[-1].id)
    assert chats.with_news() == []
    service.append(conversation, [Reply("from staff", "uk", author="staff")])
    assert chats.with_news() == [CHAT]


def test_what_only_the_person_said_is_no_news(
    chats: TelegramChats, conversation: Conversation, service: ConversationService
) -> None:
    chat = chats.add(CHAT, conversation.id, 1)
    *_, echo, more = service.receive(conversation, "tg-1", "hello")
    chats.note_delivered(chat, more.id)
    service._store(conversation, "tg-2", "not answered yet", None)
    assert chats.with_news() == []
    assert echo.id < more.id


def test_a_chat_is_forgotten_with_its_conversation(
    chats: TelegramChats, conversation: Conversation, service: ConversationService
) -> None:
    chats.add(CHAT, conversation.id, 1)
    service.erase(conversation)
    assert (chats.find(CHAT), chats.with_news()) == (None, [])
    with pytest.raises(ConversationNotFound):
        chats.add(CHAT, conversation.id, 1)
