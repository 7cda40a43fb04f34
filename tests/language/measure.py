"""How well messages are identified and repaired: `python -m tests.language.measure <folder of resources>`.

The sentences were written for this purpose; no word list or corpus was made from them.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from bot.language.arabic import plain_arabic
from bot.language.identify import SUPPORTED, Form, LanguageModel
from bot.language.letters import without_diacritics, words
from bot.language.repair import TypingRepair
from bot.language.resources import LanguageResources

_SENTENCES = Path(__file__).parent / "sentences"
CORPUS = {
    "cs": ["Rodičovský příspěvek vyplácí úřad práce.", "Žádost o rodičovský příspěvek podáte na úřadu práce."],
    "en": ["The labour office (úřad práce) pays parental allowance.", "Parental allowance is paid monthly."],
    "uk": ["Допомогу на дитину (rodičovský příspěvek) платить Úřad práce."],
    "vi": ["Nộp đơn xin trợ cấp thất nghiệp tại úřad práce.", "Trợ cấp thất nghiệp được trả hàng tháng."],
}
OFFICE_WORDS = ("rodné číslo", "příspěvek na bydlení", "výpis z rejstříku trestů")

Expected = tuple[str, str | None, Form]


def sentences(name: str) -> list[str]:
    """The lines of one file of sentences."""
    return (_SENTENCES / f"{name}.txt").read_text("utf-8").splitlines()


def pairs(name: str) -> list[tuple[str, str]]:
    """The lines of a file with two columns."""
    return [(first, second) for first, second in (line.split("\t") for line in sentences(name))]


def expected_of(name: str) -> list[Expected]:
    """What each sentence of `cs`, `cs_bare`, `uk_latin` … is."""
    code, _, form = name.partition("_")
    if form == "bare":
        return [(without_diacritics(text), code, "bare") for text in sentences(code)]
    if form == "latin":
        return [(text, code, "latin") for text, _ in pairs(name)]
    return [(text, code, "native") for text in sentences(code)]


def identified(model: LanguageModel, expected: Iterable[Expected]) -> float:
    """Share of texts whose language and form are both found."""
    best = [(model.identify(text)[0], code, form) for text, code, form in expected]
    return sum(guess.code == code and guess.form == form for guess, code, form in best) / len(best)


def kept(repair: TypingRepair, code: str) -> float:
    """Share of the words of well-typed sentences that stay as they are."""
    wanted = [plain_arabic(text) if code == "ar" else text for text in sentences(code)]
    return same_words((repair.repair(text, code).text, text) for text in wanted)


def restored(repair: TypingRepair, name: str) -> float:
    """Share of the words of `cs_bare`, `vi_bare`, `uk_latin` or `ru_latin` that come out as they should."""
    code, _, form = name.partition("_")
    if form == "bare":
        return same_words((repair.repair(without_diacritics(t), code, "bare").text, t) for t in sentences(code))
    return same_words((repair.repair(typed, code, "latin").text, meant) for typed, meant in pairs(name))


def same_words(texts: Iterable[tuple[str, str]]) -> float:
    """Share of words that are equal, letter case aside; a text with another number of words counts as all wrong."""
    right = total = 0
    for found, wanted in texts:
        is_, should = words(found), words(wanted)
        total += len(should)
        right += sum(a == b for a, b in zip(is_, should, strict=True)) if len(is_) == len(should) else 0
    return right / total


FORMS = (*SUPPORTED, "cs_bare", "vi_bare", "uk_latin", "ru_latin")


def main(directory: Path) -> None:
    """Print the table."""
    resources = LanguageResources.load(directory)
    for name in FORMS:
        print(f"identified {name:9} {identified(resources.model, expected_of(name)):6.1%}")
    for code in SUPPORTED:
        print(f"kept       {code:9} {kept(resources.repair, code):6.2%}")
    for name in FORMS[len(SUPPORTED) :]:
        print(f"restored   {name:9} {restored(resources.repair, name):6.1%}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
