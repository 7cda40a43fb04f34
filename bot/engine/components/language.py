"""Which language the message is in, and how it is typed."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.engine.components.base import FORM, LANGUAGE, MessageStep, metadata_of
