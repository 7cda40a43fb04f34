"""The map of life situations over HTTP: languages, dates, errors, and that it needs no JavaScript."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import httpx
import pytest

from bot.knowledge.content import Content
from bot.settings import ROOT
from bot.storage.database import Database
from tests.assistants import LANGUAGES, NOW
from tests.channels.web.in_process import client_of, runtime_around
from tests.conversations.responders import EchoResponder

PLAN = "/map/lost-job/citizen-or-eu"


@pytest.fixture(scope="module")
def monday() -> Content:
    """The content as of Monday, 23 November 2026."""
    return Content.load(ROOT / "knowledge", lambda: NOW)


@pytest.fixture(scope="module")
def web(monday: Content, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('map') / 'map.db'}")
    client = client_of(runtime_around(database, EchoResponder(), monday))
    yield client
    client.close()
    database.close()


class Tags(HTMLParser):
    """Every tag with its attributes, in order; complains about tags that are closed in the wrong place."""

    VOID = frozenset({"meta", "link", "input", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def addresses(self, tag: str = "a") -> list[str]:
        return [str(attributes["href"]) for name, attributes in self.all if name == tag and "href" in attributes]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/map", "/map/lost-job", PLAN])
def test_every_page_comes_in_the_readers_language(web: httpx.Client, language: str, path: str) -> None:
    preferred = web.get(path, headers={"Accept-Language": language})
    asked_for = web.get(path, params={"language": language}, headers={"Accept-Language": "pt"})

    direction = "rtl" if language == "ar" else "ltr"
    for page in (preferred, asked_for):
        assert page.status_code == 200
        assert f'<html lang="{language}" dir="{direction}">' in page.text
        assert Tags(page.text).open == []
    assert preferred.headers["vary"] == "Accept-Encoding, Accept-Language"


def test_nothing_on_it_needs_javascript_or_another_server(web: httpx.Client) -> None:
    for path in ("/map", "/map/danger", PLAN):
        page = web.get(path)
        tags = Tags(page.text)
        assert "script" not in {name for name, _ in tags.all}
        assert not any(name.startswith("on") for _, attributes in tags.all for name in attributes)
        assert all(re.match(r"/|#|tel:", address) for address in tags.addresses() + tags.addresses("link"))
        assert "unsafe" not in page.headers["content-security-policy"]
        assert page.headers["referrer-policy"] == "no-referrer"


def test_every_situation_leads_to_its_plans(web: httpx.Client) -> None:
    situations = _below(web.get("/map?language=uk"), "/map/")
    assert len(situations) == 15

    plans = {place: _below(web.get(place), f"{place.split('?')[0]}/") for place in situations}
    only_one = plans.pop("/map/temporary-protection?language=uk")
    assert all(len(of_one) > 2 for of_one in plans.values())
    assert all(web.get(place).status_code == 200 for place in (*plans["/map/unpaid?language=uk"], *only_one))


def test_a_situation_for_one_status_shows_its_plan_at_once(web: httpx.Client) -> None:
    page = web.get("/map/temporary-protection", params={"language": "cs"})

    assert '<ol class="steps"' in page.text
    assert "Poslední den: středa 31. března 2027." in page.text


def _below(page: httpx.Response, folder: str) -> list[str]:
    places = Tags(page.text).addresses()
    return [place for place in places if place.startswith(folder) and place.endswith("?language=uk")]


def test_a_plan_is_counted_from_the_day_in_the_address(web: httpx.Client) -> None:
    page = web.get(PLAN, params={"since": "2026-11-20", "language": "en"})

    assert "Last day: Wednesday, 25 November 2026." in page.text
    assert "so go by: Friday, 27 November 2026." in page.text
    assert 'value="2026-11-20"' in page.text
    assert f'href="{PLAN}?language=ar&amp;since=2026-11-20"' in page.text, "another language keeps the day"


def test_without_a_day_it_is_counted_from_today_and_says_so(web: httpx.Client, monday: Content) -> None:
    page = web.get(PLAN, params={"language": "en"})

    assert "Last day: Thursday, 26 November 2026." in page.text
    assert monday.phrases.say("en", "map.assumed") in page.text


def test_a_step_of_the_ministry_says_so_and_a_topic_opens_in_place(web: httpx.Client, monday: Content) -> None:
    page = web.get("/map/lost-job/employee-card", params={"language": "en"})

    assert monday.phrases.say("en", "map.residence") in page.text
    assert page.text.count("<details>") >= 5
    assert "Registration at the Labour Office does not stop this time." in page.text


def test_phones_can_be_called(web: httpx.Client) -> None:
    page = web.get("/map/danger", params={"language": "ru"})

    assert {"tel:112", "tel:158", "tel:800779900"} <= set(Tags(page.text).addresses())


@pytest.mark.parametrize(
    "day", ["2026-13-01", "2026-02-30", "20261120", "yesterday", "0001-01-01", "9999-12-31", "２０２６-01-01"]
)
@pytest.mark.parametrize("language", ["vi", "ar"])
def test_a_day_that_cannot_be_meant_is_told_beside_the_field(
    web: httpx.Client, monday: Content, day: str, language: str
) -> None:
    page = web.get(PLAN, params={"since": day, "language": language})

    assert page.status_code == 422
    assert monday.phrases.say(language, "map.bad_day") in page.text
    assert ("input", "true") in [(name, attributes.get("aria-invalid")) for name, attributes in Tags(page.text).all]
    assert day not in page.text


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/map/lottery", "map.title"),
        ("/map/lottery/student", "map.title"),
        ("/map/lost-job/astronaut", None),
        ("/map/temporary-protection/student", None),
        ("/map/%3Cscript%3E/x", "map.title"),
    ],
)
def test_what_does_not_exist_is_a_page_with_a_way_on(
    web: httpx.Client, monday: Content, path: str, heading: str | None
) -> None:
    page = web.get(path, headers={"Accept-Language": "uk"})

    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert monday.phrases.say("uk", "map.unknown") in page.text
    assert heading is None or f"<h1>{monday.phrases.say('uk', heading)}</h1>" in page.text
    assert "<script" not in page.text and len(Tags(page.text).addresses()) > 8


def test_the_chat_leads_to_the_map_and_back(web: httpx.Client) -> None:
    assert "/map?language=cs" in Tags(web.get("/?lang=cs").text).addresses()
    assert "/?lang=cs" in Tags(web.get("/map?language=cs").text).addresses()
