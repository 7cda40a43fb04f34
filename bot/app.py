"""The web application: the API, the page, and what an operator watches."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

import structlog
from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from bot.channels.web import conversations, events, health, page, situation_map
from bot.channels.web.body_limit import BodyLimit
from bot.channels.web.errors import add_error_handlers
from bot.channels.web.limits import RequestLimits
from bot.channels.web.metrics import LoopLag, RequestMetrics
from bot.errors import PrepazkaError
from bot.runtime import Runtime, Upkeep

log = structlog.get_logger(__name__)


def create_app(runtime: Runtime) -> FastAPI:
    """The application around running services; closing it closes them."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        upkeep = Upkeep(runtime)
        upkeep.start()
        watching = asyncio.create_task(LoopLag().watch())
        async with _telegram(runtime):
            yield
        watching.cancel()
        upkeep.stop()
        await runtime.live.close()
        runtime.close()

    app = FastAPIOffline(  # its documentation page takes nothing from another server
        title="Přepážka",
        version="1",
        docs_url="/api/docs",
        redoc_url=None,
        openapi_url="/api/openapi.json",
        redirect_slashes=False,  # an address built from the Host header isn't one to send people to
        lifespan=lifespan,
    )
    app.state.runtime = runtime
    app.state.limits = RequestLimits(runtime.settings)
    app.add_middleware(BodyLimit)
    app.add_middleware(RequestMetrics)
    add_error_handlers(app)
    for room in (conversations, events, health, page, situation_map):
        app.include_router(room.router)
    return app


@asynccontextmanager
async def _telegram(runtime: Runtime) -> AsyncIterator[None]:
    """Telegram beside the web when a token is set; a token that Telegram refuses is told to the operator in the log."""
    if not runtime.settings.telegram_bot_token:
        yield
        return
    from bot.channels.telegram.channel import TelegramChannel  # 20 MB that a web without Telegram needn't carry

    channel = TelegramChannel(runtime, runtime.settings)
    await channel.start()
    watching = asyncio.create_task(_tell_why_it_ended(channel.ended()))
    yield
    watching.cancel()
    await channel.stop()


async def _tell_why_it_ended(ended: Awaitable[None]) -> None:
    try:
        await ended
    except PrepazkaError as error:
        log.error("telegram_ended", reason=str(error))
