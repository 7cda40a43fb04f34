"""The two files as an editor may break them: file, line and mend are named, and the program doesn't start on it."""

import pytest

from bot.directory.checker import check_directory
from bot.directory.directory import Directory
from bot.errors import ContentError
from bot.knowledge.checker import Severity
from tests.directory.conftest import KNOWLEDGE
from tests.knowledge.folder import TODAY, KnowledgeFolder

OFFICES, PARTNERS = "offices.yml", "partners.yml"


def test_the_repositorys_files_have_no_errors() -> None:
    faults = check_directory(KNOWLEDGE, TODAY)
    assert [str(fault) for fault in faults if fault.severity is Severity.ERROR] == []
    assert [(fault.rule, fault.severity) for fault in faults] == [("unsure-address", Severity.WARNING)] * 2


BRNO = "  - id: brno\n    name: Krajská pobočka v Brně\n"
RUBIKON = "  - id: rubikon\n    name: RUBIKON Centrum\n"


@pytest.mark.parametrize(
    ("rule", "file", "old", "new", "line"),
    [
        ("shape", OFFICES, "country: CZ", "country: XX", "country:"),
        ("shape", OFFICES, "country: CZ\n", "", "map:"),
        ("shape", OFFICES, BRNO, BRNO + "    adress: Here 1\n", "adress"),
        ("shape", OFFICES, BRNO, "  - id: Brno!\n    name: Krajská pobočka v Brně\n", "Brno!"),
        ("shape", OFFICES, BRNO, BRNO + "    head_office: maybe\n", "maybe"),
        ("shape", OFFICES, BRNO, BRNO + "    latitude: 49,2\n    longitude: 16.6\n", "49,2"),
        ("shape", OFFICES, BRNO, BRNO + "    latitude: 149.2\n    longitude: 16.6\n", "149.2"),
        ("shape", OFFICES, "friday: closed", "friday: 8-17", "8-17"),
        ("shape", OFFICES, "friday: closed", "freitag: closed", "freitag"),
        ("shape", OFFICES, "temporary: yes ", "temporary: perhaps ", "perhaps"),
        ("shape", OFFICES, "600-644", "60200", "60200"),
        ("shape", OFFICES, "        for: employment", "        for: fun", "for: fun"),
        ("shape", PARTNERS, "{rubikon-web}", "rubikoncentrum.cz", "rubikoncentrum.cz"),
        ("shape", PARTNERS, RUBIKON, RUBIKON + "    hobby: chess\n", "hobby"),
        ("unknown-place", OFFICES, "    place: brno\n", "    place: brnno\n", "place: brnno"),
        ("office-postcode", OFFICES, "    postcode: 130 00\n", "    postcode: 140 00\n", "140 00"),
        ("postcode-overlap", OFFICES, '["742"]', '["742-744", "741"]', '["741"]'),
        ("hours-fact", "facts.yml", "value: 8:00–17:00", "value: from eight", "monday"),
        ("unknown-fact", OFFICES, 'tuesday: "{office-hours-tue-thu}"', 'tuesday: "{office-hours}"', "{office-hours}"),
        ("fact-kind", OFFICES, 'tuesday: "{office-hours-tue-thu}"', 'tuesday: "{emergency-phone}"', "{emergency"),
        ("web-address", OFFICES, "map: https://mapy.cz/zakladni?q=", "map: https://mapy/", "map:"),
        ("position", OFFICES, "    latitude: 49.195\n", "    latitude: 52.195\n", "52.195"),
        ("unknown-kinds", PARTNERS, "kinds: [release, debt]", "kinds: [freedom, debt]", "[freedom"),
        ("unknown-kinds", PARTNERS, "urgent: [victims, crisis]", "urgent: [victims, panic]", "panic"),
        ("empty-kind", PARTNERS, "  debt: [debt-counselling]", "  debt: [debt-counselling]\n  toys: []", "toys"),
        ("unknown-topic", PARTNERS, "[debt-counselling]", "[debts]", "[debts]"),
        ("topic-twice", PARTNERS, "[debt-counselling]", "[debt-counselling, unpaid-wages]", "debt: ["),
        ("unknown-regions", PARTNERS, "regions: [Ústecký]", "regions: [Ústeckij]", "Ústeckij"),
        ("unknown-fact", PARTNERS, "{rubikon-web}", "{rubikon}", "{rubikon}"),
        ("fact-kind", PARTNERS, "{rubikon-web}", "{debt-relief-years}", "{debt-relief-years}"),
        ("no-words", PARTNERS, "services: [criminal-record-help]", "services: [magic]", "magic"),
        ("no-contact", PARTNERS, '    contacts: ["{rubikon-web}"]\n', "", "id: rubikon"),
        ("name-language", PARTNERS, "      en: Labour inspectorate\n", "", "names:"),
        ("web-address", PARTNERS, "https://www.116006.cz/", "https://www 116006", "https://www 116006"),
    ],
)
def test_a_fault_names_its_line(
    files: KnowledgeFolder, rule: str, file: str, old: str, new: str, line: str | int
) -> None:
    files.edit(file, old, new)
    place = OFFICES if rule == "hours-fact" else file
    found = [fault for fault in check_directory(files.root, TODAY) if fault.rule == rule]
    expected = line if isinstance(line, int) else files.line(place, line)
    assert (place, expected) in [(fault.file, fault.line) for fault in found], [str(fault) for fault in found]
    assert all(fault.message.endswith(".") and fault.mend for fault in found)


@pytest.mark.parametrize("file", [OFFICES, PARTNERS])
@pytest.mark.parametrize("key", ["source", "checked", "confidence"])
def test_nothing_is_taken_without_source_day_and_confidence(files: KnowledgeFolder, file: str, key: str) -> None:
    text = (files.root / file).read_text("utf-8")
    entry = text.index("  - id: brno\n" if file == OFFICES else "  - id: rubikon\n")
    start = text.index(f"    {key}:", entry)
    files.put(file, text[:start] + text[text.index("\n", start) + 1 :])
    (fault,) = [one for one in check_directory(files.root, TODAY) if one.severity is Severity.ERROR]
    assert fault.file == file and fault.rule == "shape"


@pytest.mark.parametrize("file", [OFFICES, PARTNERS])
def test_two_of_one_name_are_refused(files: KnowledgeFolder, file: str) -> None:
    files.put(file, (files.root / file).read_text("utf-8").replace("- id: brno\n", "- id: praha\n").replace(
        "- id: rubikon\n", "- id: simi\n"))  # fmt: skip
    (fault,) = [one for one in check_directory(files.root, TODAY) if one.severity is Severity.ERROR]
    assert fault.file == file and "twice" in fault.message


def test_an_unsure_fact_is_no_contact(files: KnowledgeFolder) -> None:
    text = (files.root / "facts.yml").read_text("utf-8")
    start = text.index("rubikon-web:")
    files.put("facts.yml", text[:start] + text[start:].replace("VERIFIED", "UNSURE", 1))
    assert [fault.rule for fault in check_directory(files.root, TODAY) if fault.file == PARTNERS] == ["unsure-fact"]


@pytest.mark.parametrize("file", [OFFICES, PARTNERS])
def test_a_missing_file_is_named(files: KnowledgeFolder, file: str) -> None:
    (files.root / file).unlink()
    assert ("missing-file", file) in [(fault.rule, fault.file) for fault in check_directory(files.root, TODAY)]
    with pytest.raises(ContentError, match=file):
        Directory.load(files.root)


def test_a_broken_file_keeps_the_last_good_one_in_service(files: KnowledgeFolder) -> None:
    files.edit(OFFICES, "country: CZ", "country: [")
    with pytest.raises(ContentError, match=f"{OFFICES}:"):
        Directory.load(files.root)
    assert [fault for fault in check_directory(files.root, TODAY) if fault.file == OFFICES] == []  # told by the other


def test_an_office_may_have_hours_and_a_position_of_its_own(files: KnowledgeFolder) -> None:
    hours = "monday: 9:00–11:00\n      source: a letter\n      checked: 2026-11-22\n      confidence: KNOWN\n"
    files.edit(OFFICES, BRNO, f"{BRNO}    latitude: 49.19\n    longitude: 16.60\n    hours:\n      {hours}")
    directory = Directory.load(files.root)
    office = directory.offices["brno"]
    assert office.hours.days == {0: "9:00–11:00"} and not office.hours.temporary
    assert directory.position(office).longitude == 16.6
    assert not [fault for fault in check_directory(files.root, TODAY) if fault.severity is Severity.ERROR]
