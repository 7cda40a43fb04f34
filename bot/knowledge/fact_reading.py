"""From `facts.yml` to `Fact`s, strict about the form of each kind of value."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.knowledge.model import Confidence, Fact, FactValue, Kind
from bot.knowledge.yaml_document import Entry, YamlDocument

FACTS = "facts.yml"
_FACT_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COUNTED = (Kind.NUMBER, Kind.MONEY, Kind.PERCENT)


def facts_of(document: YamlDocument) -> Mapping[str, Fact]:
    """All facts by id. Raises `Unreadable` at the first with a wrong shape."""
    return {fact_id: _fact(fact_id, entry) for fact_id, entry in document.entry().children().items()}


def _fact(fact_id: str, entry: Entry) -> Fact:
    if not _FACT_ID.fullmatch(fact_id):
        mend = "Use small letters a–z, digits and single hyphens."
        raise entry.unreadable(None, f"“{fact_id}” can't be the name of a fact.", mend)
    entry.allow("kind", "about", "values")
    kind = _one_of(entry, "kind", Kind)
    values = tuple(_value(value, kind) for value in entry.entries("values"))
    if not values:
        raise entry.unreadable(None, f"The fact “{fact_id}” has no value.", "Add one under “values:”.")
    return Fact(fact_id, kind, entry.text("about"), values)


def _value(entry: Entry, kind: Kind) -> FactValue:
    entry.allow("value", "from", "until", "source", "checked", "confidence")
    return FactValue(
        value=_typed(entry, kind),
        valid_from=entry.day("from"),
        valid_until=entry.day("until"),
        source=entry.text("source"),
        checked=entry.day("checked"),
        confidence=_one_of(entry, "confidence", Confidence),
    )


def _typed(entry: Entry, kind: Kind) -> int | Decimal | date | str:
    text = entry.required("value")
    if kind is Kind.DATE:
        return entry.day("value") or date.min
    if kind not in _COUNTED:
        return text
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        mend = "Write digits only, with a point before decimals: 22400 or 13.5. Choose another kind for a text."
        raise entry.unreadable("value", f"“{text}” is not a plain number, as the kind “{kind}” needs.", mend)
    return Decimal(text) if "." in text else int(text)


def _one_of[E: StrEnum](entry: Entry, key: str, choices: type[E]) -> E:
    text = entry.required(key)
    try:
        return choices(text)
    except ValueError as error:
        mend = f"Choose one of: {', '.join(choices)}."
        raise entry.unreadable(key, f"“{text}” is not a {key} that the program knows.", mend) from error
