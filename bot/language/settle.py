"""Which language a conversation is answered in: what was chosen, and otherwise what is clearly spoken.

People quote, greet and thank in a language that isn't theirs; a conversation that jumps with every word is unusable.
"""

from collections.abc import Sequence

from bot.language.identify import SUPPORTED, LanguageGuess
from bot.language.letters import word_script, words

_FIRST_IMPRESSION = 0.5  # probability enough when nothing is known yet
_SWITCH = 0.9  # probability that it takes to leave the conversation's language
_SENTENCE_WORDS = 3
_OTHER_SCRIPT_WORDS = 2  # nobody changes the keyboard by accident


def settle(
    current: str | None,
    chosen: bool,
    guesses: Sequence[LanguageGuess],
    text: str,
    default: str = "cs",
) -> str:
    """The conversation's language after this message.

    `current` is its language so far (None: nothing known), `chosen` whether the person picked it; `guesses` come from
    `LanguageModel.identify(text)`. Always a language of `SUPPORTED`, `current` or `default`.
    """
    if current and chosen:
        return current
    best = guesses[0] if guesses else LanguageGuess(None, 1.0)
    if best.code not in SUPPORTED or best.code is None:
        return current or default
    if current is None:
        return best.code if best.probability >= _FIRST_IMPRESSION else default
    return best.code if _is_clear_switch(current, best, text) else current


def other_language(settled: str, guesses: Sequence[LanguageGuess], text: str) -> str | None:
    """The language of `SUPPORTED` in which the text is clearly written though the answer comes in another, or None."""
    best = guesses[0] if guesses else LanguageGuess(None, 1.0)
    if best.code is None or best.code not in SUPPORTED or not _is_clear_switch(settled, best, text):
        return None
    return best.code


def _is_clear_switch(current: str, best: LanguageGuess, text: str) -> bool:
    spoken = words(text)
    if best.code == current or best.probability < _SWITCH:
        return False
    return len(spoken) >= (_OTHER_SCRIPT_WORDS if _changes_script(current, spoken) else _SENTENCE_WORDS)


def _changes_script(current: str, spoken: Sequence[str]) -> bool:
    home = {"uk": "cyrillic", "ru": "cyrillic", "ar": "arabic"}.get(current, "latin")
    return all(word_script(word) not in (home, "latin") for word in spoken)
