import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import redis

from bot.conversations.live import LiveEvents, LocalLiveEvents, make_live_events
from bot.conversations.live_redis import CHANNEL, RedisLiveEvents
from bot.conversations.model import Message
from bot.settings import Settings


def message(number: int, conversation_id: str = "mine", text: str = "text") -> Message:
    return Message(number, conversation_id, "client", text, "cs", datetime(2026, 11, 23, tzinfo=UTC))


def from_a_thread(live: LiveEvents, *messages: Message) -> None:
    def publish() -> None:
        for one in messages:
            live.publish(one)

    thread = threading.Thread(target=publish)
    thread.start()
    thread.join()


@contextlib.asynccontextmanager
async def view(live: LiveEvents, conversation_id: str = "mine") -> AsyncIterator["View"]:
    async with contextlib.aclosing(live.subscribe(conversation_id)) as wakeups:
        yield View(aiter(wakeups))


class View:
    def __init__(self, wakeups: AsyncIterator[int]) -> None:
        self._wakeups = wakeups

    async def woken(self, seconds: float = 5.0) -> int:
        async with asyncio.timeout(seconds):
            return await anext(self._wakeups)

    async def hears(self, number: int) -> None:
        """Waits for this id, whatever other wake-ups come before it."""
        async with asyncio.timeout(5.0):
            while await anext(self._wakeups) != number:
                pass


def test_a_view_is_woken_at_once_so_that_it_reads_what_came_before() -> None:
    async def scenario() -> None:
        async with view(LocalLiveEvents()) as mine:
            assert await mine.woken() == 0

    asyncio.run(scenario())


def test_a_message_from_a_worker_thread_wakes_the_views_of_its_conversation_only() -> None:
    async def scenario() -> None:
        live = LocalLiveEvents()
        async with view(live) as one, view(live) as two, view(live, "other") as other:
            for each in (one, two, other):
                await each.woken()
            await asyncio.to_thread(from_a_thread, live, message(7))
            assert [await one.woken(), await two.woken()] == [7, 7]
            with pytest.raises(TimeoutError):
                await other.woken(0.05)

    asyncio.run(scenario())


def test_many_messages_to_a_slow_view_are_one_wakeup_with_the_newest_id() -> None:
    async def scenario() -> None:
        live = LocalLiveEvents(wake_every_seconds=0.05)
        async with view(live) as slow:
            await slow.woken()
            await asyncio.to_thread(from_a_thread, live, *map(message, range(1, 1001)))
            assert await slow.woken() == 1000
            begun = time.monotonic()
            assert await slow.woken() == 1000
            assert time.monotonic() - begun > 0.04, "nothing had piled up: this wake-up came by time"

    asyncio.run(scenario())


def test_a_view_wakes_by_itself_because_an_event_may_be_lost() -> None:
    async def scenario() -> None:
        async with view(LocalLiveEvents(wake_every_seconds=0.02)) as mine:
            assert [await mine.woken() for _ in range(3)] == [0, 0, 0]

    asyncio.run(scenario())


def test_a_view_that_leaves_is_forgotten() -> None:
    async def scenario() -> None:
        live = LocalLiveEvents()
        async with view(live) as one, view(live) as two:
            await one.woken()
            await two.woken()
            assert live.views == 2
        assert live.views == 0
        live.publish(message(1))

    asyncio.run(scenario())


def test_publishing_to_a_loop_that_has_ended_does_no_harm() -> None:
    live = LocalLiveEvents()

    async def leave_without_closing() -> None:
        wakeups = live.subscribe("mine")
        await anext(wakeups)
        kept.append(wakeups)

    kept: list[object] = []
    loop = asyncio.new_event_loop()
    loop.run_until_complete(leave_without_closing())
    loop.close()
    live.publish(message(1))
    assert live.views == 1


def test_a_message_of_another_replica_wakes_a_view(redis_url: str) -> None:
    async def scenario() -> None:
        here, there = RedisLiveEvents(redis_url), RedisLiveEvents(redis_url)
        async with view(here) as mine, view(here, "other") as other:
            assert [await mine.woken(), await other.woken()] == [0, 0]
            assert await mine.woken() == 0, "the listener stands"
            await asyncio.to_thread(from_a_thread, there, message(7), message(8, "other"))
            await mine.hears(7)
            await other.hears(8)
        assert here.views == 0
        await here.close()
        await there.close()

    asyncio.run(scenario())


def test_no_text_travels_through_redis(redis_url: str) -> None:
    client = redis.Redis.from_url(redis_url)
    live = RedisLiveEvents(redis_url)
    with client.pubsub(ignore_subscribe_messages=True) as ear:  # type: ignore[no-untyped-call]
        ear.subscribe(CHANNEL)
        ear.get_message(timeout=2)
        live.publish(message(9, "only-ids", "rodné číslo"))
        heard = [ear.get_message(timeout=2)]
        while heard[-1] is None or not heard[-1]["data"].startswith(b"only-ids"):
            heard.append(ear.get_message(timeout=2))
    assert heard[-1]["data"] == b"only-ids 9"
    asyncio.run(live.close())
    client.close()


def test_a_lost_listener_comes_back_and_sends_views_to_the_database(redis_url: str) -> None:
    async def scenario() -> None:
        here, there = RedisLiveEvents(redis_url, pause_seconds=0.05), RedisLiveEvents(redis_url)
        async with view(here) as mine:
            assert [await mine.woken(), await mine.woken()] == [0, 0]
            await asyncio.to_thread(_cut_off_listeners, redis_url)
            assert await mine.woken() == 0
            there.publish(message(7))
            await mine.hears(7)
        await here.close()
        await there.close()

    asyncio.run(scenario())


def _cut_off_listeners(redis_url: str) -> None:
    client = redis.Redis.from_url(redis_url)
    client.client_kill_filter(_type="pubsub")
    client.close()


def test_without_redis_the_own_views_still_hear_and_publishing_is_quick() -> None:
    async def scenario() -> None:
        with socket.socket() as nobody_listens:
            nobody_listens.bind(("127.0.0.1", 0))
            live = RedisLiveEvents(f"redis://127.0.0.1:{nobody_listens.getsockname()[1]}")
            async with view(live) as mine:
                await mine.woken()
                begun = time.monotonic()
                await asyncio.to_thread(from_a_thread, live, *map(message, range(1, 101)))
                assert time.monotonic() - begun < 1
                assert await mine.woken() == 100
            await live.close()

    asyncio.run(scenario())


@pytest.mark.parametrize("junk", [b"", b"mine", b"mine x", b"\xff \xff", b"mine -1"])
def test_junk_on_the_channel_is_passed_over(junk: bytes) -> None:
    RedisLiveEvents("redis://127.0.0.1:1")._pass_on("message", junk)


def test_the_settings_choose() -> None:
    for url, kind in (("", LocalLiveEvents), ("redis://127.0.0.1:6379", RedisLiveEvents)):
        assert isinstance(make_live_events(Settings.model_construct(redis_url=url)), kind)
