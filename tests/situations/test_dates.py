"""Deadlines on the calendar: weekends, Czech holidays, ends of months. Dates checked by hand."""

from datetime import date
from decimal import Decimal

import pytest

from bot.knowledge.model import Confidence, Fact, FactValue, Kind
from bot.situations.dates import When, WorkingDays, moved
from bot.situations.deadlines import Deadlines
from bot.situations.model import DeadlineRule, RuleKind, Unit

CZECH = WorkingDays("CZ")
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("job_ended", "last_day"),
    [
        ("2026-11-23", "2026-11-26"),  # Monday: Tuesday, Wednesday, Thursday
        ("2026-11-20", "2026-11-25"),  # Friday: over the weekend
        ("2026-11-21", "2026-11-25"),  # Saturday
        ("2026-11-13", "2026-11-19"),  # Friday before Tuesday 17 November, the Day of Struggle for Freedom
        ("2026-09-25", "2026-10-01"),  # Friday before Monday 28 September, St Wenceslas
        ("2026-04-02", "2026-04-09"),  # Thursday before Good Friday and Easter Monday
        ("2027-03-25", "2027-04-01"),  # the next Easter
        ("2026-12-31", "2027-01-06"),  # over New Year's Day (Friday) and a weekend
        ("2026-12-22", "2026-12-29"),  # over Christmas
    ],
)
def test_three_working_days_skip_weekends_and_czech_holidays(job_ended: str, last_day: str) -> None:
    assert CZECH.after(date.fromisoformat(job_ended), 3) == date.fromisoformat(last_day)


@pytest.mark.parametrize(
    ("day", "count", "unit", "expected"),
    [
        ("2026-11-20", 8, Unit.DAYS, "2026-11-28"),
        ("2026-11-20", 90, Unit.DAYS, "2027-02-18"),
        ("2027-01-31", -120, Unit.DAYS, "2026-10-03"),
        ("2026-11-30", 3, Unit.MONTHS, "2027-02-28"),
        ("2027-11-30", 3, Unit.MONTHS, "2028-02-29"),
        ("2026-12-31", -3, Unit.MONTHS, "2026-09-30"),
        ("2027-05-31", -3, Unit.MONTHS, "2027-02-28"),
        ("2024-02-29", 3, Unit.YEARS, "2027-02-28"),
        ("2026-10-31", 3, Unit.YEARS, "2029-10-31"),
        ("2026-12-28", 8, Unit.DAY_OF_NEXT_MONTH, "2027-01-08"),
        ("2026-01-31", 31, Unit.DAY_OF_NEXT_MONTH, "2026-02-28"),
    ],
)
def test_other_units_keep_to_the_calendar(day: str, count: int, unit: Unit, expected: str) -> None:
    assert moved(date.fromisoformat(day), count, unit, CZECH) == date.fromisoformat(expected)


def deadlines(confidence: Confidence = Confidence.KNOWN, **values: int | Decimal | date) -> Deadlines:
    facts = {
        name: Fact(name, Kind.DATE if isinstance(value, date) else Kind.NUMBER, "", (_value(value, confidence),))
        for name, value in values.items()
    }
    return Deadlines(facts, CZECH)


def _value(value: int | Decimal | date, confidence: Confidence) -> FactValue:
    return FactValue(value, None, None, "Act", TODAY, confidence)


def test_a_last_day_on_a_weekend_is_told_with_the_working_day_before() -> None:
    rule = DeadlineRule(RuleKind.WITHIN, "count", Unit.DAYS)

    when = deadlines(count=8).when(rule, "job-end", date(2026, 11, 20), TODAY)

    assert when == When(None, date(2026, 11, 28), come_by=date(2026, 11, 27), past=False)


def test_before_a_long_weekend_the_working_day_lies_further_back() -> None:
    rule = DeadlineRule(RuleKind.ON_EVENT)

    when = deadlines().when(rule, "housing-end", date(2027, 3, 29), TODAY)  # Easter Monday

    assert when is not None and when.come_by == date(2027, 3, 25)


def test_what_is_possible_only_after_so_many_days_begins_on_the_day_after_them() -> None:
    rule = DeadlineRule(RuleKind.AFTER, "count", Unit.DAYS)

    when = deadlines(count=15).when(rule, "wage-due", date(2026, 10, 31), TODAY)

    assert when == When(date(2026, 11, 16), None, None, past=False)


def test_a_window_opens_before_the_event_and_ends_with_it_or_earlier() -> None:
    facts = deadlines(months=3, days=30)
    event = date(2027, 3, 31)

    whole = facts.when(DeadlineRule(RuleKind.WINDOW, "months", Unit.MONTHS), "card-end", event, TODAY)
    closing = facts.when(DeadlineRule(RuleKind.WINDOW, "months", Unit.MONTHS, "days"), "card-end", event, TODAY)

    assert whole == When(date(2026, 12, 31), event, None, past=False)
    assert closing == When(date(2026, 12, 31), date(2027, 3, 1), None, past=False)


def test_a_day_that_is_over_is_past_but_today_is_not() -> None:
    rule = DeadlineRule(RuleKind.AHEAD, "count", Unit.DAYS)

    yesterday = deadlines(count=30).when(rule, "new-job", date(2026, 12, 22), TODAY)
    today = deadlines(count=30).when(rule, "new-job", date(2026, 12, 23), TODAY)

    assert yesterday is not None and yesterday.past
    assert today is not None and not today.past


def test_a_fixed_date_needs_no_event() -> None:
    when = deadlines(end=date(2027, 3, 31)).when(DeadlineRule(RuleKind.UNTIL, "end"), None, None, TODAY)

    assert when is not None and when.due == date(2027, 3, 31)


def test_without_an_event_of_its_own_a_rule_gives_no_date() -> None:
    rule = DeadlineRule(RuleKind.WITHIN, "count", Unit.DAYS, event="new-job")
    facts = deadlines(count=8)

    assert facts.when(rule, "new-job", None, TODAY) is None
    assert facts.when(rule, "job-end", TODAY, TODAY) is None
    assert facts.when(rule, "new-job", TODAY, TODAY) is not None


def test_a_rule_holds_only_for_events_since_its_first_day() -> None:
    rule = DeadlineRule(RuleKind.WITHIN, "count", Unit.DAYS, since="start")
    facts = deadlines(count=90, start=date(2025, 8, 2))

    assert facts.when(rule, "job-end", date(2025, 8, 1), TODAY) is None
    assert facts.when(rule, "job-end", date(2025, 8, 2), TODAY) is not None


@pytest.mark.parametrize("confidence", [Confidence.UNOFFICIAL, Confidence.UNSURE])
def test_a_value_that_is_not_sure_gives_no_date(confidence: Confidence) -> None:
    rule = DeadlineRule(RuleKind.WITHIN, "count", Unit.DAYS)

    assert deadlines(confidence, count=8).when(rule, "job-end", TODAY, TODAY) is None
    assert deadlines().when(rule, "job-end", TODAY, TODAY) is None
