"""Compiles a language's words and patterns (`words/<language>.yml`) into regular expressions, once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from bot.language.dates.spelling import folded, latin_spellings, lenient, plain

LANGUAGES = ("cs", "en", "uk", "ru", "vi", "ar")
Words = Mapping[str, Any]

_DAY_DIGITS = r"\d{1,2}(?:st|nd|rd|th|-?го|-?е|[.])?"
_HOUR_DIGITS = r"(?:2[0-4]|1\d|0?\d)(?![\d]|[:.,/]\d)"
_YEAR = r"(?:,? ?(?:roku |року |году |năm |nam |سنه |عام )?(?P<year>20\d\d)(?!\d))?"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_CYRILLIC = re.compile(r"[а-яёіїєґ']+")
_GROUP = re.compile(r"\(\?P<\w+>")


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern: what kind of thing it names, and by how many minutes it moves a named hour."""

    kind: str
    pattern: re.Pattern[str]
    shift: int = 0
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Grammar:
    language: str
    rules: tuple[Rule, ...]
    values: Mapping[str, Mapping[str, Any]]
    ignored: re.Pattern[str] | None
    denied: re.Pattern[str]
    corrects: re.Pattern[str]
    spellings: dict[str, str]
    names: frozenset[str]

    def value(self, name: str, text: str) -> Any:
        return self.values.get(name, {}).get(folded(text.strip()))


def split(words: str) -> list[str]:
    return [word.strip() for word in str(words).split(",")]


def words_of(language: str) -> Words:
    text = files("bot.language.dates").joinpath("words", f"{language}.yml").read_text("utf-8")
    loaded: Words = yaml.safe_load(text)
    return loaded


class _Compiler:
    """Turns word lists into alternations and patterns into rules."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.fronts: list[str] = words.get("fronts", [])
        self.values: dict[str, dict[str, Any]] = {}
        self.choices: dict[str, str] = {}
        self._lists()

    def _lists(self) -> None:
        words = self.words
        fronted = bool(self.fronts)
        self._add("weekday", words["weekdays"], fronted)
        self._add("abbreviation", words["abbreviations"])
        self._add("month", words["months"])
        self._add("ordinal", self._ordinals(), fronted, bare=True)
        self._add("hour_word", words["hours"], fronted, bare=True)
        self._add("minutes_word", words["minutes"])
        self._add("number_word", words["numbers"])
        self._add("unit", words["units"])
        self._add("which", words["which"])
        self._add("week", words["weeks"])
        self._add("part", words["parts"])
        self._add("part_after", words.get("parts_after", words["parts"]))
        self._add("fixed", words["fixed"])
        self._add("offset", words["days"])

    def _ordinals(self) -> dict[int, str]:
        """The list itself and its joined numbers from 21 on."""
        ordinals: dict[int, str] = dict(self.words["ordinals"])
        for ten, tens in self.words.get("tens", {}).items():
            for unit in range(1, 10 if ten == 20 else 2):
                forms = [
                    self.words["joined"].replace("{tens}", front).replace("{unit}", back).replace("[ -]", between)
                    for front in split(tens)
                    for back in split(self.words["ordinals"][unit])
                    for between in (" ", "-")
                ]
                ordinals.setdefault(ten + unit, ", ".join(dict.fromkeys(forms)))
        return ordinals

    def _add(self, name: str, lists: Mapping[Any, str], fronted: bool = False, bare: bool = False) -> None:
        values: dict[str, Any] = {}
        spoken: list[str] = []
        for value, listed in lists.items():
            for word in split(listed):
                fronts = [*self.fronts, *([""] if bare else [])] if fronted else [""]
                for front in fronts:
                    exact = word.startswith("=")
                    form = plain(front + word.removeprefix("="))
                    values.setdefault(folded(form), value)
                    spoken.append(form if exact else lenient(form))
        self.values[name] = values
        self.choices[name] = "|".join(sorted(dict.fromkeys(spoken), key=len, reverse=True)) or "(?!)"

    def expand(self, text: str) -> str:
        """The pattern with its placeholders; each placeholder becomes a group of its name."""
        pattern = lenient(plain(text).replace("(?p<", "(?P<"))
        return _PLACEHOLDER.sub(lambda found: self._placeholder(found.group(1)), pattern)

    def _placeholder(self, name: str) -> str:
        choices = self.choices
        match name:
            case "hour":
                return f"(?P<hour>{_HOUR_DIGITS}|{choices['hour_word']})"
            case "minutes":
                return rf"(?P<minutes>[0-5]?\d|{choices['minutes_word']})"
            case "number":
                return rf"(?P<number>\d{{1,3}}|{choices['number_word']})"
            case "day":
                return f"(?P<day>{_DAY_DIGITS}|{choices['ordinal']})"
            case "hour_word":
                return f"(?P<hour>{choices['hour_word']})"
            case "minutes_word":
                return f"(?P<minutes>{choices['minutes_word']})"
            case "day_word":
                return f"(?P<day>{choices['ordinal']})"
            case "day_th":
                return rf"(?P<day>\d{{1,2}}(?:st|nd|rd|th)|{choices['ordinal']})"
            case "digits":
                return r"(?P<day>\d{1,2})(?![.:/]?\d)"
            case "digits_th":
                return r"(?P<day>\d{1,2}(?:st|nd|rd|th))"
            case "month_number":
                return r"(?P<month_number>\d{1,2})"
            case _:
                return f"(?P<{name}>{choices[name]})"

    def bounded(self, body: str) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?<!\d[.,:/]){self.words.get('prefix', '')}(?:{body})(?!\w)(?![:/]\d)")

    def rules(self) -> Iterable[Rule]:
        yield Rule("offset", self.bounded(self.expand("{offset}")))
        yield Rule("weekday", self.bounded(self.expand("{weekday}")))
        yield Rule("weekday", self.bounded(self.expand("{which} {weekday}")))
        yield Rule("weekday", self.bounded(self.expand("{weekday} {which}")))
        yield Rule("abbreviation", self.bounded(self.expand("{abbreviation}[.]?")), weak=True)
        yield Rule("week", self.bounded(self.expand("{week}")))
        yield Rule("part", self.bounded(self.expand("{part}")))
        yield Rule("fixed", self.bounded(self.expand("{fixed}")))
        for name, listed in self.words.get("abbreviated_days", {}).items():
            yield Rule("offset", self.bounded(f"(?P<d{name}>{lenient(listed)})"), weak=True)
        for kind, patterns in self.words["dates"].items():
            for text in patterns:
                yield Rule(kind, self.bounded(self.expand(text) + (_YEAR if kind == "day_month" else "")))
        for shift, patterns in self.words["times"].items():
            for text in patterns:
                known = isinstance(shift, int)
                yield Rule("hour" if known else str(shift), self.bounded(self.expand(text)), shift if known else 0)

    def any_of(self, patterns: Iterable[str]) -> re.Pattern[str] | None:
        """One expression for all patterns, without groups."""
        bodies = [_GROUP.sub("(?:", self.expand(text)) for text in patterns]
        return self.bounded("|".join(bodies)) if bodies else None

    def literal_words(self) -> list[str]:
        """Every Cyrillic word in the file, for their Latin spellings: patterns first, they hold the small words."""
        texts = [*(text for group in ("times", "dates") for listed in self.words[group].values() for text in listed)]
        texts += self.words["none"]
        for name in ("days", "weekdays", "parts", "which", "weeks", "units", "months", "hours", "fixed", "numbers"):
            texts += [str(listed) for listed in self.words[name].values()]
        texts += [*self.words["ordinals"].values(), *self.words.get("tens", {}).values()]
        texts += [self.words["corrects"], self.words["not"]]
        return list(dict.fromkeys(word for text in texts for word in _CYRILLIC.findall(text) if word != "'"))

    def names(self) -> frozenset[str]:
        """The words of days, weekdays, months and units: without one of them a message names no day in words."""
        listed = (word for name in ("offset", "weekday", "month", "unit") for word in self.values[name])
        return frozenset(part for word in listed for part in word.split())


@cache
def grammar(language: str) -> Grammar:
    """The compiled grammar of one of `LANGUAGES`."""
    words = words_of(language)
    compiler = _Compiler(words)
    denied = "|".join(lenient(plain(word)) for word in split(words["not"]))
    corrects = "|".join(lenient(plain(word)) for word in split(words["corrects"]))
    return Grammar(
        language=language,
        rules=tuple(compiler.rules()),
        values=compiler.values,
        ignored=compiler.any_of(words["none"]),
        denied=re.compile(rf"(?<!\w)(?:{denied}) (?:\w{{1,4}} )?$"),
        corrects=re.compile(rf"(?<!\w)(?:{corrects})(?!\w)"),
        spellings=latin_spellings(compiler.literal_words(), language) if language in ("uk", "ru") else {},
        names=compiler.names(),
    )
