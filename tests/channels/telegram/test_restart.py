"""Stopped or killed in the middle: nothing is lost, and nothing that was finished comes again."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.conversations.model import Reply, TurnRequest
from tests.channels.telegram.bot_api import BotApi
from tests.channels.telegram.conftest import OKSANA, Program, RunningChannel
from tests.channels.telegram.people import Person, wait_until
from tests.conversations.responders import EchoResponder

Run = Callable[[], RunningChannel]
ANSWER = ["echo hello", "more?"]
VOICE = {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}}
pytestmark = pytest.mark.timeout(60)


def test_what_came_while_nobody_served_is_answered_at_the_start(run: Run, oksana: Person) -> None:
    oksana.says("/start")
    oksana.says("hello")
    run()
    assert oksana.reads_texts(3) == ["welcome uk", *ANSWER]


def test_a_stop_confirms_what_was_dealt_with(run: Run, oksana: Person, api: BotApi) -> None:
    first = run()
    oksana.sends(**VOICE)
    oksana.reads(1)
    first.stop()
    assert api.kept_updates == []
    run()
    oksana.says("/start")
    assert oksana.reads_texts(1) == ["welcome uk"]
    oksana.reads_no_more()


def test_a_stop_in_the_middle_of_a_turn_finishes_and_confirms_it(
    run: Run, oksana: Person, api: BotApi, responder: EchoResponder
) -> None:
    first = run()
    oksana.says("/start")
    oksana.reads(1)
    responder.seconds = 0.5
    oksana.says("hello")
    wait_until(lambda: bool(responder.turns), "the turn")
    first.stop()
    assert oksana.reads_texts(2) == ANSWER
    assert api.kept_updates == []
    run()
    oksana.reads_no_more()
    assert responder.texts() == ["hello"]


def test_a_message_appended_while_nobody_served_comes_at_the_start(run: Run, oksana: Person, program: Program) -> None:
    first = run()
    oksana.says("/start")
    oksana.reads(1)
    first.stop()
    conversation = program.conversations.conversation_for("telegram", str(OKSANA))
    assert conversation is not None
    program.conversations.append(conversation, [Reply("from staff", "uk", author="staff")])
    run()
    assert oksana.reads_texts(1) == ["from staff"]
    oksana.reads_no_more()


def test_killed_in_the_middle_of_a_turn_the_update_comes_again_and_is_answered_once(
    run: Run, oksana: Person, api: BotApi, responder: EchoResponder
) -> None:
    first = run()
    oksana.says("/start")
    oksana.reads(1)
    in_turn, go_on = threading.Event(), threading.Event()

    def hang(turn: TurnRequest) -> None:
        in_turn.set()
        go_on.wait(10)

    responder.meanwhile = hang
    oksana.says("hello")
    assert in_turn.wait(10)
    first.kill()
    assert len(api.kept_updates) == 1, "not confirmed before it was dealt with"
    responder.meanwhile = lambda turn: None
    run()
    go_on.set()
    assert oksana.reads_texts(2) == ANSWER
    oksana.reads_no_more()


def test_killed_between_two_replies_only_the_rest_is_delivered(run: Run, oksana: Person, api: BotApi) -> None:
    first = run()
    oksana.says("/start")
    oksana.reads(1)
    killed = threading.Event()

    def kill_at_the_second() -> None:
        if oksana.texts()[-1] == ANSWER[0] and not killed.is_set():
            killed.set()
            first.kill()

    api.before_send = kill_at_the_second
    oksana.says("hello")
    assert killed.wait(10)
    wait_until(lambda: oksana.texts().count("more?") >= 1, "the reply that was under way")
    run()
    wait_until(lambda: oksana.texts().count("more?") == 2, "the reply that nobody noted as delivered")
    assert oksana.texts() == ["welcome uk", *ANSWER, "more?"]


def test_the_first_start_that_comes_again_after_a_restart_welcomes_once(run: Run, oksana: Person, api: BotApi) -> None:
    first = run()
    start = oksana.says("/start")
    oksana.reads(1)
    first.stop()
    api.push_again(start)
    run()
    wait_until(lambda: api.repeated_updates == [], "the repeated update")
    oksana.reads_no_more()


def test_updates_that_come_again_after_a_restart_are_not_answered_again(
    run: Run, oksana: Person, api: BotApi, responder: EchoResponder
) -> None:
    first = run()
    oksana.says("/start")
    (welcome,) = oksana.reads(1)
    updates = [oksana.says("hello"), oksana.presses(welcome.buttons[0][1]), oksana.says("/help")]
    oksana.reads(2 + 3 + 2)
    first.stop()
    for update in updates:
        api.push_again(update)
    run()
    wait_until(lambda: api.repeated_updates == [], "the repeated updates")
    oksana.says("bye")
    assert oksana.reads_texts(2) == ["echo bye", "more?"]
    assert responder.texts() == ["hello", "Yes", "/help", "bye"]


def test_a_conversation_that_was_erased_begins_anew(run: Run, oksana: Person, program: Program) -> None:
    run()
    oksana.says("/start")
    oksana.reads(1)
    conversation = program.conversations.conversation_for("telegram", str(OKSANA))
    assert conversation is not None
    program.conversations.erase(conversation)
    oksana.says("hello")
    assert oksana.reads_texts(3) == ["welcome uk", *ANSWER]
    again = program.conversations.conversation_for("telegram", str(OKSANA))
    assert again is not None and replace(again, id="") == replace(conversation, id="")
