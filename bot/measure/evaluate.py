"""How often the assistant is right, on questions that training never sees, language by language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import yaml
from rich.console import Console
from rich.table import Table

from bot.engine.understanding.labels import ASK_TOPIC, OUT_OF_SCOPE
from bot.errors import ContentError
from bot.measure.understanding import Understander
from bot.settings import ROOT, Settings

QUESTIONS = ROOT / "tests" / "evaluation"
ALL = "all"


@dataclass(frozen=True)
class Question:
    """`topic` for a question about one, otherwise the dialogue intent that is right."""

    language: str
    text: str
    intent: str
    topic: str | None = None


@dataclass(frozen=True)
class Verdict:
    question: Question
    found: Mapping[str, Any]

    @property
    def right(self) -> bool:
        """The best guess is the right one."""
        if self.question.topic:
            return bool(self.found["topic"] == self.question.topic)
        return bool(self.found["intent"] == self.question.intent)

    @property
    def among_three(self) -> bool:
        return any(item["topic"] == self.question.topic for item in self.found["alternatives"])

    @property
    def served(self) -> bool:
        """The person gets the right answer, or finds it among the choices shown."""
        outcome = self.found["outcome"]
        return (outcome == "answer" and self.right) or (outcome == "clarify" and self.among_three)

    @property
    def answered_with_topic(self) -> bool:
        return bool(self.found["outcome"] == "answer" and self.found["topic"])


def read_questions(folder: Path) -> list[Question]:
    """All questions of `<language>.yml` files. Raises `ContentError` when there is none or a file has another shape."""
    questions: list[Question] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
            questions += _questions_of(path.stem, content)
        except (yaml.YAMLError, AttributeError, TypeError, KeyError) as error:
            raise ContentError(f"{path} isn't a set of questions: {error!r}") from error
    if not questions:
        raise ContentError(f"{folder} holds no questions: <language>.yml with topics, dialogue and out_of_scope")
    return questions


def _questions_of(language: str, content: Mapping[str, Any]) -> Iterable[Question]:
    for topic, texts in content["topics"].items():
        yield from (Question(language, text, ASK_TOPIC, topic) for text in texts)
    for intent, texts in content["dialogue"].items():
        yield from (Question(language, text, intent) for text in texts)
    yield from (Question(language, text, OUT_OF_SCOPE) for text in content["out_of_scope"])


def judge(understander: Understander, questions: Iterable[Question]) -> list[Verdict]:
    """Every question through the whole pipeline, its language told as a channel would."""
    return [Verdict(question, understander.read(question.text, question.language)) for question in questions]


def evaluate(settings: Settings, folder: Path | None, console: Console, *, misses: bool) -> None:
    """Judge all questions and print the table (and, if asked, every miss)."""
    questions = read_questions(folder or QUESTIONS)
    verdicts = judge(Understander.load(settings), questions)
    console.print(_table(verdicts))
    if misses:
        for verdict in (one for one in verdicts if not one.right):
            asked, found = verdict.question, verdict.found
            wanted, got = asked.topic or asked.intent, found["topic"] or found["intent"]
            line = f"{asked.language}  {wanted} → {got} ({found['confidence']:.2f}, {found['outcome']}): {asked.text}"
            console.print(line, markup=False, highlight=False)


def _table(verdicts: list[Verdict]) -> Table:
    table = Table(title="Questions that training never saw (%)")
    for column in ("language", "topic first", "in three", "served", "dialogue", "out of scope answered", "median ms"):
        table.add_column(column, justify="right" if column != "language" else "left")
    languages = sorted({verdict.question.language for verdict in verdicts})
    for language in (*languages, ALL):
        chosen = [verdict for verdict in verdicts if language in (verdict.question.language, ALL)]
        table.add_row(language, *_figures(chosen))
    return table


def _figures(verdicts: list[Verdict]) -> list[str]:
    topics = [verdict for verdict in verdicts if verdict.question.topic]
    beyond = [verdict for verdict in verdicts if verdict.question.intent == OUT_OF_SCOPE]
    dialogue = [v for v in verdicts if v.question.intent not in (ASK_TOPIC, OUT_OF_SCOPE)]
    return [
        _share(verdict.right for verdict in topics),
        _share(verdict.among_three for verdict in topics),
        _share(verdict.served for verdict in topics),
        _share(verdict.right for verdict in dialogue),
        _share(verdict.answered_with_topic for verdict in beyond),
        f"{median(verdict.found['ms'] for verdict in verdicts):.1f}",
    ]


def _share(hits: Iterable[bool]) -> str:
    found = list(hits)
    return f"{100 * sum(found) / len(found):.1f}" if found else "–"
