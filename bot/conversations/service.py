"""Conversations as channels see them: start, receive, read, erase.

A turn is two transactions with the assistant between them. The first stores what the client said; the second stores the
whole answer and marks the message answered. A process killed anywhere leaves either a message that waits for its answer
(`answer_pending`, or the same `client_id` again) or a finished turn.
"""

import hmac
import logging
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.conversations.incoming import check_choice_id, check_client_id, check_language, clean_text, is_conversation_id
from bot.conversations.live import LiveEvents
from bot.conversations.locks import TurnLocks
from bot.conversations.model import Choice, Conversation, Message, Reply, Responder
from bot.conversations.records import conversation_export, message_export
from bot.conversations.repository import ConversationRepository, load_tracker_events
from bot.conversations.turns import TurnFailed, Turns, with_choice_ids
from bot.errors import ConversationNotFound, EmptyMessage, InvalidInput, NotAuthorised, UnknownChoice
from bot.storage.database import Database

log = logging.getLogger(__name__)

HIGHEST_ID = 2**63 - 1
MOST_ATTEMPTS = 3
"""A message that broke this many turns is not tried again on its own."""


class ConversationService:
    """Thread-safe; every method may raise `Unavailable` when the database is."""

    def __init__(
        self, database: Database, responder: Responder, clock: Clock, live: LiveEvents, default_language: str = "cs"
    ) -> None:
        self._database = database
        self._responder = responder
        self._clock = clock
        self._live = live
        self._default_language = default_language
        self._locks = TurnLocks(database)
        self._turns = Turns(database, responder, clock)

    def start(
        self, channel: str, language: str | None, external_id: str | None = None, *, language_chosen: bool = False
    ) -> tuple[Conversation, str, list[Message]]:
        """A new conversation, its only key, and the welcome messages.

        When the channel already has a conversation with this `external_id`, that one comes back with all its messages
        and a new key. `language_chosen` says that a person picked the language; otherwise it is a hint.
        """
        language = check_language(language or self._default_language)
        welcome = with_choice_ids(self._responder.welcome(language))
        now = self._clock()
        new = Conversation(uuid.uuid4().hex, channel, language, language_chosen, now, now, external_id)
        token = secrets.token_urlsafe(32)
        try:
            with self._database.transaction() as connection:
                repository = ConversationRepository(connection)
                repository.add(new, _hash(token))
                messages = [repository.add_reply(new.id, reply, now) for reply in welcome]
        except IntegrityError:
            return self._start_again(channel, external_id or "", token)
        self._publish(messages)
        return new, token, messages

    def _start_again(self, channel: str, external_id: str, token: str) -> tuple[Conversation, str, list[Message]]:
        with self._database.transaction() as connection:
            repository = ConversationRepository(connection)
            conversation = repository.by_external_id(channel, external_id)
            if conversation is None:
                raise ConversationNotFound("erased while it was started again")
            repository.change(conversation.id, token_hash=_hash(token))
            return conversation, token, repository.messages_after(conversation.id)

    def authorise(self, conversation_id: str, token: str) -> Conversation:
        """The conversation this token opens. A wrong token and an unknown conversation can't be told apart."""
        if not token:
            raise NotAuthorised("no token")
        if not is_conversation_id(conversation_id):
            raise ConversationNotFound("not an id of a conversation")
        with self._database.reading() as connection:
            found = ConversationRepository(connection).with_token_hash(conversation_id)
        conversation, expected = found or (None, _hash(""))
        if not hmac.compare_digest(expected, _hash(token)) or conversation is None:
            raise ConversationNotFound("no conversation for this id and token")
        return conversation

    def conversation_for(self, channel: str, external_id: str) -> Conversation | None:
        with self._database.reading() as connection:
            return ConversationRepository(connection).by_external_id(channel, external_id)

    def receive(
        self, conversation: Conversation, client_id: str, text: str | None = None, choice_id: str | None = None
    ) -> list[Message]:
        """Stores a message of the client and answers it; the same `client_id` again brings the same replies.

        Raises `EmptyMessage`, `MessageTooLong`, `UnknownChoice`, `InvalidInput` (nothing is stored then),
        `ConversationNotFound` when it was erased meanwhile, and `Unavailable` when it is stored but not answered.
        """
        message = self._store(conversation, check_client_id(client_id), text, choice_id)
        with self._locks.hold(conversation.id):
            return self._answer(message)

    def press(self, conversation: Conversation, client_id: str, choice: Choice) -> list[Message]:
        """Like `receive`, for a choice that the channel itself always offers (a command) and that no message did.

        The `choice` must be the channel's own: nothing of it is checked, and its title is what the person said.
        """
        message = self._store(conversation, check_client_id(client_id), None, None, choice)
        with self._locks.hold(conversation.id):
            return self._answer(message)

    def _store(
        self,
        conversation: Conversation,
        client_id: str,
        text: str | None,
        choice_id: str | None,
        offered: Choice | None = None,
    ) -> Message:
        if text is not None and choice_id is not None:
            raise InvalidInput("either a text or a choice")
        wanted = None if choice_id is None else check_choice_id(choice_id)
        said = None if text is None else clean_text(text)
        now = self._clock()
        with self._database.transaction() as connection:
            repository = ConversationRepository(connection)
            language = repository.touch(conversation.id, now).language
            if known := repository.by_client_id(conversation.id, client_id):
                return known
            chosen = offered or (wanted and repository.issued_choice(conversation.id, wanted))
            if wanted and not chosen:
                raise UnknownChoice("this conversation never offered that choice")
            content = chosen.title if chosen else said
            if content is None:
                raise EmptyMessage("neither a text nor a choice")
            message = repository.add_client_message(conversation.id, client_id, content, language, chosen or None, now)
        self._publish([message])
        return message

    def _answer(self, message: Message) -> list[Message]:
        """The replies to the message, after answering older ones that still wait; call it with the turn lock held.

        An older message that breaks the assistant again must not silence the conversation: it is passed over.
        """
        with self._database.reading() as connection:
            unanswered = ConversationRepository(connection).to_answer(message)
        replies: list[Message] = []
        for one in unanswered:
            try:
                replies = self._turns.answer(one)
            except TurnFailed:
                if one.id == message.id:
                    raise
                continue
            self._publish(replies)
        answered_here = bool(replies) and replies[0].in_reply_to == message.id
        return replies if answered_here else self._replies_to(message)

    def _replies_to(self, message: Message) -> list[Message]:
        with self._database.reading() as connection:
            repository = ConversationRepository(connection)
            replies = repository.replies_to(message.id)
            if not replies and repository.find(message.conversation_id) is None:
                raise ConversationNotFound(message.conversation_id)
            return replies

    def answer_pending(self) -> int:
        """Answers, in order, what a killed process left unanswered; call it once at start-up. Returns how many.

        One message that breaks the assistant does not keep the others waiting. Raises `Unavailable` when the
        assistant or the database is.
        """
        with self._database.reading() as connection:
            pending = ConversationRepository(connection).waiting_for_answer(MOST_ATTEMPTS)
        answered = 0
        for message in pending:
            try:
                with self._locks.hold(message.conversation_id):
                    self._answer(message)
                answered += 1
            except (TurnFailed, ConversationNotFound) as error:
                log.error("message %s of an earlier run stays unanswered: %s", message.id, error)
        return answered

    def append(self, conversation: Conversation, replies: Iterable[Reply]) -> list[Message]:
        """Messages that answer no message of the client: of staff, of an interpreter, of the system."""
        now = self._clock()
        with self._database.transaction() as connection:
            repository = ConversationRepository(connection)
            repository.touch(conversation.id, now)
            stored = [repository.add_reply(conversation.id, reply, now) for reply in with_choice_ids(replies)]
        self._publish(stored)
        return stored

    def messages(self, conversation: Conversation, after: int = 0) -> list[Message]:
        """Messages with an id above `after`, oldest first."""
        with self._database.reading() as connection:
            return ConversationRepository(connection).messages_after(conversation.id, min(after, HIGHEST_ID))

    def exists(self, conversation: Conversation) -> bool:
        """Whether it hasn't been erased."""
        with self._database.reading() as connection:
            return ConversationRepository(connection).find(conversation.id) is not None

    def set_language(self, conversation: Conversation, language: str) -> Conversation:
        """The person picked a language: from now on nothing they write changes it by itself."""
        check_language(language)
        with self._database.transaction() as connection:
            ConversationRepository(connection).change(conversation.id, language=language, language_chosen=True)
        return replace(conversation, language=language, language_chosen=True)

    def tracker_events(self, conversation_id: str) -> list[dict[str, Any]]:
        return load_tracker_events(self._database, conversation_id)

    def export(self, conversation: Conversation) -> dict[str, Any]:
        """Everything held about the conversation, ready for JSON."""
        with self._database.reading() as connection:
            repository = ConversationRepository(connection)
            current = repository.find(conversation.id)
            if current is None:
                raise ConversationNotFound(conversation.id)
            return {
                "conversation": conversation_export(current),
                "messages": [message_export(message) for message in repository.messages_after(conversation.id)],
                "tracker_events": repository.tracker_events(conversation.id, whole=True),
            }

    def erase(self, conversation: Conversation) -> None:
        """Deletes everything held about the conversation. A turn still under way ends in `ConversationNotFound`."""
        with self._database.transaction() as connection:
            ConversationRepository(connection).erase(conversation.id)

    def purge(self, before: datetime) -> int:
        """Erases the conversations in which nothing was said since `before`; returns how many."""
        with self._database.transaction() as connection:
            return ConversationRepository(connection).erase_older(before)

    def _publish(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self._live.publish(message)


def _hash(token: str) -> str:
    """Only this is stored. The token is 256 random bits, so a plain hash can't be guessed back."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
