"""Which value holds on a day, and how it is written in each language."""

from datetime import date
from decimal import Decimal

import pytest

from bot.knowledge.facts import FactBook
from bot.knowledge.formats import format_value
from bot.knowledge.loader import load_knowledge
from bot.knowledge.model import Confidence, Fact, FactValue, Kind
from bot.knowledge.phrases import Phrases

from .folder import KnowledgeFolder

NBSP = "\u00a0"
DAY = date(2026, 11, 23)


def value(
    number: int, valid_from: date | None = None, valid_until: date | None = None, confidence: str = "VERIFIED"
) -> FactValue:
    return FactValue(number, valid_from, valid_until, "source", DAY, Confidence(confidence))


def fact(*values: FactValue) -> Fact:
    return Fact("days", Kind.NUMBER, "", values)


def test_the_newest_begun_value_holds_whatever_the_order() -> None:
    days = fact(value(2, date(2027, 1, 1)), value(1, date(2026, 1, 1)))
    found = [days.on(day) for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))]
    assert [held and held.value for held in found] == [None, 1, 1, 2]


def test_the_last_day_is_included() -> None:
    days = fact(value(1, valid_until=date(2026, 12, 31)))
    assert days.on(date(2026, 12, 31)) == days.values[0]
    assert days.on(date(2027, 1, 1)) is None


def test_an_ended_value_does_not_bring_back_the_one_before() -> None:
    days = fact(value(1), value(2, date(2026, 1, 1), date(2026, 6, 30)))
    assert days.on(date(2026, 7, 1)) is None


@pytest.mark.parametrize(
    ("kind", "given", "written"),
    [
        (
            Kind.MONEY,
            22400,
            {
                "cs": f"22{NBSP}400{NBSP}Kč",
                "en": f"CZK{NBSP}22,400",
                "uk": f"22{NBSP}400{NBSP}Kč",
                "ru": f"22{NBSP}400{NBSP}Kč",
                "vi": f"22.400{NBSP}Kč",
                "ar": f"22,400{NBSP}كرونة",
            },
        ),
        (Kind.MONEY, Decimal("134.40"), {"cs": f"134,40{NBSP}Kč", "en": f"CZK{NBSP}134.40"}),
        (Kind.MONEY, Decimal("134.00"), {"en": f"CZK{NBSP}134"}),
        (Kind.NUMBER, 3, dict.fromkeys(("cs", "en", "uk", "ru", "vi", "ar"), "3")),
        (Kind.NUMBER, Decimal("2.5"), {"cs": "2,5", "en": "2.5"}),
        (Kind.PERCENT, 80, {"cs": f"80{NBSP}%", "en": "80%", "uk": "80%", "ru": f"80{NBSP}%", "vi": "80%"}),
        (Kind.PERCENT, Decimal("13.5"), {"cs": f"13,5{NBSP}%", "en": "13.5%"}),
        (
            Kind.DATE,
            date(2027, 3, 31),
            {"cs": "31. března 2027", "en": "31 March 2027", "vi": "31 tháng 3, 2027", "ar": "31 مارس 2027"},
        ),
        (Kind.PHONE, "800 779 900", {"cs": "800 779 900", "ar": "\u2066800 779 900\u2069"}),
        (Kind.TIME, "8:00–19:00", {"uk": "8:00–19:00", "ar": "\u20668:00–19:00\u2069"}),
        (Kind.URL, "up.gov.cz", {"vi": "up.gov.cz", "ar": "\u2066up.gov.cz\u2069"}),
        (Kind.EMAIL, "a@b.cz", {"ar": "\u2066a@b.cz\u2069"}),
        (Kind.ADDRESS, "Bílá 1, Praha 4", {"en": "Bílá 1, Praha 4", "ar": "\u2066Bílá 1, Praha 4\u2069"}),
    ],
)
def test_a_value_is_written_as_the_reader_expects(
    folder: KnowledgeFolder, kind: Kind, given: int | Decimal | date | str, written: dict[str, str]
) -> None:
    languages = load_knowledge(folder.root).languages
    assert {code: format_value(kind, given, languages[code]) for code in written} == written


def test_one_fact_named_twice_is_reported_once(folder: KnowledgeFolder) -> None:
    knowledge, phrases = load_knowledge(folder.root), Phrases.load(folder.root)
    book = FactBook(knowledge.facts, knowledge.languages)
    resolved = book.resolve("{minimum-wage-month} {call-centre-phone} {minimum-wage-month}", DAY, "en", phrases)
    assert resolved.text == f"CZK{NBSP}22,400 800 779 900 CZK{NBSP}22,400"
    assert [(used.id, used.value.value if used.value else None) for used in resolved.facts] == [
        ("minimum-wage-month", 22400),
        ("call-centre-phone", "800 779 900"),
    ]


@pytest.mark.parametrize(
    ("day", "since"),
    [
        (date(2026, 1, 1), date(2026, 1, 1)),
        (date(2028, 12, 31), date(2027, 1, 1)),
        (date(2029, 1, 1), date(2027, 1, 1)),
        (date(2029, 1, 2), None),
    ],
)
def test_a_value_is_news_for_two_years(folder: KnowledgeFolder, day: date, since: date | None) -> None:
    knowledge, phrases = load_knowledge(folder.root), Phrases.load(folder.root)
    book = FactBook(knowledge.facts, knowledge.languages)
    text = "{call-centre-phone} {minimum-wage-month} {insurance-self-payment}"
    assert book.resolve(text, day, "en", phrases).valid_since == since


@pytest.mark.parametrize("text", ["{insurance-self-payment}", "{nothing}", "{minimum-wage-month}"])
def test_a_number_that_is_not_sure_is_not_said(folder: KnowledgeFolder, text: str) -> None:
    folder.edit("facts.yml", "UNOFFICIAL", "UNSURE")
    knowledge, phrases = load_knowledge(folder.root), Phrases.load(folder.root)
    resolved = FactBook(knowledge.facts, knowledge.languages).resolve(text, date(2027, 1, 1), "uk", phrases)
    assert resolved.text == "(ask uk at 800 779 900)"
    assert resolved.facts[0].value is None and resolved.valid_since is None


def test_without_a_phone_the_reader_is_sent_to_the_office(folder: KnowledgeFolder) -> None:
    folder.edit("facts.yml", "call-centre-phone", "other-phone")
    knowledge, phrases = load_knowledge(folder.root), Phrases.load(folder.root)
    resolved = FactBook(knowledge.facts, knowledge.languages).resolve("{call-centre-phone}", DAY, "en", phrases)
    assert resolved.text == "(ask en at the office)"


def test_in_arabic_the_phone_to_ask_keeps_its_order(folder: KnowledgeFolder) -> None:
    knowledge, phrases = load_knowledge(folder.root), Phrases.load(folder.root)
    resolved = FactBook(knowledge.facts, knowledge.languages).resolve("{nothing}", DAY, "ar", phrases)
    assert resolved.text == "(ask ar at \u2066800 779 900\u2069)"
