"""Custom actions: thin, each calls one service of `bot/` and speaks through phrases."""

from actions.answers import AnswerTopic, Clarify, Fallback
from actions.base import SpeakingAction
from actions.languages import ChangeLanguage
from actions.partners import FindPartner
from actions.people import ContactPerson, Interpreter
from actions.situations import WalkSituation
from actions.terms import ExplainTerm
from bot.knowledge.speech import Speech

ACTIONS: tuple[type[SpeakingAction], ...] = (
    AnswerTopic,
    Clarify,
    Fallback,
    ChangeLanguage,
    ContactPerson,
    Interpreter,
    FindPartner,
    ExplainTerm,
    WalkSituation,
)


def all_actions(speech: Speech) -> list[SpeakingAction]:
    """One instance of every action, speaking this version of the content."""
    return [action(speech) for action in ACTIONS]
