"""The whole directory, and the questions it answers: which office, how far, open when, and who else helps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache, partial
from pathlib import Path

import holidays

from bot.directory.distance import Position, kilometres
from bot.directory.hours import Opening, Spans, opening
from bot.directory.model import Office, Partner, Place
from bot.directory.office_reading import OfficeFile, read_offices
from bot.directory.partner_reading import PartnerFile, read_partners
from bot.knowledge.model import Fact

MOST_OFFICES = 3
SAME_AREA = 10
"""Postcodes with the same first two digits (of the three that are kept) lie in the same part of the country."""


@dataclass(frozen=True)
class Near:
    """An office and how far it is (km), measured to the centre of its place unless it has a position of its own."""

    office: Office
    distance: float


@dataclass(frozen=True)
class PostcodePlace:
    """The place of a postcode; `exact` is false when it is only the nearest one that is known."""

    place: Place
    exact: bool


class Directory:
    """One version of the offices, the places and the partners."""

    def __init__(self, office_file: OfficeFile, partner_file: PartnerFile) -> None:
        self.offices: Mapping[str, Office] = office_file.offices
        self.places: Mapping[str, Place] = office_file.places
        self.partners: Mapping[str, Partner] = partner_file.partners
        self.map = office_file.map
        self.urgent = frozenset(partner_file.urgent)
        self._kinds = partner_file.kinds
        self._holidays = holidays.country_holidays(office_file.country)

    @classmethod
    def load(cls, root: Path) -> "Directory":
        """Raises `ContentError` naming file, line and mend when one of the files can't be read."""
        return cls(read_offices(root), read_partners(root))

    # --- offices ---------------------------------------------------------------------------------------------------

    @cached_property
    def counters(self) -> tuple[Office, ...]:
        """The offices that people may come to."""
        return tuple(office for office in self.offices.values() if not office.head_office)

    def position(self, office: Office) -> Position:
        return office.position or self.places[office.place].position

    def nearest(self, position: Position, most: int = MOST_OFFICES) -> list[Near]:
        """The nearest counters, the nearest first."""
        near = [Near(office, kilometres(position, self.position(office))) for office in self.counters]
        return sorted(near, key=lambda one: one.distance)[:most]

    def around(self, place: Place, most: int = MOST_OFFICES) -> list[Near]:
        """The counters for a place: the one that serves it, those in it, then the nearest others."""
        near = self.nearest(place.position, len(self.counters))
        first = sorted(near, key=lambda one: (one.office.id != place.served_by, one.office.place != place.id))
        return first[:most]

    def serves(self, office: Office, place: Place) -> bool:
        """Whether it is known that people from the place belong to this office, or that it stands there."""
        return office.place == place.id or (office.id == place.served_by)

    def place_of_postcode(self, postcode: str) -> PostcodePlace | None:
        """By its first three digits: the place that has them, else the nearest number in its part of the country."""
        prefix = int(postcode[:3])
        ranges = [(pair, place) for place in self.places.values() for pair in place.postcodes]
        for (first, last), place in ranges:
            if first <= prefix <= last:
                return PostcodePlace(place, exact=True)
        close = [(_gap(prefix, pair), place) for pair, place in ranges if _same_area(prefix, pair)]
        if not close:
            return None
        return PostcodePlace(min(close, key=lambda item: item[0])[1], exact=False)

    # --- hours -----------------------------------------------------------------------------------------------------

    def is_holiday(self, day: date) -> bool:
        return day in self._holidays

    def spans(self, office: Office, facts: Mapping[str, Fact], day: date) -> Spans | None:
        """When the office is open on a day; nothing on a public holiday, None when it isn't known."""
        return () if self.is_holiday(day) else office.hours.on(day, facts)

    def opening(self, office: Office, facts: Mapping[str, Fact], at: datetime) -> Opening | None:
        """Open or closed at an instant; None when the hours aren't known."""
        return opening(at, partial(self.spans, office, facts))

    # --- partners --------------------------------------------------------------------------------------------------

    def kind_of(self, topic: str | None) -> str | None:
        """The kind of help that is offered under a topic."""
        return next((kind for kind, topics in self._kinds.items() if topic in topics), None)

    def helpers(self, kind: str, region: str | None) -> list[Partner]:
        """Partners of a kind, of the region first; those of other regions only when the region isn't known."""
        known = [one for one in self.partners.values() if kind in one.kinds and one.origin.sayable]
        here = [one for one in known if region in one.regions]
        unbound = [one for one in known if not one.regions]
        elsewhere = [one for one in known if one.regions] if region is None else []
        return here + unbound + elsewhere

    def regions(self, partners: Iterable[Partner]) -> list[str]:
        """The regions that these partners are for, in alphabetical order."""
        return sorted({region for partner in partners for region in partner.regions})


@lru_cache(maxsize=2)
def directory_of(root: Path, digest: str) -> Directory:
    """The directory of one version of the content (`digest` tells versions apart), read once for all who ask."""
    return Directory.load(root)


def _same_area(prefix: int, pair: tuple[int, int]) -> bool:
    return any(end // SAME_AREA == prefix // SAME_AREA for end in pair)


def _gap(prefix: int, pair: tuple[int, int]) -> int:
    return min(abs(prefix - end) for end in pair)
