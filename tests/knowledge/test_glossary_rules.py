"""Each fault of a glossary that the checker must name, made alone in a glossary that is otherwise right."""

import pytest

from bot.knowledge.checker import check

from .folder import TODAY, KnowledgeFolder
from .glossary_folder import GLOSSARY, add_glossary


@pytest.fixture
def explained(folder: KnowledgeFolder) -> KnowledgeFolder:
    return add_glossary(folder)


def test_a_right_glossary_has_no_fault(explained: KnowledgeFolder) -> None:
    assert check(explained.root, TODAY) == []


@pytest.mark.parametrize(
    ("rule", "old", "new", "line"),
    [
        ("glossary-language", "      uk: the least pay uk\n", "", 21),
        ("glossary-language", "      cs: the least pay cs\n", "", 21),
        ("glossary-topic", "topic: wage", "topic: wages", "topic"),
        ("glossary-facts", "call {call-centre-phone} vi", "call vi", "call vi"),
        ("glossary-facts", "the least pay ru", "of {minimum-wage-month} ru", "minimum-wage-month"),
        ("unknown-fact", "call {call-centre-phone} vi", "call {call-centre} vi", "call-centre}"),
        ("glossary-number", "the least pay en", "pay of 22 400", "22 400"),
        ("glossary-number", "the least pay ar", "أجر ٣", "أجر"),
        ("glossary-brackets", "the least pay en", "pay of {minimum-wage-month", "minimum-wage-month"),
        ("glossary-alias", "aliases: [hotline]", "aliases: [hotline, Minimálky]", "hotline"),
        ("glossary-alias", "aliases: [hotline]", "aliases: [hotline, minimalni mzdy]", "hotline"),
        ("glossary-alias", "aliases: [hotline]", "aliases: [МИНИМАЛКУ]", "МИНИМАЛКУ"),
        ("glossary-alias", "term: infolinka", "term: infolinka (MM)", "(MM)\n"),
        ("glossary-alias", "aliases: [hotline]", "aliases: [hotline, '?']", "hotline"),
        ("yaml", "term: infolinka", "term: infolinka: a", "infolinka: a"),
        ("shape", "aliases: [hotline]", "alias: [hotline]", "alias"),
        ("duplicate-key", "\n  infolinka:", "\n  minimalni-mzda:", 28),
    ],
)  # fmt: skip
def test_names_the_line(explained: KnowledgeFolder, rule: str, old: str, new: str, line: str | int) -> None:
    explained.edit(GLOSSARY, old, new)
    (fault,) = explained.faults(rule)
    if isinstance(line, str):
        text = (explained.root / GLOSSARY).read_text("utf-8")
        line = text[: text.rindex(line)].count("\n") + 1
    assert (fault.file, fault.line) == (GLOSSARY, line)
    assert fault.message.endswith(".") and fault.mend


def test_a_fact_that_only_the_glossary_names_is_used(explained: KnowledgeFolder) -> None:
    explained.edit_all("topics/wage/LANG.md", "Insurance: {insurance-self-payment}", "Insurance")
    assert [fault.rule for fault in check(explained.root, TODAY)] == ["unused-fact"]

    text = (explained.root / GLOSSARY).read_text("utf-8")
    explained.put(GLOSSARY, text.replace("the least pay", "pay of {insurance-self-payment}"))
    assert check(explained.root, TODAY) == []
