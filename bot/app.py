"""The web application: the API, the page, and what an operator watches."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from bot.channels.web import conversations, events, health, page
from bot.channels.web.body_limit import BodyLimit
from bot.channels.web.errors import add_error_handlers
from bot.channels.web.limits import RequestLimits
from bot.runtime import Runtime, Upkeep


def create_app(runtime: Runtime) -> FastAPI:
    """The application around running services; closing it closes them."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        upkeep = Upkeep(runtime)
        upkeep.start()
        yield
        upkeep.stop()
        await runtime.live.close()
        runtime.close()

    app = FastAPI(
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
    add_error_handlers(app)
    for room in (conversations, events, health, page):
        app.include_router(room.router)
    return app
