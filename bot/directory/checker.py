"""Judges `offices.yml` and `partners.yml` as the other checker judges texts: every fault with file, line and mend."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot.directory.known import Known
from bot.directory.office_reading import read_offices
from bot.directory.office_rules import office_faults
from bot.directory.partner_reading import read_partners
from bot.directory.partner_rules import partner_faults
from bot.knowledge.checker.fault import Fault
from bot.knowledge.fact_reading import FACTS, facts_of
from bot.knowledge.language_reading import load_languages
from bot.knowledge.model import FALLBACK_LANGUAGE, Fact
from bot.knowledge.phrase_reading import Phrase, read_phrases
from bot.knowledge.topic_reading import topic_ids
from bot.knowledge.yaml_document import Unreadable, attempt, parse_yaml, read_text

READ_BY_ALL = ("yaml", "duplicate-key", "encoding")
"""Kinds of faults that the checker of the knowledge finds in these files too."""


def check_directory(root: Path, today: date) -> list[Fault]:
    """All faults of the two files on the day `today`, by file and line.

    What the rest of the knowledge lacks is not told here: the other checker tells it.
    """
    unreadable: list[Unreadable] = []
    offices = attempt(unreadable, lambda: read_offices(root))
    partners = attempt(unreadable, lambda: read_partners(root))
    faults = [_fault(one) for one in unreadable if one.rule not in READ_BY_ALL]
    known = _known(root, today)
    if known and offices:
        faults += office_faults(offices, known)
    if known and partners:
        regions = frozenset(place.region for place in offices.places.values()) if offices else None
        faults += partner_faults(partners, known, regions)
    return sorted(faults, key=lambda fault: (fault.file, fault.line, fault.rule))


def _known(root: Path, today: date) -> Known | None:
    """What the two files may name; None when it can't be read."""
    others: list[Unreadable] = []
    languages = attempt(others, lambda: load_languages(root))
    facts: Mapping[str, Fact] | None = attempt(others, lambda: facts_of(parse_yaml(read_text(root, FACTS), FACTS)))
    phrases: Mapping[str, Phrase] | None = attempt(others, lambda: read_phrases(root, FALLBACK_LANGUAGE).phrases)
    if languages is None or facts is None or phrases is None:
        return None
    return Known(tuple(languages), facts, frozenset(phrases), frozenset(topic_ids(root)), today)


def _fault(unreadable: Unreadable) -> Fault:
    return Fault(unreadable.file, unreadable.line, unreadable.rule, unreadable.message, unreadable.mend)
