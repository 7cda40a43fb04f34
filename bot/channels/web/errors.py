"""Every failure becomes a status and a plain sentence in the person's language, here and nowhere else."""

from collections.abc import Mapping

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.channels.web.language import preferred_language
from bot.channels.web.limits import AllowanceSpent
from bot.errors import PrepazkaError
from bot.knowledge.content import Content

log = structlog.get_logger(__name__)

INVALID_INPUT = "invalid_input"
INTERNAL = "internal"
CODES = {404: "not_found", 405: "method_not_allowed", 413: "message_too_long"}
NOT_A_FIELD = ("extra_forbidden", "json_invalid")
"""Kinds of faults whose place is not a field of ours: a name that the client made up, a position in its text."""


def add_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(PrepazkaError, _known)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


async def _known(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, PrepazkaError)
    if error.status >= 500:
        log.error("request_failed", code=error.code, path=request.scope.get("path"), reason=str(error))
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, AllowanceSpent) else None
    return problem(request, error.status, error.code, headers)


async def _malformed(request: Request, error: Exception) -> JSONResponse:
    """Says which field is wrong, but never repeats what was sent: it may be personal."""
    assert isinstance(error, RequestValidationError)
    return problem(request, 422, INVALID_INPUT, fields=sorted({_field(one) for one in error.errors()}))


def _field(fault: Mapping[str, object]) -> str:
    place = fault["loc"]
    assert isinstance(place, tuple)
    inside = () if fault["type"] in NOT_A_FIELD else place[1:]
    return ".".join(map(str, inside)) or str(place[0])


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return problem(request, error.status_code, headers=error.headers)


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    log.error("request_broke", path=request.scope.get("path"), error=type(error).__name__)
    return problem(request, 500, INTERNAL)


def problem(
    request: Request,
    status: int,
    code: str | None = None,
    headers: Mapping[str, str] | None = None,
    fields: list[str] | None = None,
) -> JSONResponse:
    """The answer to a request that failed; without a `code` the status says it."""
    code = code or CODES.get(status, INVALID_INPUT)
    content: Content = request.app.state.runtime.content
    body = {"code": code, "message": content.phrases.say(preferred_language(request, content), f"error.{code}")}
    return JSONResponse(body | ({"fields": fields} if fields else {}), status, headers)
