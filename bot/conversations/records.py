"""How the plain objects of a conversation lie in the tables, and how they come back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row

from bot.conversations.model import Choice, Conversation, Message, Reply, SourceReference

IN_TEXT = "in_text"
"""Marks the choices of a message that stand in its text instead of below it."""


def choice_record(choice: Choice) -> dict[str, Any]:
    return {"id": choice.id, "title": choice.title, "intent": choice.intent, "entities": dict(choice.entities)}


def _term_record(term: Choice) -> dict[str, Any]:
    """Among the other choices, so that whether it was offered is judged in the same place."""
    return choice_record(term) | {IN_TEXT: True}


def choice_from(record: Mapping[str, Any]) -> Choice:
    return Choice(record["id"], record["title"], record["intent"], dict(record["entities"]))


def source_record(source: SourceReference) -> dict[str, Any]:
    return {"title": source.title, "url": source.url, "checked": source.checked.isoformat()}


def source_from(record: Mapping[str, Any]) -> SourceReference:
    return SourceReference(record["title"], record["url"], date.fromisoformat(record["checked"]))


def reply_record(reply: Reply) -> dict[str, Any]:
    """The columns of `messages` that a reply fills; absent lists are NULL, which costs nothing."""
    return {
        "author": reply.author,
        "text": reply.text,
        "language": reply.language,
        "choices": [*map(choice_record, reply.choices), *map(_term_record, reply.terms)] or None,
        "card": None if reply.card is None else dict(reply.card),
        "sources": [source_record(source) for source in reply.sources] or None,
        "topic": reply.topic,
        "translated_from": reply.translated_from,
    }


def client_record(client_id: str, text: str, language: str, chosen: Choice | None) -> dict[str, Any]:
    """The columns of `messages` that a message of the client fills."""
    return {
        "author": "client",
        "client_id": client_id,
        "text": text,
        "language": language,
        "chosen": None if chosen is None else choice_record(chosen),
    }


def message_from(row: Row[Any]) -> Message:
    return stored_message(row.id, row._asdict())


def stored_message(message_id: int, columns: Mapping[str, Any]) -> Message:
    """The message that these columns hold; an absent column is NULL."""
    chosen, offered = columns.get("chosen"), columns.get("choices") or ()
    return Message(
        id=message_id,
        conversation_id=columns["conversation_id"],
        author=columns["author"],
        text=columns["text"],
        language=columns["language"],
        at=columns["at"],
        choices=tuple(choice_from(one) for one in offered if not one.get(IN_TEXT)),
        card=columns.get("card"),
        sources=tuple(map(source_from, columns.get("sources") or ())),
        topic=columns.get("topic"),
        terms=tuple(choice_from(one) for one in offered if one.get(IN_TEXT)),
        translated_from=columns.get("translated_from"),
        client_id=columns.get("client_id"),
        in_reply_to=columns.get("in_reply_to"),
        chosen=None if chosen is None else choice_from(chosen),
    )


def conversation_from(row: Row[Any]) -> Conversation:
    return Conversation(
        id=row.id,
        channel=row.channel,
        language=row.language,
        language_chosen=row.language_chosen,
        created_at=row.created_at,
        last_at=row.last_at,
        external_id=row.external_id,
        failures=row.failures,
    )


def message_export(message: Message) -> dict[str, Any]:
    """Everything a message holds, as JSON."""
    return {
        "id": message.id,
        "author": message.author,
        "text": message.text,
        "language": message.language,
        "at": message.at.isoformat(),
        "choices": [choice_record(choice) for choice in message.choices],
        "terms": [choice_record(term) for term in message.terms],
        "card": None if message.card is None else dict(message.card),
        "sources": [source_record(source) for source in message.sources],
        "topic": message.topic,
        "translated_from": message.translated_from,
        "client_id": message.client_id,
        "in_reply_to": message.in_reply_to,
        "chosen": None if message.chosen is None else choice_record(message.chosen),
    }


def conversation_export(conversation: Conversation) -> dict[str, Any]:
    """Everything a conversation holds besides its messages, as JSON; the key to it is not held, only its hash."""
    return {
        "id": conversation.id,
        "channel": conversation.channel,
        "external_id": conversation.external_id,
        "language": conversation.language,
        "language_chosen": conversation.language_chosen,
        "created_at": conversation.created_at.isoformat(),
        "last_at": conversation.last_at.isoformat(),
        "failures": conversation.failures,
    }
