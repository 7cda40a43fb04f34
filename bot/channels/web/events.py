"""`GET …/events`: new messages as server-sent events; a broken line resumes where it was."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request
from fastapi.concurrency import run_in_threadpool
from sse_starlette import EventSourceResponse, ServerSentEvent

from bot.channels.web.access import Opened, Services, take_allowance
from bot.channels.web.schemas import MessageOut
from bot.conversations.model import Conversation
from bot.runtime import Runtime

PING_SECONDS = 20
RETRY_MILLISECONDS = 2000

router = APIRouter(prefix="/api/v1/conversations", tags=["conversations"], dependencies=[Depends(take_allowance)])


@router.get("/{conversation_id}/events", response_class=EventSourceResponse)
async def events(
    request: Request,
    conversation: Opened,
    services: Services,
    last_event_id: Annotated[str | None, Header()] = None,
    after: int = 0,
) -> EventSourceResponse:
    """Messages after `Last-Event-ID` (or `after`), then each new one: event `message`, with the message's id."""
    since = int(last_event_id) if last_event_id and last_event_id.isdecimal() and len(last_event_id) < 19 else after
    return EventSourceResponse(_messages(services, conversation, since), ping=PING_SECONDS)


async def _messages(services: Runtime, conversation: Conversation, since: int) -> AsyncIterator[ServerSentEvent]:
    yield ServerSentEvent(comment="open", retry=RETRY_MILLISECONDS)
    async for _ in services.live.subscribe(conversation.id):
        fresh = await run_in_threadpool(services.conversations.messages, conversation, since)
        if not fresh and not await run_in_threadpool(services.conversations.exists, conversation):
            return
        for message in fresh:
            since = message.id
            yield ServerSentEvent(
                MessageOut.of(message).model_dump_json(), id=str(message.id), event="message", retry=RETRY_MILLISECONDS
            )
