"""What the directory holds, as plain values. Nothing here reads a file or asks the time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.directory.distance import Position
from bot.directory.hours import WeeklyHours
from bot.knowledge.model import Confidence, Kind


@dataclass(frozen=True)
class Origin:
    """Where an entry was read, on which day, and how sure the editors are of it."""

    source: str
    checked: date | None
    confidence: Confidence

    @property
    def sayable(self) -> bool:
        """What isn't sure stands in the files for the editors, and is never told."""
        return self.confidence is not Confidence.UNSURE


@dataclass(frozen=True)
class Place:
    """A town or a district as people name it; the position is its centre.

    `postcodes` are pairs of the first and the last three digits. `served_by` is an office's id where a source says so.
    """

    id: str
    name: str
    region: str
    position: Position
    postcodes: tuple[tuple[int, int], ...]
    served_by: str | None
    names: Mapping[str, tuple[str, ...]]
    also: tuple[str, ...]

    def called(self, language: str) -> str:
        """Its name in a language; the Czech one where that language has none of its own."""
        return self.names.get(language, (self.name,))[0]


@dataclass(frozen=True)
class Contact:
    """A phone or an e-mail address. `purpose` is the phrase `office.purpose.<purpose>`."""

    kind: Kind
    value: str
    purpose: str | None
    confidence: Confidence


@dataclass(frozen=True)
class Office:
    """A workplace of the Labour Office. Without `position` it lies in the centre of its place, as far as is known."""

    id: str
    name: str
    place: str
    regional_branch: bool
    head_office: bool
    address: str | None
    postcode: str | None
    contacts: tuple[Contact, ...]
    position: Position | None
    hours: WeeklyHours
    origin: Origin


@dataclass(frozen=True)
class Partner:
    """An organisation that helps. `contacts` are ids of facts; without `regions` it is bound to none."""

    id: str
    name: str
    names: Mapping[str, str]
    kinds: tuple[str, ...]
    regions: tuple[str, ...]
    languages: tuple[str, ...]
    services: tuple[str, ...]
    contacts: tuple[str, ...]
    at: str | None
    origin: Origin

    def called(self, language: str) -> str:
        """Its name for a reader of this language."""
        return self.names.get(language, self.name)
