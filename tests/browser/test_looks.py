"""Everybody can read it and hit it: contrast, size of targets, names for what has no text."""

import re
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPhone
from tests.browser.questions import QUESTIONS

TEXT_ON_GROUND = (
    *(("ink", ground) for ground in ("page", "surface", "tint", "alert-tint")),
    *(("quiet", ground) for ground in ("page", "surface")),
    *(("accent", ground) for ground in ("page", "surface", "tint")),
    *(("alert", ground) for ground in ("page", "surface")),
    *(("on-fill", ground) for ground in ("fill", "fill-pressed")),
    ("on-bar", "bar"),
)
LINE_ON_GROUND = (("edge", "surface"), ("accent", "page"), ("focus", "page"), ("focus", "halo"))
AA_TEXT, AA_LINE, AAA_TEXT = 4.5, 3.0, 7.0
TARGET_PX = 44
TARGETS = "button:not(.term), select, textarea, summary"  # a word inside a sentence is as high as its line


def _luminance(colour: str) -> float:
    parts = [int(part, 16) / 255 for part in re.findall("..", colour.strip().removeprefix("#"))]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("wish", "text_ratio"), [("no-preference", AA_TEXT), ("more", AAA_TEXT)])
def test_colours_are_far_enough_apart(
    blank: Page, scheme: Literal["light", "dark"], wish: Literal["no-preference", "more"], text_ratio: float
) -> None:
    blank.emulate_media(color_scheme=scheme, contrast=wish)

    def colour(name: str) -> str:
        return str(blank.evaluate("n => getComputedStyle(document.documentElement).getPropertyValue('--' + n)", name))

    wanted = {pair: text_ratio for pair in TEXT_ON_GROUND} | {pair: AA_LINE for pair in LINE_ON_GROUND}
    ratios = {pair: _contrast(colour(pair[0]), colour(pair[1])) for pair in wanted}
    assert len(ratios) >= 17
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < wanted[pair]} == {}


def test_everything_to_touch_is_large_enough(phone: OpenPhone) -> None:
    visitor = phone("uk")
    visitor.ask(QUESTIONS["uk"])
    visitor.page.locator("#menu summary").click()
    boxes: list[dict[str, Any]] = visitor.page.locator(TARGETS).evaluate_all(
        "all => all.map(e => ({ name: e.id || e.textContent, ...e.getBoundingClientRect().toJSON() }))"
    )
    assert len(boxes) > 10
    assert [box["name"] for box in boxes if min(box["width"], box["height"]) < TARGET_PX] == []


def test_a_screen_reader_finds_its_way(phone: OpenPhone) -> None:
    visitor = phone("en")
    visitor.ask(QUESTIONS["en"])
    page = visitor.page
    expect(page.get_by_role("log", name="Conversation")).to_have_attribute("aria-live", "polite")
    expect(page.get_by_role("textbox", name="Write your question")).to_be_visible()
    expect(page.get_by_role("combobox", name="Language")).to_be_visible()
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    expect(page.get_by_role("group", name="Choices").last).to_be_visible()
    expect(visitor.replies.last.get_by_text("Assistant", exact=True)).to_have_count(1)
    expect(visitor.questions.last.get_by_text("You", exact=True)).to_have_count(1)


def test_what_matters_in_danger_is_one_tap_away(phone: OpenPhone) -> None:
    link = phone("ar").page.locator("#emergency a")
    expect(link).to_have_attribute("href", "tel:112")
    expect(link).to_be_in_viewport()


def test_without_animation_for_those_who_ask(phone: OpenPhone) -> None:
    visitor = phone("en", reduced_motion="reduce")
    assert visitor.replies.last.evaluate("e => getComputedStyle(e).animationName") == "none"
