"""Lets calls meet."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor


def at_once[T](calls: Sequence[Callable[[], T]]) -> list[T]:
    """Calls all at the same moment, each in a thread of its own; results in the order of the calls."""
    barrier = threading.Barrier(len(calls))

    def run(call: Callable[[], T]) -> T:
        barrier.wait(10)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
