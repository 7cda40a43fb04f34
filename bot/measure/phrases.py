"""Training phrases that do harm: standing twice, repeated in the evaluation, or confusing two topics."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bot.engine import places
from bot.engine.components.features import encoder
from bot.engine.corpus import Phrase, labelled_phrases
from bot.engine.encoder import EmbeddingCache
from bot.engine.understanding.linear import hold_out
from bot.language.letters import tokens, without_diacritics
from bot.measure.evaluate import QUESTIONS, Question, read_questions

NEAR = 0.8  # share of three-letter pieces that two phrases have in common
PIECE = 3
MOST_PAIRS = 30


@dataclass(frozen=True)
class Confusion:
    """A phrase that a model which never saw it takes for something else."""

    phrase: Phrase
    taken_for: str


def report_phrases(console: Console, evaluation: Path | None) -> None:
    """Print the three lists; nothing is changed."""
    phrases = labelled_phrases()
    twice = sorted(set(duplicates(phrases)), key=lambda pair: pair[0].text)
    for one, other in twice:
        _line(console, f"twice: {one.language} {one.label} and {other.label}: {one.text}")
    repeated = list(repeated_questions(phrases, read_questions(evaluation or QUESTIONS)))
    for phrase, question in repeated:
        _line(console, f"in the evaluation too: {phrase.language} {phrase.label}: {phrase.text} ~ {question.text}")
    with console.status("reading all phrases; minutes, the first time"):
        found = confusions(phrases)
    for confusion in found:
        meant = confusion.phrase
        _line(console, f"confusing: {meant.language} {meant.label} → {confusion.taken_for}: {meant.text}")
    console.print(_table(found))
    console.print(f"{len(twice)} twice, {len(repeated)} near an evaluation question, {len(found)} confusing.")


def duplicates(phrases: Iterable[Phrase]) -> Iterator[tuple[Phrase, Phrase]]:
    """Pairs of one language that are typed alike but mean different labels."""
    first: dict[tuple[str, str], Phrase] = {}
    for phrase in phrases:
        known = first.setdefault((phrase.language, plain(phrase.text)), phrase)
        if known.label != phrase.label:
            yield known, phrase


def repeated_questions(phrases: Iterable[Phrase], questions: Iterable[Question]) -> Iterator[tuple[Phrase, Question]]:
    """Evaluation questions that stand, nearly word for word, among the training phrases: they measure memory only."""
    pieces: defaultdict[tuple[str, str], list[tuple[Phrase, frozenset[str]]]] = defaultdict(list)
    for phrase in phrases:
        own = _pieces(phrase.text)
        for piece in own:
            pieces[phrase.language, piece].append((phrase, own))
    for question in questions:
        asked = _pieces(question.text)
        shared = Counter((phrase, own) for piece in asked for phrase, own in pieces.get((question.language, piece), ()))
        for (phrase, own), common in shared.items():
            if common >= NEAR * len(asked | own):
                yield phrase, question


def confusions(phrases: Sequence[Phrase]) -> list[Confusion]:
    """Judged on the fifth that the encoder was never taught, by a classifier that never saw it either."""
    vectors = EmbeddingCache(places.phrase_cache()).vectors([phrase.text for phrase in phrases], encoder())
    away = np.array([phrase.held_out for phrase in phrases])
    unseen = hold_out(vectors, [phrase.label for phrase in phrases], away)
    best = [unseen.labels[column] for column in unseen.scores.argmax(axis=1)]
    judged = [phrase for phrase, out in zip(phrases, away, strict=True) if out and phrase.label in unseen.labels]
    return [Confusion(phrase, label) for phrase, label in zip(judged, best, strict=True) if phrase.label != label]


def plain(text: str) -> str:
    """Letters and digits only, without case and diacritics: what makes two phrases the same to a reader."""
    return " ".join(without_diacritics(token.text.casefold()) for token in tokens(text) if token.kind == "word")


def _pieces(text: str) -> frozenset[str]:
    padded = f" {plain(text)} "
    return frozenset(padded[at : at + PIECE] for at in range(len(padded) - PIECE + 1))


def _table(found: Iterable[Confusion]) -> Table:
    table = Table(title="Most often confused (phrases that the model never saw)")
    table.add_column("meant")
    table.add_column("taken for")
    table.add_column("phrases", justify="right")
    pairs = Counter((one.phrase.label, one.taken_for) for one in found)
    for (meant, taken), count in pairs.most_common(MOST_PAIRS):
        table.add_row(meant, taken, str(count))
    return table


def _line(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False)
