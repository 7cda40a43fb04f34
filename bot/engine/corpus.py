"""The example questions as plain objects, for those who look at them outside Rasa."""

from dataclasses import dataclass

from rasa.shared.nlu.constants import METADATA, TEXT

from bot.engine.importer import LABEL, LANGUAGE, KnowledgeImporter, held_out


@dataclass(frozen=True)
class Phrase:
    """One example question; `held_out` says that the encoder was never taught it."""

    text: str
    language: str
    label: str
    held_out: bool = False


def labelled_phrases() -> list[Phrase]:
    """Every example that the classifier learns from."""
    return [
        Phrase(message.get(TEXT), message.get(METADATA)[LANGUAGE], message.get(LABEL), held_out(message))
        for message in KnowledgeImporter().get_nlu_data().training_examples
        if message.get(LABEL)
    ]
