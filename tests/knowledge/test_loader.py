"""What can be read, what is refused, and what only the checker judges."""

import pytest

from bot.errors import ContentError
from bot.knowledge.loader import load_knowledge
from bot.knowledge.model import Confidence
from bot.knowledge.text_document import Block, Line

from .folder import REAL, KnowledgeFolder


def test_a_topic_is_read_whole(folder: KnowledgeFolder) -> None:
    topic = load_knowledge(folder.root).topics["wage"]
    assert (topic.owner, str(topic.review_by), topic.facets) == ("Content team", "2027-03-31", ("amount", "steps"))
    assert topic.sources[0].url == "https://www.e-sbirka.cz/sb/2004/435"
    text = topic.texts["vi"]
    assert (text.title, text.button, text.draft, len(text.examples)) == ("Wage [vi]", "Wage", True, 20)
    assert text.examples[0] == "wage question 0 vi"


def test_wrapped_lines_are_joined_and_list_items_are_not(folder: KnowledgeFolder) -> None:
    text = load_knowledge(folder.root).topics["wage"].texts["en"]
    assert text.short == "The wage is {minimum-wage-month}. Ask {call-centre-phone}."
    assert text.sections["steps"] == "1. Write to them about form U1.\n2. Wait."


def test_values_are_what_the_editor_wrote_without_quotation_marks(folder: KnowledgeFolder) -> None:
    folder.edit("facts.yml", "value: 800 779 900", "value: 0112")
    folder.edit("facts.yml", "value: 3024", "value: 13.5")
    facts = load_knowledge(folder.root).facts
    assert facts["call-centre-phone"].values[0].value == "0112"
    assert str(facts["insurance-self-payment"].values[0].value) == "13.5"
    assert facts["minimum-wage-month"].values[1].confidence is Confidence.UNOFFICIAL


def test_windows_line_ends_and_byte_order_mark_are_taken(folder: KnowledgeFolder) -> None:
    path = folder.root / "topics/wage/en.md"
    before = load_knowledge(folder.root).topics["wage"].texts["en"]
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_knowledge(folder.root).topics["wage"].texts["en"] == before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("topics/wage/topic.yml", "owner:", "boss:"),
        ("topics/wage/topic.yml", "situations: [lost-job]", "situations: lost-job"),
        ("topics/wage/en.md", "review:", "reviewed:"),
        ("topics/wage/en.md", "title: Wage [en]\n", ""),
        ("facts.yml", "kind: phone", "sort: phone"),
        ("facts.yml", "call-centre-phone:", "Call centre:"),
        ("languages.yml", "direction: rtl", "direction: left"),
        ("languages.yml", "locale: vi_VN", "locale: vietnamese"),
        ("languages.yml", "money: CZK {amount}", "money: CZK"),
    ],
)
def test_a_wrong_shape_is_refused_with_file_and_line(folder: KnowledgeFolder, file: str, old: str, new: str) -> None:
    folder.edit(file, old, new)
    with pytest.raises(ContentError, match=rf"^{file}:\d+: "):
        load_knowledge(folder.root)


def test_a_folder_without_topic_form_is_refused(folder: KnowledgeFolder) -> None:
    (folder.root / "topics/wage/topic.yml").unlink()
    with pytest.raises(ContentError, match=r"topics/wage/topic\.yml:1: This file is missing"):
        load_knowledge(folder.root)


def test_what_the_checker_judges_does_not_stop_the_program(folder: KnowledgeFolder) -> None:
    folder.edit("topics/wage/topic.yml", "owner: Content team\nreview_by: 2027-03-31\n", "")
    folder.edit("topics/wage/en.md", "{minimum-wage-month}", "{nothing}")
    (folder.root / "topics/wage/ar.md").unlink()
    (folder.root / "topics/empty").mkdir()
    topics = load_knowledge(folder.root).topics
    assert list(topics) == ["wage"] and topics["wage"].review_by is None and "ar" not in topics["wage"].texts


def test_the_digest_changes_with_any_content_file(folder: KnowledgeFolder) -> None:
    digests = {load_knowledge(folder.root).digest, load_knowledge(folder.root).digest}
    assert len(digests) == 1
    folder.edit("topics/wage/uk.md", "question 7 uk", "question 77 uk")
    digests.add(load_knowledge(folder.root).digest)
    folder.put("phrases/uk.yml", "{}\n")
    digests.add(load_knowledge(folder.root).digest)
    (folder.root / "phrases/uk.yml").rename(folder.root / "phrases/ru.yml")
    digests.add(load_knowledge(folder.root).digest)
    assert len(digests) == 4


def test_the_languages_of_the_repository() -> None:
    languages = load_knowledge(REAL).languages
    assert list(languages) == ["cs", "en", "uk", "ru", "vi", "ar"]
    assert [code for code, language in languages.items() if language.direction == "rtl"] == ["ar"]


def test_a_sentence_after_a_list_is_a_paragraph_unless_it_is_indented() -> None:
    lines = ("- first", "- second", "  goes on", "After the list.", "More of it.")
    block = Block("steps", 1, tuple(Line(number, text) for number, text in enumerate(lines, 1)))

    assert block.flowing() == "- first\n- second goes on\n\nAfter the list. More of it."
