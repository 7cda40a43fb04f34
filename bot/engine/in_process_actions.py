"""Custom actions without an action server: the same call, the same answer, in the same process."""

import json
from collections.abc import Sequence
from typing import Any

import structlog
from jsonschema import Draft7Validator
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.knowledge.speech import Speech

log = structlog.get_logger(__name__)

_RESULT = Draft7Validator(RemoteAction.action_response_format_spec())


def _validate_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    """Rasa's own check of an action's result, without checking its schema anew each time (125 ms of every turn)."""
    _RESULT.validate(result)
    return True


RemoteAction._validate_action_result = _validate_result


class InProcessActions(EndpointConfig):  # type: ignore[misc]
    """An action endpoint that runs the actions it is given.

    Rasa swallows whatever an action raises and the person gets silence; here it becomes an apology with a way to a
    person, and an error in the log (without the text of the message).
    """

    def __init__(self, actions: Sequence[Action], speech: Speech) -> None:
        super().__init__(url="in-process", enable_selective_domain=True)  # none of the actions reads the domain
        self._speech = speech
        self._executor = ActionExecutor()
        for action in actions:
            self._executor.register_action(action)

    @property
    def names(self) -> list[str]:
        """The actions that can be called."""
        return sorted(self._executor.actions)

    async def request(self, method: str = "post", json: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        call = _apart(json or {})
        try:
            return await self._executor.run(call)
        except ActionExecutionRejection as rejection:
            raise ClientResponseError(400, "rejected", _rejection(rejection)) from rejection
        except Exception:
            log.exception("action_failed", action=call.get("next_action"), conversation=call.get("sender_id"))
            return {"events": [], "responses": [self._apology(call)]}

    def _apology(self, call: dict[str, Any]) -> dict[str, Any]:
        latest = call.get("tracker", {}).get("latest_message") or {}
        return self._speech.utter("apology", (latest.get("metadata") or {}).get("language"))


def _apart(call: dict[str, Any]) -> dict[str, Any]:
    """The call as it would arrive over HTTP: an action can't reach into Rasa's tracker. Faster than a deep copy."""
    apart: dict[str, Any] = json.loads(json.dumps(call))
    return apart


def _rejection(rejection: ActionExecutionRejection) -> str:
    return json.dumps({"action_name": rejection.action_name, "error": rejection.message})
