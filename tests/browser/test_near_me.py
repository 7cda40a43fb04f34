"""The button “near me”: only a tap asks for the location, and without it a town can still be written."""

import json
import re

from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenPhone
from tests.browser.phone import Phone

BRNO = {"latitude": 49.195123, "longitude": 16.608456}


def ask_for_an_office(visitor: Phone) -> None:
    """The general answer about offices, by the button of the greeting's menu of topics."""
    visitor.ask("where is the labour office")


def test_a_tap_shares_the_location_and_brings_the_nearest_office(phone: OpenPhone) -> None:
    visitor = phone("en", geolocation=BRNO, permissions=["geolocation"])
    sent: list[str] = []

    def watch(route: Route) -> None:
        sent.append(route.request.post_data or "")
        route.continue_()

    ask_for_an_office(visitor)
    visitor.page.route("**/messages", watch)
    before = visitor.replies.count()
    visitor.page.get_by_role("button", name="Near me").click()
    reply = visitor.reply_after(before)
    expect(reply).to_contain_text("Krajská pobočka v Brně")
    expect(reply).to_contain_text(re.compile(r"About \d+ km from you"))
    expect(visitor.questions.last).to_contain_text("Near me")
    assert [json.loads(body)["location"] for body in sent if body] == [{"latitude": 49.2, "longitude": 16.61}]
    expect(reply.get_by_role("link", name=re.compile("mapy"))).to_have_attribute("target", "_blank")
    assert not visitor.overflows_at(320)


def test_nothing_asks_for_the_location_before_the_tap(phone: OpenPhone) -> None:
    visitor = phone("en")
    visitor.page.evaluate(
        """() => { window.asked = 0;
        navigator.geolocation.getCurrentPosition = (found, failed) => { window.asked += 1; failed({ code: 1 }); }; }"""
    )
    ask_for_an_office(visitor)
    assert visitor.page.evaluate("window.asked") == 0
    visitor.page.get_by_role("button", name="Near me").click()
    expect(visitor.notice).to_contain_text("did not allow")
    assert visitor.page.evaluate("window.asked") == 1


def test_a_location_that_cant_be_found_is_said_in_the_persons_language(phone: OpenPhone) -> None:
    visitor = phone("ar")
    visitor.page.evaluate(
        "() => { navigator.geolocation.getCurrentPosition = (found, failed) => failed({ code: 2 }); }"
    )
    visitor.ask("أين مكتب العمل")
    visitor.page.get_by_role("button", name="بالقرب مني").click()
    expect(visitor.notice).to_contain_text("تعذّر")
    expect(visitor.field).to_be_focused()
    expect(visitor.ask("Brno")).to_contain_text("Krajská pobočka v Brně")
