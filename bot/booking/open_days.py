"""When the offices of the directory are open, as booking asks it."""

from collections.abc import Mapping
from datetime import date

from bot.directory.directory import Directory
from bot.directory.hours import Spans
from bot.knowledge.model import Fact


class DirectoryOpenDays:
    """The hours of one version of the content."""

    def __init__(self, directory: Directory, facts: Mapping[str, Fact]) -> None:
        self._directory = directory
        self._facts = facts

    def is_holiday(self, day: date) -> bool:
        return self._directory.is_holiday(day)

    def office_hours(self, office: str, day: date) -> Spans:
        known = self._directory.offices.get(office)
        if known is None or known.head_office:
            return ()
        return self._directory.spans(known, self._facts, day) or ()
