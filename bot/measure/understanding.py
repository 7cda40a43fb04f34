"""What `prepazka understand` prints: what the assistant makes of a text, and what it would really do with it."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, BinaryIO

from bot.clock import OFFICE_ZONE, make_clock
from bot.engine import models, places
from bot.engine.assistant import Assistant
from bot.engine.rasa_agent import RasaAgent
from bot.errors import NotTrained
from bot.knowledge.content import Content
from bot.knowledge.speech import Speech
from bot.language.dates.reading import read as read_when
from bot.settings import Settings

DECIMALS = 4


@dataclass(frozen=True)
class Understander:
    """The trained pipeline without conversations or a database."""

    assistant: Assistant

    @classmethod
    def load(cls, settings: Settings) -> "Understander":
        """Raises `NotTrained` before the first training."""
        model = models.current(places.models_dir())
        if model is None:
            raise NotTrained("There is no trained model yet. Run `prepazka train`.")
        content = Content.load(settings.knowledge_dir, make_clock(settings.clock))
        agent = RasaAgent(models.verified_path(places.models_dir(), model), Speech(content))
        return cls(Assistant(agent, lambda conversation_id: []))

    def read(self, text: str, language: str | None, now: datetime | None = None) -> dict[str, Any]:
        """One record of the contract in the architecture; `ms` is the time of the whole pipeline.

        With `now` the record tells `when` too: the day or the day and time that the text names, in office time.
        """
        parsed, milliseconds = self.assistant.understand(text, language)
        understood = parsed["understanding"]
        record = {
            "text": text,
            "language": parsed["language"],
            "intent": understood["intent"],
            "topic": understood["topic"],
            "confidence": round(understood["probability"], DECIMALS),
            "outcome": understood["outcome"],
            "alternatives": [
                {"topic": item["label"], "confidence": round(item["probability"], DECIMALS)}
                for item in understood["topics"]
            ],
            "ms": round(milliseconds, 2),
        }
        if now is not None:
            named = read_when(text, parsed["language"], now)
            record["when"] = named.when if named else None
        return record


def start_of(day: date) -> datetime:
    """The first instant of an office day: every time named on it is still to come."""
    return datetime.combine(day, time(), OFFICE_ZONE)


def understand_lines(
    understander: Understander,
    lines: BinaryIO,
    records: BinaryIO,
    language: str | None,
    now: datetime | None = None,
) -> None:
    """One JSON record a line, in the same order, each written at once.

    Bytes in and out: lines end at a line feed only, and neither a broken byte nor the terminal's locale stops the run.
    """
    for line in lines:
        text = line.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")
        records.write(json.dumps(understander.read(text, language, now), ensure_ascii=False).encode() + b"\n")
        records.flush()
