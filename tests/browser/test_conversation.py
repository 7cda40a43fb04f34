"""Talking on the page: choices, keyboard, languages, another day, another tab, and an end."""

import json
import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import OpenPhone
from tests.browser.questions import QUESTIONS


def test_a_choice_is_said_and_answered_and_older_choices_grow_quiet(phone: OpenPhone) -> None:
    visitor = phone("en")
    reply = visitor.ask(QUESTIONS["en"])
    choice = reply.locator(".choices button").first
    title = choice.inner_text()
    after = visitor.press(choice)
    expect(visitor.questions.last).to_contain_text(title)
    expect(after.locator("h2")).to_contain_text(title)
    expect(after).to_have_class(re.compile("newest"))
    expect(reply).not_to_have_class(re.compile("newest"))
    expect(choice).to_be_enabled()


def test_a_choice_of_an_older_answer_still_works(phone: OpenPhone) -> None:
    visitor = phone("cs")
    visitor.ask(QUESTIONS["cs"])
    assert visitor.press(visitor.replies.first.locator(".choices button").nth(2)).locator("h2").inner_text()


def test_a_whole_conversation_with_the_keyboard_alone(phone: OpenPhone) -> None:
    visitor = phone("en")
    keys = visitor.page.keyboard
    keys.press("Tab")
    expect(visitor.page.locator(".skip")).to_be_focused()
    keys.press("Enter")
    expect(visitor.field).to_be_focused()
    keys.type("How do I register")
    keys.press("Shift+Enter")
    keys.type("at the Labour Office as a jobseeker?")
    expect(visitor.questions).to_have_count(0)
    keys.press("Enter")
    reply = visitor.reply_after(1)
    expect(visitor.field).to_be_focused()
    expect(visitor.field).to_be_empty()
    keys.press("Shift+Tab")
    choice = reply.locator(".choices button").last
    expect(choice).to_be_focused()
    keys.press("Enter")
    visitor.reply_after(2)
    assert visitor.page.evaluate("document.activeElement.closest('.choices') !== null")


def test_reloading_keeps_the_conversation(phone: OpenPhone) -> None:
    visitor = phone("uk")
    visitor.ask(QUESTIONS["uk"])
    before = visitor.page.locator("#log .text").all_inner_texts()
    visitor.page.reload()
    expect(visitor.questions).to_have_count(1)
    assert visitor.page.locator("#log .text").all_inner_texts() == before


def test_changing_the_language_turns_screen_and_answers_but_not_what_was_said(phone: OpenPhone) -> None:
    visitor = phone("cs")
    said = visitor.ask(QUESTIONS["cs"])
    visitor.choose_language("ar")
    expect(visitor.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(visitor.field).to_have_attribute("placeholder", re.compile(r"[\u0600-\u06ff]"))
    expect(said).to_have_attribute("lang", "cs")
    expect(said).to_have_attribute("dir", "ltr")
    expect(visitor.ask(QUESTIONS["en"])).to_have_attribute("lang", "ar")


def test_before_the_first_question_the_greeting_follows_the_language(phone: OpenPhone) -> None:
    visitor = phone("en")
    visitor.choose_language("vi")
    expect(visitor.page.locator('#log .reply[lang="vi"]')).to_have_count(1)
    expect(visitor.replies).to_have_count(1)
    assert [message["language"] for message in visitor.stored_messages()] == ["vi"]


def test_the_address_may_choose_the_language(phone: OpenPhone) -> None:
    visitor = phone("cs", path="/?lang=ru")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "ru")
    expect(visitor.replies.first).to_have_attribute("lang", "ru")
    visitor.page.goto(visitor.server_url + "/?lang=vi")
    expect(visitor.page.locator('#log .reply[lang="vi"]')).to_have_count(1)
    expect(visitor.page.locator("html")).to_have_attribute("lang", "vi")


def test_a_second_tab_hears_what_is_said_in_the_first(phone: OpenPhone) -> None:
    visitor = phone("cs")
    other = visitor.page.context.new_page()
    other.goto(visitor.server_url)
    expect(other.locator("#log .reply")).to_have_count(1)
    visitor.ask(QUESTIONS["cs"])
    expect(other.locator("#log .reply")).to_have_count(2)
    expect(other.locator("#log .client")).to_have_count(1)
    expect(visitor.questions).to_have_count(1)


def test_deleting_erases_it_for_good_and_opens_a_new_one(phone: OpenPhone) -> None:
    visitor = phone("en")
    visitor.ask(QUESTIONS["en"])
    kept = json.loads(visitor.page.evaluate("localStorage.getItem('prepazka')"))
    visitor.page.on("dialog", lambda dialog: dialog.accept())
    visitor.page.locator("#menu summary").click()
    visitor.page.locator("#delete").click()
    expect(visitor.questions).to_have_count(0)
    expect(visitor.replies).to_have_count(1)
    expect(visitor.notice).not_to_be_empty()
    gone = visitor.page.request.get(
        f"{visitor.server_url}/api/v1/conversations/{kept['id']}/messages",
        headers={"Authorization": f"Bearer {kept['token']}"},
    )
    assert gone.status == 404


def test_ones_own_data_can_be_taken_home(phone: OpenPhone, tmp_path: Path) -> None:
    visitor = phone("en")
    visitor.ask(QUESTIONS["en"])
    visitor.page.locator("#menu summary").click()
    with visitor.page.expect_download() as download:
        visitor.page.locator("#download").click()
    download.value.save_as(tmp_path / "data.json")
    assert QUESTIONS["en"] in (tmp_path / "data.json").read_text(encoding="utf-8")
