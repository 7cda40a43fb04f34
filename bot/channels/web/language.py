"""Which language to speak to a browser that has no conversation yet."""

from fastapi import Request

from bot.errors import UnknownLanguage
from bot.knowledge.content import Content
from bot.knowledge.model import FALLBACK_LANGUAGE

MOST_LISTED = 10


def offered(language: str, content: Content) -> str:
    """The language itself; raises `UnknownLanguage` when the content isn't written in it."""
    if language not in content.knowledge.languages:
        raise UnknownLanguage("the content isn't written in that language")
    return language


def preferred_language(request: Request, content: Content) -> str:
    """What the conversation speaks, when the request found one; else the one of ours that the browser likes best."""
    spoken = getattr(request.state, "language", None)
    if spoken in content.knowledge.languages:
        return str(spoken)
    listed = [_weighed(part) for part in request.headers.get("accept-language", "").split(",")[:MOST_LISTED]]
    liked = sorted((one for one in listed if one[0] > 0), key=lambda one: one[0], reverse=True)
    return next((code for _, code in liked if code in content.knowledge.languages), FALLBACK_LANGUAGE)


def _weighed(part: str) -> tuple[float, str]:
    """`uk-UA;q=0.8` is (0.8, "uk"). A weight that can't be read counts for nothing."""
    tag, _, weight = part.partition(";q=")
    code = tag.strip().lower().split("-")[0]
    try:
        return (float(weight) if weight else 1.0), code
    except ValueError:
        return 0.0, code
