"""A word of the office in an answer is tapped, and explains itself."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPhone
from tests.browser.questions import QUESTIONS

MARK = """async ([text, terms]) => {
  const folder = document.querySelector('link[href$="/text.js"]').href.replace(/text\\.js$/, "");
  const { blocks } = await import(folder + "text.js");
  const { markTerms } = await import(folder + "terms.js");
  const box = document.createElement("div");
  box.append(blocks(text));
  const pressed = [];
  markTerms(box, terms.map((term) => ({ id: term, term })), { press: ({ id }) => pressed.push(id), hint: "?" });
  for (const button of box.querySelectorAll("button")) button.click();
  return { html: box.innerHTML, text: box.textContent, pressed };
}"""


@pytest.mark.parametrize("language", ["cs", "ar"])
def test_a_tapped_word_is_explained_in_the_language_of_the_answer(phone: OpenPhone, language: str) -> None:
    visitor = phone(language)
    term = visitor.ask(QUESTIONS[language]).locator(".text .term").first
    words = term.inner_text()
    expect(term).to_have_attribute("title", visitor.page.evaluate("document.querySelector('.term').title"))
    reply = visitor.press(term)
    expect(visitor.questions.last.locator(".text")).to_have_text(words)
    expect(reply).to_have_attribute("lang", language)
    expect(reply.locator(".choices button").first).to_be_visible()
    assert not visitor.overflows_at(320)


def test_a_word_is_reached_and_pressed_with_the_keyboard(phone: OpenPhone) -> None:
    visitor = phone("cs")
    term = visitor.ask(QUESTIONS["cs"]).locator(".text .term").first
    before = visitor.replies.count()
    term.focus()
    visitor.page.keyboard.press("Enter")
    visitor.reply_after(before)


def test_each_word_is_marked_where_it_first_stands_alone(blank: Page) -> None:
    text = "evidencemi nic. V evidenci a evidence, evidence."
    marked = blank.evaluate(MARK, [text, ["evidence", "evidenci"]])
    assert marked["text"] == text and marked["pressed"] == ["evidenci", "evidence"]
    assert marked["html"].startswith("<p>evidencemi nic. V <button")
    assert marked["html"].count("<bdi>evidence</bdi></button>, evidence.") == 1


def test_the_longer_word_is_marked_before_the_shorter_one_in_it(blank: Page) -> None:
    marked = blank.evaluate(
        MARK, ["výpovědní doba, výpověď\n- výpovědní doba", ["výpovědní", "výpovědní doba", "výpověď"]]
    )
    assert marked["pressed"] == ["výpovědní doba", "výpověď", "výpovědní"]


@pytest.mark.parametrize("term", ["up.gov.cz", "gov", "nothing", "<b>", "$&", "."])
def test_links_and_what_is_not_there_stay_as_they_are(blank: Page, term: str) -> None:
    plain = blank.evaluate(MARK, ["see up.gov.cz/a now", []])["html"]
    assert blank.evaluate(MARK, ["see up.gov.cz/a now", [term]])["html"] == plain


def test_hostile_words_stay_text(blank: Page) -> None:
    hostile = '<img src=x onerror="window.hacked=1">'
    marked = blank.evaluate(MARK, [f"see {hostile} now", [hostile]])
    assert marked["pressed"] == [hostile] and "<img" not in marked["html"]
    assert blank.evaluate("window.hacked") is None
