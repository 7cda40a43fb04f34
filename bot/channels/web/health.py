"""For operators: is the process alive, can it answer, and what is it doing."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.channels.web.access import Services

router = APIRouter(tags=["operation"])


@router.get("/health/live")
async def live() -> dict[str, str]:
    """The process runs. It answers on the web loop itself: when all worker threads are busy it is still alive."""
    return {"status": "live"}


@router.get("/health/ready")
def ready(services: Services) -> dict[str, str]:
    """It can answer: the database is there (503 otherwise) and a model is loaded."""
    services.database.ping()
    return {"status": "ready", "model": services.model.file, "trained_at": services.model.trained_at}


@router.get("/metrics", include_in_schema=False)
def metrics() -> Response:
    """Prometheus' text format. Holds numbers only."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
