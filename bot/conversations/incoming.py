"""What may come in from a client: made harmless, or refused."""

import re
import unicodedata

from bot.conversations.model import MAX_MESSAGE_CHARACTERS
from bot.errors import EmptyMessage, InvalidInput, MessageTooLong, UnknownChoice, UnknownLanguage

_KEPT_CONTROLS = "\n\t"
_CLIENT_ID = re.compile(r"[!-~]{1,128}")
_CHOICE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_CONVERSATION_ID = re.compile(r"[0-9a-f]{32}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def clean_text(text: str) -> str:
    """The text without control characters and broken surrogates (the database can't hold them) and outer spaces.

    Joiners and direction marks stay: Arabic, Persian and emoji need them. Raises `EmptyMessage` when nothing
    visible is left, `MessageTooLong` over `MAX_MESSAGE_CHARACTERS`.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in unified if c in _KEPT_CONTROLS or unicodedata.category(c) not in ("Cc", "Cs")).strip()
    if all(c.isspace() or unicodedata.category(c) == "Cf" for c in kept):
        raise EmptyMessage("nothing visible in the message")
    if len(kept) > MAX_MESSAGE_CHARACTERS:
        raise MessageTooLong(f"{len(kept)} characters, at most {MAX_MESSAGE_CHARACTERS}")
    return kept


def check_client_id(client_id: str) -> str:
    """The client's own name for its message: 1 to 128 visible ASCII characters."""
    if not _CLIENT_ID.fullmatch(client_id):
        raise InvalidInput("client_id: 1 to 128 visible ASCII characters")
    return client_id


def is_conversation_id(conversation_id: str) -> bool:
    """Whether it has the form of an id; PostgreSQL takes no zero characters, so others must not get that far."""
    return _CONVERSATION_ID.fullmatch(conversation_id) is not None


def check_choice_id(choice_id: str) -> str:
    if not _CHOICE_ID.fullmatch(choice_id):
        raise UnknownChoice("not an id of a choice")
    return choice_id


def check_language(language: str) -> str:
    """Only the form of a language tag is checked here; which languages are offered is content."""
    if not _LANGUAGE.fullmatch(language):
        raise UnknownLanguage("not a language tag")
    return language
