"""The shapes of the HTTP API (docs: /api/docs). Requests refuse fields they don't know."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.conversations.model import Author, Conversation, Message

ClientId = Annotated[
    str, Field(min_length=1, max_length=64, description="Made by the client; makes a message idempotent")
]
LanguageCode = Annotated[str, Field(min_length=2, max_length=12, examples=["uk"])]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewConversation(_Request):
    language: LanguageCode | None = None


class Location(_Request):
    """Where the person is, in degrees (WGS 84). It is rounded to about a kilometre before anything else happens."""

    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False, examples=[49.19])]
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False, examples=[16.61])]


class NewMessage(_Request):
    """A text, a choice that the server offered, or a location. The conversation judges lengths, in its language."""

    client_id: ClientId
    text: str | None = None
    choice: str | None = None
    location: Location | None = None

    @model_validator(mode="after")
    def one_of_three(self) -> "NewMessage":
        if [self.text, self.choice, self.location].count(None) != 2:
            raise ValueError("send a text, a choice or a location")
        return self


class ChangedConversation(_Request):
    language: LanguageCode


class ChoiceOut(BaseModel):
    id: str
    title: str


class TermOut(BaseModel):
    """A word in the text that can be explained: send its `id` as a choice. It stands there just as in `term`."""

    id: str
    term: str


class SourceOut(BaseModel):
    title: str
    url: str | None
    checked: date


class MessageOut(BaseModel):
    """One message of a conversation."""

    id: int
    author: Author
    text: str
    language: str
    choices: list[ChoiceOut]
    card: dict[str, Any] | None = None
    sources: list[SourceOut] | None = None
    topic: str | None = None
    terms: list[TermOut] | None = None
    translated_from: str | None = None
    client_id: str | None = None
    at: datetime

    @classmethod
    def of(cls, message: Message) -> "MessageOut":
        return cls(
            id=message.id,
            author=message.author,
            text=message.text,
            language=message.language,
            choices=[ChoiceOut(id=choice.id, title=choice.title) for choice in message.choices],
            card=dict(message.card) if message.card else None,
            sources=[SourceOut(title=s.title, url=s.url, checked=s.checked) for s in message.sources] or None,
            topic=message.topic,
            terms=[TermOut(id=term.id, term=term.title) for term in message.terms] or None,
            translated_from=message.translated_from,
            client_id=message.client_id,
            at=message.at,
        )


class ConversationOut(BaseModel):
    id: str
    language: str
    messages: list[MessageOut]

    @classmethod
    def of(cls, conversation: Conversation, messages: list[Message]) -> "ConversationOut":
        return cls(
            id=conversation.id, language=conversation.language, messages=[MessageOut.of(one) for one in messages]
        )


class StartedConversation(ConversationOut):
    """The token is the only key to the conversation; it is told once."""

    token: str


class Turn(BaseModel):
    """The replies to one message, and the language the conversation is in now."""

    language: str
    messages: list[MessageOut]


class Problem(BaseModel):
    """What went wrong: a stable code, and a sentence in the person's language; `fields` are for who writes clients."""

    code: str
    message: str
    fields: list[str] | None = Field(None, description="With `invalid_input`: what doesn't have the right form")
