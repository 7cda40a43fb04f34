"""One trained model, loaded and able to take turns. Immutable: a new model or new content is a new agent."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from actions import all_actions
from bot.conversations.model import Choice, Reply, TurnRequest
from bot.engine.generator import PhraseGenerator
from bot.engine.in_process_actions import InProcessActions
from bot.engine.output import ReplyCollector, choice_of, reply_from
from bot.engine.tracker import TurnTrackerStore
from bot.knowledge.speech import Speech

ParseData = dict[str, Any]
INTENT_MARK = re.compile(r"^[\s/]+")


class _LoudAgent(Agent):  # type: ignore[misc]
    """Rasa's agent without the wrapper that answers a failed database with an empty tracker."""

    @staticmethod
    def _create_tracker_store(store: TrackerStore | None, domain: Domain) -> TrackerStore:
        return store or TurnTrackerStore(domain)


class RasaAgent:
    """Every coroutine here runs on the engine's own event loop, never on the one that serves the web."""

    def __init__(self, model: Path, speech: Speech) -> None:
        self._speech = speech
        self._turns = TurnTrackerStore()
        agent = _LoudAgent(
            generator=PhraseGenerator(speech),
            tracker_store=self._turns,
            action_endpoint=InProcessActions(all_actions(speech), speech),
        )
        agent.load_model(model)
        assert agent.processor is not None
        self._processor = agent.processor

    def understand(self, text: str, metadata: Mapping[str, Any]) -> ParseData:
        """What the pipeline makes of a text. Rasa takes a text that begins with "/" for an intent: not here."""
        message = UserMessage(INTENT_MARK.sub("", text), metadata=dict(metadata))
        parsed: ParseData = self._processor._parse_message_with_graph(
            message, DialogueStateTracker.from_events("", []), only_output_properties=True
        )
        return parsed

    async def turn(
        self, request: TurnRequest, parsed: ParseData, language: str, stored: Sequence[Mapping[str, Any]]
    ) -> tuple[tuple[Reply, ...], list[dict[str, Any]]]:
        """Replies and new tracker events. Two turns of one conversation must not overlap."""
        collector = ReplyCollector(request.channel)
        message = UserMessage(
            request.text,
            collector,
            request.conversation_id,
            parse_data=parsed,
            input_channel=request.channel,
            message_id=str(request.message_id),
            metadata={"language": language, "channel": request.channel},
        )
        self._turns.begin(request.conversation_id, stored)
        try:
            await self._processor.handle_message(message)
        finally:
            events = self._turns.finish(request.conversation_id)
        return tuple(collector.replies), events

    def say(self, name: str, language: str) -> Reply:
        """An utterance outside a turn: the welcome, for example."""
        return reply_from(self._speech.utter(name, language))

    def emergency(self, kind: str, language: str) -> Reply:
        """The line that comes before everything else."""
        return reply_from(self._speech.emergency(kind, language))

    def offering_language(self, reply: Reply, language: str) -> Reply:
        """The same reply with one more button: going on in this language."""
        return replace(reply, choices=(*reply.choices, choice_of(self._speech.language_button(language))))


def parsed_choice(choice: Choice, text: str) -> ParseData:
    """What a pressed button means: an intent that the server itself put there, without any guessing."""
    return {
        "text": text,
        "intent": {"name": choice.intent, "confidence": 1.0},
        "entities": [{"entity": name, "value": value} for name, value in choice.entities.items()],
    }
