"""When something must be done: a rule, the event's day and today's facts give real days, or none if one is missing."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from bot.knowledge.model import Confidence, Fact
from bot.situations.dates import DAY, When, WorkingDays, moved
from bot.situations.model import DeadlineRule, RuleKind

SURE = (Confidence.VERIFIED, Confidence.KNOWN)
"""Only these make a date: a day that a person plans by must not rest on a hint."""


class Deadlines:
    """Counts deadlines with the facts as they hold on a day."""

    def __init__(self, facts: Mapping[str, Fact], working_days: WorkingDays) -> None:
        self._facts = facts
        self._working_days = working_days

    def when(self, rule: DeadlineRule, event_id: str | None, event: date | None, today: date) -> When | None:
        """The days of a rule, or None when there is no event to count from or no sure fact."""
        if rule.kind is RuleKind.UNTIL:
            return self._told(None, self._date(rule.fact, today), today)
        if event is None or (rule.event is not None and rule.event != event_id):
            return None
        if rule.since is not None and event < (self._date(rule.since, today) or date.max):
            return None
        if rule.kind is RuleKind.ON_EVENT:
            return self._told(None, event, today)
        count = self._count(rule.fact, today)
        return None if count is None else self._counted(rule, event, count, today)

    def _counted(self, rule: DeadlineRule, event: date, count: int, today: date) -> When | None:
        match rule.kind:
            case RuleKind.AFTER:
                return self._told(self._moved(event, count, rule) + DAY, None, today)
            case RuleKind.AHEAD:
                return self._told(None, self._moved(event, -count, rule), today)
            case RuleKind.WINDOW:
                closing = self._count(rule.closes, today) if rule.closes else 0
                due = None if closing is None else event - timedelta(days=closing)
                return self._told(self._moved(event, -count, rule), due, today)
            case _:
                return self._told(None, self._moved(event, count, rule), today)

    def _told(self, opens: date | None, due: date | None, today: date) -> When | None:
        if opens is None and due is None:
            return None
        free = due is not None and not self._working_days.is_working(due)
        come_by = self._working_days.last_before(due) if due and free else None
        return When(opens, due, come_by, past=due is not None and due < today)

    def _moved(self, day: date, count: int, rule: DeadlineRule) -> date:
        return moved(day, count, rule.unit, self._working_days)

    def _count(self, fact_id: str | None, today: date) -> int | None:
        value = self._sure(fact_id, today)
        return int(value) if isinstance(value, int | Decimal) else None

    def _date(self, fact_id: str | None, today: date) -> date | None:
        value = self._sure(fact_id, today)
        return value if isinstance(value, date) else None

    def _sure(self, fact_id: str | None, today: date) -> object:
        fact = self._facts.get(fact_id or "")
        value = fact.on(today) if fact else None
        return value.value if value and value.confidence in SURE else None
