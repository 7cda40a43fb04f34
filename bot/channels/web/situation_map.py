"""`/map`: the life situations as pages that work without JavaScript and print well.

The address tells everything (`/map/lost-job/student?since=2026-11-20&language=uk`), so that a plan can be sent to
somebody else. The day never leaves the address: it is stored and logged nowhere.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from bot.channels.web.access import Services
from bot.channels.web.language import preferred_language
from bot.channels.web.page import ASK_AGAIN, SECURITY_HEADERS, VERSION, Encodings, respond, templates
from bot.channels.web.phone_links import PhoneLinks
from bot.knowledge.content import Content
from bot.situations.book import MOST_YEARS, Plan, PlanStep, UnknownSituation, UnlikelyDay
from bot.situations.wording import day_told, told

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

router = APIRouter(prefix="/map", include_in_schema=False)


class MapPage:
    """One request's page: its language, its address, and what every template needs."""

    def __init__(self, request: Request, content: Content, language: str | None, encodings: str) -> None:
        known = content.knowledge.languages
        self.code = language if language and language in known else preferred_language(request, content)
        self._language = known[self.code]
        self._content = content
        self._path = request.url.path
        self._encodings = encodings

    def situations(self, unknown: bool = False) -> Response:
        problem = self._say("map.unknown") if unknown else None
        titles = self._content.situations.titles(self.code)
        return self._page("situations", 404 if unknown else 200, {}, situations=titles, problem=problem)

    def statuses(self, situation_id: str, unknown: bool = False) -> Response:
        """Which status; a situation that is for one only shows its plan. Raises `UnknownSituation`."""
        situation = self._content.situations.choice(situation_id, self.code)
        if len(situation.statuses) == 1 and not unknown:
            self._path = f"/map/{situation.id}/{situation.statuses[0].id}"
            return self.plan(situation.id, situation.statuses[0].id, None)
        problem = self._say("map.unknown") if unknown else None
        return self._page("statuses", 404 if unknown else 200, {}, situation=situation, problem=problem)

    def plan(self, situation_id: str, status: str, since: str | None) -> Response:
        """The plan; a day that can't be meant is told beside the field. Raises `UnknownSituation`."""
        book = self._content.situations
        try:
            day = _day(since)
            return self._plan(book.plan(situation_id, status, self.code, day), {"since": since} if day else {})
        except UnlikelyDay:
            return self._plan(book.plan(situation_id, status, self.code), {}, self._say("map.bad_day"))

    def _plan(self, plan: Plan, kept: dict[str, Any], problem: str | None = None) -> Response:
        today = self._content.situations.today()
        counted = self._say("map.counted_from", date=day_told(plan.since, self._language)) if plan.since else None
        return self._page(
            "plan",
            422 if problem else 200,
            kept,
            plan=plan,
            problem=problem,
            counted_from=counted,
            days=self._days,
            short=self._short,
            first_day=f"{today.year - MOST_YEARS}-01-01",
            last_day=f"{today.year + MOST_YEARS}-12-31",
        )

    def _days(self, step: PlanStep) -> Iterator[str]:
        return told(step.when, self._language, self._content.phrases) if step.when else iter(())

    def _short(self, step: PlanStep) -> list[str]:
        """The topic's short answer, one paragraph each."""
        answer = self._content.answers.answer(step.topic.id, None, self.code) if step.topic else None
        return [line for line in answer.text.split("\n") if line.strip()] if answer else []

    def _say(self, key: str, **values: object) -> str:
        return self._content.phrases.say(self.code, key, **values)

    def _page(self, name: str, status: int, kept: dict[str, Any], **values: Any) -> Response:
        html = templates.get_template(f"map/{name}.html").render(
            language=self._language,
            languages=self._content.knowledge.languages.values(),
            language_label=self._say("page.language"),
            product=self._say("page.title"),
            call=PhoneLinks(self._content.knowledge.facts.values(), self._content.situations.today()).linked,
            emergency=self._say("page.emergency"),
            say=lambda key: self._say(f"map.{key}"),
            path=self._path,
            query=partial(_query, kept),
            static=f"/static/{VERSION}",
            **values,
        )
        headers = SECURITY_HEADERS | {"Cache-Control": ASK_AGAIN, "Vary": "Accept-Encoding, Accept-Language"}
        return respond(html.encode(), None, "text/html", headers, self._encodings, status)


@router.api_route("", methods=["GET", "HEAD"])
def situations(
    request: Request, services: Services, language: str | None = None, accept_encoding: Encodings = ""
) -> Response:
    """All situations."""
    return MapPage(request, services.content, language, accept_encoding).situations()


@router.api_route("/{situation}", methods=["GET", "HEAD"])
def statuses(
    request: Request, services: Services, situation: str, language: str | None = None, accept_encoding: Encodings = ""
) -> Response:
    """The statuses of one situation; with an unknown one, all situations and a word about it."""
    page = MapPage(request, services.content, language, accept_encoding)
    try:
        return page.statuses(situation)
    except UnknownSituation:
        return MapPage(request, services.content, language, accept_encoding).situations(unknown=True)


@router.api_route("/{situation}/{status}", methods=["GET", "HEAD"])
def plan(
    request: Request,
    services: Services,
    situation: str,
    status: str,
    since: str | None = None,
    language: str | None = None,
    accept_encoding: Encodings = "",
) -> Response:
    """The plan for a status, counted from the day `since` (year-month-day) or, where that makes sense, from today."""
    page = MapPage(request, services.content, language, accept_encoding)
    try:
        return page.plan(situation, status, since)
    except UnknownSituation:
        pass
    try:
        return page.statuses(situation, unknown=True)
    except UnknownSituation:
        return page.situations(unknown=True)


def _day(text: str | None) -> date | None:
    """The day in the address; raises `UnlikelyDay` for anything that isn't one."""
    if not text:
        return None
    try:
        if not DAY.fullmatch(text):
            raise ValueError("not in the form year-month-day")
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnlikelyDay("the day of the event isn't a day of the calendar") from error


def _query(kept: dict[str, Any], language: str) -> str:
    return urlencode({"language": language} | kept)
