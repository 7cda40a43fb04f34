"""What the encoder is taught from: the example questions, as the numbers that `setup/teach_encoder.py` works with.

Teaching needs PyTorch, which nothing else here does: it reads one file with everything, and knows nothing of Rasa.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bot.engine import places, progress
from bot.engine.components.language_resources import ensure_resources
from bot.engine.corpus import Phrase, labelled_phrases
from bot.engine.encoder.build import MAX_TOKENS, ensure_encoder
from bot.engine.encoder.files import write_atomically
from bot.engine.encoder.weights import Weights, open_weights
from bot.language.identify import form_of
from bot.language.letters import tokens, without_diacritics
from bot.language.resources import LanguageResources
from bot.language.romanised import SCHEMES, romanise

REPORT_EVERY = 200
HASTY_ONE_IN = 3


def write_lessons(path: Path) -> int:
    """Write the file (about 100 MB) and return how many questions it holds; those that are held out aren't in it.

    Arrays: `tokens` (all questions one after another), `offsets` (n + 1,), `labels` (n,), `words` (distinct tokens),
    `vectors` (their word vectors), and every tensor of the packaged network under its own name.
    """
    phrases = [phrase for phrase in labelled_phrases() if not phrase.held_out]
    tokeniser, weights = ensure_encoder(places.encoder_dir()), open_weights()
    read = list(_as_read(phrases))
    numbers = [np.array(tokeniser.tokens(text), np.int64) for text, _ in read]
    words = np.unique(np.concatenate(numbers))
    names, labels = np.unique([label for _, label in read], return_inverse=True)
    parts = {
        "tokens": np.concatenate(numbers),
        "offsets": np.cumsum([0, *map(len, numbers)]),
        "labels": labels,
        "names": names,
        "words": words,
        "vectors": weights.word_vectors(words),
    }
    write_atomically(path, lambda file: np.savez(file, **parts, **_network(weights)))
    return len(read)


def _as_read(phrases: list[Phrase]) -> Iterator[tuple[str, str]]:
    """Texts with their labels as the running encoder reads them: with hasty typing mended, as well as that goes.

    Some come a second time, first typed without diacritics or in Latin letters: what mending leaves is learnt too.
    """
    resources = ensure_resources()
    for done, phrase in enumerate(phrases):
        if done % REPORT_EVERY == 0:
            progress.report("repair", done, len(phrases))
        mended = _repaired(resources, phrase.text, phrase.language)
        yield mended, phrase.label
        if done % HASTY_ONE_IN == 0:
            hasty = _repaired(resources, typed_hastily(phrase.text, phrase.language, done), phrase.language)
            if hasty != mended:
                yield hasty, phrase.label
    progress.report("repair", len(phrases), len(phrases))


def typed_hastily(text: str, language: str, scheme: int) -> str:
    """Without diacritics, or in Latin letters by one of the habits of those who lack a Cyrillic keyboard."""
    if schemes := SCHEMES.get(language):
        chosen = scheme % len(schemes)
        return "".join(romanise(part.text.lower(), language, chosen) for part in tokens(text))
    return without_diacritics(text)


def _repaired(resources: LanguageResources, text: str, language: str) -> str:
    return resources.repair.repair(text, language, form_of(resources.model.identify(text), language)).text


def _network(weights: Weights) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
    """Every tensor but the word table, which alone would be 384 MB."""
    sizes = weights.sizes
    tensors = {name: weights.vector(name) for name in ("emb.pos", "emb.type", "emb.ln.w", "emb.ln.b")}
    tensors["emb.pos"] = tensors["emb.pos"].reshape(sizes.positions, sizes.hidden)[:MAX_TOKENS]
    for layer in range(sizes.layers):
        for part in ("q", "k", "v", "ao", "fi", "fo"):
            inputs = sizes.intermediate if part == "fo" else sizes.hidden
            tensors[f"l{layer}.{part}.w"] = weights.matrix(f"l{layer}.{part}.w", inputs)
            tensors[f"l{layer}.{part}.b"] = weights.vector(f"l{layer}.{part}.b")
        for part in ("aln", "oln"):
            tensors |= {f"l{layer}.{part}.{end}": weights.vector(f"l{layer}.{part}.{end}") for end in ("w", "b")}
    return tensors
