import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.channels.telegram.chats import TelegramChats
from bot.conversations.model import Choice, Conversation, Reply, SourceReference
from bot.conversations.repository import load_tracker_events
from bot.conversations.service import ConversationService
from bot.errors import (
    ConversationNotFound,
    EmptyMessage,
    InvalidInput,
    MessageTooLong,
    NotAuthorised,
    UnknownChoice,
    UnknownLanguage,
)
from bot.storage.database import Database
from bot.storage.tables import conversations, messages, metadata
from tests.conversations.conftest import Hands, RecordingLiveEvents
from tests.conversations.responders import EchoResponder


def test_a_conversation_starts_with_the_welcome(service: ConversationService, live: RecordingLiveEvents) -> None:
    conversation, _, welcome = service.start("web", "uk")
    assert [(m.author, m.text, m.language) for m in welcome] == [("assistant", "welcome uk", "uk")]
    assert service.messages(conversation) == welcome == live.published
    assert (conversation.language, conversation.language_chosen) == ("uk", False)


def test_without_a_language_the_default_one_welcomes(service: ConversationService) -> None:
    assert service.start("web", None)[0].language == "cs"


def test_a_language_picked_by_a_person_is_marked(service: ConversationService) -> None:
    assert service.start("web", "vi", language_chosen=True)[0].language_chosen


def test_the_token_opens_its_conversation_and_no_other(service: ConversationService) -> None:
    mine, my_token, _ = service.start("web", "uk")
    _, other_token, _ = service.start("web", "uk")
    assert service.authorise(mine.id, my_token) == mine
    for wrong in (other_token, my_token[:-1], "\ud800", "x"):
        with pytest.raises(ConversationNotFound):
            service.authorise(mine.id, wrong)
    for unknown in ("0" * 32, "", "no-such-conversation", "\0", "\ud800", mine.id + "\0"):
        with pytest.raises(ConversationNotFound):
            service.authorise(unknown, my_token)
    with pytest.raises(NotAuthorised):
        service.authorise(mine.id, "")


def test_the_token_itself_is_never_stored(service: ConversationService, database: Database) -> None:
    _, token, _ = service.start("web", "uk")
    with database.reading() as connection:
        row = connection.execute(select(conversations)).one()
    assert token not in str(row)
    assert len(token) >= 43


def test_a_channel_finds_its_conversation_again(service: ConversationService) -> None:
    conversation, _, welcome = service.start("telegram", "ru", external_id="4711")
    assert service.conversation_for("telegram", "4711") == conversation
    assert service.conversation_for("telegram", "4712") is None
    assert service.conversation_for("web", "4711") is None

    again, token, told = service.start("telegram", "uk", external_id="4711")
    assert (again, told) == (conversation, welcome)
    assert service.authorise(conversation.id, token) == conversation


def test_a_message_is_answered(
    service: ConversationService, conversation: Conversation, responder: EchoResponder, live: RecordingLiveEvents
) -> None:
    replies = service.receive(conversation, "m1", "  добрий день\r\n")
    assert [reply.text for reply in replies] == ["echo добрий день", "more?"]
    welcome, client, *stored = service.messages(conversation)
    assert (client.author, client.text, client.client_id) == ("client", "добрий день", "m1")
    assert stored == replies and {reply.in_reply_to for reply in replies} == {client.id}
    assert live.published == [welcome, client, *replies]
    turn = responder.turns[0]
    assert (turn.message_id, turn.text, turn.choice, turn.language, turn.channel) == (
        client.id,
        "добрий день",
        None,
        "uk",
        "web",
    )


def test_messages_after_the_last_one_seen(service: ConversationService, conversation: Conversation) -> None:
    first = service.receive(conversation, "m1", "one")
    second = service.receive(conversation, "m2", "two")
    after = service.messages(conversation, after=first[-1].id)
    assert [message.text for message in after] == ["two", "echo two", "more?"]
    for last_seen in (second[-1].id, 10**30):
        assert service.messages(conversation, after=last_seen) == []
    assert len(service.messages(conversation, after=-1)) == 7


def test_a_reply_keeps_all_its_parts(service: ConversationService, conversation: Conversation) -> None:
    reply = Reply(
        "Lhůta je 3 dny.",
        "cs",
        choices=(Choice("", "Více", "ask_topic", {"topic": "registration"}),),
        card={"kind": "office", "hours": {"mon": ["8:00", "17:00"]}},
        sources=(SourceReference("Zákon 435/2004 Sb.", None, date(2026, 1, 15)),),
        topic="registration",
        translated_from="cs",
        author="staff",
    )
    (stored,) = service.append(conversation, [reply])
    assert service.messages(conversation)[-1] == stored
    assert (stored.text, stored.card, stored.sources) == (reply.text, reply.card, reply.sources)
    assert (stored.topic, stored.translated_from, stored.author) == ("registration", "cs", "staff")
    assert (stored.choices[0].title, stored.choices[0].entities) == ("Více", {"topic": "registration"})
    assert len(stored.choices[0].id) == 12


def test_a_choice_reaches_the_assistant_as_it_was_issued(
    service: ConversationService, responder: EchoResponder
) -> None:
    conversation, _, welcome = service.start("web", "en")
    yes = welcome[0].choices[0]
    service.receive(conversation, "m1", choice_id=yes.id)
    assert responder.turns[0].choice == yes == Choice(yes.id, "Yes", "affirm", {"answer": "yes"})
    client = service.messages(conversation)[1]
    assert (client.text, client.chosen) == ("Yes", yes)


def test_choice_ids_differ_everywhere(service: ConversationService, conversation: Conversation) -> None:
    for number in range(5):
        service.receive(conversation, f"m{number}", "again")
    ids = [choice.id for message in service.messages(conversation) for choice in message.choices]
    assert len(ids) == len(set(ids)) == 7


@pytest.mark.parametrize("choice_id", ["", "nonsense", "%", "_" * 12, "a" * 65, '"', "Yes", "affirm"])
def test_a_choice_that_was_never_issued_is_refused(
    service: ConversationService, conversation: Conversation, choice_id: str
) -> None:
    with pytest.raises(UnknownChoice):
        service.receive(conversation, "m1", choice_id=choice_id)
    assert len(service.messages(conversation)) == 1


def test_a_choice_of_another_conversation_is_refused(service: ConversationService, conversation: Conversation) -> None:
    _, _, foreign = service.start("web", "uk")
    with pytest.raises(UnknownChoice):
        service.receive(conversation, "m1", choice_id=foreign[0].choices[0].id)


@pytest.mark.parametrize("text", ["", "  \n ", "\0\x07", "\u200b\u200e", None])
def test_a_message_without_content_is_refused(
    service: ConversationService, conversation: Conversation, text: str | None
) -> None:
    with pytest.raises(EmptyMessage):
        service.receive(conversation, "m1", text)
    assert len(service.messages(conversation)) == 1


def test_control_characters_are_taken_out_and_joiners_stay(
    service: ConversationService, conversation: Conversation
) -> None:
    service.receive(conversation, "m1", "\x00a\x1bb\ud800c\nمی‌خواهم\t👩‍🔧")
    assert service.messages(conversation)[1].text == "abc\nمی‌خواهم\t👩‍🔧"


def test_the_longest_message_fits_and_one_more_character_does_not(
    service: ConversationService, conversation: Conversation
) -> None:
    assert service.receive(conversation, "m1", "ж" * 4000)
    with pytest.raises(MessageTooLong):
        service.receive(conversation, "m2", "ж" * 4001)


@pytest.mark.parametrize("client_id", ["", "a" * 129, "a b", "ž", "a\0"])
def test_a_client_id_of_another_form_is_refused(
    service: ConversationService, conversation: Conversation, client_id: str
) -> None:
    with pytest.raises(InvalidInput):
        service.receive(conversation, client_id, "hello")


def test_a_text_and_a_choice_at_once_are_refused(service: ConversationService) -> None:
    conversation, _, welcome = service.start("web", "uk")
    with pytest.raises(InvalidInput):
        service.receive(conversation, "m1", "hello", welcome[0].choices[0].id)


def test_a_picked_language_is_used_from_the_next_turn_on(
    service: ConversationService, conversation: Conversation, responder: EchoResponder
) -> None:
    changed = service.set_language(conversation, "ar")
    assert (changed.language, changed.language_chosen) == ("ar", True)
    service.receive(conversation, "m1", "hello")
    assert (responder.turns[0].language, responder.turns[0].language_chosen) == ("ar", True)


@pytest.mark.parametrize("language", ["", "x", "CS", "cs_CZ", "čeština", "../cs"])
def test_what_is_no_language_tag_is_refused(
    service: ConversationService, conversation: Conversation, language: str
) -> None:
    with pytest.raises(UnknownLanguage):
        service.set_language(conversation, language)


def test_a_language_picked_during_a_turn_wins_over_the_turn(
    service: ConversationService, conversation: Conversation, responder: EchoResponder
) -> None:
    responder.meanwhile = lambda turn: service.set_language(conversation, "vi")
    service.receive(conversation, "m1", "hello")
    with service._database.reading() as connection:
        row = connection.execute(select(conversations.c.language, conversations.c.language_chosen)).one()
    assert tuple(row) == ("vi", True)


def test_tracker_events_come_back_since_the_last_session(
    service: ConversationService, conversation: Conversation, database: Database
) -> None:
    assert service.tracker_events(conversation.id) == []
    for number, text in enumerate(("before", "hello", "old", "hello", "new")):
        service.receive(conversation, f"m{number}", text)
    events = service.tracker_events(conversation.id)
    assert [(event["event"], event["text"]) for event in events] == [
        ("session_started", ""),
        ("user", "hello"),
        ("bot", "echo hello"),
        ("user", "new"),
        ("bot", "echo new"),
    ]
    assert load_tracker_events(database, conversation.id) == events
    assert service.tracker_events("no-such-conversation") == []


def test_the_export_holds_everything_and_is_json(service: ConversationService) -> None:
    conversation, token, welcome = service.start("telegram", "uk", external_id="4711")
    service.receive(conversation, "m1", "hello")
    service.receive(conversation, "m2", choice_id=welcome[0].choices[0].id)
    service.start("web", "cs")
    export = json.loads(json.dumps(service.export(conversation)))
    assert export["conversation"]["external_id"] == "4711"
    assert [m["text"] for m in export["messages"]] == [m.text for m in service.messages(conversation)]
    assert export["messages"][4]["chosen"]["title"] == "Yes"
    assert len(export["tracker_events"]) == 5
    assert token not in json.dumps(export)


def test_erasing_leaves_nothing_of_it_and_everything_of_others(
    service: ConversationService, conversation: Conversation, database: Database
) -> None:
    other, _, _ = service.start("web", "uk")
    service.receive(conversation, "m1", "hello")
    service.receive(other, "m1", "hello")
    for number, one in enumerate((conversation, other)):
        TelegramChats(database).add(number, one.id, begun_by=1)
    service.erase(conversation)
    with database.reading() as connection:
        owners = {name: table.c.get("conversation_id") for name, table in metadata.tables.items()}
        owners["conversations"] = metadata.tables["conversations"].c.id
        left = {name: set(connection.scalars(select(owner))) for name, owner in owners.items() if owner is not None}
    assert {name for name, ids in left.items() if ids} >= {"conversations", "messages", "telegram_chats"}
    assert set().union(*left.values()) == {other.id}, left
    for use in (lambda: service.receive(conversation, "m2", "hello"), lambda: service.export(conversation)):
        with pytest.raises(ConversationNotFound):
            use()
    assert service.exists(other) and not service.exists(conversation)
    service.erase(conversation)


def test_ids_are_not_used_again_after_an_erasure(service: ConversationService, conversation: Conversation) -> None:
    newest = service.receive(conversation, "m1", "hello")[-1].id
    service.erase(conversation)
    assert service.start("web", "uk")[2][0].id > newest


def test_purging_erases_what_was_silent_for_too_long(
    service: ConversationService, conversation: Conversation, clock: Hands
) -> None:
    quiet, _, _ = service.start("web", "uk")
    clock.forward(days=20)
    service.receive(conversation, "m1", "still here")
    clock.forward(days=20)
    limit = clock.now - timedelta(days=30)
    assert service.purge(limit) == 1
    assert service.messages(conversation)
    assert service.messages(quiet) == []
    assert service.purge(limit) == 0


def test_a_message_is_stored_with_the_time_of_the_clock(
    service: ConversationService, conversation: Conversation, clock: Hands, database: Database
) -> None:
    clock.forward(hours=1)
    assert {reply.at for reply in service.receive(conversation, "m1", "hello")} == {clock.now}
    with database.reading() as connection:
        assert connection.scalar(select(conversations.c.last_at)) == clock.now
        assert connection.scalar(select(messages.c.answered_at).where(messages.c.client_id == "m1")) == clock.now
