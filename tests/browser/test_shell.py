"""The page before any script runs: its language, its words, its headers, its weight."""

import json
import re

import httpx
import pytest
import yaml

from bot.channels.web.page import PHRASES
from bot.settings import ROOT

MOST_BYTES = 60_000
FILES = re.compile(r'"(/static/[^"]+)"')


def _page(server_url: str, language: str, path: str = "/") -> httpx.Response:
    return httpx.get(server_url + path, headers={"Accept-Language": language})


def test_every_phrase_of_the_page_is_sent_and_no_other_is_asked_for() -> None:
    written = yaml.safe_load((ROOT / "knowledge/phrases/en.yml").read_text(encoding="utf-8"))["page"]
    assert set(PHRASES) == set(written)


@pytest.mark.parametrize(
    ("browser_language", "path", "language", "direction"),
    [
        ("uk-UA,uk;q=0.9,en;q=0.8", "/", "uk", "ltr"),
        ("ar-EG", "/", "ar", "rtl"),
        ("pt-BR", "/", "en", "ltr"),
        ("cs", "/?lang=ar", "ar", "rtl"),
        ("cs", "/?lang=%22%3E%3Cscript%3E", "cs", "ltr"),
    ],
)
def test_the_page_comes_in_the_readers_language(
    server_url: str, browser_language: str, path: str, language: str, direction: str
) -> None:
    page = _page(server_url, browser_language, path)
    assert page.status_code == 200
    assert f'<html lang="{language}" dir="{direction}">' in page.text
    assert page.headers["vary"] == "Accept-Encoding, Accept-Language"


def test_without_scripts_it_says_whom_to_call(server_url: str) -> None:
    assert re.search(r"<noscript>.*800 779 900.*</noscript>", _page(server_url, "en").text, re.DOTALL)


def test_the_words_of_all_languages_travel_in_the_page(server_url: str) -> None:
    block = re.search(r'<script type="application/json" id="words">(.*?)</script>', _page(server_url, "en").text)
    assert block and "<" not in block[1]
    words = json.loads(block[1])
    assert len(words["languages"]) >= 6
    assert all(set(PHRASES) <= set(words["phrases"][code]) for code in words["languages"])
    assert "112" in words["phrases"]["uk"]["emergency"]


def test_nothing_from_elsewhere_may_run_or_load(server_url: str) -> None:
    page = _page(server_url, "cs")
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert not re.search(r'(src|href)="(https?:)?//', page.text)


def test_all_of_it_is_light(server_url: str) -> None:
    files = {"/", *FILES.findall(_page(server_url, "cs").text)}
    assert len(files) > 10
    with httpx.Client(base_url=server_url, headers={"Accept-Encoding": "gzip"}) as client:
        total = 0
        for file in files:
            with client.stream("GET", file) as response:
                assert response.status_code == 200
                total += sum(len(piece) for piece in response.iter_raw())
    assert total < MOST_BYTES


def test_static_files_are_kept_until_a_new_release(server_url: str) -> None:
    file = FILES.findall(_page(server_url, "cs").text)[0]
    first = httpx.get(server_url + file)
    assert "immutable" in first.headers["cache-control"]
    again = httpx.get(server_url + file, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    older = httpx.get(server_url + re.sub(r"/static/\w+/", "/static/older/", file))
    assert older.headers["cache-control"] == "no-cache"
    assert older.content == first.content


@pytest.mark.parametrize("path", ["/static/x/none.js", "/static/x/..%2fpage.py", "/static/x/index.html"])
def test_no_other_file_can_be_read(server_url: str, path: str) -> None:
    assert httpx.get(server_url + path).status_code == 404
