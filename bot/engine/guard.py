"""Lets Rasa 3.6 be imported without TensorFlow and without the SDKs of channels that aren't used here.

Rasa imports every component, channel and broker it has when it starts, used or not. The finder below stands in for
those modules of Rasa (and the few SDKs that its other modules name at their top) with empty ones whose every attribute
is a class that can be subclassed or used as a decorator but never does anything. It is asked last, so an SDK that *is*
installed wins. Import this module before the first Rasa import; `bot.engine` does so.

Saves about 2 GB of packages and 900 MB of memory: docs/decisions/0001-rasa-without-tensorflow.md.
"""

import os
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

# Modules of Rasa that need TensorFlow, an absent SDK, or scikit-learn (40 MB that only training here has a use for);
# nothing of them is ever run here.
UNUSED_RASA_MODULES = frozenset(
    f"rasa.{name}"
    for name in (
        "nlu.classifiers.diet_classifier",
        "nlu.classifiers.logistic_regression_classifier",
        "nlu.classifiers.sklearn_intent_classifier",
        "nlu.extractors.crf_entity_extractor",
        "nlu.featurizers.dense_featurizer.convert_featurizer",
        "nlu.featurizers.dense_featurizer.lm_featurizer",
        "nlu.featurizers.sparse_featurizer.count_vectors_featurizer",
        "nlu.selectors.response_selector",
        "core.policies.ted_policy",
        "core.policies.unexpected_intent_policy",
        "utils.tensorflow.callback",
        "utils.tensorflow.data_generator",
        "utils.tensorflow.model_data",
        "utils.tensorflow.model_data_utils",
        "core.channels.botframework",
        "core.channels.facebook",
        "core.channels.hangouts",
        "core.channels.mattermost",
        "core.channels.rocketchat",
        "core.channels.slack",
        "core.channels.socketio",
        "core.channels.telegram",
        "core.channels.twilio",
        "core.channels.twilio_voice",
        "core.channels.webexteams",
        "core.brokers.kafka",
        "core.brokers.pika",
    )
)
ABSENT_SDKS = frozenset({"aio_pika", "aiormq", "boto3", "botocore", "matplotlib", "pymongo"})


class _Nothing(type):
    """A class of classes: any attribute of one is another."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _placeholder(name)


def _placeholder(name: str) -> type:
    def unavailable(self: object, *args: object, **kwargs: object) -> None:
        raise RuntimeError(f"{name} isn't part of this installation (bot/engine/guard.py)")

    # Rasa asks every input channel for its name when it is imported.
    return _Nothing(name, (), {"__init__": unavailable, "name": classmethod(lambda cls: cls.__name__)})


class _EmptyModule(ModuleType):
    __path__: list[str]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = _placeholder(name)
        setattr(self, name, value)
        return value


class _StandIn(MetaPathFinder, Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.split(".")[0] in ABSENT_SDKS:
            return ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _EmptyModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        return None


class _RasaStandIn(_StandIn):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(fullname, self) if fullname in UNUSED_RASA_MODULES else None


def install() -> None:
    """Put the stand-ins in place and switch Rasa's telemetry and progress bars off; doing it again does nothing."""
    if any(isinstance(finder, _RasaStandIn) for finder in sys.meta_path):
        return
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("LOG_LEVEL", "ERROR")  # Rasa's own variable: it also switches its progress bars off
    sys.meta_path.insert(0, _RasaStandIn())
    sys.meta_path.append(_StandIn())
