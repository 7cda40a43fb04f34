"""Walks a person through a life situation in the conversation: situations, then statuses, then the plan."""

from collections.abc import Iterable, Iterator

from bot.knowledge.content import Content
from bot.knowledge.model import FALLBACK_LANGUAGE
from bot.knowledge.speech import Button, Rendered, payload
from bot.situations.book import Plan, PlanStep, Title
from bot.situations.wording import day_told, told

WALK = "walk_situation"
MOST_TOPICS = 6


class SituationSpeech:
    """Speaks one version of the content."""

    def __init__(self, content: Content) -> None:
        self._book = content.situations
        self._phrases = content.phrases
        self._answers = content.answers
        self._languages = content.knowledge.languages

    def walk(self, situation: str | None, status: str | None, language: str) -> Rendered:
        """The next thing to say: which situation, which status, or the plan. Raises `UnknownSituation`."""
        spoken = language if language in self._languages else FALLBACK_LANGUAGE
        if situation is None:
            return _message(self._say("utter.situations", spoken), spoken, self._situations(spoken))
        if status is None:
            choice = self._book.choice(situation, spoken)
            if len(choice.statuses) > 1:
                text = f"{choice.title}\n\n{choice.intro}\n\n{self._say('map.choose_status', spoken)}"
                return _message(
                    text, spoken, [_button(one, situation=situation, status=one.id) for one in choice.statuses]
                )
            status = choice.statuses[0].id
        plan = self._book.plan(situation, status, spoken)
        return _message("\n\n".join(self._paragraphs(plan, spoken)), spoken, self._ways_on(plan, spoken))

    def _situations(self, language: str) -> list[Button]:
        return [_button(title, situation=title.id) for title in self._book.titles(language)]

    def _paragraphs(self, plan: Plan, language: str) -> Iterator[str]:
        yield f"{plan.situation.title} · {plan.status.title}"
        yield plan.situation.intro
        if plan.since is not None:
            yield self._say("map.counted_from", language, date=day_told(plan.since, self._languages[language]))
        yield "\n".join(f"{number}. {self._step(step, language)}" for number, step in enumerate(plan.steps, 1))
        yield self._say("map.draft", language)

    def _step(self, step: PlanStep, language: str) -> str:
        days = told(step.when, self._languages[language], self._phrases) if step.when else ()
        residence = [self._say("map.residence", language)] if step.residence else []
        return " ".join((*days, step.text, *residence))

    def _ways_on(self, plan: Plan, language: str) -> list[Button]:
        topics = dict.fromkeys(step.topic.id for step in plan.steps if step.topic)
        ways = [
            {"title": self._answers.button(topic, language), "payload": payload("ask_topic", topic=topic)}
            for topic in list(topics)[:MOST_TOPICS]
        ]
        return [*ways, {"title": self._say("choice.situations", language), "payload": payload(WALK)}]

    def _say(self, key: str, language: str, **values: object) -> str:
        return self._phrases.say(language, key, **values)


def _button(title: Title, **entities: str) -> Button:
    return {"title": title.title, "payload": payload(WALK, **entities)}


def _message(text: str, language: str, buttons: Iterable[Button]) -> Rendered:
    return {"text": text, "buttons": list(buttons), "custom": {"language": language, "topic": None}}
