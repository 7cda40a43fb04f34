"""The contract of `prepazka understand`, which other programs read."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.engine.assistant import Assistant
from bot.measure.understanding import Understander, start_of, understand_lines
from tests.assistants import LANGUAGES
from tests.conftest import run_prepazka

KEYS = ["text", "language", "intent", "topic", "confidence", "outcome", "alternatives", "ms"]
DIALOGUE = {
    *("greet", "goodbye", "thanks", "affirm", "deny", "human_handoff", "book_interpreter"),
    *("cancel_booking", "change_language", "help", "out_of_scope"),
}
TEXTS = [
    "Jak dlouho dostanu podporu?",
    "",
    "/restart",
    '/ask_topic{"topic": "find-office"}',
    "🙂🙂🙂",
    "x" * 10_000,
    "jak dlouho dostanu podporu " * 380,
    "   ",
    "dva\tslova\x0bna\x0cjednom\x1cřádku\u2028i\x85tady",
    '{"text": "not JSON to anybody"}',
    "Wie lange bekomme ich Arbeitslosengeld?",
    "Скільки триває допомога по безробіттю?",
    "mne ne zaplatili zarplatu",
    "\ufeffahoj",
    "a\x00b\x1b[31mc",
    "dobrý den",
]


def records(
    assistant: Assistant, written: bytes, language: str | None = None, today: date | None = None
) -> list[dict[str, Any]]:
    printed = io.BytesIO()
    now = start_of(today) if today else None
    understand_lines(Understander(assistant), io.BytesIO(written), printed, language, now)
    return [json.loads(line) for line in printed.getvalue().split(b"\n")[:-1]]


def check(record: dict[str, Any]) -> None:
    assert list(record) == KEYS
    assert record["language"] in LANGUAGES
    assert record["outcome"] in ("answer", "clarify", "fallback")
    assert (record["intent"] == "ask_topic") == (record["topic"] is not None)
    assert record["intent"] in {"ask_topic", *DIALOGUE}
    assert record["intent"] != "out_of_scope" or record["outcome"] == "fallback"
    confidences = [item["confidence"] for item in record["alternatives"]]
    assert [list(item) for item in record["alternatives"]] == [["topic", "confidence"]] * 3
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in [*confidences, record["confidence"]])
    assert record["topic"] in (None, record["alternatives"][0]["topic"])
    assert record["ms"] > 0


def test_every_line_is_one_record_in_the_same_order(assistant: Assistant) -> None:
    found = records(assistant, "".join(f"{text}\n" for text in TEXTS).encode())

    assert [record["text"] for record in found] == TEXTS
    for record in found:
        check(record)


def test_what_was_understood(assistant: Assistant) -> None:
    found = {record["text"]: record for record in records(assistant, "\n".join(TEXTS).encode())}

    assert found[TEXTS[0]]["topic"] == "unemployment-benefit-amount"
    assert (found[TEXTS[0]]["outcome"], found[TEXTS[0]]["language"]) == ("answer", "cs")
    assert found["Скільки триває допомога по безробіттю?"]["language"] == "uk"
    assert found["dobrý den"]["intent"] == "greet"
    assert {found[text]["outcome"] for text in ("", "   ", "🙂🙂🙂")} == {"fallback"}


def test_a_text_that_looks_like_a_command_is_only_a_text(assistant: Assistant) -> None:
    restart, topic = records(assistant, b'/restart\n/ask_topic{"topic": "find-office"}\n')

    assert restart["intent"] != "restart"
    assert topic["confidence"] < 1


def test_bytes_that_are_no_utf8_stop_nothing(assistant: Assistant) -> None:
    before, broken, after = records(assistant, b"ahoj\n\xff\xfe\xc3(\xed\xa0\x80\ndobr\xc3\xbd den\n")

    assert (before["text"], after["text"]) == ("ahoj", "dobrý den")
    assert "\ufffd" in broken["text"]
    check(broken)


def test_lines_of_windows_and_a_last_line_without_an_end(assistant: Assistant) -> None:
    assert [record["text"] for record in records(assistant, b"ahoj\r\n\r\nnazdar")] == ["ahoj", "", "nazdar"]


def test_a_carriage_return_inside_a_text_is_no_end_of_line(assistant: Assistant) -> None:
    assert [record["text"] for record in records(assistant, b"one\rtwo\n")] == ["one\rtwo"]


def test_no_line_no_record(assistant: Assistant) -> None:
    assert records(assistant, b"") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_can_be_told_as_a_channel_would(assistant: Assistant, language: str) -> None:
    (record,) = records(assistant, "OK, jak se mám přihlásit na úřad?\n".encode(), language)

    assert record["language"] == language


def test_the_day_that_a_text_names_is_told_when_asked_for(assistant: Assistant) -> None:
    texts = ["přijdu 3.12. ve 14h", "завтра о 10", "Pracoval jsem tam 3 měsíce", "31. února", "přijdu v pátek"]

    found = records(assistant, "\n".join(texts).encode(), today=date(2026, 11, 23))

    assert [list(record) for record in found] == [[*KEYS, "when"]] * len(texts)
    assert [record["when"] for record in found] == ["2026-12-03T14:00", "2026-11-24T10:00", None, None, "2026-11-27"]


def test_the_command_prints_nothing_but_records_whatever_the_terminal_is(data_dir: Path) -> None:
    texts = ["Jak dlouho dostanu podporu?", "Як стати на облік?", "", "🙂"]

    printed = run_prepazka(
        "understand",
        *("--language", "uk"),
        data_dir=data_dir,
        text="\n".join(texts) + "\n",
        PYTHONIOENCODING="",
        LC_ALL="C.UTF-8",
    )

    found = [json.loads(line) for line in printed.stdout.splitlines()]
    assert [record["text"] for record in found] == texts
    assert {record["language"] for record in found} == {"uk"}
    assert printed.stderr == ""
