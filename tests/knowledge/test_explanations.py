"""A word of the office as readers get it explained."""

from datetime import date

import pytest

from bot.clock import make_clock
from bot.errors import UnknownChoice
from bot.knowledge.content import Content
from bot.knowledge.explanations import ExplanationBook, Mention
from bot.knowledge.loader import load_knowledge
from bot.knowledge.phrases import Phrases

from .folder import LANGUAGES, KnowledgeFolder
from .glossary_folder import GLOSSARY, add_glossary


def book(folder: KnowledgeFolder, now: str = "2026-11-23T12:00") -> ExplanationBook:
    clock = make_clock(now)
    return ExplanationBook(load_knowledge(folder.root), Phrases.load(folder.root, clock), clock)


def test_a_term_is_told_with_its_sound_and_its_literal_meaning(folder: KnowledgeFolder) -> None:
    explanation = book(add_glossary(folder)).explain("minimalni-mzda", "vi")
    assert explanation.text == "minimální mzda (MM)\nvi sounds sound-vi\nvi is literal-vi\n\nthe least pay vi"
    assert (explanation.language, explanation.topic, explanation.draft) == ("vi", "wage", True)


def test_who_reads_the_language_of_the_term_needs_neither(folder: KnowledgeFolder) -> None:
    assert book(add_glossary(folder)).explain("minimalni-mzda", "cs").text == "minimální mzda (MM)\n\nthe least pay cs"


def test_in_a_text_that_runs_the_other_way_the_term_stays_together(folder: KnowledgeFolder) -> None:
    assert (
        book(add_glossary(folder)).explain("minimalni-mzda", "ar").text.startswith("\u2066minimální mzda (MM)\u2069\n")
    )


def test_a_number_in_it_is_that_of_the_day(folder: KnowledgeFolder) -> None:
    add_glossary(folder)
    folder.edit(GLOSSARY, "the least pay en", "pay of {minimum-wage-month}")
    before = book(folder, "2026-12-31T23:59+01:00").explain("minimalni-mzda", "en")
    after = book(folder, "2027-01-01T00:00+01:00").explain("minimalni-mzda", "en")
    assert before.text.endswith("pay of CZK\u00a022,400") and before.valid_since == date(2026, 1, 1)
    assert "CZK\u00a024,900 (unconfirmed, en)" in after.text


def test_what_is_missing_in_a_language_is_told_in_english(folder: KnowledgeFolder) -> None:
    add_glossary(folder)
    folder.edit(GLOSSARY, "      uk: the least pay uk\n", "")
    explanation = book(folder).explain("minimalni-mzda", "uk")
    assert explanation.language == "en" and explanation.text.endswith("the least pay en")


def test_a_topic_that_is_gone_is_not_offered(folder: KnowledgeFolder) -> None:
    add_glossary(folder)
    folder.edit(GLOSSARY, "topic: wage", "topic: gone")
    assert book(folder).explain("minimalni-mzda", "en").topic is None


def test_an_unknown_term_is_refused(folder: KnowledgeFolder) -> None:
    for glossary in (folder, add_glossary(folder)):
        assert not book(glossary).knows("nothing")
        with pytest.raises(UnknownChoice):
            book(glossary).explain("nothing", "en")


def test_each_term_in_a_text_is_named_once_in_its_own_words(folder: KnowledgeFolder) -> None:
    mentions = book(add_glossary(folder)).mentions("Minimální mzdu zvýší; minimální mzda roste. Volejte infolinku.")
    assert mentions == (Mention("minimalni-mzda", "Minimální mzdu"), Mention("infolinka", "infolinku"))


def test_only_the_words_of_the_office_are_named_in_a_text(folder: KnowledgeFolder) -> None:
    assert book(add_glossary(folder)).mentions("The minimum wage; our hotline; минималка; minimlní mzda") == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_of_the_repository_can_be_explained(content: Content, language: str) -> None:
    for term in content.knowledge.glossary.terms.values():
        explanation = content.explanations.explain(term.id, language)
        assert explanation.language == language
        assert term.name in explanation.text and "{" not in explanation.text
        assert (explanation.text.count("\n") == 4) == (language != "cs")
        assert len(explanation.text) <= 600
