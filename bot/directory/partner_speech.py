"""What is said about partners: who helps with this, near you, in which languages, and how to reach them."""

from dataclasses import dataclass

from babel import Locale
from babel.lists import format_list

from bot.clock import office_day
from bot.directory.directory import Directory
from bot.directory.model import Partner
from bot.directory.replies import message, source_of
from bot.knowledge.content import Content
from bot.knowledge.facts import FactBook
from bot.knowledge.model import FALLBACK_LANGUAGE
from bot.knowledge.speech import Button, Rendered, payload

MOST_PARTNERS = 3
FIND_PARTNER = "find_partner"
CARD = {"kind": "partners"}


@dataclass(frozen=True)
class PartnerSpeech:
    """Speaks of the partners of one directory, in the words of one content."""

    content: Content
    directory: Directory

    def offer(self, answer: Rendered) -> Rendered:
        """The answer with the button “Help near you”, first where it is urgent; none where no partner helps with it."""
        kind = self.directory.kind_of(answer["custom"]["topic"])
        if kind is None or not self.directory.helpers(kind, None):
            return answer
        title = self._say(answer["custom"]["language"], "choice")
        button: Button = {"title": title, "payload": payload(FIND_PARTNER, partner_kind=kind)}
        others = answer["buttons"]
        return answer | {"buttons": [button, *others] if kind in self.directory.urgent else [*others, button]}

    def helpers(self, kind: str, region: str | None, language: str | None) -> Rendered:
        """At most three partners of a kind, those of the region first; then the regions that the others are for."""
        spoken = language if language and language in self.content.knowledge.languages else FALLBACK_LANGUAGE
        helpers = self.directory.helpers(kind, region)
        shown, others = helpers[:MOST_PARTNERS], helpers[MOST_PARTNERS:]
        regions = self.directory.regions(others) if region is None else []
        buttons = [self._region(kind, name) for name in regions]
        lines = [self._say(spoken, "intro" if shown else "none")]
        if kind in self.directory.urgent:
            lines.insert(0, self.content.phrases.say(spoken, "page.emergency"))
        lines += [f"- {self._line(partner, spoken)}" for partner in shown]
        if buttons:
            lines.append(self._say(spoken, "regions"))
        sources = [source for one in shown for source in source_of(one.origin, f"{one.called(spoken)}: {{source}}")]
        return message("\n".join(lines), spoken, buttons, CARD, sources, None)

    def _line(self, partner: Partner, language: str) -> str:
        say, day = self.content.phrases.say, office_day(self.content.clock())
        name = partner.called(language)
        locale = self.content.knowledge.languages[language].locale
        services = format_list([self._say(language, f"service.{one}") for one in partner.services], locale=locale)
        facts = FactBook(self.content.knowledge.facts, self.content.knowledge.languages)
        contacts = [facts.spoken(fact, day, language, self.content.phrases).text for fact in partner.contacts]
        parts = [f"{name}: {services}."]
        if contacts:
            parts.append(format_list(contacts, "or", locale) + ".")
        if partner.at:
            parts.append(self._say(language, f"at.{partner.at}"))
        if partner.languages:
            named = Locale.parse(locale).languages
            spoken = format_list([named.get(code, code) for code in partner.languages], locale=locale)
            parts.append(say(language, "partner.languages", languages=spoken) + ".")
        return " ".join(parts)

    def _region(self, kind: str, region: str) -> Button:
        return {"title": region, "payload": payload(FIND_PARTNER, partner_kind=kind, region=region)}

    def _say(self, language: str, key: str) -> str:
        return self.content.phrases.say(language, f"partner.{key}", languages="{languages}")
