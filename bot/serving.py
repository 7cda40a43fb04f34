"""Serves the application in this process and says where."""

import gc

import uvicorn
from rich.console import Console

from bot.app import create_app
from bot.logs import configure_logs
from bot.runtime import Runtime
from bot.settings import Settings

SHUTDOWN_SECONDS = 10


def serve(settings: Settings, console: Console) -> None:
    """Run until stopped. Prints the addresses once the services stand."""
    configure_logs()
    runtime = Runtime.start(settings)
    _settle_memory()
    address = settings.public_url or f"http://{settings.host}:{settings.port}"
    console.print(f"Přepážka is open: [bold]{address}[/]")
    console.print(f"API documentation: {address}/api/docs")
    uvicorn.run(
        create_app(runtime),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,  # an address and a path are personal enough to stay out of the log
        ws="none",
        proxy_headers=bool(settings.public_url),
        forwarded_allow_ips="*" if settings.public_url else None,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )


def _settle_memory() -> None:
    """What stands now stays for good: looking through it for garbage stopped everybody for 200 ms now and then."""
    gc.collect()
    gc.freeze()
