"""Twenty people at once are all answered, and the process stays awake for everybody else."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.channels.web.talk import Talk

PEOPLE = 20
TURNS = 4
LONGEST_GAP_SECONDS = 1.5
"""Generous: the machine may be busy with other tests. `prepazka bench` measures the exact number."""


def test_twenty_people_at_once_are_answered_and_the_process_stays_awake(http: httpx.Client, server_url: str) -> None:
    talks = [Talk.begin(http, language) for language in ("en", "uk", "ar", "vi") * (PEOPLE // 4)]
    with Prober(server_url) as prober, ThreadPoolExecutor(PEOPLE) as pool:
        said = [pool.submit(talk.say, "VZP zdravotní pojištění?") for _ in range(TURNS) for talk in talks]
        assert all(turn.result() for turn in said)
    assert len(prober.gaps) > 5
    assert max(prober.gaps) < LONGEST_GAP_SECONDS
    assert [len(talk.messages()) for talk in talks] == [1 + 2 * TURNS] * PEOPLE


class Prober:
    """Asks all the time whether the process is alive; `gaps` are the seconds each answer took."""

    def __init__(self, url: str) -> None:
        self.gaps: list[float] = []
        self._url = url
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ask, daemon=True)

    def _ask(self) -> None:
        with httpx.Client(base_url=self._url, timeout=30) as http:
            while not self._over.is_set():
                asked = time.perf_counter()
                assert http.get("/health/live").status_code == 200
                self.gaps.append(time.perf_counter() - asked)
                time.sleep(0.005)

    def __enter__(self) -> "Prober":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
