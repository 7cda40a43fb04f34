"""What may go wrong in a turn: twice, in between, half-way."""

from collections.abc import Callable

import pytest
from sqlalchemy import event, func, select, text

from bot.conversations.live import LocalLiveEvents
from bot.conversations.model import Conversation, TurnRequest
from bot.conversations.service import ConversationService
from bot.errors import ConversationNotFound, NotTrained, Unavailable
from bot.storage.database import Database
from bot.storage.tables import conversations, messages, metadata, tracker_events
from tests.conversations.conftest import Hands
from tests.conversations.responders import EchoResponder


def test_the_same_message_again_brings_the_same_answer(
    service: ConversationService, conversation: Conversation, responder: EchoResponder
) -> None:
    first = service.receive(conversation, "m1", "hello")
    assert service.receive(conversation, "m1", "hello") == first
    assert service.receive(conversation, "m1", "another text") == first
    assert responder.texts() == ["hello"]


def test_the_same_client_id_in_two_conversations_is_two_messages(
    service: ConversationService, conversation: Conversation
) -> None:
    other, _, _ = service.start("web", "uk")
    service.receive(conversation, "m1", "mine")
    assert service.receive(other, "m1", "yours")[0].text == "echo yours"


def test_an_assistant_that_breaks_leaves_the_message_stored_and_unanswered(
    service: ConversationService, conversation: Conversation, responder: EchoResponder, database: Database, clock: Hands
) -> None:
    clock.forward(hours=1)
    responder.breaks_on["hello"] = ValueError("broken")
    with pytest.raises(Unavailable):
        service.receive(conversation, "m1", "hello")
    assert [message.text for message in service.messages(conversation)] == ["welcome uk", "hello"]
    with database.reading() as connection:
        row = connection.execute(select(messages.c.answered_at, messages.c.attempts).order_by(messages.c.id.desc()))
        assert tuple(row.first() or ()) == (None, 1)
        assert connection.scalar(select(conversations.c.failures)) == 1
        assert connection.scalar(select(conversations.c.last_at)) == clock.now


def test_an_unavailable_assistant_says_so_itself_and_the_message_is_not_blamed(
    service: ConversationService, conversation: Conversation, responder: EchoResponder, database: Database
) -> None:
    responder.breaks_on["hello"] = NotTrained("no model")
    with pytest.raises(NotTrained):
        service.receive(conversation, "m1", "hello")
    with database.reading() as connection:
        assert connection.scalar(select(func.max(messages.c.attempts))) == 0


def test_sending_it_again_after_a_crash_answers_it(
    service: ConversationService, conversation: Conversation, responder: EchoResponder, database: Database
) -> None:
    responder.breaks_on["hello"] = ValueError("broken")
    with pytest.raises(Unavailable):
        service.receive(conversation, "m1", "hello")
    responder.breaks_on.clear()
    assert service.receive(conversation, "m1", "hello")[0].text == "echo hello"
    assert len(service.messages(conversation)) == 4
    with database.reading() as connection:
        assert connection.scalar(select(conversations.c.failures)) == 0


class Killed(BaseException):
    """Stands for the process being killed: no `except Exception` sees it."""


def leave_unanswered(service: ConversationService, responder: EchoResponder, *sent: tuple[Conversation, str]) -> None:
    responder.breaks_on = {said: Killed() for _, said in sent}
    for conversation, said in sent:
        with pytest.raises(Killed):
            service.receive(conversation, said, said)
    responder.breaks_on = {}
    responder.turns.clear()


def test_what_a_killed_process_left_is_answered_at_the_next_start_in_order(
    service: ConversationService, replica: ConversationService, conversation: Conversation, responder: EchoResponder
) -> None:
    other, _, _ = service.start("web", "cs")
    leave_unanswered(service, responder, (conversation, "one"), (other, "two"))
    service.receive(other, "three", "three")
    assert responder.texts() == ["two", "three"], "the older message of the same conversation comes first"
    assert replica.answer_pending() == 1
    assert responder.texts() == ["two", "three", "one"]
    assert service.receive(conversation, "one", "one")[0].text == "echo one"
    assert replica.answer_pending() == 0


def test_a_message_that_breaks_the_assistant_keeps_nobody_else_waiting(
    service: ConversationService, conversation: Conversation, responder: EchoResponder
) -> None:
    other, _, _ = service.start("web", "cs")
    leave_unanswered(service, responder, (conversation, "poison"), (conversation, "next"), (other, "two"))
    responder.breaks_on["poison"] = ValueError("broken")
    assert service.answer_pending() == 2
    assert service.messages(conversation)[-2].text == "echo next"
    assert service.receive(conversation, "later", "later")[0].text == "echo later"
    tries = [service.answer_pending() for _ in range(5)]
    assert tries == [0] * 5
    assert responder.texts().count("poison") == 3, "it is not tried for ever"


def test_a_turn_is_stored_whole_or_not_at_all(
    service: ConversationService, conversation: Conversation, database: Database, responder: EchoResponder
) -> None:
    def fail_at_the_second_reply(connection: object, cursor: object, sql: str, values: object, *rest: object) -> None:
        if sql.startswith("INSERT INTO messages") and "more?" in str(values):
            raise ZeroDivisionError

    event.listen(database.engine, "before_cursor_execute", fail_at_the_second_reply)
    with pytest.raises(ZeroDivisionError):
        service.receive(conversation, "m1", "hello")
    event.remove(database.engine, "before_cursor_execute", fail_at_the_second_reply)

    assert [message.text for message in service.messages(conversation)] == ["welcome uk", "hello"]
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(tracker_events)) == 0
        assert connection.scalar(select(func.count(messages.c.answered_at))) == 0
    assert service.answer_pending() == 1
    assert [message.text for message in service.messages(conversation)][2:] == ["echo hello", "more?"]


def test_a_conversation_erased_during_a_turn_stays_erased(
    service: ConversationService, conversation: Conversation, responder: EchoResponder, database: Database
) -> None:
    responder.meanwhile = lambda turn: service.erase(conversation)
    with pytest.raises(ConversationNotFound):
        service.receive(conversation, "m1", "hello")
    with database.reading() as connection:
        for table in metadata.sorted_tables:
            assert connection.execute(select(table)).all() == []


def test_a_database_that_goes_away_is_unavailable_and_nothing_is_half_done(
    postgres_url: str, clock: Hands, responder: EchoResponder
) -> None:
    database = Database(postgres_url)
    service = ConversationService(database, responder, clock, LocalLiveEvents())
    conversation, _, _ = service.start("web", "uk")

    def lose_it_while_storing(connection: object, cursor: object, sql: str, *rest: object) -> None:
        if sql.startswith("INSERT INTO tracker_events"):
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")  # type: ignore[attr-defined]

    event.listen(database.engine, "before_cursor_execute", lose_it_while_storing)
    with pytest.raises(Unavailable):
        service.receive(conversation, "m1", "hello")
    event.remove(database.engine, "before_cursor_execute", lose_it_while_storing)
    assert service.receive(conversation, "m1", "hello")[0].text == "echo hello"
    assert len(service.messages(conversation)) == 4
    database.close()


def test_tables_that_are_gone_are_unavailable_for_every_use(
    empty_database_url: str, clock: Hands, responder: EchoResponder, conversation: Conversation
) -> None:
    empty = Database(empty_database_url)
    service = ConversationService(empty, responder, clock, LocalLiveEvents())
    uses: list[Callable[[], object]] = [
        lambda: service.start("web", "uk"),
        lambda: service.authorise(conversation.id, "token"),
        lambda: service.receive(conversation, "m1", "hello"),
        lambda: service.messages(conversation),
        lambda: service.set_language(conversation, "cs"),
        lambda: service.export(conversation),
        lambda: service.erase(conversation),
        lambda: service.purge(clock.now),
        lambda: service.tracker_events(conversation.id),
        lambda: service.conversation_for("web", "1"),
        service.answer_pending,
    ]
    for use in uses:
        with pytest.raises(Unavailable):
            use()
    empty.close()


def test_a_reader_is_not_held_up_by_a_turn(
    service: ConversationService, conversation: Conversation, responder: EchoResponder, database: Database
) -> None:
    read: list[object] = []

    def look(turn: TurnRequest) -> None:
        with database.transaction() as connection:
            read.append(connection.execute(text("SELECT 1")).scalar())

    responder.meanwhile = look
    service.receive(conversation, "m1", "hello")
    assert read == [1], "the assistant itself may write, for instance a booking"
