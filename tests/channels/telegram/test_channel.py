"""A person talks with the running channel over Telegram's own protocol."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.conversations.model import Reply, SourceReference
from bot.errors import Unavailable
from bot.knowledge.content import Content
from bot.settings import Settings
from tests.channels.telegram.bot_api import BotApi, Json, Refused
from tests.channels.telegram.conftest import OKSANA, Program, RunningChannel
from tests.channels.telegram.people import Person, begin, wait_until
from tests.conversations.responders import EchoResponder

ANSWER = ["echo hello", "more?"]
pytestmark = pytest.mark.timeout(60)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind is enough here; `test_restart` and `test_chats` ask both."""
    return sqlite_url


def test_start_shows_the_welcome_in_the_language_of_the_persons_telegram(
    channel: RunningChannel, oksana: Person, responder: EchoResponder
) -> None:
    oksana.says("/start")
    (welcome,) = oksana.reads(1)
    assert (welcome.text, [title for title, _ in welcome.buttons]) == ("welcome uk", ["Yes", "No"])
    oksana.reads_no_more()
    assert responder.turns == []


def test_a_language_that_is_not_offered_is_welcomed_in_english(channel: RunningChannel, api: BotApi) -> None:
    visitor = Person(api, 7, language="zh-hans")
    visitor.says("/start")
    assert visitor.reads_texts(1) == ["welcome en"]


def test_start_in_a_conversation_greets_again(
    channel: RunningChannel, oksana: Person, responder: EchoResponder
) -> None:
    begin(oksana)
    oksana.says("/start")
    assert oksana.reads_texts(2) == ["echo /start", "more?"]
    assert [turn.choice and turn.choice.intent for turn in responder.turns] == ["greet"]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("/help", "help"),
        ("/language@CounterBot now", "change_language"),
        ("/Help", "help"),
        ("/reklamace", None),
        ("help", None),
    ],
)
def test_commands_are_choices_and_other_texts_are_texts(
    channel: RunningChannel, oksana: Person, responder: EchoResponder, text: str, intent: str | None
) -> None:
    begin(oksana)
    oksana.says(text)
    oksana.reads(2)
    (turn,) = responder.turns
    assert (turn.choice.intent if turn.choice else None) == intent
    assert turn.text == text if intent is None else turn.choice is not None and turn.choice.title in text.lower()


def test_the_commands_are_named_in_every_language(channel: RunningChannel, api: BotApi, content: Content) -> None:
    wait_until(lambda: len(api.commands) == 7, "commands in six languages and in any other")
    assert api.commands[""] == api.commands["en"] != api.commands["uk"]
    assert [one["command"] for one in api.commands["vi"]] == ["help", "language"]


def test_a_text_is_answered_and_the_buttons_stand_under_the_answer(channel: RunningChannel, oksana: Person) -> None:
    begin(oksana)
    oksana.says("hello")
    echo, more = oksana.reads(2)
    assert (echo.text, echo.buttons) == ("echo hello", [])
    assert [title for title, _ in more.buttons] == ["More"]


def test_a_text_without_start_is_welcomed_and_answered(channel: RunningChannel, oksana: Person) -> None:
    oksana.says("hello")
    assert oksana.reads_texts(3) == ["welcome uk", *ANSWER]


def test_a_pressed_button_is_acknowledged_echoed_and_answered(
    channel: RunningChannel, oksana: Person, api: BotApi, responder: EchoResponder
) -> None:
    oksana.says("/start")
    (welcome,) = oksana.reads(1)
    oksana.presses(welcome.buttons[0][1])
    assert oksana.reads_texts(3) == ["› Yes", "echo Yes", "more?"]
    assert responder.turns[0].choice is not None
    assert responder.turns[0].choice.entities == {"answer": "yes"}
    assert api.count("answerCallbackQuery") == 1


@pytest.mark.parametrize("data", ["stale", "", "x" * 64, "not/an id"])
def test_a_button_of_no_conversation_is_told_in_the_persons_language(
    channel: RunningChannel, oksana: Person, api: BotApi, content: Content, data: str
) -> None:
    begin(oksana)
    oksana.presses(data)
    assert oksana.reads_texts(1) == [content.phrases.say("uk", "error.unknown_choice")]
    assert api.count("answerCallbackQuery") == 1


def test_the_button_of_another_person_does_nothing(
    channel: RunningChannel, oksana: Person, api: BotApi, content: Content, responder: EchoResponder
) -> None:
    other = Person(api, 6, language="ru")
    other.says("/start")
    (welcome,) = other.reads(1)
    begin(oksana)
    oksana.presses(welcome.buttons[0][1])
    assert oksana.reads_texts(1) == [content.phrases.say("uk", "error.unknown_choice")]
    assert responder.turns == []


def test_a_press_that_telegram_holds_too_old_is_answered_all_the_same(channel: RunningChannel, oksana: Person) -> None:
    oksana.says("/start")
    (welcome,) = oksana.reads(1)
    oksana.api.trouble("answerCallbackQuery", Refused(400, "Bad Request: query is too old"))
    oksana.presses(welcome.buttons[0][1])
    assert oksana.reads_texts(3) == ["› Yes", "echo Yes", "more?"]


@pytest.mark.parametrize(
    "content_of_message",
    [
        {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}], "caption": "what is this"},
        {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}},
        {"contact": {"phone_number": "+420", "first_name": "N"}},
    ],
)
def test_what_is_no_text_gets_a_gentle_sentence(
    channel: RunningChannel, oksana: Person, content: Content, responder: EchoResponder, content_of_message: Json
) -> None:
    oksana.sends(**content_of_message)
    assert oksana.reads_texts(1) == [content.phrases.say("uk", "telegram.text_only")]
    assert responder.turns == []


def test_the_gentle_sentence_is_in_the_language_of_the_conversation(
    channel: RunningChannel, oksana: Person, content: Content, program: Program
) -> None:
    begin(oksana)
    conversation = program.conversations.conversation_for("telegram", str(OKSANA))
    assert conversation is not None
    program.conversations.set_language(conversation, "vi")
    oksana.sends(voice={"file_id": "f", "file_unique_id": "u", "duration": 1})
    assert oksana.reads_texts(1) == [content.phrases.say("vi", "telegram.text_only")]


def test_news_about_the_chat_and_edited_texts_are_passed_over(channel: RunningChannel, oksana: Person) -> None:
    oksana.sends(message_auto_delete_timer_changed={"message_auto_delete_time": 60})
    oksana.edits("hello")
    oksana.says("/start")
    assert oksana.reads_texts(1) == ["welcome uk"]
    oksana.reads_no_more()


@pytest.mark.parametrize(
    ("text", "code"), [("x" * 4001, "message_too_long"), ("\u200b", "empty_message"), ("down", "unavailable")]
)
def test_a_refusal_is_said_in_the_persons_language(
    channel: RunningChannel, oksana: Person, content: Content, responder: EchoResponder, text: str, code: str
) -> None:
    responder.breaks_on["down"] = Unavailable("the model is away")
    begin(oksana)
    oksana.says(text)
    assert oksana.reads_texts(1) == [content.phrases.say("uk", f"error.{code}")]


def test_a_turn_that_breaks_is_told_and_the_next_one_works(
    channel: RunningChannel, oksana: Person, content: Content, responder: EchoResponder
) -> None:
    responder.breaks_on["boom"] = ZeroDivisionError("boom")
    begin(oksana)
    oksana.says("boom")
    oksana.says("hello")
    assert oksana.reads_texts(3) == [content.phrases.say("uk", "error.unavailable"), *ANSWER]


def test_the_same_update_twice_does_nothing_twice(
    channel: RunningChannel, oksana: Person, api: BotApi, responder: EchoResponder
) -> None:
    begin(oksana)
    voice = oksana.sends(voice={"file_id": "f", "file_unique_id": "u", "duration": 1})
    oksana.reads(1)
    hello = oksana.says("hello")
    oksana.reads(2)
    for update in (voice, hello):
        api.push_again(update)
    wait_until(lambda: api.repeated_updates == [], "the repeated updates")
    oksana.says("bye")
    assert oksana.reads_texts(2) == ["echo bye", "more?"]
    assert responder.texts() == ["hello", "bye"]
    oksana.reads_no_more()


def test_texts_of_one_person_are_answered_in_order_and_many_people_side_by_side(
    channel: RunningChannel, api: BotApi, responder: EchoResponder
) -> None:
    people = [Person(api, 100 + number) for number in range(5)]
    for person in people:
        begin(person)
    responder.seconds = 0.1
    for number in range(3):
        for person in people:
            person.says(f"text {number}")
    for person in people:
        assert person.reads_texts(6) == [line for number in range(3) for line in (f"echo text {number}", "more?")]
    assert not responder.overlapped


def test_a_slow_answer_shows_that_somebody_is_typing(
    channel: RunningChannel, oksana: Person, api: BotApi, responder: EchoResponder
) -> None:
    begin(oksana)
    assert api.count("sendChatAction") == 0
    responder.seconds = 1.0
    oksana.says("hello")
    oksana.reads(2)
    assert api.count("sendChatAction") == 1


def test_what_staff_append_comes_to_the_chat_with_its_sources(
    channel: RunningChannel, oksana: Person, program: Program, content: Content
) -> None:
    begin(oksana)
    conversation = program.conversations.conversation_for("telegram", str(OKSANA))
    assert conversation is not None
    source = SourceReference("Employment Act", "https://www.e-sbirka.cz/sb/2004/435", date(2026, 11, 22))
    program.conversations.append(
        conversation, [Reply("Please come on Monday.", "en", author="staff", sources=(source,))]
    )
    (text,) = oksana.reads_texts(1)
    assert text == (
        "Please come on Monday.\n\nSources\n• Employment Act (checked on 22 November 2026)\n"
        "https://www.e-sbirka.cz/sb/2004/435"
    )


def test_a_long_message_comes_in_pieces_with_the_buttons_under_the_last(
    channel: RunningChannel, oksana: Person, program: Program
) -> None:
    begin(oksana)
    conversation = program.conversations.conversation_for("telegram", str(OKSANA))
    assert conversation is not None
    paragraphs = [f"{number} " + "🙂" * 900 for number in range(5)]
    welcome = program.conversations.messages(conversation)[0]
    program.conversations.append(
        conversation, [Reply("\n\n".join(paragraphs), "uk", author="staff", choices=welcome.choices)]
    )
    first, second, last = oksana.reads(3)
    assert [first.text, second.text, last.text] == [
        "\n\n".join(paragraphs[:2]),
        "\n\n".join(paragraphs[2:4]),
        paragraphs[4],
    ]
    assert ([first.buttons, second.buttons], len(last.buttons)) == ([[], []], 2)


def test_a_flood_is_told_once_and_the_rest_is_dropped(
    run: Callable[[], RunningChannel],
    settings: Settings,
    oksana: Person,
    content: Content,
    responder: EchoResponder,
) -> None:
    settings.messages_per_second = 1
    for number in range(20):
        oksana.says(f"text {number}")
    run()
    slow_down = content.phrases.say("uk", "error.too_many_requests")
    assert oksana.reads_texts(4) == ["welcome uk", "echo text 0", "more?", slow_down]
    oksana.reads_no_more()
    assert len(responder.turns) == 1


def test_messages_have_no_markup_and_no_preview(channel: RunningChannel, oksana: Person, api: BotApi) -> None:
    begin(oksana)
    oksana.says("*hello* <b>_[x](y)")
    assert oksana.reads_texts(2)[0] == "echo *hello* <b>_[x](y)"
    sends = [call for name, call in api.calls if name == "sendMessage"]
    assert len(sends) == 3
    assert all("parse_mode" not in call and call["link_preview_options"] == {"is_disabled": True} for call in sends)
