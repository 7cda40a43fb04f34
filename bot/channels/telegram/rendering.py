"""A message of the conversation as Telegram shows it: plain text in pieces, the sources below it, buttons under it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.channels.telegram.splitting import split_text
from bot.conversations.model import Choice, Message
from bot.knowledge.content import Content
from bot.knowledge.formats import format_value
from bot.knowledge.model import FALLBACK_LANGUAGE, Kind


@dataclass(frozen=True)
class Piece:
    """One message in Telegram's sense; each choice is a button on a line of its own."""

    text: str
    choices: tuple[Choice, ...] = ()


def render(message: Message, content: Content) -> list[Piece]:
    """What to send, in order; nothing for what the person wrote and so sees already."""
    if message.author == "client":
        return _echo(message)
    paragraphs = (message.text, *_footer(message, content))
    texts = split_text("\n\n".join(filter(None, paragraphs)))
    return [*map(Piece, texts[:-1]), *(Piece(text, message.choices) for text in texts[-1:])]


def _echo(message: Message) -> list[Piece]:
    """A pressed button leaves no trace in the chat, and then nobody knows what the answer below answers."""
    if message.chosen is None or not message.chosen.id:
        return []
    return [Piece(f"› {piece}") for piece in split_text(message.chosen.title)[:1]]


def _footer(message: Message, content: Content) -> Iterator[str]:
    code = message.language if message.language in content.knowledge.languages else FALLBACK_LANGUAGE
    say = content.phrases.say

    def day(value: date) -> str:
        return format_value(Kind.DATE, value, content.knowledge.languages[code])

    card = message.card or {}
    if card.get("near_me"):
        yield say(code, "telegram.share_location")
    if since := card.get("valid_since"):
        yield say(code, "page.valid_since", date=day(date.fromisoformat(since)))
    if card.get("draft"):
        yield say(code, "page.draft")
    if message.sources:
        lines = [say(code, "page.sources")]
        for source in message.sources:
            lines.append(f"• {source.title} ({say(code, 'page.checked', date=day(source.checked))})")
            lines.extend([source.url] if source.url else [])
        yield "\n".join(lines)
