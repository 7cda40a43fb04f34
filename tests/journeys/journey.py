"""Reads a conversation from its file and plays it; the form is explained in README.md beside this file."""

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.conversations.model import Choice, Conversation, Message
from bot.conversations.service import ConversationService
from bot.knowledge.content import Content

KEYS_OF_A_TURN = {"person", "presses", "topic", "facet", "phrase", "language", "says", "offers", "answers", "emergency"}
SHORT = "short"


@dataclass(frozen=True)
class Journey:
    name: str
    hint: str | None
    chosen: bool
    turns: tuple[dict[str, Any], ...]

    @property
    def language(self) -> str:
        """The person's language, as the file's name tells it."""
        return self.name.partition("-")[0]

    @classmethod
    def read(cls, path: Path) -> "Journey":
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        turns = tuple(content["turns"])
        for turn in turns:
            assert turn.keys() <= KEYS_OF_A_TURN, f"{path.name}: {turn.keys() - KEYS_OF_A_TURN}"
            assert ("person" in turn) != ("presses" in turn), f"{path.name}: either writes or presses: {turn}"
            assert len(turn) > 1, f"{path.name}: nothing is expected of {turn}"
        return cls(path.stem, content.get("hint"), content.get("chosen", False), turns)


class Player:
    """The person of a journey: presses what was offered, and looks at what comes."""

    def __init__(self, service: ConversationService, content: Content, journey: Journey) -> None:
        self._service = service
        self._content = content
        self._journey = journey
        self._conversation, self._token, welcome = service.start("web", journey.hint, language_chosen=journey.chosen)
        self._offered = _choices(welcome)

    def play(self) -> None:
        for number, turn in enumerate(self._journey.turns, 1):
            replies = self._take(turn)
            conversation = self._service.authorise(self._conversation.id, self._token)
            self._offered = _choices(replies) or self._offered
            wrong = self._faults(turn, replies, conversation)
            said = [(reply.topic, reply.language, reply.text) for reply in replies]
            assert not wrong, f"{self._journey.name}, turn {number}: {turn}\nwrong: {wrong}\nreplies: {said}"

    def _take(self, turn: dict[str, Any]) -> list[Message]:
        client_id = uuid.uuid4().hex
        if "person" in turn:
            return self._service.receive(self._conversation, client_id, turn["person"])
        pressed = next((choice for choice in self._offered if _is(choice, turn["presses"])), None)
        assert pressed, f"{self._journey.name}: {turn['presses']} isn't among {[c.title for c in self._offered]}"
        return self._service.receive(self._conversation, client_id, None, pressed.id)

    def _faults(self, turn: dict[str, Any], replies: list[Message], conversation: Conversation) -> list[str]:
        if "emergency" in turn:
            first, *replies = replies
            line = self._content.phrases.say(first.language, f"emergency.{turn['emergency']}")
            if first.text != line or (first.card or {}).get("kind") != "emergency":
                return [f"the emergency line of {turn['emergency']} doesn't come first"]
        if "answers" in turn:
            answered = [reply.topic for reply in replies]
            return [] if answered == turn["answers"] else [f"answered {answered}"]
        if len(replies) != 1:
            return [f"{len(replies)} replies"]
        reply = replies[0]
        found = {
            "topic": reply.topic,
            "facet": (reply.card or {}).get("facet") or SHORT,
            "language": reply.language if reply.language == conversation.language else "they disagree",
        }
        wrong = [f"{key} is {value}" for key, value in found.items() if key in turn and turn[key] != value]
        if "phrase" in turn and reply.text != self._content.phrases.say(reply.language, f"utter.{turn['phrase']}"):
            wrong.append(f"not the phrase {turn['phrase']}")
        if turn.get("says", "") not in reply.text:
            wrong.append("doesn't say it")
        missing = [offer for offer in turn.get("offers", ()) if not any(_is(c, offer) for c in reply.choices)]
        return wrong + [f"doesn't offer {offer}" for offer in missing]


def _choices(messages: list[Message]) -> list[Choice]:
    return [choice for message in messages for choice in message.choices]


def _is(choice: Choice, wanted: str | dict[str, str]) -> bool:
    """By its title, or by all that is told of what it does; a topic without a facet is the whole topic."""
    if isinstance(wanted, str):
        return choice.title == wanted
    does = {"intent": choice.intent, **choice.entities}
    return all(does.get(key) == value for key, value in wanted.items()) and ("facet" in wanted or "facet" not in does)
