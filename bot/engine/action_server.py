"""The custom actions behind HTTP, for a Rasa that runs elsewhere (`prepazka actions`, `prepazka rasa shell`).

The protocol is rasa_sdk's, served by FastAPI: rasa_sdk's own server needs Sanic, and makes its actions without content.
"""

import json
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from rasa.utils.endpoints import ClientResponseError

from actions import all_actions
from bot.clock import make_clock
from bot.engine.in_process_actions import InProcessActions
from bot.knowledge.content import Content
from bot.knowledge.speech import Speech
from bot.settings import Settings


def action_app(settings: Settings) -> FastAPI:
    """`POST /webhook`, `GET /actions`, `GET /health`; raises `ContentError` when the content can't be read."""
    speech = Speech(Content.load(settings.knowledge_dir, make_clock(settings.clock)))
    endpoint = InProcessActions(all_actions(speech), speech)
    app = FastAPI(title="Přepážka actions", docs_url=None, redoc_url=None, openapi_url=None)

    @app.post("/webhook")
    async def webhook(request: Request) -> JSONResponse:
        try:
            return JSONResponse(await endpoint.request(json=_call(await request.body())))
        except ClientResponseError as rejection:
            return JSONResponse(json.loads(rejection.text), rejection.status)
        except ValueError:
            return JSONResponse({"error": "Invalid body request"}, 400)

    @app.get("/actions")
    async def actions() -> list[dict[str, str]]:
        return [{"name": name} for name in endpoint.names]

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    return app


def _call(body: bytes) -> dict[str, Any]:
    """Raises ValueError for anything but a call of an action."""
    call = json.loads(body)
    if not isinstance(call, dict) or not isinstance(call.get("tracker"), dict) or not call.get("next_action"):
        raise ValueError("an object with next_action and tracker")
    return call


def serve_actions(settings: Settings, port: int) -> None:
    """Serve until stopped."""
    uvicorn.run(action_app(settings), host=settings.host, port=port, log_config=None, access_log=False, ws="none")
