"""Interpreters in the database. A repository lives as long as the transaction it was made in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Select, Text, cast, delete, insert, select

from bot.booking.errors import InterpreterNotFound
from bot.booking.model import Interpreter, Level, Mode, Slot
from bot.directory.hours import CLOSED, Spans, parse_spans
from bot.storage.tables import absences, interpreters, working_hours

_MINUTE = timedelta(minutes=1)
_read_spans = lru_cache(maxsize=1024)(parse_spans)


class InterpreterRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, interpreter: Interpreter) -> None:
        """Raises `IntegrityError` when there is one with this id."""
        values = {
            "id": interpreter.id,
            "name": interpreter.name,
            "languages": dict(interpreter.languages),
            "modes": sorted(interpreter.modes),
            "offices": sorted(interpreter.offices),
            "minutes_before": interpreter.before // _MINUTE,
            "minutes_after": interpreter.after // _MINUTE,
            "daily_most": interpreter.daily_most,
        }
        self._connection.execute(insert(interpreters), values)
        for weekday, spans in interpreter.weekly.items():
            self.set_weekday(interpreter.id, weekday, spans)
        for day, spans in interpreter.days.items():
            self.set_day(interpreter.id, day, spans)
        for absence in interpreter.absences:
            self.add_absence(interpreter.id, absence)

    def set_weekday(self, interpreter_id: str, weekday: int, spans: Spans) -> None:
        """The hours of every such day from now on."""
        mine = (working_hours.c.interpreter_id == interpreter_id) & (working_hours.c.weekday == weekday)
        self._replace_hours(mine, interpreter_id=interpreter_id, weekday=weekday, hours=_written(spans))

    def set_day(self, interpreter_id: str, day: date, spans: Spans) -> None:
        """The hours of one day, whatever its weekday has."""
        mine = (working_hours.c.interpreter_id == interpreter_id) & (working_hours.c.day == day)
        self._replace_hours(mine, interpreter_id=interpreter_id, day=day, hours=_written(spans))

    def _replace_hours(self, mine: Any, **values: Any) -> None:
        self._connection.execute(delete(working_hours).where(mine))
        self._connection.execute(insert(working_hours), values)

    def add_absence(self, interpreter_id: str, absence: Slot) -> None:
        values = {"interpreter_id": interpreter_id, "starts_at": absence.starts, "ends_at": absence.ends}
        self._connection.execute(insert(absences), values)

    def lock(self, *ids: str) -> list[Interpreter]:
        """These as they are now; nobody else books or changes them until the end of the transaction.

        Locks are always taken in the order of the ids, so that two moves that cross don't wait for each other.
        """
        wanted = select(interpreters).where(interpreters.c.id.in_(ids)).order_by(interpreters.c.id).with_for_update()
        found = self._read(wanted)
        if missing := set(ids) - {one.id for one in found}:
            raise InterpreterNotFound(", ".join(sorted(missing)))
        return found

    def all(self) -> list[Interpreter]:
        return self._read(select(interpreters).order_by(interpreters.c.name, interpreters.c.id))

    def speaking(self, language: str) -> list[Interpreter]:
        mention = cast(interpreters.c.languages, Text).contains(f'"{language}"', autoescape=True)
        return [one for one in self._read(select(interpreters).where(mention)) if language in one.languages]

    def _read(self, wanted: Select[Any]) -> list[Interpreter]:
        rows = self._connection.execute(wanted).all()
        ids = [row.id for row in rows]
        hours = self._owned(select(working_hours).where(working_hours.c.interpreter_id.in_(ids)))
        away = self._owned(select(absences).where(absences.c.interpreter_id.in_(ids)))
        return [_interpreter(row, hours[row.id], away[row.id]) for row in rows]

    def _owned(self, query: Select[Any]) -> Mapping[str, list[Row[Any]]]:
        owned: dict[str, list[Row[Any]]] = defaultdict(list)
        for row in self._connection.execute(query):
            owned[row.interpreter_id].append(row)
        return owned


def _interpreter(row: Row[Any], hours: Iterable[Row[Any]], away: Iterable[Row[Any]]) -> Interpreter:
    hours = list(hours)
    return Interpreter(
        id=row.id,
        name=row.name,
        languages={language: Level(level) for language, level in row.languages.items()},
        modes=frozenset(map(Mode, row.modes)),
        offices=frozenset(row.offices),
        before=row.minutes_before * _MINUTE,
        after=row.minutes_after * _MINUTE,
        daily_most=row.daily_most,
        weekly={one.weekday: _read_spans(one.hours) for one in hours if one.weekday is not None},
        days={one.day: _read_spans(one.hours) for one in hours if one.day is not None},
        absences=tuple(sorted(Slot(one.starts_at, one.ends_at) for one in away)),
    )


def _written(spans: Spans) -> str:
    return ", ".join(map(str, spans)) or CLOSED
