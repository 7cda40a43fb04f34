"""What a Telegram update asks of us, without anything else that Telegram tells about the person."""

from dataclasses import dataclass

from telegram import CallbackQuery, ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus, ChatType

UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)
"""The kinds of update that we let Telegram send."""

_INSIDE = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR)


@dataclass(frozen=True)
class Incoming:
    """A text, a pressed choice or a location; with none it is something that we can't read (a photo, a voice).

    `language` is the language of the person's Telegram, `callback_id` names the press that has to be acknowledged.
    """

    update_id: int
    chat_id: int
    language: str | None
    private: bool
    text: str | None = None
    choice_id: str | None = None
    location: tuple[float, float] | None = None
    callback_id: str | None = None

    @property
    def command(self) -> str | None:
        """`/help` for `/help`, `/help@CounterBot` and `/help me`; None when the text is no command."""
        if self.text is None or not self.text.startswith("/"):
            return None
        return self.text.split()[0].partition("@")[0].lower()


def read_update(update: Update) -> Incoming | None:
    """None for what needs no answer at all: a pinned message, a person who blocked us."""
    if update.message is not None:
        return _message(update.update_id, update.message)
    if update.callback_query is not None:
        return _press(update.update_id, update.callback_query)
    if update.my_chat_member is not None:
        return _membership(update.update_id, update.my_chat_member)
    return None


def _message(update_id: int, message: Message) -> Incoming | None:
    private = message.chat.type == ChatType.PRIVATE
    if private and message.text is None and message.effective_attachment is None:
        return None
    language = message.from_user.language_code if message.from_user else None
    here = message.location
    location = (here.latitude, here.longitude) if here else None
    return Incoming(update_id, message.chat.id, language, private, text=message.text, location=location)


def _press(update_id: int, query: CallbackQuery) -> Incoming:
    person = query.from_user
    chat = query.message.chat if query.message else None
    return Incoming(
        update_id,
        chat.id if chat else person.id,  # a private chat has the number of its person
        person.language_code,
        chat is None or chat.type == ChatType.PRIVATE,
        choice_id=query.data or "",
        callback_id=query.id,
    )


def _membership(update_id: int, change: ChatMemberUpdated) -> Incoming | None:
    """Only being taken into a group asks something of us."""
    if change.chat.type == ChatType.PRIVATE or change.new_chat_member.status not in _INSIDE:
        return None
    return Incoming(update_id, change.chat.id, change.from_user.language_code, private=False)
