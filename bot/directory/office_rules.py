"""Rules about offices and places: what they name is there, hours can be read, positions are likely."""

import re
from collections.abc import Iterator
from itertools import chain, combinations

from bot.directory.distance import kilometres
from bot.directory.hours import WEEKDAYS, WeeklyHours, fact_named, parse_spans
from bot.directory.known import Known, address_faults
from bot.directory.model import Place
from bot.directory.office_reading import OFFICES, OfficeFile
from bot.knowledge.checker.fault import Fault, Severity
from bot.knowledge.model import Confidence, Kind

WIDEST_REGION_KM = 150
"""No two places of a region are as far from each other: then a digit of a position is wrong."""

_POSTCODE = re.compile(r"\d{3} \d{2}")


def office_faults(file: OfficeFile, known: Known) -> Iterator[Fault]:
    """Everything that isn't right in `offices.yml`, though it can be read."""
    return chain(_places_named(file), _postcodes(file), _addresses(file), _sources(file), _hours(file, known),
                 _overlaps(file), _positions(file))  # fmt: skip


def _places_named(file: OfficeFile) -> Iterator[Fault]:
    for index, office in enumerate(file.offices.values()):
        if office.place not in file.places:
            line = file.document.line("offices", index, "place")
            mend = "Correct it, or add the place under “places:”."
            yield Fault(OFFICES, line, "unknown-place", f"There is no place “{office.place}”.", mend)
    for place in file.places.values():
        server = file.offices.get(place.served_by) if place.served_by else None
        if place.served_by and (server is None or server.head_office):
            line = file.document.line("places", place.id, "served_by")
            message = f"There is no office “{place.served_by}” that people may come to."
            yield Fault(OFFICES, line, "unknown-office", message, "Write the id of an office, or delete the line.")


def _postcodes(file: OfficeFile) -> Iterator[Fault]:
    for index, office in enumerate(file.offices.values()):
        if office.postcode != (stands := _in_address(office.address)):
            line = file.document.line("offices", index, "postcode")
            mend = f"Write “postcode: {stands}”." if stands else "Take it out, or write the whole address."
            message = f"The postcode of “{office.id}” is not the one in its address."
            yield Fault(OFFICES, line, "office-postcode", message, mend)


def _in_address(address: str | None) -> str | None:
    match = _POSTCODE.search(address or "")
    return match[0] if match else None


def _addresses(file: OfficeFile) -> Iterator[Fault]:
    for index, office in enumerate(file.offices.values()):
        if office.address and office.origin.confidence is Confidence.UNSURE:
            line = file.document.line("offices", index, "address")
            message = f"The address of “{office.id}” is UNSURE: readers are told where to ask."
            mend = "Confirm it and change the confidence."
            yield Fault(OFFICES, line, "unsure-address", message, mend, Severity.WARNING)


def _sources(file: OfficeFile) -> Iterator[Fault]:
    for index, office in enumerate(file.offices.values()):
        yield from address_faults(office.origin.source, OFFICES, file.document.line("offices", index, "source"))
    yield from address_faults(file.hours.source, OFFICES, file.document.line("hours", "source"))
    yield from address_faults(file.map, OFFICES, file.document.line("map"))


def _hours(file: OfficeFile, known: Known) -> Iterator[Fault]:
    yield from _week(file, file.hours, known, "hours")
    for index, office in enumerate(file.offices.values()):
        if office.hours is not file.hours:
            yield from _week(file, office.hours, known, "offices", index, "hours")


def _week(file: OfficeFile, hours: WeeklyHours, known: Known, *where: str | int) -> Iterator[Fault]:
    for weekday, text in hours.days.items():
        line = file.document.line(*where, WEEKDAYS[weekday])
        fact_id = fact_named(text)
        if fact_id is None:
            continue
        yield from known.fact_faults(fact_id, (Kind.TIME,), OFFICES, line)
        fact = known.facts.get(fact_id)
        for value in fact.values if fact else ():
            try:
                parse_spans(str(value.value))
            except ValueError:
                message = f"“{value.value}”, a value of the fact “{fact_id}”, can't be read as opening hours."
                yield Fault(OFFICES, line, "hours-fact", message, "Write it in facts.yml as 8:00–17:00.")


def _overlaps(file: OfficeFile) -> Iterator[Fault]:
    ranges = [(pair, place) for place in file.places.values() for pair in place.postcodes]
    for (one, place), (other, second) in combinations(ranges, 2):
        if max(one[0], other[0]) <= min(one[1], other[1]):
            line = file.document.line("places", second.id, "postcodes")
            message = f"Postcodes of “{second.id}” belong to “{place.id}” already."
            yield Fault(OFFICES, line, "postcode-overlap", message, "Leave each with one of them.")


def _positions(file: OfficeFile) -> Iterator[Fault]:
    for place in file.places.values():
        others = [other for other in file.places.values() if other.region == place.region and other is not place]
        if others and min(_apart(place, other) for other in others) > WIDEST_REGION_KM:
            line = file.document.line("places", place.id, "latitude")
            message = f"“{place.id}” lies more than {WIDEST_REGION_KM} km from every other place of its region."
            yield Fault(OFFICES, line, "position", message, "Correct latitude and longitude, or the region.")


def _apart(one: Place, other: Place) -> float:
    return kilometres(one.position, other.position)
