"""`/api/v1/conversations`: start, talk, read, change language, export, erase."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from bot.channels.location import location_choice
from bot.channels.web.access import Opened, Services, take_allowance
from bot.channels.web.language import offered, preferred_language
from bot.channels.web.schemas import (
    ChangedConversation,
    ConversationOut,
    MessageOut,
    NewConversation,
    NewMessage,
    Problem,
    StartedConversation,
    Turn,
)

CHANNEL = "web"
PROBLEMS: dict[int | str, dict[str, Any]] = {status: {"model": Problem} for status in (401, 404, 413, 422, 429, 503)}

router = APIRouter(
    prefix="/api/v1/conversations",
    tags=["conversations"],
    dependencies=[Depends(take_allowance)],
    responses=PROBLEMS,
)


@router.post("", status_code=201)
def start(request: Request, services: Services, body: NewConversation | None = None) -> StartedConversation:
    """A new conversation. Its token is the only key to it and is told just once."""
    language = offered(body.language, services.content) if body and body.language else None
    spoken = language or preferred_language(request, services.content)
    conversation, token, messages = services.conversations.start(CHANNEL, spoken, language_chosen=language is not None)
    return StartedConversation(token=token, **ConversationOut.of(conversation, messages).model_dump())


@router.post("/{conversation_id}/messages")
def send(conversation: Opened, services: Services, body: NewMessage) -> Turn:
    """Say something, press a button, or tell where you are.

    The same `client_id` again gives the same answer; nothing happens twice.
    """
    if body.location is not None:
        here = location_choice(body.location.latitude, body.location.longitude, conversation.language, services.content)
        replies = services.conversations.press(conversation, body.client_id, here)
    else:
        replies = services.conversations.receive(conversation, body.client_id, body.text, body.choice)
    language = replies[-1].language if replies else conversation.language
    return Turn(language=language, messages=[MessageOut.of(reply) for reply in replies])


@router.get("/{conversation_id}/messages")
def read(
    conversation: Opened, services: Services, after: Annotated[int, Query(ge=0, le=2**62)] = 0
) -> list[MessageOut]:
    """Messages newer than `after` (a message id), oldest first."""
    return [MessageOut.of(message) for message in services.conversations.messages(conversation, after)]


@router.patch("/{conversation_id}")
def change(conversation: Opened, services: Services, body: ChangedConversation) -> ConversationOut:
    """Choose the language; from now on nothing that is written changes it by itself."""
    language = offered(body.language, services.content)
    return ConversationOut.of(services.conversations.set_language(conversation, language), [])


@router.get("/{conversation_id}/export")
def export(conversation: Opened, services: Services) -> dict[str, Any]:
    """Everything that is held about this conversation."""
    return services.conversations.export(conversation)


@router.delete("/{conversation_id}", status_code=204)
def erase(conversation: Opened, services: Services) -> Response:
    """Erase the conversation and everything held about it, at once."""
    services.conversations.erase(conversation)
    return Response(status_code=204)
