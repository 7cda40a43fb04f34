"""Words of the glossary in texts as people and the office write them."""

from collections.abc import Iterable

import pytest

from bot.knowledge.content import Content
from bot.knowledge.terms import TermMatcher


@pytest.fixture(scope="module")
def typed(content: Content) -> TermMatcher:
    """As messages are read: every spelling, typos forgiven."""
    terms = content.knowledge.glossary.terms.values()
    return TermMatcher({term.id: (*term.spellings(), *term.aliases) for term in terms}, typos=True)


def found(matcher: TermMatcher, text: str) -> list[str]:
    return [place.term for place in matcher.find(text)]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("co je zápočtový list", "zapoctovy-list"),
        ("bez zápočtového listu mi to nevzali", "zapoctovy-list"),
        ("ZAPOCTOVY LIST", "zapoctovy-list"),
        ("co je započtovy lyst", None),
        ("vyřadili mě z evidence", "evidence-uchazecu"),
        ("jsem v evidenci uchazečů o zaměstnání", "evidence-uchazecu"),
        ("podporu jeste nemam", "podpora-v-nezamestnanosti"),
        ("nekolidujicí zamestnáni", "nekolidujici-zamestnani"),
        ("nekoliduící zaměstnání", "nekolidujici-zamestnani"),
        ("s dohodou o provedení práce", "dpp"),
        ("mám dpp a dpč".replace(" a dpč", ""), "dpp"),
        ("what is a non-colliding job", "nekolidujici-zamestnani"),
        ("my employment certificate", "zapoctovy-list"),
        ("що таке евіденце", "evidence-uchazecu"),
        ("зняли з евіденції", "evidence-uchazecu"),
        ("мій започтовий ліст", "zapoctovy-list"),
        ("дають подпору", "podpora-v-nezamestnanosti"),
        ("что такое эвиденция", "evidence-uchazecu"),
        ("справку о работе", "zapoctovy-list"),
        ("нужна реквалификация", "rekvalifikace"),
        ("trợ cấp thất nghiệp là gì", "podpora-v-nezamestnanosti"),
        ("tro cap that nghiep la gi", "podpora-v-nezamestnanosti"),
        ("nekolidující zaměstnání là gì", "nekolidujici-zamestnani"),
        ("شو يعني superdávka", "superdavka"),
        ("ما هي البطاقة الزرقاء", "modra-karta"),
        ("بالبطاقة الزرقاء", "modra-karta"),
        ("شهاده العمل", "zapoctovy-list"),
        ("ÚP mi nevolá", "urad-prace"),
        ("na úp", "urad-prace"),
    ],
)
def test_a_term_is_found_however_it_is_written(typed: TermMatcher, text: str, term: str | None) -> None:
    assert found(typed, text) == ([term] if term else [])


@pytest.mark.parametrize(
    "text", ["what's up", "sign up", "a mop and a bucket", "", "?!", "listuji v novinách", "up 3", "моя мова", "điều"]
)
def test_other_words_are_no_terms(typed: TermMatcher, text: str) -> None:
    assert found(typed, text) == []


def test_of_two_that_overlap_the_longer_one_counts(typed: TermMatcher) -> None:
    text = "konec výpovědní doby po výpovědi"
    places = typed.find(text)
    assert [(place.term, text[place.start : place.end]) for place in places] == [
        ("vypovedni-doba", "výpovědní doby"),
        ("vypoved", "výpovědi"),
    ]


def test_a_phrase_does_not_reach_over_a_sentence_or_a_line(typed: TermMatcher) -> None:
    assert found(typed, "to je minimální. Mzda nic") == []
    assert found(typed, "minimální\nmzda") == []
    assert found(typed, "minimální  mzda") == ["minimalni-mzda"]


def matcher(spellings: Iterable[str], *, typos: bool = False) -> TermMatcher:
    return TermMatcher({"it": spellings}, typos=typos)


@pytest.mark.parametrize("text", ["rekvalifikce", "rekvalifiikace", "rekvalifykace", "rekvalfiikace", "Rekvalifikaci"])
def test_one_wrong_letter_in_a_long_word_is_forgiven_when_asked(text: str) -> None:
    assert found(matcher(["rekvalifikace"], typos=True), text) == ["it"]


@pytest.mark.parametrize("text", ["rekvalikce", "revkalfikace", "ekvalifikace", "odhoda"])
def test_more_than_that_is_another_word(text: str) -> None:
    assert found(matcher(["rekvalifikace", "dohoda"], typos=True), text) == []


def test_without_being_asked_no_typo_is_forgiven() -> None:
    assert found(matcher(["rekvalifikace"]), "rekvalifikce") == []


def test_an_abbreviation_in_capitals_needs_capitals_or_its_diacritics() -> None:
    capitals = matcher(["ÚP", "MOP"])
    assert [found(capitals, text) for text in ("ÚP", "UP", "úp", "up", "mop", "MOP")] == [
        ["it"], ["it"], ["it"], [], [], ["it"],
    ]  # fmt: skip


def test_a_spelling_without_a_word_is_never_found() -> None:
    assert found(matcher(["?!", ""]), "? !") == []


def test_everything_the_office_writes_is_found_as_itself(content: Content) -> None:
    terms = content.knowledge.glossary.terms.values()
    answers = TermMatcher({term.id: term.spellings() for term in terms})
    assert all(found(answers, spelling) == [term.id] for term in terms for spelling in term.spellings())


def test_every_alias_is_found_as_its_term(content: Content, typed: TermMatcher) -> None:
    terms = content.knowledge.glossary.terms.values()
    wrong = {alias for term in terms for alias in term.aliases if found(typed, alias) != [term.id]}
    assert wrong == set()
