"""Every failure becomes a status and a plain sentence in the person's language, here and nowhere else."""

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.channels.web.language import preferred_language
from bot.errors import PrepazkaError, TooManyRequests
from bot.knowledge.content import Content

log = structlog.get_logger(__name__)

INVALID_INPUT = "invalid_input"
INTERNAL = "internal"
CODES = {404: "not_found", 405: "method_not_allowed"}
RETRY_SECONDS = "1"


def add_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(PrepazkaError, _known)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


async def _known(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, PrepazkaError)
    if error.status >= 500:
        log.error("request_failed", code=error.code, path=request.scope.get("path"), reason=str(error))
    headers = {"Retry-After": RETRY_SECONDS} if isinstance(error, TooManyRequests) else None
    return _problem(request, error.status, error.code, headers)


async def _malformed(request: Request, error: Exception) -> JSONResponse:
    """Says which field is wrong, but never repeats what was sent: it may be personal."""
    assert isinstance(error, RequestValidationError)
    fields = ", ".join(sorted({".".join(str(part) for part in one["loc"][1:]) or "body" for one in error.errors()}))
    return _problem(request, 422, INVALID_INPUT, detail=fields)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return _problem(request, error.status_code, CODES.get(error.status_code, INVALID_INPUT))


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    log.error("request_broke", path=request.scope.get("path"), error=type(error).__name__)
    return _problem(request, 500, INTERNAL)


def _problem(
    request: Request, status: int, code: str, headers: dict[str, str] | None = None, detail: str | None = None
) -> JSONResponse:
    content: Content = request.app.state.runtime.content
    language = preferred_language(request, content)
    body = {"code": code, "message": content.phrases.say(language, f"error.{code}")}
    return JSONResponse(body | ({"fields": detail} if detail else {}), status, headers)
