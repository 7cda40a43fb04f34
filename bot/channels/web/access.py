"""What every endpoint needs: the running services, the client's allowance, and the conversation its token opens."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.channels.web.limits import RequestLimits
from bot.conversations.model import Conversation
from bot.runtime import Runtime

bearer = HTTPBearer(auto_error=False, description="The token that came with the conversation")


def runtime_of(request: Request) -> Runtime:
    runtime: Runtime = request.app.state.runtime
    return runtime


def take_allowance(request: Request) -> None:
    """Counts this request against its client; behind a proxy uvicorn puts the real client here."""
    limits: RequestLimits = request.app.state.limits
    limits.take(request.client.host if request.client else "unknown")


def conversation_of(
    request: Request,
    conversation_id: str,
    runtime: Annotated[Runtime, Depends(runtime_of)],
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
) -> Conversation:
    """The conversation in the path, if the token is its own."""
    conversation = runtime.conversations.authorise(conversation_id, credentials.credentials if credentials else "")
    request.state.language = conversation.language
    return conversation


Services = Annotated[Runtime, Depends(runtime_of)]
Opened = Annotated[Conversation, Depends(conversation_of)]
