"""What this channel needs of the running program. `bot.runtime.Runtime` has it all."""

from typing import Protocol

from bot.conversations.service import ConversationService
from bot.knowledge.content import Content
from bot.storage.database import Database


class Services(Protocol):
    """`content` may be another one at every look: a new version replaces it while the program runs."""

    @property
    def content(self) -> Content: ...

    @property
    def conversations(self) -> ConversationService: ...

    @property
    def database(self) -> Database: ...
