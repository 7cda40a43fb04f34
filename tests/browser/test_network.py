"""Bad signal: nothing is lost, nothing happens twice, and the person is told in plain words."""

import re

from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenPhone
from tests.browser.questions import QUESTIONS

MESSAGES = re.compile(r"/messages$")
CONVERSATIONS = re.compile(r"/api/v1/conversations$")


def test_what_was_sent_offline_goes_out_once_when_the_network_is_back(phone: OpenPhone) -> None:
    visitor = phone("uk")
    visitor.excused = ("ERR_INTERNET_DISCONNECTED",)
    visitor.page.context.set_offline(True)
    visitor.write(QUESTIONS["uk"])
    bubble = visitor.questions.last
    expect(bubble).to_contain_text(QUESTIONS["uk"])
    expect(bubble).to_have_attribute("data-state", "waiting")
    expect(bubble.locator(".state button")).to_be_visible()
    visitor.page.context.set_offline(False)
    visitor.reply_after(1)
    expect(bubble).to_have_attribute("data-state", "sent")
    expect(visitor.questions).to_have_count(1)
    assert [one["author"] for one in visitor.stored_messages()] == ["assistant", "client", "assistant"]


def test_an_answer_lost_on_its_way_is_asked_for_again_and_counts_once(phone: OpenPhone) -> None:
    visitor = phone("en")
    visitor.excused = ("ERR_FAILED",)
    lost: list[int] = []

    def lose_first(route: Route) -> None:
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort()

    visitor.page.route(MESSAGES, lose_first)
    visitor.write(QUESTIONS["en"])
    expect(visitor.questions.last).to_have_attribute("data-state", "sent")
    expect(visitor.replies).to_have_count(2)
    assert lost == [200]
    assert [one["author"] for one in visitor.stored_messages()] == ["assistant", "client", "assistant"]


def test_what_could_not_be_sent_survives_a_reload(phone: OpenPhone) -> None:
    visitor = phone("cs")
    visitor.excused = ("ERR_FAILED",)
    visitor.page.route(MESSAGES, lambda route: route.abort())
    visitor.write(QUESTIONS["cs"])
    expect(visitor.questions.last).to_have_attribute("data-state", "waiting")
    visitor.page.unroute(MESSAGES)
    visitor.page.reload()
    visitor.reply_after(1)
    expect(visitor.questions).to_have_count(1)
    assert sum(one["author"] == "client" for one in visitor.stored_messages()) == 1


def test_a_refusal_is_said_in_the_servers_words_and_can_be_tried_again(phone: OpenPhone) -> None:
    visitor = phone("cs")
    visitor.excused = ("429",)
    sentence = "Příliš mnoho zpráv najednou."
    visitor.page.route(
        MESSAGES, lambda route: route.fulfill(status=429, json={"code": "too_many_requests", "message": sentence})
    )
    visitor.write(QUESTIONS["cs"])
    expect(visitor.notice).to_have_text(sentence)
    expect(visitor.questions.last).to_have_attribute("data-state", "failed")
    visitor.page.unroute(MESSAGES)
    visitor.questions.last.locator(".state button").click()
    visitor.reply_after(1)
    expect(visitor.questions).to_have_count(1)


def test_a_message_that_is_too_long_comes_back_to_be_shortened(phone: OpenPhone) -> None:
    visitor = phone("cs")
    visitor.excused = ("413",)
    visitor.write("práce " * 800)
    expect(visitor.notice).not_to_be_empty()
    expect(visitor.questions).to_have_count(0)
    expect(visitor.field).to_have_value(re.compile("^práce práce"))


def test_a_conversation_that_is_gone_gives_way_to_a_new_one(phone: OpenPhone) -> None:
    visitor = phone("cs")
    visitor.excused = ("404",)
    visitor.page.evaluate(
        "localStorage.setItem('prepazka', JSON.stringify({ id: '0'.repeat(32), token: 'x', language: 'cs' }))"
    )
    visitor.page.reload()
    expect(visitor.replies).to_have_count(1)
    visitor.ask(QUESTIONS["cs"])
    expect(visitor.notice).to_be_empty()


def test_a_page_opened_before_the_server_is_reached_opens_its_conversation_later(phone: OpenPhone) -> None:
    visitor = phone("cs")
    visitor.excused = ("ERR_FAILED",)
    visitor.page.route(CONVERSATIONS, lambda route: route.abort())
    visitor.page.evaluate("localStorage.clear()")
    visitor.page.reload()
    expect(visitor.notice).not_to_be_empty()
    visitor.write(QUESTIONS["cs"])
    expect(visitor.questions).to_have_attribute("data-state", "waiting")
    visitor.page.unroute(CONVERSATIONS)
    visitor.page.evaluate("dispatchEvent(new Event('online'))")
    visitor.reply_after(1)
    expect(visitor.notice).to_be_empty()
    assert [one["author"] for one in visitor.stored_messages()] == ["assistant", "client", "assistant"]
