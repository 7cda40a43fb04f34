"""Rules about partners: kinds, topics, contacts and words that they name are there, and nobody is out of reach."""

from collections.abc import Collection, Iterator
from itertools import chain

from bot.directory.known import Known, address_faults
from bot.directory.model import Partner
from bot.directory.partner_reading import PARTNERS, PartnerFile
from bot.knowledge.checker.fault import Fault
from bot.knowledge.model import Kind

CONTACTS = (Kind.PHONE, Kind.EMAIL, Kind.URL, Kind.ADDRESS)


def partner_faults(file: PartnerFile, known: Known, regions: Collection[str] | None) -> Iterator[Fault]:
    """Everything that isn't right in `partners.yml`, though it can be read; `regions` are those of places, if known."""
    for index, partner in enumerate(file.partners.values()):
        yield from _Rules(file, known, index, partner).faults(regions)
    yield from chain(_kinds(file, known), _urgent(file))


class _Rules:
    """The rules about one partner."""

    def __init__(self, file: PartnerFile, known: Known, index: int, partner: Partner) -> None:
        self._file = file
        self._known = known
        self._index = index
        self._partner = partner

    def faults(self, regions: Collection[str] | None) -> Iterator[Fault]:
        yield from self._listed("kinds", self._partner.kinds, self._file.kinds, "Add it under “kinds:” at the top.")
        if regions is not None:
            yield from self._listed("regions", self._partner.regions, regions, "Write it as in offices.yml.")
        yield from self._words()
        yield from self._names()
        yield from self._reach()
        yield from address_faults(self._partner.origin.source, PARTNERS, self._line("source"))

    def _listed(self, key: str, values: tuple[str, ...], allowed: Collection[str], mend: str) -> Iterator[Fault]:
        for place, value in enumerate(values):
            if value not in allowed:
                line = self._line(key, place)
                yield Fault(PARTNERS, line, f"unknown-{key}", f"“{value}” is not known among the {key}.", mend)

    def _words(self) -> Iterator[Fault]:
        phrases = {service: f"partner.service.{service}" for service in self._partner.services}
        if self._partner.at:
            phrases[self._partner.at] = f"partner.at.{self._partner.at}"
        for word, phrase in phrases.items():
            if phrase not in self._known.phrases:
                mend = f"Add the phrase “{phrase}” to every language, or correct it."
                yield Fault(PARTNERS, self._line("services"), "no-words", f"There are no words for “{word}”.", mend)
        if not self._partner.services:
            message, mend = "It isn't said how this partner helps.", "Add “services: […]”."
            yield Fault(PARTNERS, self._line("id"), "no-words", message, mend)

    def _names(self) -> Iterator[Fault]:
        given = self._partner.names
        for language in given:
            if language not in self._known.languages:
                message = f"“{language}” is not a language of the content."
                yield Fault(PARTNERS, self._line("names", language), "name-language", message, "Delete the line.")
        lacking = [code for code in self._known.languages if code not in given]
        if given and len(lacking) > 1:  # one language, the one of “name:”, may be left out
            message = f"The name is missing in {', '.join(lacking)}."
            yield Fault(PARTNERS, self._line("names"), "name-language", message, "Add it, as in the other languages.")

    def _reach(self) -> Iterator[Fault]:
        for place, fact in enumerate(self._partner.contacts):
            yield from self._known.fact_faults(fact, CONTACTS, PARTNERS, self._line("contacts", place))
        if not self._partner.contacts and not self._partner.at:
            message, mend = "Nobody can reach this partner.", "Add “contacts: […]” or “at: …”."
            yield Fault(PARTNERS, self._line("id"), "no-contact", message, mend)

    def _line(self, *key: str | int) -> int:
        return self._file.document.line("partners", self._index, *key)


def _kinds(file: PartnerFile, known: Known) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for kind, topics in file.kinds.items():
        line = file.document.line("kinds", kind)
        if not any(kind in partner.kinds for partner in file.partners.values()):
            message, mend = f"No partner helps with “{kind}”.", "Add one, or delete the kind."
            yield Fault(PARTNERS, line, "empty-kind", message, mend)
        for topic in topics:
            if topic not in known.topics:
                yield Fault(PARTNERS, line, "unknown-topic", f"There is no topic “{topic}”.", "Correct the name.")
            if (other := seen.setdefault(topic, kind)) != kind:
                message = f"The topic “{topic}” stands under “{other}” already."
                yield Fault(PARTNERS, line, "topic-twice", message, "Leave it with one of the two.")


def _urgent(file: PartnerFile) -> Iterator[Fault]:
    for place, kind in enumerate(file.urgent):
        if kind not in file.kinds:
            line = file.document.line("urgent", place)
            yield Fault(PARTNERS, line, "unknown-kinds", f"“{kind}” is no kind of help.", "Correct the name.")
