"""Logs for the operator: one JSON line an event, never a text that a person wrote.

Rasa logs messages at debug and info, so its loggers stay at warning; what is left is masked all the same. An exception
is told by its kind and place: its words may quote what a person wrote.
"""

import logging
import sys
import threading
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

from bot.conversations.masking import mask

MOST_FRAMES = 8
PLAIN = (str, int, float, bool, type(None))
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
    logging.raiseExceptions = False  # or a record that can't be formatted would be printed with all its values
    threading.excepthook = _thread_died


class _JsonLines(logging.Formatter):
    """The standard library's records in the same form."""

    def format(self, record: logging.LogRecord) -> str:
        said = record.getMessage()
        if record.name == "asyncio":
            said = said.partition("\n")[0]  # the lines below hold the words of the exception
        event: dict[str, Any] = {"event": mask(said), "logger": record.name, "level": record.levelname}
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
    return {name: _masked(name, value) for name, value in event.items()}


def _masked(name: str, value: object) -> object:
    """Rasa also hands texts and whole events over as values; of those only the kind is told."""
    if name == "exception":
        return value
    if not isinstance(value, PLAIN) or name.endswith("text"):
        return f"<{type(value).__name__}>"
    return mask(value) if isinstance(value, str) else value


def _thread_died(died: threading.ExceptHookArgs) -> None:
    """Instead of Python's own, which prints the words of the exception."""
    structlog.get_logger(__name__).error("thread_died", exc_info=died.exc_value)
