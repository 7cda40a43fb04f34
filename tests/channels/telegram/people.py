"""People on Telegram, as a test plays them."""

import time
from collections.abc import Callable
from itertools import count
from typing import Any

from tests.channels.telegram.bot_api import BotApi, Json, Sent

WAIT_SECONDS = 10.0
_numbers = count(1)


def wait_until(done: Callable[[], bool], what: str, seconds: float = WAIT_SECONDS) -> None:
    give_up = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < give_up, f"waited in vain for {what}"
        time.sleep(0.005)


class Person:
    """One person in a private chat with the bot, whose number is the person's own."""

    def __init__(self, api: BotApi, number: int, language: str = "uk") -> None:
        self.api = api
        self.number = number
        self._user = {"id": number, "is_bot": False, "first_name": "Oksana-Secret", "language_code": language}
        self._chat = {"id": number, "type": "private", "first_name": "Oksana-Secret"}
        self._read = 0

    def says(self, text: str) -> Json:
        return self.sends(text=text)

    def sends(self, chat: Json | None = None, **content: Any) -> Json:
        return self.api.push(message=self._message(chat or self._chat) | content)

    def edits(self, text: str) -> Json:
        return self.api.push(edited_message=self._message(self._chat) | {"text": text, "edit_date": int(time.time())})

    def presses(self, data: str) -> Json:
        query_id = f"query-{next(_numbers)}"
        self.api.open_query(query_id)
        message = self._message(self._chat) | {"text": "…"}
        query = {"id": query_id, "from": self._user, "chat_instance": "1", "message": message, "data": data}
        return self.api.push(callback_query=query)

    def takes_the_bot_into(self, group: int) -> Json:
        bot = {"id": 4839574812, "is_bot": True, "first_name": "Counter"}
        return self.api.push(
            my_chat_member={
                "chat": {"id": group, "type": "supergroup", "title": "Secret group"},
                "from": self._user,
                "date": int(time.time()),
                "old_chat_member": {"user": bot, "status": "left"},
                "new_chat_member": {"user": bot, "status": "member"},
            }
        )

    def reads(self, number: int) -> list[Sent]:
        """The next messages of the bot in this chat, once there are as many."""
        wait_until(lambda: len(self._all()) >= self._read + number, f"{number} more messages after {self.texts()}")
        fresh = self._all()[self._read : self._read + number]
        self._read += number
        return fresh

    def reads_texts(self, number: int) -> list[str]:
        return [sent.text for sent in self.reads(number)]

    def reads_no_more(self, seconds: float = 0.3) -> None:
        time.sleep(seconds)
        assert self.texts()[self._read :] == []

    def texts(self) -> list[str]:
        return [sent.text for sent in self._all()]

    def _all(self) -> list[Sent]:
        return [sent for sent in self.api.sent if sent.chat_id == self.number]

    def _message(self, chat: Json) -> Json:
        return {"message_id": next(_numbers), "date": int(time.time()), "chat": chat, "from": self._user}


def begin(person: Person) -> None:
    """The conversation stands and its welcome is read."""
    person.says("/start")
    person.reads(1)
