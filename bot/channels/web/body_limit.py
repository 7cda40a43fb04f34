"""Refuses bodies that no honest client sends, before they fill the memory."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.errors import problem

MOST_BODY_BYTES = 64 * 1024
TOO_LARGE = 413


class BodyLimit:
    """Answers 413 for a body over the limit, whether its length was announced or not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > MOST_BODY_BYTES:
            await problem(Request(scope), TOO_LARGE)(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            """Raised where the body is read, so that the application answers it like any other refusal."""
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MOST_BODY_BYTES:
                raise HTTPException(TOO_LARGE)
            return message

        await self._app(scope, counted, send)
