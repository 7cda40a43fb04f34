"""From `situations.yml` and `situations/<language>.yml` to `Situations`; the files stay beside, for the lines."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from holidays import country_holidays

from bot.knowledge.facts import references
from bot.knowledge.yaml_document import Entry, Unreadable, YamlDocument, attempt, parse_yaml, read_text
from bot.situations.model import DeadlineRule, Event, RuleKind, Situation, Situations, SituationTexts, Step, Unit

SITUATIONS = "situations.yml"
TEXTS = "situations"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_GROUPS = ("situations", "statuses", "events", "steps")


@dataclass(frozen=True)
class SituationFiles:
    """The situations with the files they came from; what couldn't be read is left out and is in `faults`."""

    situations: Situations
    form: YamlDocument
    texts: Mapping[str, YamlDocument]
    faults: tuple[Unreadable, ...]

    def facts(self) -> Iterator[str]:
        """Every fact that a deadline or a text needs."""
        for step in self.situations.steps.values():
            yield from step.deadline.facts() if step.deadline else ()
        for texts in self.situations.texts.values():
            for text in (*texts.intros.values(), *texts.steps.values()):
                yield from references(text)


def text_path(language: str) -> str:
    return f"{TEXTS}/{language}.yml"


def load_situations(root: Path, languages: Iterable[str]) -> Situations:
    """The situations in the knowledge folder `root`. Raises `Unreadable` for what can't be read."""
    files = read_situations(root, languages)
    if files.faults:
        raise files.faults[0]
    return files.situations


def read_situations(root: Path, languages: Iterable[str]) -> SituationFiles:
    """Everything that can be read. A folder without `situations.yml` simply has none."""
    faults: list[Unreadable] = []
    nothing = YamlDocument(SITUATIONS, "", {})
    if not (root / SITUATIONS).is_file():
        return SituationFiles(_situations(nothing, {}), nothing, {}, ())
    form = attempt(faults, lambda: parse_yaml(read_text(root, SITUATIONS), SITUATIONS)) or nothing
    documents: dict[str, YamlDocument] = {}
    texts: dict[str, SituationTexts] = {}
    for language in languages:
        if read := attempt(faults, partial(_read_texts, root, language)):
            documents[language], texts[language] = read
    situations = attempt(faults, lambda: _situations(form, texts)) or _situations(nothing, texts)
    return SituationFiles(situations, form, documents, tuple(faults))


def _situations(form: YamlDocument, texts: Mapping[str, SituationTexts]) -> Situations:
    top = form.entry()
    top.allow("holidays", "statuses", "events", "situations", "steps")
    return Situations(
        holidays=_country(top) if top.tree else "",
        statuses=top.texts("statuses"),
        events={key: _event(key, entry) for key, entry in _group(top, "events").items()},
        situations={key: _situation(key, entry) for key, entry in _group(top, "situations").items()},
        steps={key: _step(key, entry) for key, entry in _group(top, "steps").items()},
        texts=texts,
    )


def _group(top: Entry, name: str) -> Mapping[str, Entry]:
    group = Entry.at(top.document, (*top.where, name), top.tree.get(name, "")).children()
    for key, entry in group.items():
        if not _ID.fullmatch(key):
            raise entry.unreadable(
                None, f"“{key}” can't be a name.", "Use small letters a–z, digits and single hyphens."
            )
    return group


def _country(top: Entry) -> str:
    code = top.required("holidays")
    try:
        country_holidays(code)
    except NotImplementedError as error:
        message = f"The public holidays of “{code}” are not known."
        raise top.unreadable("holidays", message, "Write the two letters of the country, for example CZ.") from error
    return code


def _event(event_id: str, entry: Entry) -> Event:
    entry.allow("assumed_today")
    return Event(event_id, _yes(entry, "assumed_today"))


def _situation(situation_id: str, entry: Entry) -> Situation:
    entry.allow("event", "steps")
    by_status = Entry.at(entry.document, (*entry.where, "steps"), entry.tree.get("steps", ""))
    steps = {status: by_status.texts(status) for status in by_status.tree}
    if not any(steps.values()):
        raise entry.unreadable(None, f"The situation “{situation_id}” has no step.", "Add one under “steps:”.")
    return Situation(situation_id, entry.text("event") or None, steps)


def _step(step_id: str, entry: Entry) -> Step:
    entry.allow("topic", "residence", "deadline")
    rule = Entry.at(entry.document, (*entry.where, "deadline"), entry.tree.get("deadline", ""))
    deadline = _rule(rule) if rule.tree else None
    return Step(step_id, entry.required("topic"), _yes(entry, "residence"), deadline)


def _rule(entry: Entry) -> DeadlineRule:
    entry.allow(*RuleKind, "unit", "closes", "from", "since")
    kinds = [kind for kind in RuleKind if kind in entry.tree]
    if len(kinds) != 1:
        mend = f"Write exactly one of: {', '.join(RuleKind)}."
        raise entry.unreadable(None, "A deadline needs one rule.", mend)
    kind = kinds[0]
    unit = _unit(entry)
    if kind in (RuleKind.AHEAD, RuleKind.WINDOW) and unit in (Unit.WORKING_DAYS, Unit.DAY_OF_NEXT_MONTH):
        raise entry.unreadable("unit", f"“{kind}” can't be counted in {unit}.", "Use days, months or years.")
    return DeadlineRule(
        kind=kind,
        fact=None if kind is RuleKind.ON_EVENT else entry.required(kind),
        unit=unit,
        closes=entry.text("closes") or None,
        event=entry.text("from") or None,
        since=entry.text("since") or None,
    )


def _unit(entry: Entry) -> Unit:
    text = entry.text("unit")
    try:
        return Unit(text) if text else Unit.DAYS
    except ValueError as error:
        mend = f"Choose one of: {', '.join(Unit)}."
        raise entry.unreadable("unit", f"“{text}” is not a unit that the program knows.", mend) from error


def _yes(entry: Entry, key: str) -> bool:
    match entry.text(key):
        case "yes":
            return True
        case "" | "no":
            return False
        case other:
            raise entry.unreadable(key, f"“{other}” is neither yes nor no.", "Write yes or no.")


def _read_texts(root: Path, language: str) -> tuple[YamlDocument, SituationTexts]:
    file = text_path(language)
    document = parse_yaml(read_text(root, file), file)
    top = document.entry()
    top.allow(*_GROUPS)
    heads = _group(top, "situations")
    for entry in heads.values():
        entry.allow("title", "intro")
    texts = SituationTexts(
        titles={key: entry.text("title") for key, entry in heads.items()},
        intros={key: entry.text("intro") for key, entry in heads.items()},
        statuses=_words(top, "statuses"),
        events=_words(top, "events"),
        steps=_words(top, "steps"),
    )
    return document, texts


def _words(top: Entry, name: str) -> Mapping[str, str]:
    group = Entry.at(top.document, (*top.where, name), top.tree.get(name, ""))
    return {key: group.text(key) for key in group.tree}
