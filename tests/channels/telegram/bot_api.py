"""Telegram as a bot sees it: a small Bot API on loopback, and the people who write to the bot.

It keeps Telegram's rules that matter here: what is confirmed is gone, what isn't comes again; lengths; whose button.
Rules: https://core.telegram.org/bots/api
"""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "4839574812:AAFD39kkdpWt3ywyRZergyOLMaJhac60qcK"
MOST_BUTTON_BYTES = 64
MOST_TEXT_UNITS = 4096
MOST_CALLBACK_TEXT = 200

Json = dict[str, Any]


class Refused(Exception):
    """An answer of the API other than success."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status = status
        self.body: Json = {"ok": False, "error_code": status, "description": description}
        if parameters:
            self.body["parameters"] = parameters


class ConnectionLost(Exception):
    """The request had its effect, and the answer never arrives."""


@dataclass
class Sent:
    """One message in a chat as the person sees it."""

    chat_id: int
    text: str
    buttons: list[tuple[str, str]]
    at: float = field(default_factory=time.monotonic)


class BotApi:
    """The server; its state may be looked at from the test's thread."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.calls: list[tuple[str, Json]] = []
        self.left: list[int] = []
        self.blocked_by: set[int] = set()
        self.kept_updates: list[Json] = []
        self.repeated_updates: list[Json] = []
        self.troubles: dict[str, list[Exception]] = {}
        self.before_send: Callable[[], None] = lambda: None
        self.commands: dict[str, list[Json]] = {}
        self._open_queries: set[str] = set()
        self._guard = threading.Condition()
        self._update_id = 870_000
        self._polls = 0

    # --- what people and Telegram do -------------------------------------------------------------------------------

    def push(self, **update: Any) -> Json:
        """A new update for the bot."""
        with self._guard:
            self._update_id += 1
            whole = {"update_id": self._update_id, **update}
            self.kept_updates.append(whole)
        return whole

    def push_again(self, update: Json) -> None:
        """Telegram sends an update a second time, confirmed or not."""
        with self._guard:
            self.repeated_updates.append(update)

    def open_query(self, query_id: str) -> None:
        self._open_queries.add(query_id)

    def trouble(self, method: str, *errors: Exception) -> None:
        """The next calls of the method end like this."""
        self.troubles.setdefault(method, []).extend(errors)

    def count(self, method: str) -> int:
        return sum(name == method for name, _ in self.calls)

    # --- the protocol ----------------------------------------------------------------------------------------------

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != f"bot{TOKEN}":
            return _json(Refused(401, "Unauthorized"))
        name = request.match_info["method"]
        method = getattr(self, f"_{name}", None)
        if method is None:
            return _json(Refused(404, "Not Found"))
        call = {key: _value(str(value)) for key, value in (await request.post()).items()}
        self.calls.append((name, call))
        trouble = self.troubles.get(name)
        error = trouble.pop(0) if trouble else None
        try:
            if isinstance(error, Refused):
                raise error
            result = await method(call)
        except Refused as refusal:
            return _json(refusal)
        if isinstance(error, ConnectionLost) and request.transport:
            request.transport.abort()
        return web.json_response({"ok": True, "result": result})

    async def _getMe(self, call: Json) -> Json:
        return {"id": 4839574812, "is_bot": True, "first_name": "Counter", "username": "CounterBot"}

    async def _deleteWebhook(self, call: Json) -> bool:
        return True

    async def _setMyCommands(self, call: Json) -> bool:
        for command in call["commands"]:
            _require(1 <= len(command["description"]) <= 256, "BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[call.get("language_code", "")] = call["commands"]
        return True

    async def _getUpdates(self, call: Json) -> list[Json]:
        self._polls += 1
        mine = self._polls
        give_up = time.monotonic() + float(call.get("timeout", 0))
        with self._guard:
            self.kept_updates = [one for one in self.kept_updates if one["update_id"] >= int(call.get("offset", 0))]
        while True:
            if mine != self._polls:
                raise Refused(409, "Conflict: terminated by other getUpdates request")
            with self._guard:
                repeated, self.repeated_updates = self.repeated_updates, []
                if repeated or self.kept_updates or time.monotonic() > give_up:
                    return [*repeated, *self.kept_updates][: int(call.get("limit", 100))]
            await asyncio.sleep(0.005)

    async def _sendMessage(self, call: Json) -> Json:
        self.before_send()
        chat_id, text = int(call["chat_id"]), str(call.get("text", ""))
        if chat_id in self.blocked_by:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        _require(text.strip() != "", "message text is empty")
        _require(len(text.encode("utf-16-le")) // 2 <= MOST_TEXT_UNITS, "message is too long")
        rows = call.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = [(str(button["text"]), str(button["callback_data"])) for row in rows for button in row]
        for title, data in buttons:
            _require(title != "", "Text buttons are not allowed in the inline keyboard")
            _require(1 <= len(data.encode()) <= MOST_BUTTON_BYTES, "BUTTON_DATA_INVALID")
        self.sent.append(Sent(chat_id, text, buttons))
        chat = {"id": chat_id, "type": "private"}
        return {"message_id": len(self.sent), "date": int(time.time()), "chat": chat, "text": text}

    async def _answerCallbackQuery(self, call: Json) -> bool:
        known = call["callback_query_id"] in self._open_queries
        self._open_queries.discard(call["callback_query_id"])
        _require(known, "query is too old and response timeout expired or query ID is invalid")
        _require(len(str(call.get("text", ""))) <= MOST_CALLBACK_TEXT, "MESSAGE_TOO_LONG")
        return True

    async def _sendChatAction(self, call: Json) -> bool:
        return True

    async def _editMessageReplyMarkup(self, call: Json) -> bool:
        return True

    async def _leaveChat(self, call: Json) -> bool:
        self.left.append(int(call["chat_id"]))
        return True


def _value(text: str) -> Any:
    """Structures travel as JSON in a form field."""
    return json.loads(text) if text[:1] in ("{", "[") else text


def _require(kept: bool, rule: str) -> None:
    if not kept:
        raise Refused(400, f"Bad Request: {rule}")


def _json(refusal: Refused) -> web.Response:
    return web.json_response(refusal.body, status=refusal.status)


@contextmanager
def serve(api: BotApi) -> Iterator[str]:
    """The address of the running server."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="bot api", daemon=True)
    thread.start()

    async def start() -> web.AppRunner:
        app = web.Application()
        app.router.add_route("*", "/{token}/{method}", api.handle)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner

    runner = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()
