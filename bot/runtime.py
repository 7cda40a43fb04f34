"""Puts the program together: settings in, working services out. Everything that runs starts here."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.clock import Clock, make_clock
from bot.conversations.live import LiveEvents, make_live_events
from bot.conversations.repository import load_tracker_events
from bot.conversations.service import ConversationService
from bot.engine import models, places
from bot.engine.assistant import Assistant
from bot.engine.rasa_agent import RasaAgent
from bot.errors import NotTrained, PrepazkaError
from bot.knowledge.content import Content
from bot.knowledge.speech import Speech
from bot.settings import Settings
from bot.storage.database import Database

log = structlog.get_logger(__name__)

LOOK_FOR_MODEL_SECONDS = 2.0
PURGE_EVERY_SECONDS = 3600.0
SMOKE_TEST_TEXT = "?"


@dataclass
class Runtime:
    """The services of one process. `content` and the assistant's agent are replaced together by `refresh`."""

    settings: Settings
    clock: Clock
    database: Database
    content: Content
    model: models.TrainedModel
    assistant: Assistant
    live: LiveEvents
    conversations: ConversationService
    refused: models.TrainedModel | None = None

    @classmethod
    def start(cls, settings: Settings) -> "Runtime":
        """Prepares the database and loads model and content. Raises `NotTrained`, `ContentError`, `Unavailable`."""
        clock = make_clock(settings.clock)
        database = Database(settings.resolved_database_url)
        database.migrate()
        content, model, agent = _load(settings, clock)
        assistant = Assistant(agent, lambda conversation_id: load_tracker_events(database, conversation_id))
        live = make_live_events(settings)
        service = ConversationService(database, assistant, clock, live)
        return cls(settings, clock, database, content, model, assistant, live, service)

    def refresh(self) -> bool:
        """Take a newly trained model (and the content it was trained from) into service; True when there was one.

        Turns under way finish on the old one. When the new one can't be loaded, the old one goes on; the log says why.
        """
        try:
            newest = models.current(places.models_dir())
            if newest is None or newest in (self.model, self.refused):
                return False
            self.refused = newest  # until it proves otherwise: one that can't be loaded is tried and told only once
            content, model, agent = _load(self.settings, self.clock)
        except PrepazkaError as error:
            log.error("model_not_taken", reason=str(error))
            return False
        self.content, self.model = content, model
        self.assistant.swap(agent)
        log.info("model_in_service", file=model.file)
        return True

    def purge(self) -> int:
        """Erase conversations in which nothing was said for the days of retention."""
        return self.conversations.purge(self.clock() - timedelta(days=self.settings.retention_days))

    def close(self) -> None:
        self.assistant.close()
        self.database.close()


class Upkeep:
    """What a running process does on the side: take new models, answer what a crash left, erase what is too old."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        self._try(self._runtime.conversations.answer_pending)
        waited = PURGE_EVERY_SECONDS
        while not self._stopped.wait(LOOK_FOR_MODEL_SECONDS):
            self._try(self._runtime.refresh)
            waited += LOOK_FOR_MODEL_SECONDS
            if waited >= PURGE_EVERY_SECONDS:
                self._try(self._runtime.purge)
                waited = 0.0

    def _try(self, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception:
            log.exception("upkeep_failed", work=getattr(work, "__name__", "?"))


def _load(settings: Settings, clock: Clock) -> tuple[Content, models.TrainedModel, RasaAgent]:
    model = models.current(places.models_dir())
    if model is None:
        raise NotTrained("There is no trained model yet. Run `prepazka train`.")
    content = Content.load(settings.knowledge_dir, clock)
    agent = RasaAgent(models.verified_path(places.models_dir(), model), Speech(content))
    agent.understand(SMOKE_TEST_TEXT, {})
    return content, model, agent
