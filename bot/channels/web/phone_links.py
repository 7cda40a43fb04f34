"""Phone numbers in a page that can be called with one tap; which they are, the facts tell."""

import re
from collections.abc import Iterable
from datetime import date

from markupsafe import Markup, escape

from bot.knowledge.model import Fact, Kind


class PhoneLinks:
    """Links the phones that the facts hold on a day, wherever they stand in a text."""

    def __init__(self, facts: Iterable[Fact], day: date) -> None:
        values = (fact.on(day) for fact in facts if fact.kind is Kind.PHONE)
        phones = sorted({str(value.value) for value in values if value}, key=len, reverse=True)
        self._pattern = re.compile(rf"(?<![\w+])(?:{'|'.join(map(re.escape, phones))})(?!\w)") if phones else None

    def linked(self, text: str) -> Markup:
        """The text as HTML, everything else in it escaped."""
        if self._pattern is None:
            return escape(text)
        parts, end = [], 0
        for match in self._pattern.finditer(text):
            called = re.sub(r"[^\d+]", "", match[0])
            parts += [escape(text[end : match.start()]), Markup('<a href="tel:{}">{}</a>').format(called, match[0])]
            end = match.end()
        return Markup("").join([*parts, escape(text[end:])])
