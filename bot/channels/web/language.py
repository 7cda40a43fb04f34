"""Which language to speak to a browser that has no conversation yet."""

from fastapi import Request

from bot.knowledge.content import Content
from bot.knowledge.model import FALLBACK_LANGUAGE

MOST_LISTED = 10


def preferred_language(request: Request, content: Content) -> str:
    """What the conversation speaks, when the request found one; else the browser's first language that we have."""
    spoken = getattr(request.state, "language", None)
    if spoken in content.knowledge.languages:
        return str(spoken)
    listed = request.headers.get("accept-language", "").split(",")[:MOST_LISTED]
    for part in listed:
        code = part.split(";")[0].strip().lower().split("-")[0]
        if code in content.knowledge.languages:
            return code
    return FALLBACK_LANGUAGE
