"""The web application: the API, the page, and what an operator watches."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from bot.channels.web import conversations, events, health, page
from bot.channels.web.body_limit import BodyLimit
from bot.channels.web.errors import add_error_handlers
from bot.channels.web.limits import RequestLimits
from bot.channels.web.metrics import LoopLag, RequestMetrics
from bot.runtime import Runtime, Upkeep


def create_app(runtime: Runtime) -> FastAPI:
    """The application around running services; closing it closes them."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        upkeep = Upkeep(runtime)
        upkeep.start()
        watching = asyncio.create_task(LoopLag().watch())
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
        lifespan=lifespan,
    )
    app.state.runtime = runtime
    app.state.limits = RequestLimits(runtime.settings)
    app.add_middleware(BodyLimit)
    app.add_middleware(RequestMetrics)
    add_error_handlers(app)
    for room in (conversations, events, health, page):
        app.include_router(room.router)
    return app
