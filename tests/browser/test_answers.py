"""Asked in any of the languages on a phone, the page gives an answer one can check."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPhone
from tests.browser.questions import QUESTIONS, TITLES

YEAR = "2026"


@pytest.mark.parametrize("language", QUESTIONS)
def test_a_question_in_each_language_gets_an_answer_with_its_source(phone: OpenPhone, language: str) -> None:
    visitor = phone(language)
    reply = visitor.ask(QUESTIONS[language])
    expect(reply).to_have_attribute("lang", language)
    expect(reply.locator("h2")).to_have_text(TITLES[language])
    expect(reply.locator(".sources summary")).to_contain_text(YEAR)
    reply.locator(".sources summary").click()
    source = reply.locator(".sources a").first
    expect(source).to_be_visible()
    assert str(source.get_attribute("href")).startswith("https://")
    assert "noopener" in str(source.get_attribute("rel"))
    assert not visitor.overflows_at(360)


def test_arabic_reads_right_to_left_and_fits_the_screen(phone: OpenPhone) -> None:
    visitor = phone("ar")
    reply = visitor.ask(QUESTIONS["ar"])
    reply.locator(".sources summary").click()
    expect(visitor.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(reply).to_have_attribute("dir", "rtl")
    question = visitor.questions.last.bounding_box()
    assert question is not None
    assert question["x"] < 360 - question["x"] - question["width"]  # own words stand at the end of the line: left
    assert not visitor.overflows_at(360)
    assert not visitor.overflows_at(320)


def test_nothing_is_wider_than_a_small_phone_at_200_percent(phone: OpenPhone) -> None:
    visitor = phone("uk")
    visitor.ask(QUESTIONS["uk"]).locator(".sources summary").click()
    assert [width for width in (160, 180, 240, 320) if visitor.overflows_at(width)] == []


def test_a_question_in_another_language_turns_the_whole_screen_to_it(phone: OpenPhone) -> None:
    visitor = phone("cs")
    visitor.ask(QUESTIONS["uk"])
    expect(visitor.page.locator("html")).to_have_attribute("lang", "uk")
    expect(visitor.page.locator("#language")).to_have_value("uk")
    expect(visitor.questions.last).to_have_attribute("lang", "uk")


def test_an_answer_is_read_from_its_beginning(phone: OpenPhone) -> None:
    visitor = phone("vi", height=480)
    visitor.ask(QUESTIONS["vi"])
    box = visitor.questions.last.bounding_box()
    bar = visitor.page.locator("header").bounding_box()
    assert box is not None and bar is not None
    assert bar["y"] + bar["height"] <= box["y"] < 160
