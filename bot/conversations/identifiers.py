"""Tells numbers that identify a person from other numbers.

Each function gets a stretch of text with plain digits and returns the part (start, end) that is such a number, or None.
"""

import re
from collections.abc import Callable
from itertools import accumulate, combinations

Span = tuple[int, int]
Groups = tuple[str, ...]

_COUNTRIES = (
    "AD AE AL AT AZ BA BE BG BH BR BY CH CR CY CZ DE DK DO EE EG ES FI FO FR GB GE GI GL GR GT HR HU IE IL IQ IS IT JO"
    " KW KZ LB LI LT LU LV LY MC MD ME MK MN MT MU NL NO PK PL PS PT QA RO RS RU SA SE SI SK SM TN TR UA VG XK"
)
_IBAN_COUNTRIES = frozenset(_COUNTRIES.split())
_BANKS = (
    "0100 0300 0600 0710 0800 2010 2060 2070 2100 2200 2220 2250 2260 2275 2600 2700 3030 3040 3050 3060 3500 4000"
    " 4300 5500 5800 6000 6100 6200 6210 6300 6363 6700 6800 7910 7940 7950 7960 7970 7980 7990 8030 8040 8060 8090"
    " 8150 8190 8198 8199 8200 8211 8215 8220 8221 8225 8230 8240 8250 8255 8260 8265 8270 8272 8280 8291 8292 8293"
    " 8294 8296 8298 8299 8500"
)
_CZECH_BANKS = frozenset(_BANKS.split())
_DOUBLED = str.maketrans("0123456789", "0246813579")  # a doubled digit's own digits added up
_LAST_YEAR_OF_NINE_DIGITS = 53  # birth numbers issued until 1953 have no check digit
_MONTHS_ADDED = (0, 20, 50, 70)  # women 50; since 2004 another 20 when a day's numbers ran out
_PHONE_SHAPES = {(9,), (3, 3, 3), (3, 6), (3, 2, 2, 2), (2, 3, 2, 2)}
_TRUNK_ZERO_SHAPES = {(10,), (3, 3, 2, 2), (3, 3, 4), (3, 7), (4, 3, 3), (4, 6), (4, 2, 2, 2), (3, 2, 2, 3), (2, 4, 4)}
_TRUNK_EIGHT_SHAPES = {(11,), (1, 3, 3, 2, 2), (1, 3, 3, 4), (1, 3, 7), (1, 10)}


def iban(text: str) -> Span | None:
    """An international account number with a right checksum (ISO 13616), ending where a word ends."""
    for end in sorted((match.end() for match in re.finditer(r"[A-Za-z0-9]+", text)), reverse=True):
        compact = re.sub(r"[ -]", "", text[:end]).upper()
        right = int("".join(str(int(c, 36)) for c in compact[4:] + compact[:4])) % 97 == 1
        if 15 <= len(compact) <= 34 and compact[:2] in _IBAN_COUNTRIES and right:
            return 0, end
    return None


def mistyped_iban(text: str) -> Span | None:
    """A country and a long number: meant as an account number, whatever its checksum."""
    return (0, len(text)) if text[:2].upper() in _IBAN_COUNTRIES else None


def card_number(text: str) -> Span | None:
    """13 to 19 digits with a right Luhn checksum; an expiry date beside them does not hide them."""
    return _run(text, lambda groups: len(number := "".join(groups)) >= 13 and _luhn(number))


def birth_number(text: str) -> Span | None:
    """A Czech or Slovak birth number: a date of birth and three or four digits, of which the sum usually proves it.

    With a slash a valid date is enough, so that one mistyped digit does not print the rest.
    """
    digits, written_together = re.sub(r"\D", "", text), re.fullmatch(r"\d{6} ?\D? ?\d+", text)
    proven = len(digits) == 10 and (int(digits) % 11 == 0 or (int(digits[:9]) % 11 == 10 and digits[9] == "0"))
    dated = _is_birth_date(digits) and (len(digits) == 10 or int(digits[:2]) <= _LAST_YEAR_OF_NINE_DIGITS)
    likely = "/" in text or (written_together and not digits.startswith("0"))
    return (0, len(text)) if dated and (proven or likely) else None


def _is_birth_date(digits: str) -> bool:
    month, day = int(digits[2:4]), int(digits[4:6])
    return any(1 <= month - added <= 12 for added in _MONTHS_ADDED) and 1 <= day <= 31


def czech_account(text: str) -> Span | None:
    """`[prefix-]number/bank`; 262/2006 is a law, 7/2026 a month and 24/7 no account: the bank has to exist."""
    account, bank = re.sub(r" ", "", text).split("/")
    prefix, _, number = account.rpartition("-")
    is_long = len(number) >= 6 or bool(prefix)
    return (0, len(text)) if bank in _CZECH_BANKS and (is_long or bank.startswith("0")) else None


def local_phone(text: str) -> Span | None:
    """A phone number without a plus, told by how its digits are grouped: Czech, Slovak, Ukrainian, Vietnamese …"""
    return _run(text, _is_local_phone)


def _is_local_phone(groups: Groups) -> bool:
    shape, number = tuple(map(len, groups)), "".join(groups)
    if shape in _PHONE_SHAPES:
        return number[0] in "23456789" and not number.endswith("000000")
    if shape in _TRUNK_ZERO_SHAPES:
        return number[0] == "0" or shape == (3, 3, 2, 2)
    if shape in _TRUNK_EIGHT_SHAPES:
        return number[0] in "78" and number[1] in "3456789"
    return len(number) == 12 and number.startswith(("420", "421", "380"))


def _run(text: str, accepts: Callable[[Groups], bool]) -> Span | None:
    """The stretch of neighbouring groups of digits, 9 to 19 digits together, with most groups that `accepts`."""
    groups = [match.span() for match in re.finditer(r"\d+", text)]
    until = list(accumulate((end - start for start, end in groups), initial=0))
    runs = [run for run in combinations(range(len(until)), 2) if 9 <= until[run[1]] - until[run[0]] <= 19]
    for first, last in sorted(runs, key=lambda run: run[0] - run[1]):
        if accepts(tuple(text[start:end] for start, end in groups[first:last])):
            return groups[first][0], groups[last - 1][1]
    return None


def _luhn(number: str) -> bool:
    every_other = number[-2::-2].translate(_DOUBLED)
    return sum(map(int, number[::-2] + every_other)) % 10 == 0 and len(set(number)) > 1
