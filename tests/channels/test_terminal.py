"""A chat in the terminal, in this process; `tests/test_cli.py` has one as people run it."""

import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from rich.console import Console

from bot import runtime
from bot.channels.terminal import chat
from bot.engine.models import TrainedModel
from bot.engine.rasa_agent import RasaAgent
from bot.errors import UnknownLanguage
from bot.knowledge.content import Content
from bot.settings import Settings

PROMPT = "<prompt>"
Chat = Callable[..., list[str]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


@pytest.fixture
def talk(settings: Settings, agent: RasaAgent, content: Content, monkeypatch: pytest.MonkeyPatch) -> Chat:
    """`talk("1", "")` → what was on the screen before each prompt and after the last one."""
    model = TrainedModel("a.tar.gz", "", "", "")
    monkeypatch.setattr(runtime, "_load", lambda settings, clock: (content, model, agent))

    def run(*said: str, language: str | None = "en") -> list[str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in said)))
        screen = io.StringIO()
        console = Console(file=screen, width=4000)
        monkeypatch.setattr(console, "input", lambda prompt: _asked(console))
        chat(settings, language, console)
        return screen.getvalue().split(PROMPT)

    return run


def _asked(console: Console) -> str:
    console.print(PROMPT)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\n")


def buttons(shown: str) -> Sequence[str]:
    return [line for line in shown.splitlines() if line.startswith("  ") and line.split()[0].isdecimal()]


def test_the_welcome_shows_numbered_choices(talk: Chat, content: Content) -> None:
    welcome, _ = talk("")

    assert content.phrases.say("en", "utter.greet") in welcome
    offered = len(content.menu.topics) + len(content.menu.choices["greet"]) - 1
    assert [line.split()[0] for line in buttons(welcome)] == [str(n + 1) for n in range(offered)]


def test_a_number_presses_the_button_of_the_last_message(talk: Chat, content: Content) -> None:
    _, answer, facet, _ = talk("1", "1", "")

    topic = content.menu.topics[0]
    assert content.answers.answer(topic, None, "en").text.splitlines()[0] in answer
    first_facet = content.knowledge.topics[topic].facets[0]
    assert content.answers.answer(topic, first_facet, "en").text.splitlines()[0] in facet


def test_sources_stand_with_the_day_they_were_checked(talk: Chat, content: Content) -> None:
    _, answer, _ = talk("1", "")

    for source in content.knowledge.topics[content.menu.topics[0]].sources:
        assert f"{source.title} ({source.checked})" in answer


@pytest.mark.parametrize("number", ["0", "99", "-1"])
def test_a_number_that_is_on_no_button_is_a_message(talk: Chat, number: str) -> None:
    _, answer, _ = talk(number, "")

    assert answer.strip()


def test_a_message_that_cannot_be_taken_is_explained_and_the_chat_goes_on(talk: Chat, content: Content) -> None:
    _, refused, greeted, _ = talk("x" * 5000, "hello", "")

    assert refused.strip() == content.phrases.say("en", "error.message_too_long")
    assert buttons(greeted)


def test_after_a_refusal_the_buttons_still_work(talk: Chat, content: Content) -> None:
    _, _, answer, _ = talk("x" * 5000, "1", "")

    assert content.answers.answer(content.menu.topics[0], None, "en").text.splitlines()[0] in answer


def test_the_language_follows_the_person(talk: Chat, content: Content) -> None:
    _, answer, _ = talk("Скільки триває допомога по безробіттю?", "", language=None)

    assert content.answers.answer("unemployment-benefit-amount", None, "uk").text.splitlines()[0] in answer


def test_markup_in_a_message_is_only_a_text(talk: Chat) -> None:
    _, answer, _ = talk("[bold]hello[/bold] [/nonsense]", "")

    assert answer.strip()


def test_input_that_just_stops_ends_the_chat(talk: Chat) -> None:
    assert len(talk("hello")) == 3


def test_nothing_of_the_chat_stays_in_the_database(talk: Chat, settings: Settings) -> None:
    talk("a word that nobody else would say: xyzzy", "")

    stored = b"".join(path.read_bytes() for path in settings.data_dir.glob("prepazka.db*"))
    assert stored
    assert b"xyzzy" not in stored


def test_what_is_no_language_is_refused(talk: Chat) -> None:
    with pytest.raises(UnknownLanguage):
        talk("", language="no language")
