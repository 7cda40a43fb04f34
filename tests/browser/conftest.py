"""A real Chromium on the real server. `phone(...)` opens the page as a person's phone would."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.phone import Phone

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
QUIETER = ("--disable-sync", "--no-first-run")

OpenPhone = Callable[..., Phone]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Without one the tests are skipped, but never in CI.

    It ends with the last test of this folder: Playwright keeps an event loop running in the thread of the tests.
    """
    path = os.environ.get("PREPAZKA_CHROMIUM") or shutil.which("chromium")
    if not path:
        reason = "no chromium: apt-get install chromium fonts-noto-core, or set PREPAZKA_CHROMIUM"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=[*QUIET, *QUIETER])
        yield running
        running.close()


@pytest.fixture
def phone(browser: Browser, server_url: str) -> Iterator[OpenPhone]:
    """Opens phones; at the end none of them may have complained on its console."""
    contexts: list[BrowserContext] = []
    phones: list[Phone] = []

    def open_phone(language: str = "cs", width: int = 360, height: int = 740, path: str = "/", **options: Any) -> Phone:
        context = browser.new_context(
            locale=language, viewport={"width": width, "height": height}, has_touch=True, **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        phones.append(Phone(context.new_page(), server_url))
        phones[-1].open(path)
        return phones[-1]

    yield open_phone
    complaints = [complaint for one in phones for complaint in one.complaints]
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="package")
def blank(browser: Browser, server_url: str) -> Iterator[Page]:
    """The page once opened, to try its modules in: `blank.evaluate("m => …")` with `Phone.module`."""
    context = browser.new_context(locale="cs")
    page = context.new_page()
    page.goto(server_url)
    yield page
    context.close()
