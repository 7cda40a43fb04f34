"""A conversation keeps its language until another one is clearly spoken."""

import pytest

from bot.language.resources import LanguageResources
from bot.language.settle import settle


@pytest.mark.parametrize(
    ("current", "chosen", "text", "after"),
    [
        ("uk", True, "I need help with my application, please", "uk"),
        ("cs", False, "I need help with my application, please", "en"),
        ("cs", False, "Hello", "cs"),
        ("cs", False, "ok thanks", "cs"),
        ("cs", False, "Мені потрібна допомога", "uk"),
        ("uk", False, "příspěvek", "uk"),
        ("uk", False, "Що таке rodičovský příspěvek?", "uk"),
        ("vi", False, "👍 12", "vi"),
        ("en", False, "Ich brauche Hilfe mit dem Antrag", "en"),
        (None, False, "👍", "cs"),
        (None, False, "toi bi mat viec lam", "vi"),
        (None, False, "Ich brauche Hilfe mit dem Antrag", "cs"),
        (None, False, "مرحبا", "ar"),
        ("ru", False, "ztratil jsem práci a nevím co dělat", "cs"),
    ],
)
def test_language_of_the_conversation(
    resources: LanguageResources, current: str | None, chosen: bool, text: str, after: str
) -> None:
    assert settle(current, chosen, resources.model.identify(text), text) == after


def test_the_language_of_the_unknown_is_the_callers_choice(resources: LanguageResources) -> None:
    assert settle(None, False, resources.model.identify("12"), "12", default="en") == "en"
    assert settle(None, False, [], "", default="vi") == "vi"
