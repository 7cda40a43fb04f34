"""The map of life situations in a real browser with JavaScript switched off: small screens, keyboard, paper."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.app import create_app
from bot.knowledge.content import Content
from bot.settings import ROOT
from bot.storage.database import Database
from tests.assistants import LANGUAGES, NOW
from tests.channels.web.in_process import runtime_around
from tests.conversations.responders import EchoResponder

PLAN = "/map/lost-job/employee-card"
START_SECONDS = 30.0
TARGET_PX = 44

OpenMap = Callable[..., Page]


@pytest.fixture(scope="module")
def map_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with the real content as of Monday, 23 November 2026; the map needs no trained model."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('map') / 'map.db'}")
    content = Content.load(ROOT / "knowledge", lambda: NOW)
    app = create_app(runtime_around(database, EchoResponder(), content))
    config = uvicorn.Config(app, port=0, log_level="warning", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        assert thread.is_alive() and time.monotonic() < deadline
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)
    database.close()


@pytest.fixture
def open_map(browser: Browser, map_url: str) -> Iterator[OpenMap]:
    contexts: list[BrowserContext] = []

    def open_page(path: str = "/map", language: str = "cs", width: int = 360, **options: Any) -> Page:
        context = browser.new_context(
            locale=language, viewport={"width": width, "height": 740}, java_script_enabled=False, **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(map_url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_a_person_gets_a_plan_with_dates_without_javascript(open_map: OpenMap) -> None:
    page = open_map(language="uk")
    page.get_by_role("link", name="У мене більше немає роботи").click()
    page.get_by_role("link", name="Картка працівника").click()
    page.get_by_label("Коли робота закінчилася або закінчиться?").fill("2026-11-20")
    page.get_by_role("button", name="Показати дати").click()

    assert "since=2026-11-20" in page.url
    expect(page.get_by_text("Останній день: середа, 25 листопада 2026")).to_be_visible()
    page.locator("summary").first.click()
    expect(page.locator("details p").first).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_text("Last day: Wednesday, 25 November 2026.")).to_be_visible()


def test_the_keyboard_alone_is_enough(open_map: OpenMap) -> None:
    page = open_map(f"{PLAN}?language=en")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Go to the content")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_label("On which day did the job end, or will it end?")).to_be_focused()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/map", "/map/lost-job", PLAN, "/map/danger/student"])
def test_it_fits_the_smallest_phone(open_map: OpenMap, language: str, path: str) -> None:
    page = open_map(f"{path}?language={language}", language, width=320)

    box = page.locator("html").bounding_box()
    wide = page.locator("body *").evaluate_all("all => all.filter(e => e.getBoundingClientRect().right > 321).length")
    assert box is not None and box["width"] <= 320
    assert wide == 0


def test_everything_to_touch_is_large_enough(open_map: OpenMap) -> None:
    for path in ("/map", PLAN):
        page = open_map(f"{path}?language=vi", "vi", width=320)
        targets = page.locator(".choices a, .languages a, .chat, .back a, button, input[type=date], summary")
        heights = targets.evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
        assert len(heights) > 8 and min(heights) >= TARGET_PX


def test_arabic_runs_from_right_to_left(open_map: OpenMap) -> None:
    page = open_map(f"{PLAN}?language=ar", "ar", color_scheme="dark")

    step, text = page.locator(".step").first.bounding_box(), page.locator(".step p").first.bounding_box()
    assert step is not None and text is not None
    right, left = step["x"] + step["width"] - text["x"] - text["width"], text["x"] - step["x"]
    assert right > left, "the number stands on the right"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_fits_one_sheet_of_paper(open_map: OpenMap, language: str) -> None:
    page = open_map(f"/map/unpaid/employee-card?language={language}&since=2026-10-31", language)
    pdf = page.pdf(prefer_css_page_size=True)

    assert re.findall(rb"/Type\s*/Pages\s.*?/Count (\d+)", pdf, re.DOTALL) == [b"1"]


def test_on_paper_only_the_plan_and_the_office_remain_in_black(open_map: OpenMap) -> None:
    page = open_map(f"{PLAN}?language=en", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")

    for gone in (".languages", ".chat", ".back", ".since", "details"):
        assert not page.locator(gone).first.is_visible(), gone
    expect(page.get_by_text("Labour Office, free line")).to_be_visible()
    shown = page.locator("h1, .step p, .when, footer p, footer a").locator("visible=true")
    colours = shown.evaluate_all("all => [...new Set(all.map(e => getComputedStyle(e).color))]")
    assert colours == ["rgb(0, 0, 0)"]
