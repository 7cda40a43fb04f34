"""What a person reads about an office, in every language."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.directory.directory import Directory
from bot.directory.distance import Position
from bot.directory.office_speech import OfficeSpeech, UnknownOffice
from bot.engine.output import reply_from
from bot.knowledge.content import Content
from bot.knowledge.model import Confidence
from tests.assistants import LANGUAGES


def at(offices: OfficeSpeech, now: str) -> OfficeSpeech:
    """The same speech at another instant (UTC)."""
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    return replace(offices, content=replace(offices.content, clock=lambda: moment))


def test_the_office_of_a_town(offices: OfficeSpeech) -> None:
    said = offices.at_place("brno", "en")
    assert said["text"].split("\n\n")[0].splitlines()[:3] == [
        "Krajská pobočka v Brně",
        "Address: Polní 1011/37, Brno",
        "Map: https://mapy.cz/zakladni?q=polni+1011/37+brno",
    ]
    assert "open now, until 17:00" in said["text"]
    assert "- Monday and Wednesday: 8:00–17:00\n- Tuesday and Thursday: 8:00–15:00\n- Friday: closed" in said["text"]
    assert "announced as temporary" in said["text"]
    assert said["custom"]["topic"] == "find-office"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_office_can_be_told_in_every_language(
    offices: OfficeSpeech, directory: Directory, content: Content, language: str
) -> None:
    phone = content.knowledge.facts["call-centre-phone"].values[0].value
    for office in directory.counters:
        said = offices.office(office.id, language)
        reply = reply_from(said)  # a form that the conversation can store
        assert office.name in reply.text and str(phone) in reply.text
        assert not {"{", "}"} & set(reply.text), office.id
        assert reply.language == language and len(reply.sources) == 2
        assert [choice.entities["topic"] for choice in reply.choices] == ["find-office"] * len(reply.choices)


def test_an_address_that_isnt_confirmed_is_never_told(offices: OfficeSpeech, directory: Directory) -> None:
    unsure = [office for office in directory.counters if office.origin.confidence is Confidence.UNSURE]
    assert [office.id for office in unsure] == ["karlovy-vary", "zlin"]
    for office in unsure:
        text = offices.office(office.id, "cs")["text"]
        assert office.address is not None and office.address not in text
        assert "up.gov.cz" in text


def test_what_is_unofficial_is_said_to_be(offices: OfficeSpeech) -> None:
    text = offices.at_place("plzen", "en")["text"]
    assert "Address: Kaplířova 2731/7, Plzeň 1-Jižní Předměstí (not officially confirmed)" in text
    assert "E-mail: podatelna.pm@uradprace.cz (not officially confirmed)" in text
    assert "(not officially confirmed)" not in offices.at_place("praha", "en")["text"]


def test_a_contact_says_what_it_is_for(offices: OfficeSpeech) -> None:
    assert "Phone: 950 139 085 (employment)" in offices.at_place("koprivnice", "en")["text"]


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        ("2026-11-23 06:00", "closed now. It opens: today 8:00"),
        ("2026-11-23 17:00", "closed now. It opens: tomorrow 8:00"),
        ("2026-11-27 10:00", "closed now. It opens: Monday 30 November 8:00"),
        ("2026-11-17 10:00", "Today is a public holiday.\n"),
        ("2025-09-01 10:00", "We do not know the opening hours for sure"),
    ],
)
def test_open_or_closed_now(offices: OfficeSpeech, now: str, sentence: str) -> None:
    assert sentence in at(offices, now).at_place("brno", "en")["text"]


def test_a_place_without_an_office_gets_the_nearest_and_is_told_so(offices: OfficeSpeech) -> None:
    text = offices.at_place("havirov", "ru")["text"]
    assert text.startswith("Отделения именно для места Гавиржов (Havířov) в нашем списке нет.")
    assert "Kontaktní pracoviště Karviná" in text


def test_a_district_is_told_which_office_is_known_for_it(offices: OfficeSpeech) -> None:
    assert offices.at_place("praha-9", "en")["text"].startswith("For Prague 9 (Praha 9) we know of this workplace.")


def test_a_postcode_that_isnt_known_is_admitted(offices: OfficeSpeech) -> None:
    text = offices.at_place("melnik", "en", "27901")["text"]
    assert text.startswith("We do not know the postcode 279 01. The nearest one that we know belongs to Mělník.")


def test_a_shared_location_gives_three_offices_with_distances(offices: OfficeSpeech) -> None:
    said = offices.near(Position(49.27, 17.38), "en")
    assert said["text"].splitlines()[1] == "About 3 km from you, measured to the middle of the town."
    assert said["text"].splitlines()[3] == "Kontaktní pracoviště Kroměříž"
    assert [line for line in said["text"].splitlines() if line.endswith(" km")] == [
        "- Kontaktní pracoviště Přerov, about 21 km",
        "- Krajská pobočka ve Zlíně, about 21 km",
    ]
    pressed = [choice.entities for choice in reply_from(said).choices if "office" in choice.entities]
    assert len(pressed) == 2


def test_a_location_far_from_the_country_is_noticed(offices: OfficeSpeech) -> None:
    assert "far away" in offices.near(Position(48.85, 2.35), "en")["text"].splitlines()[0]


def test_the_general_answer_offers_named_places_and_the_location(offices: OfficeSpeech) -> None:
    general = {
        "text": "Generally.",
        "buttons": [{"title": "More", "payload": "/help"}],
        "custom": {"language": "en", "topic": "find-office", "card": {"kind": "answer"}, "sources": []},
    }
    said = offices.offer(general, ["brno", "olomouc"])
    assert said["text"].startswith("Generally.\n\nWrite your town or postcode")
    assert said["custom"]["card"] == {"kind": "answer", "near_me": True}
    assert [button["title"] for button in said["buttons"]] == ["Brno", "Olomouc", "More"]
    assert general["custom"] == {"language": "en", "topic": "find-office", "card": {"kind": "answer"}, "sources": []}


def test_arabic_keeps_numbers_and_addresses_together(offices: OfficeSpeech) -> None:
    text = offices.at_place("brno", "ar")["text"]
    assert "\u2066Polní 1011/37, Brno\u2069" in text and "\u206617:00\u2069" in text


def test_an_office_that_is_gone_is_refused(offices: OfficeSpeech) -> None:
    with pytest.raises(UnknownOffice):
        offices.at_place("atlantis", "cs")
    with pytest.raises(UnknownOffice):
        offices.office("atlantis", "cs")
