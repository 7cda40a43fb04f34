"""What may go wrong in a turn: twice, at once, in between, half-way."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, func, select, text

from bot.conversations.live import LocalLiveEvents
from bot.conversations.locks import TurnLocks
from bot.conversations.model import Conversation, Message, TurnRequest
from bot.conversations.service import ConversationService
from bot.errors import ConversationNotFound, NotTrained, Unavailable
from bot.storage.database import Database
from bot.storage.tables import conversations, messages, metadata, tracker_events
from tests.conversations.conftest import Hands, RecordingLiveEvents
from tests.conversations.responders import EchoResponder


def at_once[T](calls: list[Callable[[], T]]) -> list[T]:
    """Calls all at the same moment, each in a thread of its own; results in the order of the calls."""
    barrier = threading.Barrier(len(calls))

    def run(call: Callable[[], T]) -> T:
        barrier.wait(10)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_the_same_message_again_brings_the_same_answer(
    service: ConversationService, conversation: Conversation, responder: EchoResponder
) -> None:
    first = service.receive(conversation, "m1", "hello")
    assert service.receive(conversation, "m1", "hello") == first
    assert service.receive(conversation, "m1", "another text") == first
    assert responder.texts() == ["hello"]


def test_the_same_message_twenty_times_at_once_is_one_turn(
    service: ConversationService, conversation: Conversation, responder: EchoResponder, live: RecordingLiveEvents
) -> None:
    responder.seconds = 0.05
    answers = at_once([lambda: service.receive(conversation, "m1", "hello")] * 20)
    assert responder.texts() == ["hello"]
    assert all(answer == answers[0] for answer in answers) and len(answers[0]) == 2
    assert len(service.messages(conversation)) == len(live.published) == 4


def test_the_same_message_at_once_on_two_replicas_is_one_turn(
    service: ConversationService, replica: ConversationService, conversation: Conversation, responder: EchoResponder
) -> None:
    responder.seconds = 0.05
    calls = [lambda one=one: one.receive(conversation, "m1", "hello") for one in (service, replica) * 5]
    answers = at_once(calls)
    assert all(answer == answers[0] for answer in answers) and len(answers[0]) == 2
    assert len(service.messages(conversation)) == 4
    if not service._database.is_sqlite:  # SQLite serves one process: there, only what is stored is guarded
        assert responder.texts() == ["hello"]


def test_the_same_client_id_in_two_conversations_is_two_messages(
    service: ConversationService, conversation: Conversation
) -> None:
    other, _, _ = service.start("web", "uk")
    service.receive(conversation, "m1", "mine")
    assert service.receive(other, "m1", "yours")[0].text == "echo yours"


def test_turns_of_a_conversation_never_overlap_on_two_postgresql_replicas(
    postgres_url: str, clock: Hands, live: RecordingLiveEvents
) -> None:
    responder = EchoResponder()
    responder.seconds = 0.01
    databases = [Database(postgres_url), Database(postgres_url)]
    services = [ConversationService(database, responder, clock, live) for database in databases]
    started = [services[0].start("web", "uk")[0] for _ in range(3)]
    calls: list[Callable[[], list[Message]]] = [
        lambda s=services[n % 2], c=one, n=n: s.receive(c, f"m{n}", f"text {n}") for one in started for n in range(10)
    ]
    answers = at_once(calls)
    assert not responder.overlapped
    assert len(responder.turns) == 30
    assert [answer[0].text for answer in answers] == [f"echo text {n}" for _ in started for n in range(10)]
    for database in databases:
        database.close()


def test_conversations_are_answered_side_by_side(service: ConversationService, responder: EchoResponder) -> None:
    barrier = threading.Barrier(4)
    responder.meanwhile = lambda turn: barrier.wait(10)
    started = [service.start("web", "uk")[0] for _ in range(4)]
    answers = at_once([lambda c=one: service.receive(c, "m1", "hello") for one in started])
    assert all(answers)


def test_many_turns_whose_assistant_reads_the_database_do_not_starve_each_other(
    service: ConversationService, responder: EchoResponder
) -> None:
    responder.meanwhile = lambda turn: (service.tracker_events(turn.conversation_id), time.sleep(0.02))
    started = [service.start("web", "uk")[0] for _ in range(40)]
    begun = time.monotonic()
    answers = at_once([lambda c=one: service.receive(c, "m1", "hello") for one in started])
    assert all(answers)
    assert time.monotonic() - begun < 15


def test_messages_sent_while_one_is_answered_are_answered_in_their_order(
    service: ConversationService, conversation: Conversation, responder: EchoResponder
) -> None:
    first_is_being_answered, go_on = threading.Event(), threading.Event()

    def hold_the_first(turn: TurnRequest) -> None:
        if turn.text == "0":
            first_is_being_answered.set()
            assert go_on.wait(10)

    responder.meanwhile = hold_the_first
    with ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(service.receive, conversation, "m0", "0")]
        assert first_is_being_answered.wait(10)
        for number in range(1, 8):
            stored = len(service.messages(conversation))
            answers.append(pool.submit(service.receive, conversation, f"m{number}", str(number)))
            while len(service.messages(conversation)) == stored:
                time.sleep(0.001)
        go_on.set()
    assert responder.texts() == [str(number) for number in range(8)]
    assert [answer.result()[0].text for answer in answers] == [f"echo {number}" for number in range(8)]


def test_an_assistant_that_breaks_leaves_the_message_stored_and_unanswered(
    service: ConversationService, conversation: Conversation, responder: EchoResponder, database: Database
) -> None:
    responder.breaks_on["hello"] = ValueError("broken")
    with pytest.raises(Unavailable):
        service.receive(conversation, "m1", "hello")
    assert [message.text for message in service.messages(conversation)] == ["welcome uk", "hello"]
    with database.reading() as connection:
        row = connection.execute(select(messages.c.answered_at, messages.c.attempts).order_by(messages.c.id.desc()))
        assert tuple(row.first() or ()) == (None, 1)
        assert connection.scalar(select(conversations.c.failures)) == 1


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
    responder.breaks_on = {text: Killed() for _, text in sent}  # type: ignore[assignment,misc]
    for conversation, text in sent:
        with pytest.raises(Killed):
            service.receive(conversation, text, text)
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


def test_erasing_while_many_turns_are_stored_never_deadlocks(
    service: ConversationService, replica: ConversationService
) -> None:
    for _ in range(5):
        conversation, _, _ = service.start("web", "uk")

        def talk(n: int, one: Conversation = conversation) -> str:
            try:
                return service.receive(one, f"m{n}", "hello")[0].text
            except ConversationNotFound:
                return "gone"

        def erase(one: Conversation = conversation) -> str:
            replica.erase(one)
            return "erased"

        told = at_once([*(lambda n=n: talk(n) for n in range(4)), erase])
        assert told[-1] == "erased" and service.messages(conversation) == []


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


def test_two_starts_at_once_for_one_chat_are_one_conversation(
    service: ConversationService, replica: ConversationService, database: Database
) -> None:
    starts = at_once([lambda s=one: s.start("telegram", "uk", external_id="4711") for one in (service, replica) * 4])
    assert len({conversation.id for conversation, _, _ in starts}) == 1
    assert all(len(welcome) == 1 for _, _, welcome in starts)
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(messages)) == 1


def test_ids_of_a_conversation_become_visible_in_their_order(
    service: ConversationService, replica: ConversationService, conversation: Conversation
) -> None:
    seen: list[int] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.extend(message.id for message in service.messages(conversation, seen[-1] if seen else 0))

    reader = threading.Thread(target=read)
    reader.start()
    at_once([lambda s=s, n=n: s.receive(conversation, f"m{n}", "x") for n, s in enumerate((service, replica) * 8)])
    time.sleep(0.05)
    done.set()
    reader.join()
    assert seen == [message.id for message in service.messages(conversation)]


def test_a_turn_that_does_not_end_lets_the_next_one_give_up(database: Database) -> None:
    locks = TurnLocks(database, wait_seconds=0.05)
    with locks.hold("one"):
        with pytest.raises(Unavailable), ThreadPoolExecutor(1) as pool:
            pool.submit(locks.hold("one").__enter__).result()
        with locks.hold("another"):
            pass
    with locks.hold("one"):
        pass
    assert locks._held == {}


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
