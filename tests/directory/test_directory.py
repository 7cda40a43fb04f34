"""Which office: by place, by postcode, by position; and which partners."""

import pytest
import yaml

from bot.directory.directory import Directory, directory_of
from bot.directory.distance import Position, kilometres
from bot.knowledge.content import Content
from bot.settings import ROOT

BRNO = Position(49.195, 16.608)
PRAGUE = Position(50.087, 14.421)


def test_distances_are_those_of_the_map() -> None:
    assert kilometres(BRNO, BRNO) == 0
    assert kilometres(BRNO, PRAGUE) == pytest.approx(185, abs=3)
    assert kilometres(Position(0, 179.5), Position(0, -179.5)) == pytest.approx(111.2, abs=0.2)


@pytest.mark.parametrize("text", ["", "49.2", "a,b", "91,0", "0,181", "nan,0"])
def test_what_isnt_a_position_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Position.parse(text)


def test_a_kept_position_tells_a_kilometre_and_no_home() -> None:
    assert str(Position(49.195123, 16.608456).coarse()) == "49.20,16.61"
    assert Position.parse("49.20,16.61") == Position(49.2, 16.61)


@pytest.mark.parametrize(
    ("position", "offices"),
    [
        (BRNO, ["brno", "vyskov", "prostejov"]),
        (Position(50.08, 12.37), ["cheb", "sokolov", "tachov"]),
        (Position(49.83, 18.16), ["ostrava", "frydek-mistek"]),
    ],
)
def test_the_nearest_offices_come_first(directory: Directory, position: Position, offices: list[str]) -> None:
    near = directory.nearest(position)
    assert [one.office.id for one in near][: len(offices)] == offices
    assert [one.distance for one in near] == sorted(one.distance for one in near)


def test_the_head_office_has_no_counter(directory: Directory) -> None:
    assert directory.offices["generalni-reditelstvi"].head_office
    everywhere = directory.nearest(PRAGUE, most=len(directory.offices))
    assert len(everywhere) == len(directory.offices) - 1


@pytest.mark.parametrize(
    ("place", "office"),
    [
        ("brno", "brno"),
        ("praha", "praha"),
        ("praha-9", "praha"),
        ("ricany", "praha-holesovice"),  # closed in September 2025, its people go there
        ("praha-zapad", "praha-holesovice"),
        ("havirov", "karvina"),  # no office that we know of
    ],
)
def test_the_office_for_a_place(directory: Directory, place: str, office: str) -> None:
    assert directory.around(directory.places[place])[0].office.id == office


@pytest.mark.parametrize(
    ("postcode", "place", "exact"),
    [
        ("60200", "brno", True),
        ("19000", "praha-9", True),
        ("25101", "praha-vychod", True),
        ("74221", "koprivnice", True),
        ("73961", "frydek-mistek", True),
        ("27901", "melnik", False),
        ("66434", "brno", True),
    ],
)
def test_a_postcode_has_a_place(directory: Directory, postcode: str, place: str, exact: bool) -> None:
    found = directory.place_of_postcode(postcode)
    assert found is not None and (found.place.id, found.exact) == (place, exact)


@pytest.mark.parametrize("postcode", ["20000", "21500", "65999"])
def test_a_postcode_of_no_known_area_has_none(directory: Directory, postcode: str) -> None:
    found = directory.place_of_postcode(postcode)
    assert found is None or not found.exact


def test_every_office_of_the_facts_file_stands_in_a_place_with_its_region(directory: Directory) -> None:
    assert len(directory.offices) == 63
    branches = [office for office in directory.offices.values() if office.regional_branch]
    regions = {directory.places[office.place].region for office in branches}
    assert len(branches) == len(regions) == 14
    assert regions == {place.region for place in directory.places.values()}


def test_every_region_has_an_integration_centre(directory: Directory) -> None:
    for region in {place.region for place in directory.places.values()}:
        first = directory.helpers("integration", region)[0]
        assert region in first.regions, region


def test_partners_of_other_regions_are_left_out_when_the_region_is_known(directory: Directory) -> None:
    here = directory.helpers("integration", "Ústecký")
    assert [partner.id for partner in here] == ["poradna-pro-integraci", "simi"]
    assert len(directory.helpers("integration", None)) > len(here)


def test_an_unknown_kind_has_no_partners(directory: Directory) -> None:
    assert directory.helpers("nothing", None) == []


def test_one_version_of_the_content_is_read_once(content: Content) -> None:
    root, digest = content.knowledge.root, content.knowledge.digest
    assert directory_of(root, digest) is directory_of(root, digest)


def test_names_of_places_stand_in_every_script(directory: Directory) -> None:
    for place in directory.places.values():
        assert {"uk", "ru", "ar"} <= place.names.keys(), place.id


def test_every_kind_of_help_is_offered_under_a_topic(directory: Directory) -> None:
    kinds = yaml.safe_load((ROOT / "knowledge" / "partners.yml").read_text("utf-8"))["kinds"]
    assert kinds
    for kind, topics in kinds.items():
        assert {directory.kind_of(topic) for topic in topics} == {kind}
    assert directory.kind_of("who-can-register") is None and directory.kind_of(None) is None
