"""A shared location as a message: only as exact as the nearest office needs, whatever the channel."""

from bot.conversations.model import Choice
from bot.directory.distance import Position
from bot.knowledge.content import Content
from bot.knowledge.model import FALLBACK_LANGUAGE
from bot.knowledge.speech import OFFICE_TOPIC

ASK_TOPIC = "ask_topic"


def location_choice(latitude: float, longitude: float, language: str, content: Content) -> Choice:
    """What a shared location means: the office near it. The exact one is forgotten here."""
    near = Position(latitude, longitude).coarse()
    spoken = language if language in content.knowledge.languages else FALLBACK_LANGUAGE
    title = content.phrases.say(spoken, "page.near_me")
    return Choice("", title, ASK_TOPIC, {"topic": OFFICE_TOPIC, "location": str(near)})
