"""`/` and `/static/…`: the conversation page. A shell in the browser's language and a few small files, no build step.

The words of all languages travel in the page, so that changing the language needs no request and no waiting.
"""

import gzip
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.channels.web.access import Services
from bot.channels.web.language import preferred_language
from bot.knowledge.content import Content
from bot.knowledge.model import FACETS

PAGE = Path(__file__).parent / "page"
MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

PHRASES = (
    *("title", "subtitle", "skip", "conversation", "placeholder", "send", "language", "you", "assistant", "thinking"),
    *("sources", "checked", "valid_since", "draft", "choices", "waiting_for_network", "retry", "delete"),
    *("delete_question", "deleted", "new_conversation", "download", "privacy", "retention", "emergency", "no_script"),
    *("explain", "map", "near_me", "locating", "location_refused", "location_failed"),
)
"""The phrases `page.<name>`. A `{date}` in them stays for the script, which knows the date."""

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
FOR_GOOD = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


@dataclass(frozen=True)
class Asset:
    """A static file, held in memory plain and packed: a phone on a bad line waits for every kilobyte."""

    media_type: str
    plain: bytes
    packed: bytes
    etag: str

    @classmethod
    def read(cls, path: Path) -> "Asset":
        plain = path.read_bytes()
        return cls(MEDIA_TYPES[path.suffix], plain, _pack(plain), f'"{sha256(plain).hexdigest()[:16]}"')


def _pack(plain: bytes) -> bytes:
    return gzip.compress(plain, mtime=0)


ASSETS = {path.name: Asset.read(path) for path in sorted((PAGE / "static").iterdir()) if path.suffix in MEDIA_TYPES}
VERSION = sha256("".join(asset.etag for asset in ASSETS.values()).encode()).hexdigest()[:12]
"""Stands in the addresses of the static files, so that a browser keeps them for good and still sees a new release."""

templates = Environment(loader=FileSystemLoader(PAGE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
router = APIRouter(include_in_schema=False)

Encodings = Annotated[str, Header(alias="accept-encoding")]


@router.api_route("/", methods=["GET", "HEAD"])
def page(request: Request, services: Services, lang: str | None = None, accept_encoding: Encodings = "") -> Response:
    """The page, in the language that `?lang=` or else the browser asks for."""
    content = services.content
    chosen = lang if lang in content.knowledge.languages else None
    code = chosen or preferred_language(request, content)
    words = words_of(content, services.settings.retention_days)
    html = templates.get_template("index.html").render(
        code=code,
        language=content.knowledge.languages[code],
        languages=content.knowledge.languages,
        say=words["phrases"][code],
        data=words | {"language": code, "chosen": chosen is not None},
        static=f"/static/{VERSION}",
        scripts=[name for name in ASSETS if name.endswith(".js")],
    )
    headers = SECURITY_HEADERS | {"Cache-Control": ASK_AGAIN, "Vary": "Accept-Encoding, Accept-Language"}
    return respond(html.encode(), None, "text/html", headers, accept_encoding)


@router.api_route("/static/{version}/{name}", methods=["GET", "HEAD"])
def static(
    version: str, name: str, accept_encoding: Encodings = "", if_none_match: Annotated[str | None, Header()] = None
) -> Response:
    """A file of the page. An older version's address gets the present file, but isn't kept."""
    asset = ASSETS.get(name)
    if asset is None:
        raise HTTPException(404)
    headers = {
        "Cache-Control": FOR_GOOD if version == VERSION else ASK_AGAIN,
        "ETag": asset.etag,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if if_none_match == asset.etag:
        return Response(status_code=304, headers=headers)
    return respond(asset.plain, asset.packed, asset.media_type, headers, accept_encoding)


def words_of(content: Content, retention_days: int) -> dict[str, Any]:
    """What the script has to know of the languages: names, directions, locales, and every phrase of the page."""
    languages = content.knowledge.languages
    return {
        "languages": {
            code: {"name": one.name, "direction": one.direction, "locale": one.locale.replace("_", "-")}
            for code, one in languages.items()
        },
        "phrases": {code: _phrases(content, code, retention_days) for code in languages},
    }


def _phrases(content: Content, code: str, retention_days: int) -> dict[str, str]:
    say = content.phrases.say
    values: dict[str, object] = {"date": "{date}", "count": retention_days}
    facets = {f"facet.{facet}": say(code, f"facet.{facet}") for facet in FACETS}
    return {name: say(code, f"page.{name}", **values) for name in PHRASES} | facets


def respond(
    plain: bytes,
    packed: bytes | None,
    media_type: str,
    headers: dict[str, str],
    accept_encoding: str,
    status: int = 200,
) -> Response:
    """The bytes, packed when the browser takes that."""
    if "gzip" not in accept_encoding:
        return Response(plain, status, headers, media_type)
    return Response(packed or _pack(plain), status, headers | {"Content-Encoding": "gzip"}, media_type)
