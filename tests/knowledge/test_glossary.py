"""The glossary as it is read, and what the repository's own explains."""

import pytest

from bot.errors import ContentError
from bot.knowledge.loader import load_knowledge

from .folder import LANGUAGES, REAL, KnowledgeFolder
from .glossary_folder import GLOSSARY, add_glossary


@pytest.fixture
def explained(folder: KnowledgeFolder) -> KnowledgeFolder:
    return add_glossary(folder)


def test_a_term_is_read_whole(explained: KnowledgeFolder) -> None:
    glossary = load_knowledge(explained.root).glossary
    term = glossary.terms["minimalni-mzda"]
    assert (glossary.language, list(glossary.terms)) == ("cs", ["minimalni-mzda", "infolinka"])
    assert (term.name, term.title, term.topic, term.review) == (
        "minimální mzda (MM)",
        "minimální mzda",
        "wage",
        "draft",
    )
    assert (term.sound["vi"], term.literal["ar"], term.plain["uk"]) == ("sound-vi", "literal-ar", "the least pay uk")
    assert list(term.plain) == list(LANGUAGES) and "cs" not in term.sound
    assert glossary.terms["infolinka"].topic is None


def test_a_name_with_brackets_or_a_slash_is_several_spellings(explained: KnowledgeFolder) -> None:
    explained.edit(GLOSSARY, "term: infolinka", "term: ČSSZ / OSSZ")
    terms = load_knowledge(explained.root).glossary.terms
    assert list(terms["minimalni-mzda"].spellings()) == ["minimální mzda", "MM", "minimálka"]
    assert list(terms["infolinka"].spellings()) == ["ČSSZ", "OSSZ"]


def test_without_a_glossary_no_words_are_explained(folder: KnowledgeFolder) -> None:
    assert load_knowledge(folder.root).glossary.terms == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("language: cs", "language: de"),
        ("language: cs", "tongue: cs"),
        ("infolinka:\n", "Info linka:\n"),
        ("term: infolinka\n", "name: infolinka\n"),
        ("term: infolinka\n", "term:\n"),
        ("also: [minimálka]", "also: minimálka"),
        ("      cs: call", "      de: call"),
    ],
)
def test_a_wrong_shape_is_refused_with_its_line(explained: KnowledgeFolder, old: str, new: str) -> None:
    explained.edit(GLOSSARY, old, new)
    with pytest.raises(ContentError, match=r"^glossary\.yml:\d+: "):
        load_knowledge(explained.root)


def test_the_repository_explains_all_its_terms_in_every_language() -> None:
    terms = load_knowledge(REAL).glossary.terms
    assert len(terms) == 74
    for term in terms.values():
        assert list(term.plain) == list(LANGUAGES), term.id
        assert set(LANGUAGES) - {"cs"} == term.sound.keys() == term.literal.keys(), term.id
        assert term.topic and term.aliases, term.id
