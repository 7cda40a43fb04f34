"""A message's text on the screen: lists and links, and never markup of anybody's."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPhone

RENDER = """async text => {
  const { blocks } = await import(document.querySelector('link[href$="/text.js"]').href);
  const box = document.createElement("div");
  box.append(blocks(text));
  return box.innerHTML;
}"""
LINKS = """async text => {
  const { blocks } = await import(document.querySelector('link[href$="/text.js"]').href);
  return [...blocks(text).querySelectorAll("a")].map(a => [a.textContent, a.getAttribute("href")]);
}"""
FEED = """async pieces => {
  const { parser } = await import(document.querySelector('link[href$="/events.js"]').href);
  const heard = [];
  const feed = parser((data, id) => heard.push([id, data]));
  pieces.forEach(feed);
  return heard;
}"""


def test_hostile_text_stays_text(phone: OpenPhone) -> None:
    visitor = phone("en")
    hostile = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> https://x.cz/"><b>'
    visitor.ask(hostile)
    expect(visitor.questions.last).to_contain_text(hostile)
    assert visitor.page.evaluate("window.hacked") is None
    assert visitor.page.locator("#log img, #log script, #log b").count() == 0


def test_hostile_text_in_an_answer_stays_text(blank: Page) -> None:
    html = blank.evaluate(RENDER, '- <img src=x onerror=alert(1)>\njavascript:alert(1) "onclick="x" up.gov.cz/<i>')
    assert "<img" not in html and "<i>" not in html
    assert blank.evaluate(LINKS, "javascript:alert(1) data:text/html,x vbscript:x") == []


def test_lists_and_paragraphs_become_elements(blank: Page) -> None:
    html = blank.evaluate(RENDER, "First.\n- one\n- two\nThen.\nMore.\n\n1. a\n2. b")
    assert html == "<p>First.</p><ul><li>one</li><li>two</li></ul><p>Then.<br>More.</p><ol><li>a</li><li>b</li></ol>"


@pytest.mark.parametrize(
    ("text", "shown", "target"),
    [
        ("call 800 779 900, free", "800 779 900", "tel:+420800779900"),
        ("(+420 974 801 802)", "+420 974 801 802", "tel:+420974801802"),
        ("\u2066800\u00a0779\u00a0900\u2069", "800\u00a0779\u00a0900", "tel:+420800779900"),
        ("see up.gov.cz.", "up.gov.cz", "https://up.gov.cz"),
        ("(ipc.gov.cz/en/glossary)", "ipc.gov.cz/en/glossary", "https://ipc.gov.cz/en/glossary"),
        ("https://up.gov.cz/kontakty?a=1.", "https://up.gov.cz/kontakty?a=1", "https://up.gov.cz/kontakty?a=1"),
        ("write to info@inbaze.cz now", "info@inbaze.cz", "mailto:info@inbaze.cz"),
    ],
)
def test_phones_and_addresses_become_links(blank: Page, text: str, shown: str, target: str) -> None:
    assert blank.evaluate(LINKS, text) == [[shown, target]]


@pytest.mark.parametrize(
    "text", ["20 800 Kč", "234 567 800 Kč", "1 800 779 900", "262/2006", "12.30", "8.00-12.00", "a.b"]
)
def test_other_numbers_and_dots_are_no_links(blank: Page, text: str) -> None:
    assert blank.evaluate(LINKS, text) == []


def test_events_are_read_however_the_stream_is_cut(blank: Page) -> None:
    first = ': open\r\nretry: 2000\r\n\r\nid: 7\r\nevent: message\r\ndata: {"a":\r\ndata: 1}\r\n\r\n'
    stream = first + ": ping\r\n\r\nid: 8\ndata: x\n\n"
    heard = [["7", '{"a":\n1}'], ["8", "x"]]
    assert blank.evaluate(FEED, [stream]) == heard
    assert blank.evaluate(FEED, list(stream)) == heard
