"""What is said about offices: where, open until when, how far, and which others are near."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote_plus

from bot.directory.directory import MOST_OFFICES, Directory, Near
from bot.directory.distance import Position
from bot.directory.hours_speech import HoursSpeech
from bot.directory.model import Contact, Office, Place
from bot.directory.replies import office_message, source_of
from bot.directory.spelling import fold
from bot.errors import UnknownChoice
from bot.knowledge.content import Content
from bot.knowledge.formats import format_number, format_value
from bot.knowledge.model import FALLBACK_LANGUAGE, Confidence, Kind
from bot.knowledge.speech import OFFICE_TOPIC, Button, Rendered, payload

FAR_KM = 150
"""Beyond it somebody isn't in the country, or the device is wrong."""

NEAR_ME = "near_me"
"""In a card: the channel may offer to share the location."""

CARD = {"kind": "office"}
OFFICE_FACETS = ("steps", "documents")


class UnknownOffice(UnknownChoice):
    """No office or place with this id."""


@dataclass(frozen=True)
class OfficeSpeech:
    """Speaks of the offices of one directory, in the words of one content."""

    content: Content
    directory: Directory

    def at_place(self, place_id: str, language: str | None, postcode: str | None = None) -> Rendered:
        """The office for a place. `postcode` is one that isn't known, when the place is only the nearest to it.

        Raises `UnknownOffice` when there is no such place (any more).
        """
        if place_id not in self.directory.places:
            raise UnknownOffice(f"There is no place {place_id!r}.")
        place, spoken = self.directory.places[place_id], self._spoken(language)
        first, *others = self.directory.around(place)
        intro = []
        if postcode:
            guess = f"{postcode[:3]} {postcode[3:]}"
            intro.append(self._say(spoken, "postcode_guess", postcode=guess, place=self._called(place, spoken)))
        if first.office.place != place.id:
            known = "served" if self.directory.serves(first.office, place) else "nearest_to_place"
            intro.append(self._say(spoken, known, place=self._called(place, spoken)))
        return self._office(first, others, spoken, intro)

    def near(self, position: Position, language: str | None) -> Rendered:
        """The nearest offices to where somebody is."""
        spoken = self._spoken(language)
        first, *others = self.directory.nearest(position)
        intro = [self._say(spoken, "far" if first.distance > FAR_KM else "nearest_to_you")]
        intro.append(self._say(spoken, "distance", distance=self._kilometres(first, spoken)))
        return self._office(first, others, spoken, intro)

    def office(self, office_id: str, language: str | None) -> Rendered:
        """One office whose button was pressed. Raises `UnknownOffice`."""
        if office_id not in self.directory.offices:
            raise UnknownOffice(f"There is no office {office_id!r}.")
        office = self.directory.offices[office_id]
        near = self.directory.nearest(self.directory.position(office), MOST_OFFICES + 1)
        others = [one for one in near if one.office.id != office_id][: MOST_OFFICES - 1]
        return self._office(Near(office, 0.0), others, self._spoken(language), [])

    def offer(self, answer: Rendered, places: Iterable[str]) -> Rendered:
        """The general answer, with the way to an office: named places, a town to write, a location to share."""
        custom = answer["custom"]
        spoken = custom["language"]
        return answer | {
            "text": f"{answer['text']}\n\n{self._say(spoken, 'share_offer')}",
            "buttons": self.place_buttons(places, spoken) + answer["buttons"],
            "custom": custom | {"card": custom["card"] | {NEAR_ME: True}},
        }

    def place_buttons(self, places: Iterable[str], language: str) -> list[Button]:
        named = [self.directory.places[place] for place in list(places)[:3] if place in self.directory.places]
        return [
            {
                "title": self._called(place, language),
                "payload": payload("ask_topic", topic=OFFICE_TOPIC, office_place=place.id),
            }
            for place in named
        ]

    def _office(self, near: Near, others: Sequence[Near], language: str, intro: list[str]) -> Rendered:
        office = near.office
        hours = HoursSpeech(self.content, self.directory, office, language)
        paragraphs = [
            "\n".join(intro),
            "\n".join([self._title(office, language), *self._where(office, language)]),
            "\n".join(hours.lines()),
            "\n".join(self._others(others, language)),
            self._say(language, "yours"),
        ]
        name = self._say(language, "source_address", source="{source}")
        buttons = [*self._other_buttons(others), *self._facet_buttons(language)]
        text = "\n\n".join(filter(None, paragraphs))
        return office_message(text, language, buttons, CARD, [*source_of(office.origin, name), *hours.sources()])

    def _title(self, office: Office, language: str) -> str:
        """The name as it stands on the door, and the place as the reader writes it."""
        place = self.directory.places[office.place]
        local = place.called(language)
        return office.name if local == place.name else f"{office.name} · {local}"

    def _where(self, office: Office, language: str) -> Iterator[str]:
        if office.address and office.origin.sayable:
            address = format_value(Kind.ADDRESS, office.address, self.content.knowledge.languages[language])
            yield self._say(language, "address", address=self._hedged(address, office.origin.confidence, language))
            url = format_value(Kind.URL, self._map(office.address), self.content.knowledge.languages[language])
            yield self._say(language, "map", url=url)
            yield self._say(language, "check_address")
        else:
            yield self._say(language, "no_address")
        for contact in office.contacts:
            if contact.confidence is not Confidence.UNSURE:
                yield self._contact(contact, language)

    def _map(self, address: str) -> str:
        """A search for the address, without what a screen would show as %C5%99: maps read it all the same."""
        return self.directory.map + quote_plus(" ".join(re.findall(r"[^\s,]+", fold(address))), safe="/")

    def _contact(self, contact: Contact, language: str) -> str:
        value = format_value(contact.kind, contact.value, self.content.knowledge.languages[language])
        if contact.purpose:
            value = f"{value} ({self._say(language, f'purpose.{contact.purpose}')})"
        return self._say(language, contact.kind, value=self._hedged(value, contact.confidence, language))

    def _others(self, others: Sequence[Near], language: str) -> Iterator[str]:
        if others:
            yield self._say(language, "others")
        for near in others:
            distance = self._kilometres(near, language)
            yield f"- {self._say(language, 'other', name=near.office.name, distance=distance)}"

    def _other_buttons(self, others: Sequence[Near]) -> list[Button]:
        return [
            {
                "title": near.office.name,
                "payload": payload("ask_topic", topic=OFFICE_TOPIC, office=near.office.id),
            }
            for near in others
        ]

    def _facet_buttons(self, language: str) -> list[Button]:
        say = self.content.phrases.say
        return [
            {"title": say(language, f"facet.{facet}"), "payload": payload("ask_topic", topic=OFFICE_TOPIC, facet=facet)}
            for facet in OFFICE_FACETS
            if self.content.answers.tells(OFFICE_TOPIC, facet, language)
        ]

    def _kilometres(self, near: Near, language: str) -> str:
        return format_number(max(1, round(near.distance)), self.content.knowledge.languages[language])

    def _called(self, place: Place, language: str) -> str:
        local = place.called(language)
        return local if local == place.name else f"{local} ({place.name})"

    def _hedged(self, text: str, confidence: Confidence, language: str) -> str:
        unsure = confidence is Confidence.UNOFFICIAL
        return self.content.phrases.say(language, "fact.unconfirmed", value=text) if unsure else text

    def _spoken(self, language: str | None) -> str:
        return language if language and language in self.content.knowledge.languages else FALLBACK_LANGUAGE

    def _say(self, language: str, key: str, **values: object) -> str:
        return self.content.phrases.say(language, f"office.{key}", **values)
