"""Builds the word lists of `TypingRepair` (training time only)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.language.arabic import plain_arabic
from bot.language.arrays import Arrays
from bot.language.letters import compose, word_script, words
from bot.language.lexicon import build_lexicon
from bot.language.train_identify import build_identification
from bot.language.typos import build_typo_index
from bot.language.word_lists import neighbours, pair_strength, top, vietnamese_compounds

if TYPE_CHECKING:
    from bot.language.resources import LexiconPlan

_PAIR_LANGUAGES = ("cs", "vi")
_COMPOUND_NATS = 7.0
_OFTEN = 2  # times that an unknown word must occur in the corpus to be taken for a word
_CZECH_ZIPF = 2.0

Corpus = Mapping[str, Sequence[str]]


def build_all(plans: "Mapping[str, LexiconPlan]", corpus: Corpus, office_words: Iterable[str]) -> Arrays:
    """Every array of the resource file."""
    quoted = {word for term in office_words for word in words(compose(term))} | quoted_terms(corpus)
    arrays = _prefixed("identify", build_identification(quoted))
    for code, plan in plans.items():
        texts = [plain_arabic(text) if code == "ar" else text for text in corpus.get(code, ())]
        own = own_words(texts, plan) | (dict.fromkeys(sorted(quoted), 1) if code == "cs" else {})
        lexicon, rows = build_lexicon(
            top(code, plan.known_size), own, _pairs(code, texts), plan.shape, plan.size, plan.known_size
        )
        arrays |= _prefixed(f"lexicon-{code}", lexicon)
        if plan.typos:
            index = build_typo_index(rows, own, plan.typo_shape, *plan.typos)
            arrays |= _prefixed(f"typos-{code}", index)
    return arrays


def own_words(texts: Iterable[str], plan: "LexiconPlan") -> dict[str, int]:
    """How often the knowledge base uses its words of this language's script.

    Example questions imitate careless typing, so a word that a much commoner look-alike stands for is not taken.
    """
    counts = Counter(w for text in texts for w in words(compose(text)) if word_script(w) == plan.script and len(w) > 1)
    shapes: dict[str, list[str]] = {}
    for word in counts:
        shapes.setdefault(plan.typo_shape(word), []).append(word)
    return {
        word: counts[word]
        for alike in shapes.values()
        for word in alike
        if counts[word] >= _OFTEN and counts[word] * 3 >= max(counts[other] for other in alike)
    }


def quoted_terms(corpus: Corpus) -> set[str]:
    """Czech words that texts in other languages quote: known by their Czech letters."""
    czech = {w for w, zipf in top("cs", 80_000).items() if zipf >= _CZECH_ZIPF and not w.isascii()}
    czech |= {word for text in corpus.get("cs", ()) for word in words(compose(text)) if not word.isascii()}
    found: set[str] = set()
    for code, texts in corpus.items():
        home = top(code, 30_000) if code in ("vi", "en") else {}
        if code != "cs":
            found |= {w for text in texts for w in words(compose(text)) if w in czech and w not in home}
    return found


def _pairs(code: str, texts: Sequence[str]) -> dict[tuple[str, str], float]:
    if code not in _PAIR_LANGUAGES:
        return {}
    pairs = {pair: pair_strength(count) for pair, count in neighbours(texts).items()}
    if code == "vi":
        for syllables in vietnamese_compounds():
            for pair in pairwise(syllables):
                pairs[pair] = max(pairs.get(pair, 0.0), _COMPOUND_NATS)
    return pairs


def _prefixed(prefix: str, arrays: Arrays) -> Arrays:
    return {f"{prefix}/{name}": array for name, array in arrays.items()}
