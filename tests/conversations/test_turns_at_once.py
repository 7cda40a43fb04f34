"""Turns that meet: in one process, and in two replicas on one database."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from sqlalchemy import event, func, select

from bot.conversations.locks import TurnLocks
from bot.conversations.model import Conversation, TurnRequest
from bot.conversations.service import ConversationService
from bot.errors import ConversationNotFound, Unavailable
from bot.storage.database import Database
from bot.storage.tables import messages
from tests.conversations.conftest import Hands, RecordingLiveEvents
from tests.conversations.responders import EchoResponder
from tests.conversations.simultaneous import at_once


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
    answers = at_once([partial(one.receive, conversation, "m1", "hello") for one in (service, replica) * 5])
    assert all(answer == answers[0] for answer in answers) and len(answers[0]) == 2
    assert len(service.messages(conversation)) == 4
    if not service._database.is_sqlite:  # SQLite serves one process: there, only what is stored is guarded
        assert responder.texts() == ["hello"]


def test_turns_of_a_conversation_never_overlap_on_two_postgresql_replicas(
    postgres_url: str, clock: Hands, live: RecordingLiveEvents
) -> None:
    responder = EchoResponder()
    responder.seconds = 0.01
    databases = [Database(postgres_url), Database(postgres_url)]
    services = [ConversationService(database, responder, clock, live) for database in databases]
    started = [services[0].start("web", "uk")[0] for _ in range(3)]
    calls = [partial(services[n % 2].receive, one, f"m{n}", f"text {n}") for one in started for n in range(10)]
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
    answers = at_once([partial(service.receive, one, "m1", "hello") for one in started])
    assert all(answers)


def test_many_turns_whose_assistant_reads_the_database_do_not_starve_each_other(
    service: ConversationService, responder: EchoResponder
) -> None:
    responder.seconds = 0.02
    responder.meanwhile = lambda turn: service.tracker_events(turn.conversation_id)
    started = [service.start("web", "uk")[0] for _ in range(40)]
    begun = time.monotonic()
    answers = at_once([partial(service.receive, one, "m1", "hello") for one in started])
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

        calls: list[Callable[[], str]] = [*(partial(talk, n) for n in range(4)), erase]
        told = at_once(calls)
        assert told[-1] == "erased" and service.messages(conversation) == []


def test_two_starts_at_once_for_one_chat_are_one_conversation(
    service: ConversationService, replica: ConversationService, database: Database
) -> None:
    starts = at_once([partial(one.start, "telegram", "uk", "4711") for one in (service, replica) * 4])
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
    at_once([partial(s.receive, conversation, f"m{n}", "x") for n, s in enumerate((service, replica) * 8)])
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


def test_a_language_picked_while_the_answer_is_being_stored_wins(
    service: ConversationService, replica: ConversationService, conversation: Conversation, database: Database
) -> None:
    picking = threading.Thread(target=replica.set_language, args=(conversation, "vi"))

    def pick_meanwhile(connection: object, cursor: object, sql: str, *rest: object) -> None:
        if sql.startswith("UPDATE messages"):
            picking.start()
            picking.join(0.2)

    event.listen(database.engine, "before_cursor_execute", pick_meanwhile)
    service.receive(conversation, "m1", "hello")
    event.remove(database.engine, "before_cursor_execute", pick_meanwhile)
    picking.join(10)
    assert service.export(conversation)["conversation"]["language"] == "vi"
