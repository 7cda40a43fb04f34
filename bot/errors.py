"""The one error tree. A channel turns a `PrepazkaError` into a status and a plain sentence in one place.

`code` is stable and names the phrase `error.<code>` that the user reads; the exception's own text is for the operator.
"""

from typing import ClassVar


class PrepazkaError(Exception):
    """Anything this program refuses or fails at knowingly."""

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500


class InvalidInput(PrepazkaError):
    """What came from outside doesn't have the promised form."""

    code = "invalid_input"
    status = 422


class EmptyMessage(InvalidInput):
    code = "empty_message"


class MessageTooLong(InvalidInput):
    code = "message_too_long"
    status = 413


class UnknownChoice(InvalidInput):
    """A choice that the server never issued in this conversation."""

    code = "unknown_choice"


class UnknownLanguage(InvalidInput):
    code = "unknown_language"


class NotAuthorised(PrepazkaError):
    """No token, or a token of no conversation."""

    code = "not_authorised"
    status = 401


class ConversationNotFound(PrepazkaError):
    """Also said when the conversation belongs to another token, so that ids can't be probed."""

    code = "conversation_not_found"
    status = 404


class TooManyRequests(PrepazkaError):
    code = "too_many_requests"
    status = 429


class Unavailable(PrepazkaError):
    """Something this answer needs is not there now: the database, the model."""

    code = "unavailable"
    status = 503


class NotTrained(Unavailable):
    """No model to load; `prepazka train` makes one."""

    code = "not_trained"


class ContentError(PrepazkaError):
    """The knowledge base or another content file can't be read; the text names file, line and mend."""

    code = "content"


class SettingsError(PrepazkaError):
    code = "settings"
