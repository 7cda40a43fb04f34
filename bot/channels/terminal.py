"""The assistant in a terminal, through the same conversations as every other channel."""

import uuid
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from bot.conversations.model import Choice, Message
from bot.errors import InvalidInput
from bot.runtime import Runtime
from bot.settings import Settings

CHANNEL = "terminal"


def chat(settings: Settings, language: str | None, console: Console) -> None:
    """Talk until an empty line. The conversation is erased at the end: nobody could come back to it."""
    runtime = Runtime.start(settings)
    service = runtime.conversations
    conversation, token, messages = service.start(CHANNEL, language, language_chosen=language is not None)
    choices = _show(messages, console)
    try:
        while text := console.input("[bold]> [/]").strip():
            conversation = service.authorise(conversation.id, token)
            pressed = _pressed(text, choices)
            try:
                replies = service.receive(
                    conversation, uuid.uuid4().hex, None if pressed else text, pressed.id if pressed else None
                )
            except InvalidInput as error:
                console.print(escape(runtime.content.phrases.say(conversation.language, f"error.{error.code}")))
                continue
            choices = _show(replies, console) or choices
    except EOFError:
        console.print()
    finally:
        service.erase(conversation)
        runtime.close()


def _pressed(text: str, choices: Sequence[Choice]) -> Choice | None:
    number = int(text) if text.isdecimal() else 0
    return choices[number - 1] if 0 < number <= len(choices) else None


def _show(messages: Sequence[Message], console: Console) -> list[Choice]:
    choices: list[Choice] = []
    for message in messages:
        console.print(escape(message.text), highlight=False)
        for source in message.sources:
            console.print(f"  [dim]{escape(source.title)} ({source.checked}) {escape(source.url or '')}[/]")
        for choice in message.choices:
            choices.append(choice)
            console.print(f"  [cyan]{len(choices)}[/] {escape(choice.title)}", highlight=False)
    return choices
