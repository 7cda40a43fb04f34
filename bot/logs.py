"""Logs for the operator: one JSON line an event, never a text that a person wrote.

Rasa logs messages at debug and info, so its loggers stay at warning; what is left is masked all the same.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

from bot.conversations.masking import mask

MOST_FRAMES = 8
NOISY = ("rasa", "rasa_sdk", "sanic", "apscheduler", "httpx", "matplotlib")


def configure_logs(level: int = logging.INFO) -> None:
    """Call once, before Rasa is used."""
    shared: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _name_exception,
        _mask_values,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)


class _JsonLines(logging.Formatter):
    """The standard library's records in the same form."""

    def format(self, record: logging.LogRecord) -> str:
        event: dict[str, Any] = {"event": mask(record.getMessage()), "logger": record.name, "level": record.levelname}
        if record.exc_info and record.exc_info[1]:
            event["exception"] = _described(record.exc_info[1])
        rendered = structlog.processors.JSONRenderer(ensure_ascii=False)(None, "", event)
        return str(rendered)


def _name_exception(logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    raised = event.pop("exc_info", None)
    error = sys.exception() if raised is True else raised
    if isinstance(error, BaseException):
        event["exception"] = _described(error)
    return event


def _described(error: BaseException) -> dict[str, Any]:
    """Its kind and where it came from. Not its message, which may quote what a person wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    return {"type": type(error).__name__, "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]}


def _mask_values(logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: mask(value) if isinstance(value, str) else value for name, value in event.items()}
