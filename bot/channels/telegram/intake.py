"""Takes in what a person sent. It blocks on the database and the assistant, so it runs in a worker thread."""

import structlog

from bot.channels.location import location_choice
from bot.channels.telegram.chats import CHANNEL, Chat, TelegramChats
from bot.channels.telegram.incoming import Incoming
from bot.channels.telegram.services import Services
from bot.channels.web.limits import RequestLimits
from bot.conversations.model import Choice, Conversation
from bot.errors import PrepazkaError, TooManyRequests
from bot.knowledge.model import FALLBACK_LANGUAGE

log = structlog.get_logger(__name__)

COMMANDS = {"/start": "greet", "/help": "help", "/language": "change_language"}
"""What a command means, as an intent. Any other text with a stroke is an ordinary text."""

START = "/start"
INTERNAL = "error.internal"


class Intake:
    """Stores every message once and has it answered; the answers come to the chat by `Delivery`."""

    def __init__(self, services: Services, chats: TelegramChats, limits: RequestLimits) -> None:
        self._services = services
        self._chats = chats
        self._limits = limits
        self._slowed: set[int] = set()

    def take(self, incoming: Incoming) -> str | None:
        """The sentence to say at once beside what the conversation holds, or None. Raises nothing."""
        try:
            phrase = self._take(incoming)
        except TooManyRequests as error:
            phrase = self._slow_down(incoming.chat_id, error)
        except PrepazkaError as error:
            if error.status >= 500:
                log.error("telegram_message_failed", code=error.code, reason=type(error).__name__)
            phrase = f"error.{error.code}"
        except Exception as error:
            log.error("telegram_message_broke", error=type(error).__name__)
            phrase = INTERNAL
        return phrase and self.say(incoming, phrase)

    def say(self, incoming: Incoming, phrase: str) -> str:
        """The phrase in the language of the conversation, or of the person's Telegram when there is none."""
        return self._services.content.phrases.say(self._language(incoming), phrase)

    def _take(self, incoming: Incoming) -> str | None:
        """Returns the key of a phrase to say."""
        self._limits.take(f"{CHANNEL} {incoming.chat_id}")
        self._slowed.discard(incoming.chat_id)
        if incoming.text is None and incoming.choice_id is None and incoming.location is None:
            return "telegram.text_only"
        conversation, chat = self._open(incoming)
        client_id = f"tg-{incoming.update_id}"
        command = incoming.command
        if command == START and chat.begun_by == incoming.update_id:
            return None  # it began with the welcome already
        if command in COMMANDS:
            pressed = Choice("", command, COMMANDS[command])
            self._services.conversations.press(conversation, client_id, pressed)
        elif incoming.location is not None:
            here = location_choice(*incoming.location, conversation.language, self._services.content)
            self._services.conversations.press(conversation, client_id, here)
        else:
            self._services.conversations.receive(conversation, client_id, incoming.text, incoming.choice_id)
        return None

    def _open(self, incoming: Incoming) -> tuple[Conversation, Chat]:
        """The chat's conversation; a new one when there is none, or none any more."""
        conversations = self._services.conversations
        name = str(incoming.chat_id)
        conversation = conversations.conversation_for(CHANNEL, name)
        if conversation is None:
            conversation, _, _ = conversations.start(CHANNEL, self._hint(incoming), name)
        chat = self._chats.find(incoming.chat_id)
        return conversation, chat or self._chats.add(incoming.chat_id, conversation.id, incoming.update_id)

    def _slow_down(self, chat_id: int, error: TooManyRequests) -> str | None:
        """Said once: an answer to each message of a flood would be a flood of our own."""
        if chat_id in self._slowed:
            return None
        self._slowed.add(chat_id)
        return f"error.{error.code}"

    def _language(self, incoming: Incoming) -> str:
        try:
            conversation = self._services.conversations.conversation_for(CHANNEL, str(incoming.chat_id))
        except PrepazkaError:
            conversation = None
        return conversation.language if conversation else self._hint(incoming)

    def _hint(self, incoming: Incoming) -> str:
        code = (incoming.language or "").lower().split("-")[0]
        return code if code in self._services.content.knowledge.languages else FALLBACK_LANGUAGE
