"""One client may not take the assistant away from the others."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from bot.channels.web.limits import AllowanceSpent, RequestLimits
from bot.settings import Settings
from tests.channels.web.conftest import Refused
from tests.channels.web.talk import API, Talk
from tests.conftest import StartServer

PER_SECOND = Settings.model_fields["messages_per_second"].default
REQUESTS = 200


@pytest.fixture
def door(start_server: StartServer) -> Iterator[Callable[[str], httpx.Client]]:
    """Clients of a server with the default limit, by the address they come from."""
    url = start_server(PREPAZKA_RATE_LIMIT=str(PER_SECOND)).url
    clients: list[httpx.Client] = []

    def open_from(address: str) -> httpx.Client:
        transport = httpx.HTTPTransport(local_address=address)
        clients.append(httpx.Client(base_url=url, transport=transport, timeout=40, headers={"Accept-Language": "vi"}))
        return clients[-1]

    yield open_from
    for client in clients:
        client.close()


def test_of_200_requests_a_second_most_are_refused_and_others_go_on(
    door: Callable[[str], httpx.Client], refused: Refused
) -> None:
    greedy, patient = door("127.0.0.1"), Talk.begin(door("127.0.0.2"), "uk")
    with ThreadPoolExecutor(20) as pool:
        flood = [pool.submit(greedy.post, API, json={"language": "cs"}) for _ in range(REQUESTS)]
        assert patient.say("Хто платить за мене медичне страхування?")[0]["topic"] == "health-insurance"
        answers = [sent.result() for sent in flood]
    refusals = [answer for answer in answers if answer.status_code != 201]
    assert len(refusals) >= REQUESTS / 3
    assert all(int(refusal.headers["Retry-After"]) >= 1 for refusal in refusals)
    for refusal in refusals:
        refused(refusal, 429, "too_many_requests", "vi")
    time.sleep(int(refusals[-1].headers["Retry-After"]))
    assert Talk.begin(greedy), "who waits as long as told is served again"
    assert httpx.get(greedy.base_url.join("/health/live")).status_code == 200


def spend(limits: RequestLimits, client: str, times: int) -> list[int]:
    """Sends so many requests; the seconds to wait that each refusal named."""
    named = []
    for _ in range(times):
        try:
            limits.take(client)
        except AllowanceSpent as refusal:
            named.append(refusal.seconds)
    return named


def test_a_burst_costs_the_rest_of_the_second_and_not_of_the_minute() -> None:
    limits = RequestLimits(Settings(messages_per_second=5))
    assert spend(limits, "a", 100) == [1] * 95
    time.sleep(1.1)
    assert spend(limits, "a", 5) == []


def test_who_spent_the_minute_is_told_to_wait_for_it() -> None:
    class Short(RequestLimits):
        MINUTE_FACTOR = 1

    limits = Short(Settings(messages_per_second=2))
    spend(limits, "a", 2)
    time.sleep(1.1)
    [seconds] = spend(limits, "a", 1)
    assert 50 <= seconds <= 60
    assert spend(limits, "b", 1) == []


def test_two_replicas_with_a_redis_count_together(redis_url: str) -> None:
    one, other = (RequestLimits(Settings(redis_url=redis_url, messages_per_second=3)) for _ in range(2))
    client = f"together {time.time_ns()}"
    assert spend(one, client, 2) + spend(other, client, 1) == []
    assert spend(one, client, 1) and spend(other, client, 1)


def test_without_its_redis_a_replica_counts_alone_and_at_once() -> None:
    limits = RequestLimits(Settings(redis_url="redis://127.0.0.1:1", messages_per_second=3))
    started = time.monotonic()
    assert len(spend(limits, "a", 5)) == 2
    assert time.monotonic() - started < 2
