"""Judges the content before readers see it: `check` names every fault with its file, its line and the mend."""

from datetime import date
from pathlib import Path

from bot.knowledge.checker import (  # noqa: F401 (they register)
    fact_rules,
    glossary_rules,
    phrase_rules,
    route_rules,
    situation_rules,
    situation_text_rules,
    text_rules,
    topic_rules,
)
from bot.knowledge.checker.fault import RULES, Fault, Severity
from bot.knowledge.checker.inspection import inspect
from bot.knowledge.yaml_document import Unreadable

__all__ = ["Fault", "Severity", "check"]


def check(root: Path, today: date) -> list[Fault]:
    """All faults of the content in `root` on the day `today`, by file and line; none when all is right."""
    try:
        inspection = inspect(root, today)
    except Unreadable as unreadable:
        return [_fault(unreadable)]
    faults = [_fault(unreadable) for unreadable in inspection.faults]
    faults += [fault for rule in RULES for fault in rule.faults(inspection)]
    return sorted(faults, key=lambda fault: (fault.file, fault.line, fault.rule))


def _fault(unreadable: Unreadable) -> Fault:
    return Fault(unreadable.file, unreadable.line, unreadable.rule, unreadable.message, unreadable.mend)
