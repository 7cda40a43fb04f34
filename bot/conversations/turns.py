"""One turn: ask the assistant, store its whole answer or nothing."""

import logging
import secrets
from collections.abc import Iterable
from dataclasses import replace

from bot.clock import Clock
from bot.conversations.model import Choice, Conversation, Message, Reply, Responder, TurnRequest, TurnResult
from bot.conversations.repository import ConversationRepository
from bot.errors import ConversationNotFound, Unavailable
from bot.storage.database import Database

log = logging.getLogger(__name__)

CHOICE_ID_BYTES = 9


class TurnFailed(Unavailable):
    """The assistant broke on this very message, which stays stored and unanswered."""


def with_choice_ids(replies: Iterable[Reply]) -> list[Reply]:
    """Every choice gets an id of its own, so that a button says only *which* one, never what it does."""
    return [replace(reply, choices=_named(reply.choices), terms=_named(reply.terms)) for reply in replies]


def _named(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    return tuple(replace(one, id=secrets.token_urlsafe(CHOICE_ID_BYTES)) for one in choices)


class Turns:
    """Answers messages. Who calls it holds the conversation's turn lock."""

    def __init__(self, database: Database, responder: Responder, clock: Clock) -> None:
        self._database = database
        self._responder = responder
        self._clock = clock

    def answer(self, message: Message) -> list[Message]:
        """The stored replies; empty when somebody else has answered meanwhile.

        Raises `TurnFailed` when the assistant breaks on the message, and whatever `Unavailable` it raises itself.
        """
        with self._database.reading() as connection:
            conversation = ConversationRepository(connection).find(message.conversation_id)
        if conversation is None:
            raise ConversationNotFound(message.conversation_id)
        result = self._ask(conversation, message)
        return self._store(conversation, message, result)

    def _ask(self, conversation: Conversation, message: Message) -> TurnResult:
        request = TurnRequest(
            conversation_id=conversation.id,
            message_id=message.id,
            text=message.text,
            choice=message.chosen,
            language=conversation.language,
            language_chosen=conversation.language_chosen,
            channel=conversation.channel,
        )
        try:
            return self._responder.respond(request)
        except Unavailable:
            raise
        except Exception as error:
            log.exception("the turn of message %s failed", message.id)
            with self._database.transaction() as connection:
                ConversationRepository(connection).count_failure(message)
            raise TurnFailed(f"the assistant failed on message {message.id}") from error

    def _store(self, before: Conversation, message: Message, result: TurnResult) -> list[Message]:
        """Replies, tracker events and language in one transaction. A language picked meanwhile by the person stays."""
        now = self._clock()
        with self._database.transaction() as connection:
            repository = ConversationRepository(connection)
            current = repository.lock(before.id)
            if not repository.mark_answered(message.id, now):
                return []
            repository.finish_turn(before.id, *_language_after(before, current, result), now)
            repository.add_tracker_events(message, result.events)
            replies = with_choice_ids(result.replies)
            return [repository.add_reply(before.id, reply, now, message.id) for reply in replies]


def _language_after(before: Conversation, current: Conversation, result: TurnResult) -> tuple[str, bool]:
    if (current.language, current.language_chosen) != (before.language, before.language_chosen):
        return current.language, current.language_chosen
    return result.language, result.language_chosen
