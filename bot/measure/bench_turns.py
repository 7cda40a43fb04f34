"""Latency of a whole turn inside one process: stored, understood, answered, stored."""

import uuid
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from bot.measure.evaluate import QUESTIONS, read_questions
from bot.measure.understanding import Understander
from bot.runtime import Runtime
from bot.settings import Settings

WARM_UP = 20
MESSAGES = 200
MESSAGES_A_CONVERSATION = 10


def bench_texts(count: int) -> list[tuple[str, str]]:
    """(language, text): the evaluation questions in turn, so that lengths and languages are what people write."""
    questions = [(question.language, question.text) for question in read_questions(QUESTIONS)]
    step = max(1, len(questions) // count)
    spread = questions[::step]
    return [spread[index % len(spread)] for index in range(count)]


def understanding_milliseconds(settings: Settings) -> list[float]:
    """The time that the pipeline takes for each of 200 messages, everything included, after a warm-up."""
    understander = Understander.load(settings)
    texts = bench_texts(WARM_UP + MESSAGES)
    return [float(understander.read(text, language)["ms"]) for language, text in texts][WARM_UP:]


def turn_milliseconds(settings: Settings, folder: Path) -> list[float]:
    """The time of each of 200 turns of one client after a warm-up, on a SQLite database of its own."""
    database = f"sqlite:///{(folder / 'turns.db').resolve()}"
    runtime = Runtime.start(settings.model_copy(update={"database_url": database, "redis_url": ""}))
    try:
        return _turns(runtime)[WARM_UP:]
    finally:
        runtime.close()


def _turns(runtime: Runtime) -> list[float]:
    times = []
    for index, (language, text) in enumerate(bench_texts(WARM_UP + MESSAGES)):
        if index % MESSAGES_A_CONVERSATION == 0:
            conversation, _, _ = runtime.conversations.start("bench", language, language_chosen=True)
        conversation = replace(conversation, language=language)
        started = perf_counter()
        runtime.conversations.receive(conversation, uuid.uuid4().hex, text)
        times.append((perf_counter() - started) * 1000)
    return times
