"""What the checker says, and the register of its rules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bot.knowledge.checker.inspection import Inspection


class Severity(StrEnum):
    """An error keeps a change from readers; a warning is for the editors to know."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Fault:
    """One thing that is not right, for an editor who doesn't program. `file` is named from the knowledge folder."""

    file: str
    line: int
    rule: str
    message: str
    mend: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message} {self.mend}"


class Found(NamedTuple):
    """What a rule yields; the register adds the rule's name and severity."""

    file: str
    line: int
    message: str
    mend: str


Judge = Callable[[Inspection], Iterator[Found]]


@dataclass(frozen=True)
class Rule:
    """A named rule; `judge` yields what it finds."""

    name: str
    severity: Severity
    judge: Judge

    def faults(self, inspection: Inspection) -> Iterator[Fault]:
        for found in self.judge(inspection):
            yield Fault(found.file, found.line, self.name, found.message, found.mend, self.severity)


RULES: list[Rule] = []


def rule(name: str, severity: Severity = Severity.ERROR) -> Callable[[Judge], Judge]:
    """Put a function into the register of rules."""

    def register(judge: Judge) -> Judge:
        RULES.append(Rule(name, severity, judge))
        return judge

    return register
