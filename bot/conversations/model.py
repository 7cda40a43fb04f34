"""What a conversation is made of. A reply is data, never the markup of a channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol

Author = Literal["client", "assistant", "staff", "interpreter", "system"]

MAX_MESSAGE_CHARACTERS = 4000


@dataclass(frozen=True)
class Choice:
    """A button. Only `id` and `title` leave the server; what it does is an intent that the server issued itself."""

    id: str
    title: str
    intent: str
    entities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SourceReference:
    """Where an answer comes from and the day on which an editor last read it there."""

    title: str
    url: str | None
    checked: date


@dataclass(frozen=True)
class Reply:
    """One message to the person, before it is stored.

    `terms` are choices too, that stand in the text itself: the title is the very words of the text.
    """

    text: str
    language: str
    choices: tuple[Choice, ...] = ()
    card: Mapping[str, Any] | None = None
    sources: tuple[SourceReference, ...] = ()
    topic: str | None = None
    terms: tuple[Choice, ...] = ()
    translated_from: str | None = None
    author: Author = "assistant"


@dataclass(frozen=True)
class Message:
    """A stored message; `id` rises within the whole database, so it orders and resumes the event stream."""

    id: int
    conversation_id: str
    author: Author
    text: str
    language: str
    at: datetime
    choices: tuple[Choice, ...] = ()
    card: Mapping[str, Any] | None = None
    sources: tuple[SourceReference, ...] = ()
    topic: str | None = None
    terms: tuple[Choice, ...] = ()
    translated_from: str | None = None
    client_id: str | None = None
    in_reply_to: int | None = None
    chosen: Choice | None = None


@dataclass(frozen=True)
class Conversation:
    """One person on one channel.

    `external_id` is the channel's own name for it (a Telegram chat), `failures` the turns in a row that broke.
    """

    id: str
    channel: str
    language: str
    language_chosen: bool
    created_at: datetime
    last_at: datetime
    external_id: str | None = None
    failures: int = 0


@dataclass(frozen=True)
class TurnRequest:
    """What the engine needs to know of one message of the client."""

    conversation_id: str
    message_id: int
    text: str
    choice: Choice | None
    language: str
    language_chosen: bool
    channel: str


@dataclass(frozen=True)
class TurnResult:
    """What came of it: replies, the new tracker events (stored with the replies, or not at all), the language."""

    replies: tuple[Reply, ...]
    events: Sequence[Mapping[str, Any]]
    language: str
    language_chosen: bool


class Responder(Protocol):
    """The assistant, as conversations see it. Thread-safe; may raise `Unavailable`."""

    def respond(self, turn: TurnRequest) -> TurnResult: ...

    def welcome(self, language: str) -> tuple[Reply, ...]: ...
