"""A question that every content language has a sure answer to: one of the topic's own examples."""

from bot.clock import system_clock
from bot.knowledge.content import Content
from bot.settings import ROOT

TOPIC = "health-insurance"
_TEXTS = Content.load(ROOT / "knowledge", system_clock).knowledge.topics[TOPIC].texts

QUESTIONS = {code: text.examples[0] for code, text in _TEXTS.items()}
TITLES = {code: text.title for code, text in _TEXTS.items()}
