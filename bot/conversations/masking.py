"""Hides what identifies a person before a text goes to a log or into statistics.

People type birth numbers and card numbers into any chat, in the digits of their own script and with their own spaces.
Rather one phone number too many than one birth number left; but amounts, years, dates and law numbers stay, because
without them the statistics of questions are worth little.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.conversations.identifiers import (
    Span,
    birth_number,
    card_number,
    czech_account,
    iban,
    local_phone,
    mistyped_iban,
)

_ODD_SIGNS = {"/": "⁄∕／", "-": "‐‑‒–—−－﹣", "+": "＋﹢", "@": "＠﹫", ".": "．。", "(": "（", ")": "）"}
_PLAIN_SIGNS = {odd: plain for plain, odds in _ODD_SIGNS.items() for odd in odds}
_STARTS = r"(?<![\d+])(?<!\d[/-])"
_ENDS = r"(?!\d)(?!/\d)"
_NO_MONEY = (
    r"(?!\s*(?:,-|kč|kc\b|czk|korun|eur\b|euro?\b|€|\$|usd|dolar|крон|євро|евро|грн|гривен|руб|đồng|vnd|كرون|يورو))"
)


def _whole(text: str) -> Span:
    return 0, len(text)


@dataclass(frozen=True)
class _Kind:
    """`pattern` finds where it may be; `find` says which part of the match it really is, if any."""

    placeholder: str
    pattern: re.Pattern[str]
    find: Callable[[str], Span | None]


def _kind(placeholder: str, pattern: str, find: Callable[[str], Span | None] = _whole) -> _Kind:
    return _Kind(placeholder, re.compile(pattern, re.IGNORECASE), find)


_KINDS = (
    _kind("[email]", r"(?<!\w)[\w.+%'-]{1,64}\s?(?:@|[(\[]\s?(?:at|zavináč)\s?[)\]])\s?[\w-]{1,63}(?:\.[\w-]{1,63})+"),
    _kind("[account-number]", r"(?<!\w)[a-z]{2}[ -]?\d{2}(?:[ -]?[a-z0-9]){11,30}", iban),
    _kind("[phone]", r"(?<![\d:.,+])(?:\+|00) ?(?:42[01]|380)(?:[ .()/-]{0,2}\d){9}(?!\d)"),
    _kind("[card-number]", r"(?<!\d)\d(?:[ .-]{0,2}\d){12,40}", card_number),
    _kind("[account-number]", r"(?<!\w)[a-z]{2}[ -]?\d{2}(?:[ -]?\d){12,30}(?!\d)", mistyped_iban),
    _kind("[birth-number]", _STARTS + r"\d{2} ?\d{2} ?\d{2} ?[/-] ?\d{3,4}" + _ENDS, birth_number),
    _kind("[account-number]", _STARTS + r"(?:\d{1,6} ?- ?)?\d(?: ?\d){1,9} ?/ ?\d{4}" + _ENDS, czech_account),
    _kind("[birth-number]", _STARTS + r"\d{2} ?\d{2} ?\d{2}[ .]?\d{3,4}" + _ENDS + _NO_MONEY, birth_number),
    _kind("[phone]", r"(?<![\d:.,+])(?:\+|00)[1-9](?:[ .()/-]{0,2}\d){7,14}+"),
    _kind("[phone]", r"(?<![\d+])\d(?:[ .()-]{0,2}\d){8,40}+(?!\d)" + _NO_MONEY, local_phone),
)


def mask(text: str) -> str:
    """The text with a placeholder for every birth, card, account and phone number and e-mail address."""
    shadow, positions = _shadow(text)
    pieces, done = [], 0
    for start, end, placeholder in sorted(_findings(shadow)):
        pieces += [text[done : positions[start]], placeholder]
        done = positions[end - 1] + 1
    return "".join([*pieces, text[done:]])


def _shadow(text: str) -> tuple[str, list[int]]:
    """The text with plain digits, spaces and signs and without invisible characters, and where each one stood."""
    seen = [(_plain(c), at) for at, c in enumerate(text) if unicodedata.category(c) != "Cf"]
    return "".join(c for c, _ in seen), [at for _, at in seen]


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    return " " if category == "Zs" else _PLAIN_SIGNS.get(character, character)


def _findings(shadow: str) -> Iterator[tuple[int, int, str]]:
    """What is to be hidden, surest kind first; what one kind has taken no other can take."""
    for kind in _KINDS:
        at = 0
        while match := kind.pattern.search(shadow, at):
            span = kind.find(match[0])
            if span is None:
                at = match.end()
                continue
            at = match.start()
            start, end = at + span[0], at + span[1]
            shadow = shadow[:start] + "\0" * (end - start) + shadow[end:]
            yield start, end, kind.placeholder
