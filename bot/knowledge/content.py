"""One version of everything the assistant says: read together, used together, replaced together."""

from dataclasses import dataclass
from pathlib import Path

from bot.clock import Clock
from bot.knowledge.answers import AnswerBook
from bot.knowledge.explanations import ExplanationBook
from bot.knowledge.loader import load_knowledge
from bot.knowledge.menu import Menu
from bot.knowledge.model import KnowledgeBase
from bot.knowledge.phrases import Phrases
from bot.situations.book import SituationBook


@dataclass(frozen=True)
class Content:
    knowledge: KnowledgeBase
    phrases: Phrases
    answers: AnswerBook
    explanations: ExplanationBook
    menu: Menu
    situations: SituationBook
    clock: Clock

    @classmethod
    def load(cls, root: Path, clock: Clock) -> "Content":
        """Read it all; raises `ContentError` when any of it can't be read, so that the last good one stays."""
        knowledge = load_knowledge(root)
        phrases = Phrases.load(root, clock)
        answers = AnswerBook(knowledge, phrases, clock)
        situations = SituationBook.load(root, knowledge, phrases, answers, clock)
        explanations = ExplanationBook(knowledge, phrases, clock)
        return cls(knowledge, phrases, answers, explanations, Menu.load(root), situations, clock)
