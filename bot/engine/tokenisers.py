"""spaCy's rules for tokens. No trained pipeline: none fits all six languages."""

from functools import cache

import spacy
from spacy.language import Language

# Vietnamese syllables are enough for phrase matching; its segmenter would cost 60 MB.
SPACY_SETTINGS = {"vi": {"nlp": {"tokenizer": {"use_pyvi": False}}}}
SPACY_LANGUAGES = frozenset({"cs", "en", "uk", "ru", "vi", "ar"})
NEUTRAL = "xx"


@cache
def tokeniser(language: str) -> Language:
    """spaCy's blank pipeline of a language; the neutral one where spaCy has no rules that are worth loading."""
    if language not in SPACY_LANGUAGES:
        language = NEUTRAL
    return spacy.blank(language, config=SPACY_SETTINGS.get(language, {}))
