"""Progress of a training run, from components deep inside Rasa's graph to whoever shows a bar."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[str, int, int], None]

_listener: ContextVar[Listener | None] = ContextVar("progress", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """While inside, `listener(stage, done, total)` hears of every step; `stage` is a phrase key of the CLI."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def report(stage: str, done: int, total: int) -> None:
    """Tell the listener, if there is one, that `done` of `total` steps of a stage are through."""
    if (listener := _listener.get()) is not None:
        listener(stage, done, total)
