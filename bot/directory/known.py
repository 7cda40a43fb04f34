"""What the files of the directory may name, and what the rules about them share."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from bot.knowledge.checker.fault import Fault
from bot.knowledge.model import Confidence, Fact, Kind


@dataclass(frozen=True)
class Known:
    """The rest of the knowledge on the day of the check, as far as offices and partners refer to it."""

    languages: tuple[str, ...]
    facts: Mapping[str, Fact]
    phrases: frozenset[str]
    topics: frozenset[str]
    today: date

    def fact_faults(self, fact_id: str, kinds: tuple[Kind, ...], file: str, line: int) -> Iterator[Fault]:
        """Whether a fact is there, of a fitting kind, and may be told today."""
        fact = self.facts.get(fact_id)
        if fact is None:
            mend = "Correct the name, or add the fact to facts.yml."
            yield Fault(file, line, "unknown-fact", f"There is no fact “{fact_id}”.", mend)
            return
        if fact.kind not in kinds:
            message = f"The fact “{fact_id}” is a {fact.kind}; here it must be one of: {', '.join(kinds)}."
            yield Fault(file, line, "fact-kind", message, "Name a fact of that kind.")
        value = fact.on(self.today)
        if value is not None and value.confidence is Confidence.UNSURE:
            message = f"The value of “{fact_id}” that holds today is marked UNSURE, so readers can't be told it."
            yield Fault(file, line, "unsure-fact", message, "Confirm it in facts.yml, or take it out here.")


def address_faults(address: str, file: str, line: int) -> Iterator[Fault]:
    """Whether what begins like a web address is one; another source is a law or a note."""
    if not address.startswith("http"):
        return
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    if "." not in host.strip(".") or any(map(str.isspace, address)):
        mend = "Copy the whole address from the browser; it begins with https://."
        yield Fault(file, line, "web-address", f"“{address}” is not a web address.", mend)
