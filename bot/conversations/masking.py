"""Hides what identifies a person before a text goes to a log or into statistics.

People type birth numbers and card numbers into any chat, in the digits of their own script and with their own spaces.
Rather one phone number too many than one birth number left; but amounts, years, dates and law numbers stay, because
without them the statistics of questions are worth little.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.conversations.masking_checks import (
    is_birth_number,
    is_card_number,
    is_czech_account,
    is_iban,
    is_local_phone,
)

_ODD_CHARACTERS = {"/": "⁄∕／", "-": "‐‑‒–—−－﹣", "+": "＋﹢", "@": "＠﹫", ".": "．。", "(": "（", ")": "）"}
_PLAIN = {odd: plain for plain, odds in _ODD_CHARACTERS.items() for odd in odds}
_NUMBER_STARTS = r"(?<![\d+])(?<!\d[.,:/-])"
_NUMBER_ENDS = r"(?!\d)(?![/:-]\d)"
_MONEY_AFTER = r"(?!\s*(?:,-|kč|kc\b|czk|korun|korún|eur\b|euro?\b|€|\$|usd|крон|крони|евро|євро|грн|руб|đồng|koruna|كرون|يورو))"


@dataclass(frozen=True)
class _Kind:
    """`accepts` sees the match without spaces, dashes, dots and brackets."""

    placeholder: str
    pattern: re.Pattern[str]
    accepts: Callable[[str], bool]


def _kind(placeholder: str, pattern: str, accepts: Callable[[str], bool] = lambda compact: True) -> _Kind:
    return _Kind(placeholder, re.compile(pattern, re.IGNORECASE), accepts)


_KINDS = (
    _kind("[email]", r"[\w.+%'-]+\s?(?:@|[(\[]\s?(?:at|zavináč)\s?[)\]])\s?[\w-]+(?:\.[\w-]+)+"),
    _kind("[account-number]", r"(?<!\w)[a-z]{2}\d{2}(?:[ -]?[a-z0-9]){11,30}", is_iban),
    _kind("[account-number]", r"(?<!\w)[a-z]{2}[ -]?\d{2}(?:[ -]?\d){12,30}(?!\d)"),
    _kind("[phone]", r"(?<![\d:.,+])(?:\+|00) ?(?:42[01](?:[ .()/-]{0,2}\d){9}|380(?:[ .()/-]{0,2}\d){9})(?!\d)"),
    _kind("[card-number]", r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)", is_card_number),
    _kind("[birth-number]", _NUMBER_STARTS + r"\d{2} ?\d{2} ?\d{2} ?[/-] ?\d{3,4}" + _NUMBER_ENDS, is_birth_number),
    _kind(
        "[account-number]",
        _NUMBER_STARTS + r"(?:\d{1,6} ?- ?)?\d(?: ?\d){1,9} ?/ ?\d{4}(?!\d)(?![/-]\d)",
        is_czech_account,
    ),
    _kind("[birth-number]", _NUMBER_STARTS + r"\d{6}[ .]?\d{3,4}" + _NUMBER_ENDS + _MONEY_AFTER, is_birth_number),
    _kind("[phone]", r"(?<![\d:.,+])(?:\+ ?|00)[1-9](?:[ .()/-]{0,2}\d){7,14}" + _MONEY_AFTER),
    _kind("[phone]", _NUMBER_STARTS + r"(?:\(0\d{2,3}\) ?|\d)(?:[ .()-]{0,2}\d){6,11}" + _NUMBER_ENDS + _MONEY_AFTER,
          is_local_phone),
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
    if category == "Zs":
        return " "
    return _PLAIN.get(character, character)


def _findings(shadow: str) -> Iterator[tuple[int, int, str]]:
    """What is hidden, surest kind first; what one kind has taken no other can take."""
    for kind in _KINDS:
        for match in list(kind.pattern.finditer(shadow)):
            if kind.accepts(re.sub(r"[ .()-]", " ", match[0])):
                yield match.start(), match.end(), kind.placeholder
                shadow = shadow[: match.start()] + "\0" * len(match[0]) + shadow[match.end() :]
