"""One piece to one chat, with the patience that Telegram asks for."""

import asyncio
from datetime import timedelta

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import RetryAfter

from bot.channels.telegram.rendering import Piece
from bot.conversations.model import Choice

LONGEST_WAIT_SECONDS = 60.0

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def send(bot: Bot, chat_id: int, piece: Piece) -> None:
    """Waits once when Telegram finds us too fast. Raises `TelegramError`."""
    try:
        await _send(bot, chat_id, piece)
    except RetryAfter as error:
        await asyncio.sleep(asked_pause(error))
        await _send(bot, chat_id, piece)


async def _send(bot: Bot, chat_id: int, piece: Piece) -> None:
    await bot.send_message(chat_id, piece.text, reply_markup=_keyboard(piece.choices), link_preview_options=_NO_PREVIEW)


def _keyboard(choices: tuple[Choice, ...]) -> InlineKeyboardMarkup | None:
    if not choices:
        return None
    return InlineKeyboardMarkup([[InlineKeyboardButton(one.title, callback_data=one.id)] for one in choices])


def asked_pause(error: RetryAfter) -> float:
    """Seconds that Telegram asks us to wait, up to `LONGEST_WAIT_SECONDS`."""
    asked: int | timedelta = error.retry_after
    seconds = asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
    return min(seconds, LONGEST_WAIT_SECONDS)
