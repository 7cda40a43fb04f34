"""The office's words, explained: as plain values, without asking a file or a clock."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_BRACKETED = re.compile(r"\s*\(([^()]*)\)")


@dataclass(frozen=True)
class Term:
    """One word of the office. `sound`, `literal` and `plain` are by language; facts still stand as `{fact-id}`.

    `also` are other ways the office itself writes it, `aliases` whatever else people type for it, in any language.
    """

    id: str
    name: str
    topic: str | None
    review: str
    also: tuple[str, ...]
    sound: Mapping[str, str]
    literal: Mapping[str, str]
    plain: Mapping[str, str]
    aliases: tuple[str, ...]

    @property
    def title(self) -> str:
        """The name without what stands in brackets: for buttons."""
        return _BRACKETED.sub("", self.name)

    def spellings(self) -> Iterator[str]:
        """As the office writes it: `dohoda o provedení práce (DPP)` is two spellings, `ČSSZ / OSSZ` too."""
        yield from self.title.split(" / ")
        yield from (match[1] for match in _BRACKETED.finditer(self.name))
        yield from self.also


@dataclass(frozen=True)
class Glossary:
    """All terms by id; `language` is the one that the terms themselves are in."""

    language: str = ""
    terms: Mapping[str, Term] = field(default_factory=dict)
