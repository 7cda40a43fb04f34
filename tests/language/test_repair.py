"""Hasty typing is put right, and good typing is left alone."""

import time

import pytest

from bot.language.identify import SUPPORTED, Form
from bot.language.resources import LanguageResources
from tests.language.measure import FORMS, expected_of, kept, pairs, restored, sentences


@pytest.mark.parametrize("code", SUPPORTED)
def test_well_typed_sentences_stay(resources: LanguageResources, code: str) -> None:
    assert kept(resources.repair, code) >= 0.99


@pytest.mark.parametrize(
    ("name", "least"), [("cs_bare", 0.95), ("vi_bare", 0.75), ("uk_latin", 0.95), ("ru_latin", 0.95)]
)
def test_missing_letters_come_back(resources: LanguageResources, name: str, least: float) -> None:
    assert restored(resources.repair, name) >= least


def test_typing_errors_are_corrected(resources: LanguageResources) -> None:
    wanted = [line.split("\t") for line in sentences("typos")]
    right = [word for code, word, meant in wanted if resources.repair.repair(word, code).text == meant]
    assert len(right) / len(wanted) >= 0.8


@pytest.mark.parametrize(
    ("text", "code", "form"),
    [
        ("Jmenuji se Olexij Stecenko", "cs", "native"),
        ("Můj e-mail je jan.novak@uradprace.cz a web www.uradprace.cz/podpora", "cs", "native"),
        ("Mám dopis MPSV číslo 5400/A4-77b", "cs", "native"),
        ("I need rodičovský příspěvek and potvrzení", "en", "native"),
        ("Call Przybylski at the office", "en", "native"),
        ("Мені потрібна žádost о jendu", "uk", "native"),
        ("Сколько платят подпору", "ru", "native"),
        ("Ich verstehe das nicht", "de", "native"),
        ("", "cs", "native"),
    ],
)
def test_names_addresses_codes_and_terms_stay(resources: LanguageResources, text: str, code: str, form: Form) -> None:
    assert resources.repair.repair(text, code, form).text == text


def test_names_keep_their_letters_where_diacritics_are_restored(resources: LanguageResources) -> None:
    repaired = resources.repair.repair("jmenuji se Jan Stecenko a ztratil jsem praci", "cs", "bare")
    assert repaired.text == "jmenuji se Jan Stecenko a ztratil jsem práci"


def test_protected_words_are_never_typing_errors(resources: LanguageResources) -> None:
    assert resources.repair.repair("my benfits", "en").text == "my benefits"
    assert resources.repair.repair("my benfits", "en", protected={"benfits"}).text == "my benfits"


def test_shouting_is_lowered(resources: LanguageResources) -> None:
    repaired = resources.repair.repair("DOBRÝ DEN, POTŘEBUJI POMOC", "cs")
    assert repaired.text == "dobrý den, potřebuji pomoc"
    assert repaired.changed


def test_unchanged_text_says_so(resources: LanguageResources) -> None:
    assert not resources.repair.repair("Dobrý den", "cs").changed


def test_quoted_czech_stays_in_romanised_text(resources: LanguageResources) -> None:
    assert resources.repair.repair("kak poluchit příspěvek", "ru", "latin").text == "как получить příspěvek"


def test_digits_stand_for_letters_only_inside_romanised_words(resources: LanguageResources) -> None:
    assert resources.repair.repair("4to 4 dnya", "ru", "latin").text == "что 4 дня"


def test_arabic_is_brought_to_one_spelling(resources: LanguageResources) -> None:
    assert resources.repair.repair("اريد تجديـــد الاقامه ٣", "ar").text == "أريد تجديد الإقامة 3"


def test_decomposed_letters_are_read_like_composed_ones(resources: LanguageResources) -> None:
    assert resources.repair.repair("pra\u0301ce", "cs").text == "práce"


def test_repair_takes_few_milliseconds(resources: LanguageResources) -> None:
    messages = [(text, code, form) for name in FORMS for text, code, form in expected_of(name)]
    start = time.process_time()
    for text, code, form in messages:
        resources.repair.repair(text, code, form)
    assert (time.process_time() - start) / len(messages) < 0.006  # seconds; 0.0007 on a quiet machine


def test_the_latin_sentences_are_really_latin() -> None:
    assert all(typed.isascii() and not meant.isascii() for typed, meant in pairs("uk_latin") + pairs("ru_latin"))
