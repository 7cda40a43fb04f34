"""Makes a hastily typed message readable for the components that follow; what the person wrote stays as it is."""

import json

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine import places, progress
from bot.engine.components.base import FORM, LANGUAGE, REPAIRED
from bot.engine.components.language_resources import LanguageStep
from bot.engine.importer import is_question
from bot.language.identify import Form, form_of

REPORT_EVERY = 200


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class TypingRepairer(LanguageStep):
    """Sets `repaired` when missing diacritics, Latin letters or typos were mended."""

    def add_to(self, message: Message) -> None:
        _set(message, self._repaired(message.get(TEXT) or "", message.get(LANGUAGE), message.get(FORM)))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Example questions are repaired as messages are, once for each; sentences of the answers are well typed."""
        questions = [message for message in training_data.training_examples if is_question(message)]
        known = self._remembered()
        repairs: dict[str, str] = {}
        for done, message in enumerate(questions):
            key = f"{message.get(LANGUAGE)} {message.get(TEXT)}"
            repairs[key] = known.get(key) or self._repaired_example(message.get(TEXT), message.get(LANGUAGE))
            _set(message, repairs[key])
            if done % REPORT_EVERY == 0:
                progress.report("repair", done, len(questions))
        progress.report("repair", len(questions), len(questions))
        self._remember(repairs)
        return training_data

    def _repaired_example(self, text: str, language: str) -> str:
        assert self.resources is not None
        return self._repaired(text, language, form_of(self.resources.model.identify(text), language))

    def _repaired(self, text: str, language: str, form: Form) -> str:
        assert self.resources is not None
        return self.resources.repair.repair(text, language, form).text

    def _remembered(self) -> dict[str, str]:
        """Repairs of the last training with the same language files; empty when there are none to trust."""
        try:
            saved = json.loads(places.repair_cache().read_text(encoding="utf-8"))
            repairs: dict[str, str] = saved["repairs"] if saved["digest"] == self.digest else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}
        return repairs

    def _remember(self, repairs: dict[str, str]) -> None:
        path = places.repair_cache()
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".part")
        draft.write_text(json.dumps({"digest": self.digest, "repairs": repairs}, ensure_ascii=False), encoding="utf-8")
        draft.replace(path)


def _set(message: Message, repaired: str) -> None:
    if repaired != message.get(TEXT):
        message.set(REPAIRED, repaired, add_to_output=True)
