"""Collects what Rasa says in one turn, as replies of the conversation."""

import json
from datetime import date
from typing import Any

from rasa.core.channels.channel import OutputChannel

from bot.conversations.model import Choice, Reply, SourceReference


class ReplyCollector(OutputChannel):  # type: ignore[misc]
    """The output channel of one turn."""

    def __init__(self, channel: str) -> None:
        self.replies: list[Reply] = []
        self._channel = channel

    def name(self) -> str:
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.replies.append(reply_from(message))


def reply_from(message: dict[str, Any]) -> Reply:
    """A reply from a message as `bot.knowledge.speech` makes it."""
    custom = message.get("custom") or {}
    return Reply(
        text=message.get("text") or "",
        language=custom.get("language") or "",
        choices=tuple(choice_of(button) for button in message.get("buttons") or ()),
        card=custom.get("card"),
        sources=tuple(_source(source) for source in custom.get("sources") or ()),
        topic=custom.get("topic"),
        terms=tuple(_term(term) for term in custom.get("terms") or ()),
    )


def choice_of(button: dict[str, str]) -> Choice:
    """What a button of a Rasa message does, as the conversation stores it."""
    intent, brace, entities = button["payload"].removeprefix("/").partition("{")
    return Choice(id="", title=button["title"], intent=intent, entities=json.loads(brace + entities) if brace else {})


def _term(term: dict[str, str]) -> Choice:
    """A word of the text that explains itself when it is pressed: offered by the server like any other choice."""
    return Choice(id="", title=term["term"], intent="ask_term", entities={"term": term["id"]})


def _source(source: dict[str, Any]) -> SourceReference:
    return SourceReference(source["title"], source["url"], date.fromisoformat(source["checked"]))
