"""Each fault of the life situations that `prepazka check` must name, made alone in content that is otherwise right."""

import pytest

from bot.knowledge.checker import Severity, check
from tests.knowledge.folder import REAL, TODAY, KnowledgeFolder

FORM, EN = "situations.yml", "situations/en.yml"


def test_right_situations_have_no_fault(folder: KnowledgeFolder) -> None:
    assert check(folder.root, TODAY) == []


def test_the_situations_of_the_repository_have_no_errors() -> None:
    faults = [fault for fault in check(REAL, TODAY) if fault.severity is Severity.ERROR]

    assert (REAL / FORM).is_file()
    assert [str(fault) for fault in faults if "situation" in fault.rule or "situation" in fault.file] == []


@pytest.mark.parametrize(
    ("rule", "file", "old", "new", "place"),
    [
        ("situation-of-topic", "topics/wage/topic.yml", "[lost-job]", "[lost-jobs]", "situations:"),
        ("situation-step", FORM, "[renew]", "[renew, rest]", "rest"),
        ("situation-step", FORM, "refugee: [ask]", "refugee: [ask, ask]", "[ask, ask]"),
        ("situation-step", FORM, "citizen: [register, ask]", "student: [register, ask]", "student:"),
        ("situation-step", FORM, "[register, ask]", "[ask]", "  register:"),
        ("situation-event", FORM, "event: card-end", "event: card-start", "card-start"),
        ("situation-event", FORM, "    event: card-end\n", "", "  card:"),
        ("situation-event", FORM, "window: working-days, unit: days", "window: working-days, from: noon", "noon"),
        ("situation-topic", FORM, "ask: {topic: wage", "ask: {topic: wages", "wages"),
        ("situation-deadline", FORM, "within: working-days", "within: working-hours", "working-hours"),
        ("situation-deadline", FORM, "within: working-days", "within: call-centre-phone", "within"),
        ("situation-deadline", FORM, "window: working-days", "until: working-days", "until"),
        ("situation-words", EN, "  ask: Ask at {call-centre-phone}, en.\n", "", "steps:"),
        ("situation-words", EN, "  renew: Renew it, en.", "  renew: Renew it, en.\n  rest: Rest.", "rest"),
        ("situation-words", EN, "title: Card en, ", "", "  card:"),
        ("situation-facts", EN, "{call-centre-phone}", "{call-centre-fax}", "fax"),
        ("situation-facts", EN, "Citizen en", "Citizen of {minimum-wage-month}", "Citizen of"),
        ("situation-numbers", EN, "Renew it, en.", "Renew it in 30 days.", "30"),
        ("situation-numbers", EN, "Renew it, en.", "Renew it on 1. 3. 2027.", "2027"),
        ("situation-length", EN, "Citizen en", "C" * 41, "CCC"),
        ("situation-length", EN, "Renew it, en.", "R" * 321, "RRR"),
        ("situation-same-facts", EN, "Renew it, en.", "Renew it in {working-days} days.", "renew:"),
    ],
)
def test_a_fault_is_named_where_it_stands(
    folder: KnowledgeFolder, rule: str, file: str, old: str, new: str, place: str
) -> None:
    folder.edit(file, old, new)

    faults = folder.faults(rule)

    assert [(fault.file, fault.line) for fault in faults][:1] == [(file, folder.line(file, place))]
    assert faults[0].mend


def test_a_value_that_is_not_sure_makes_no_date_and_the_editor_hears_of_it(folder: KnowledgeFolder) -> None:
    folder.edit("facts.yml", "confidence: KNOWN", "confidence: UNOFFICIAL")

    assert {fault.severity for fault in folder.faults("situation-without-date")} == {Severity.WARNING}


def test_a_file_that_nothing_reads_is_named(folder: KnowledgeFolder) -> None:
    folder.put("situations/lost-job.yml", "")

    assert [fault.file for fault in folder.faults("situation-file")] == ["situations/lost-job.yml"]


def test_a_broken_file_is_named_once_and_hides_nothing_else(folder: KnowledgeFolder) -> None:
    folder.edit(EN, "statuses:", "statuses")

    assert [(fault.rule, fault.file) for fault in check(folder.root, TODAY)] == [("yaml", EN)]
