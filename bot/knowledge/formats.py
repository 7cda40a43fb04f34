"""How a value is written for a reader of each language: digits, money, percentages and dates by its own customs."""

from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from bot.knowledge.model import Kind, Language

NO_BREAK_SPACE = "\u00a0"
LEFT_TO_RIGHT_ISOLATE = "\u2066"
POP_ISOLATE = "\u2069"
_READ_LEFT_TO_RIGHT = frozenset({Kind.PERCENT, Kind.TIME, Kind.PHONE, Kind.EMAIL, Kind.URL, Kind.ADDRESS})


def format_value(kind: Kind, value: int | Decimal | date | str, language: Language) -> str:
    """The value alone, without any word after it; crowns have no decimals unless the amount has some.

    In a right-to-left language phones, addresses, times and the like are isolated, or their parts would change places.
    """
    text = _written(kind, value, language)
    if language.direction == "rtl" and kind in _READ_LEFT_TO_RIGHT:
        return f"{LEFT_TO_RIGHT_ISOLATE}{text}{POP_ISOLATE}"
    return text


def format_number(value: int | Decimal, language: Language) -> str:
    """Digits grouped as the language does, never broken over two lines."""
    return _unbroken(format_decimal(value, locale=language.locale))


def _written(kind: Kind, value: int | Decimal | date | str, language: Language) -> str:
    if isinstance(value, date):
        return format_date(value, format="long", locale=language.locale)
    if isinstance(value, str):
        return value
    if kind is Kind.MONEY:
        return _unbroken(language.money.replace("{amount}", _crowns(value, language)))
    if kind is Kind.PERCENT:
        share = Decimal(value) / 100
        return _unbroken(format_percent(share, locale=language.locale, decimal_quantization=False))
    return format_number(value, language)


def _crowns(value: int | Decimal, language: Language) -> str:
    whole = value == int(value)
    return format_decimal(value, format="#,##0" if whole else "#,##0.00", locale=language.locale)


def _unbroken(text: str) -> str:
    return text.replace(" ", NO_BREAK_SPACE)
