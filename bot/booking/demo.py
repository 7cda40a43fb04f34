"""Eight made-up interpreters, to try booking with; nobody of this name works anywhere that we know of."""

from bot.booking.model import Interpreter, Level, Mode
from bot.directory.hours import parse_spans

_DAY = parse_spans("8:00-12:00, 13:00-17:00")
_MORNING = parse_spans("8:00-12:00")
_AFTERNOON = parse_spans("12:00-18:00")
_NATIVE, _FLUENT, _BASIC = Level.NATIVE, Level.FLUENT, Level.BASIC
_FAR = frozenset({Mode.PHONE, Mode.VIDEO})
_WEEK = range(5)

DEMO = (
    Interpreter(
        "demo-oksana", "Oksana", {"uk": _NATIVE, "ru": _FLUENT}, frozenset(Mode), weekly=dict.fromkeys(_WEEK, _DAY)
    ),
    Interpreter(
        "demo-elena", "Elena", {"ru": _NATIVE, "uk": _BASIC}, frozenset(Mode), weekly=dict.fromkeys(_WEEK, _DAY)
    ),
    Interpreter("demo-linh", "Linh", {"vi": _NATIVE}, frozenset(Mode), weekly=dict.fromkeys(_WEEK, _DAY)),
    Interpreter("demo-samir", "Samir", {"ar": _NATIVE, "en": _FLUENT}, _FAR, weekly=dict.fromkeys(_WEEK, _AFTERNOON)),
    Interpreter("demo-grace", "Grace", {"en": _NATIVE}, frozenset(Mode), weekly=dict.fromkeys(_WEEK, _DAY)),
    Interpreter(
        "demo-bolormaa", "Bolormaa", {"mn": _NATIVE, "ru": _BASIC}, _FAR, weekly=dict.fromkeys((0, 2, 4), _DAY)
    ),
    Interpreter("demo-lucia", "Lucía", {"es": _NATIVE, "en": _FLUENT}, _FAR, weekly=dict.fromkeys(_WEEK, _MORNING)),
    Interpreter("demo-amelie", "Amélie", {"fr": _NATIVE, "ar": _BASIC}, _FAR, weekly=dict.fromkeys((1, 3), _DAY)),
)
