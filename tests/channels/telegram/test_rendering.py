from dataclasses import replace
from datetime import UTC, date, datetime

from bot.channels.telegram.rendering import Piece, render
from bot.conversations.model import Choice, Message, SourceReference
from bot.knowledge.content import Content

YES = Choice("a1", "Yes", "affirm")
MESSAGE = Message(1, "c", "assistant", "The answer.", "uk", datetime(2026, 11, 23, tzinfo=UTC), choices=(YES,))
SOURCE = SourceReference("Zákon o zaměstnanosti", "https://www.e-sbirka.cz/sb/2004/435", date(2026, 11, 22))


def test_a_plain_message_is_one_piece_with_its_choices(content: Content) -> None:
    assert render(MESSAGE, content) == [Piece("The answer.", (YES,))]


def test_the_footer_is_in_the_language_of_the_message(content: Content) -> None:
    card = {"kind": "answer", "valid_since": "2026-01-01", "draft": True}
    (piece,) = render(replace(MESSAGE, card=card, sources=(SOURCE, replace(SOURCE, url=None))), content)
    assert piece.text.splitlines() == [
        "The answer.",
        "",
        "Діє з 1 січня 2026\u202fр.",
        "",
        "Цей текст ще не перевірив носій мови.",
        "",
        "Джерела",
        "• Zákon o zaměstnanosti (перевірено 22 листопада 2026\u202fр.)",
        "https://www.e-sbirka.cz/sb/2004/435",
        "• Zákon o zaměstnanosti (перевірено 22 листопада 2026\u202fр.)",
    ]


def test_a_reviewed_card_without_a_date_has_no_footer(content: Content) -> None:
    card = {"kind": "answer", "valid_since": None, "draft": False}
    assert [piece.text for piece in render(replace(MESSAGE, card=card), content)] == ["The answer."]


def test_a_language_that_the_content_lacks_gets_an_english_footer(content: Content) -> None:
    (piece,) = render(replace(MESSAGE, language="pl", sources=(SOURCE,)), content)
    assert "checked on 22 November 2026" in piece.text


def test_every_language_has_a_footer(content: Content) -> None:
    card = {"kind": "answer", "valid_since": "2026-01-01", "draft": True}
    footers = set()
    for code in content.knowledge.languages:
        (piece,) = render(replace(MESSAGE, language=code, card=card, sources=(SOURCE,)), content)
        assert "{" not in piece.text
        footers.add(piece.text)
    assert len(footers) == 6


def test_only_a_pressed_button_of_the_person_is_echoed(content: Content) -> None:
    said = replace(MESSAGE, author="client", text="Yes", choices=())
    assert render(said, content) == []
    assert render(replace(said, chosen=YES), content) == [Piece("› Yes")]
    assert render(replace(said, chosen=Choice("", "/help", "help")), content) == [], "a command stands in the chat"
