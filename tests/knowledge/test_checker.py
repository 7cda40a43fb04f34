"""Each fault that the checker must name, made alone in a knowledge base that is otherwise right."""

from datetime import date

import pytest

from bot.knowledge.checker import Severity, check

from .folder import REAL, TODAY, KnowledgeFolder

EN = "topics/wage/en.md"
FORM = "topics/wage/topic.yml"


def test_a_right_knowledge_base_has_no_fault(folder: KnowledgeFolder) -> None:
    assert check(folder.root, TODAY) == []


def test_the_repository_content_has_no_errors() -> None:
    errors = [str(fault) for fault in check(REAL, TODAY) if fault.severity is Severity.ERROR]
    assert list((REAL / "topics").glob("*/topic.yml")), "nothing to check"
    assert errors == []


@pytest.mark.parametrize(
    ("rule", "file", "old", "new", "line"),
    [
        ("unknown-fact", EN, "{minimum-wage-month}", "{minimum-wage-year}", "{minimum-wage-year}"),
        ("unknown-fact", "phrases/cs.yml", "{fact:call-centre-phone}", "{fact:call}", "review_overdue"),
        ("missing-section", EN, "## steps\n", "", "question 19"),
        ("missing-section", EN, "Insurance: {insurance-self-payment}", "", "## amount"),
        ("missing-section", EN, "The wage is {minimum-wage-month}.\nAsk {call-centre-phone}.", "", 6),
        ("extra-section", FORM, "[amount, steps]", "[amount]", "## steps"),
        ("owner", FORM, "owner: Content team", "owner:", "owner"),
        ("review-date", FORM, "2027-03-31", "", "review_by"),
        ("review-expired", FORM, "2027-03-31", "2026-11-22", "review_by"),
        ("topic-source", FORM, "title: Employment Act", "title:", "title:"),
        ("topic-source", FORM, "    checked: 2026-11-22\n", "", "title:"),
        ("related-topic", FORM, "related: []", "related: [nothing]", "related"),
        ("related-topic", FORM, "related: []", "related: [wage]", "related"),
        ("web-address", FORM, "https://www.e-sbirka.cz", "www.e-sbirka.cz", "url:"),
        ("web-address", "facts.yml", "https://example.cz/line", "https://example", "source"),
        ("fact-source", "facts.yml", "source: https://example.cz/line\n", "source:\n", "800 779 900"),
        ("fact-days", "facts.yml", "2026-12-31", "2025-12-31", "value: 3024"),
        ("fact-days", "facts.yml", "2027-01-01", "2026-01-01", "value: 24900"),
        ("length", EN, "Wage [en]", "W" * 61, "title"),
        ("length", EN, "button: Wage", "button: " + "W" * 29, "button"),
        ("length", EN, "The wage is", "w" * 580, "www"),
        ("length", EN, "Wait.", "w" * 1200, "## steps"),
        ("brackets", EN, "{minimum-wage-month}.", "{minimum-wage-month}}.", "}}"),
        ("brackets", EN, "question 7 en", "question {x} en", "{x}"),
        ("same-example", EN, "question 7 en", "Question  6, EN!", "Question  6"),
        ("few-examples", EN, "- wage question 7 en\n", "", "## examples"),
        ("yaml", FORM, "owner: Content team", "owner: Content: team", "owner"),
        ("yaml", EN, "title: Wage", "title: [Wage", "title"),
        ("shape", FORM, "owner:", "owners:", "owners"),
        ("shape", FORM, "[amount, steps]", "[amount, hints]", "hints"),
        ("shape", FORM, "2027-03-31", "31. 3. 2027", "review_by"),
        ("shape", EN, "## steps", "## Steps", "## Steps"),
        ("shape", EN, "## steps", "## amount", 12),
        ("shape", EN, "- wage question 7 en", "wage question 7 en", "question 7"),
        ("shape", "facts.yml", "value: 22400", "value: 22 400", "22 400"),
        ("shape", "facts.yml", "kind: phone", "kind: telephone", "telephone"),
        ("duplicate-key", "facts.yml", "insurance-self-payment:", "call-centre-phone:", 23),
        ("missing-phrase", "phrases/uk.yml", 'greeting: "Hello {name}!"\n', "", "facet"),
        ("missing-phrase", "phrases/uk.yml", '"Hello {name}!"', '""', "greeting"),
        ("phrase-placeholders", "phrases/uk.yml", "{name}", "{nome}", "greeting"),
        ("phrase-placeholders", "phrases/en.yml", "{name}", "", "greeting"),
        ("phrase-brackets", "phrases/uk.yml", "{name}", "{name}}", "greeting"),
    ],
)
def test_names_file_and_line(
    folder: KnowledgeFolder, rule: str, file: str, old: str, new: str, line: str | int
) -> None:
    folder.edit(file, old, new)
    place = EN if rule == "extra-section" else file
    found = [fault for fault in folder.faults(rule) if fault.file == place]
    assert [fault.line for fault in found] == [line if isinstance(line, int) else folder.line(place, line)]
    assert found[0].message.endswith(".") and found[0].mend


@pytest.mark.parametrize(
    ("what", "figure"),
    [
        ("A number", "12"),
        ("A number", "22 400"),
        ("A number", "80 %"),
        ("A number", "٣"),
        ("A number", "8:00–19:00"),
        ("A date", "31. 12. 2026"),
        ("A date", "2026-12-31"),
        ("A phone number", "+420 800 779 900"),
        ("A phone number", "800 779 900"),
        ("An e-mail address", "posta@uradprace.cz"),
        ("A web address", "https://example.org/a"),
        ("A web address", "up.gov.cz"),
    ],
)
def test_a_figure_in_a_text_is_refused(folder: KnowledgeFolder, what: str, figure: str) -> None:
    folder.edit(EN, "Wait.", f"Wait {figure} then.")
    found = folder.faults("number-in-text")
    assert [(fault.file, fault.line) for fault in found] == [(EN, folder.line(EN, "then."))]
    assert found[0].message.startswith(what) and f"“{figure}”" in found[0].message


@pytest.mark.parametrize("allowed", ["U1", "the form PD U2", "COVID-19", "نموذج U1", "вU1", "A2/B1"])
def test_codes_are_not_numbers(folder: KnowledgeFolder, allowed: str) -> None:
    folder.edit(EN, "Wait.", f"Wait for {allowed}.")
    assert folder.faults("number-in-text") == []


def test_a_code_does_not_hide_an_amount(folder: KnowledgeFolder) -> None:
    folder.edit(EN, "Wait.", "Pay CZK50.")
    assert len(folder.faults("number-in-text")) == 1


def test_a_missing_language_is_named(folder: KnowledgeFolder) -> None:
    (folder.root / "topics/wage/ar.md").unlink()
    assert [fault.file for fault in folder.faults("missing-language")] == ["topics/wage/ar.md"]


def test_a_mistyped_file_name_is_named(folder: KnowledgeFolder) -> None:
    (folder.root / EN).rename(folder.root / "topics/wage/eng.md")
    assert [fault.file for fault in folder.faults("unknown-file")] == ["topics/wage/eng.md"]


def test_a_wrong_encoding_is_named_with_its_line(folder: KnowledgeFolder) -> None:
    text = (folder.root / "topics/wage/cs.md").read_text().replace("Wait.", "Počkejte.")
    (folder.root / "topics/wage/cs.md").write_bytes(text.encode("cp1250"))
    found = folder.faults("encoding")
    line = text[: text.index("Po")].count("\n") + 1
    assert [(fault.file, fault.line) for fault in found] == [("topics/wage/cs.md", line)]


def test_broken_yaml_in_any_other_content_file_is_named(folder: KnowledgeFolder) -> None:
    folder.put("offices.yml", "a: 1\nb: [1\n")
    assert [fault.file for fault in folder.faults("yaml")] == ["offices.yml"]


def test_one_unreadable_file_does_not_hide_the_others(folder: KnowledgeFolder) -> None:
    folder.edit("topics/wage/cs.md", "## steps", "# steps")
    folder.edit(FORM, "owner: Content team", "owner:")
    folder.edit("facts.yml", "kind: phone", "kind: telephone")
    assert folder.faults("shape") and folder.faults("owner")


def test_unreadable_languages_are_a_fault_too(folder: KnowledgeFolder) -> None:
    folder.put("languages.yml", "cs: [")
    assert [fault.file for fault in check(folder.root, TODAY)] == ["languages.yml"]


def test_the_length_counts_what_the_reader_sees(folder: KnowledgeFolder) -> None:
    filler = 600 - len("The wage is CZK 22,400. Ask 800 779 900.")
    folder.edit(EN, "The wage is", "The wage is" + "w" * filler)
    assert folder.faults("length") == []
    folder.edit(EN, "The wage is", "The wage is w")
    assert len(folder.faults("length")) == 1


def test_an_unsure_value_is_refused_only_while_it_holds(folder: KnowledgeFolder) -> None:
    folder.edit("facts.yml", "UNOFFICIAL", "UNSURE")
    assert folder.faults("unsure-fact", date(2026, 12, 31)) == []
    found = folder.faults("unsure-fact", date(2027, 1, 1))
    assert {(fault.file, fault.line) for fault in found} >= {(EN, folder.line(EN, "{minimum-wage-month}"))}
    assert len(found) == 6


def test_an_ended_value_is_a_warning(folder: KnowledgeFolder) -> None:
    assert folder.faults("fact-without-value", date(2026, 12, 31)) == []
    found = folder.faults("fact-without-value", date(2027, 1, 1))
    assert len(found) == 6 and {fault.severity for fault in found} == {Severity.WARNING}


def test_an_unused_fact_is_a_warning_unless_another_file_names_it(folder: KnowledgeFolder) -> None:
    folder.edit_all("topics/wage/LANG.md", "{insurance-self-payment}", "ask")
    found = folder.faults("unused-fact")
    assert [(fault.line, fault.severity) for fault in found] == [
        (folder.line("facts.yml", "insurance-self-payment"), Severity.WARNING)
    ]
    folder.put("offices.yml", "note: it costs {insurance-self-payment}\n")
    assert folder.faults("unused-fact") == []


def test_a_fact_that_only_one_language_names_is_named_there(folder: KnowledgeFolder) -> None:
    folder.edit_all("topics/wage/LANG.md", "{insurance-self-payment}", "ask")
    folder.edit(EN, "Insurance: ask", "Insurance: {insurance-self-payment}")
    found = folder.faults("different-facts")
    assert [(fault.file, fault.line) for fault in found] == [(EN, folder.line(EN, "{insurance"))]


def test_a_fact_that_one_language_lacks_is_named_there(folder: KnowledgeFolder) -> None:
    folder.edit("topics/wage/vi.md", "{insurance-self-payment}", "ask")
    assert [fault.file for fault in folder.faults("different-facts")] == ["topics/wage/vi.md"]


def test_the_same_example_in_two_topics_is_named_once_for_a_language(folder: KnowledgeFolder) -> None:
    folder.add_topic("work")
    folder.edit("topics/work/en.md", "work question 3 en", "Wage question 3 (en)?")
    found = folder.faults("same-example")
    assert [fault.file for fault in found] == ["topics/work/en.md"] and EN in found[0].message
    folder.edit("topics/work/uk.md", "work question 3 uk", "wage question 4 en")
    assert len(folder.faults("same-example")) == 1


def test_a_missing_plural_form_is_named(folder: KnowledgeFolder) -> None:
    for language in ("cs", "en", "uk", "ru", "vi", "ar"):
        text = (folder.root / f"phrases/{language}.yml").read_text()
        folder.put(f"phrases/{language}.yml", text + 'days:\n  one: "{count} d"\n  other: "{count} dd"\n')
    found = {fault.file: fault.message for fault in folder.faults("plural-forms")}
    assert found.keys() == {f"phrases/{language}.yml" for language in ("cs", "uk", "ru", "ar")}
    assert "few" in found["phrases/cs.yml"] and "zero, two, few, many" in found["phrases/ar.yml"]


def test_a_danger_that_leads_nowhere_is_named(folder: KnowledgeFolder) -> None:
    folder.put("emergencies.yml", "fire:\n  topic: wage\nflood:\n  topic: boats\n")
    found = [(fault.line, fault.message) for fault in folder.faults("emergency-topic")]
    assert found == [
        (1, "The phrase “emergency.fire” is missing."),
        (3, "The phrase “emergency.flood” is missing."),
        (4, "There is no topic “boats”."),
    ]


def test_a_menu_that_offers_an_unknown_topic_is_named(folder: KnowledgeFolder) -> None:
    folder.put("menu.yml", "topics:\n  - wage\n  - boats\nchoices: {}\n")
    assert [fault.line for fault in folder.faults("menu-topic")] == [3]
