"""From `languages.yml` to the languages of the content, in the order of the file."""

from collections.abc import Mapping
from pathlib import Path

from babel import Locale, UnknownLocaleError

from bot.knowledge.model import FALLBACK_LANGUAGE, Direction, Language
from bot.knowledge.yaml_document import Entry, parse_yaml, read_text

LANGUAGES = "languages.yml"


def load_languages(root: Path) -> Mapping[str, Language]:
    """The languages by code. Raises `Unreadable` when the file is broken or lacks the fallback language."""
    top = parse_yaml(read_text(root, LANGUAGES), LANGUAGES).entry()
    languages = {code: _language(code, entry) for code, entry in top.children().items()}
    if FALLBACK_LANGUAGE not in languages:
        mend = f"Add an entry “{FALLBACK_LANGUAGE}:”; it stands in where another language lacks a sentence."
        raise top.unreadable(None, f"The language “{FALLBACK_LANGUAGE}” is missing.", mend)
    return languages


def _language(code: str, entry: Entry) -> Language:
    entry.allow("name", "direction", "locale", "money")
    locale = entry.required("locale")
    try:
        Locale.parse(locale)
    except (UnknownLocaleError, ValueError) as error:
        mend = "Use a code such as cs_CZ or vi_VN."
        raise entry.unreadable("locale", f"“{locale}” is not a locale that the program knows.", mend) from error
    money = entry.required("money")
    if "{amount}" not in money:
        raise entry.unreadable("money", "“money” has no place for the number.", "Write it as “{amount} Kč”.")
    return Language(code, entry.required("name"), _direction(entry), locale, money)


def _direction(entry: Entry) -> Direction:
    match entry.required("direction"):
        case "ltr":
            return "ltr"
        case "rtl":
            return "rtl"
        case other:
            raise entry.unreadable("direction", f"“{other}” is not a direction.", "Write ltr or rtl.")
