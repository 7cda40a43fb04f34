"""Everything the assistant says, as Rasa messages: a text, buttons, and what else belongs to the reply.

A message is `{"text", "buttons": [{"title", "payload"}], "custom": {"language", "topic", "card", "sources",
"terms"}}`; `terms` are words of the office that stand in the text and can be explained: `[{"id", "term"}]`. A payload
is an intent with entities in Rasa's own form, so that the same messages work in `prepazka rasa shell`.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from bot.knowledge.answers import Answer
from bot.knowledge.content import Content
from bot.knowledge.model import FALLBACK_LANGUAGE, Language

OFFICE_TOPIC = "find-office"
MOST_FACETS = 5
MOST_RELATED = 3

Rendered = dict[str, Any]
Button = dict[str, str]


def payload(intent: str, **entities: str) -> str:
    """`/ask_topic{"topic": "find-office"}`: what a button does. Only the server makes these, never a user's text."""
    return f"/{intent}" + (json.dumps(entities) if entities else "")


class Speech:
    """Speaks one version of the content; a new version is a new `Speech`."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self._languages = content.knowledge.languages
        self._phrases = content.phrases
        self._answers = content.answers
        self._explanations = content.explanations
        self._menu = content.menu

    def language(self, code: str | None) -> str:
        """The content language to speak for this code: itself, or the one that is spoken instead."""
        return code if code is not None and code in self._languages else FALLBACK_LANGUAGE

    def utter(self, name: str, language: str | None, **values: str) -> Rendered:
        """The phrase `utter.<name>` with the choices of the menu."""
        spoken = self.language(language)
        text = self._phrases.say(spoken, f"utter.{name}", **values)
        return _message(text, spoken, list(self._choices(self._menu.choices.get(name, ()), spoken)))

    def answer(self, topic: str, facet: str | None, language: str | None) -> Rendered:
        """One facet of a topic, or its short answer when it has no such facet. Raises `UnknownTopic`."""
        spoken = self.language(language)
        answer = self._answers.answer(topic, facet if self._answers.tells(topic, facet, spoken) else None, spoken)
        return _message(answer.text, spoken, self._next_steps(answer), topic=topic) | {
            "custom": {
                "language": spoken,
                "topic": topic,
                "card": _card(answer),
                "sources": _sources(answer),
                "terms": self._terms(answer.text),
            }
        }

    def explain(self, term: str, language: str | None) -> Rendered:
        """A word of the glossary: how it sounds, what it means, and the topic that says more. Raises `UnknownTerm`."""
        spoken = self.language(language)
        explanation = self._explanations.explain(term, spoken)
        buttons = [self._topic(explanation.topic, spoken)] if explanation.topic else []
        card = {"kind": "term", "draft": explanation.draft, "valid_since": _iso(explanation.valid_since)}
        terms = [mention for mention in self._terms(explanation.text) if mention["id"] != term]
        return _message(explanation.text, spoken, buttons) | {
            "custom": {"language": spoken, "topic": explanation.topic, "card": card, "terms": terms}
        }

    def offering_term(self, rendered: Rendered, term: str | None) -> Rendered:
        """The same message; when there is a term, what it means is the first choice."""
        if term is None or not self._explanations.knows(term):
            return rendered
        title = self._phrases.say(rendered["custom"]["language"], "choice.term", term=self._explanations.title(term))
        offer = {"title": title, "payload": payload("ask_term", term=term)}
        return rendered | {"buttons": [offer, *rendered["buttons"]]}

    def emergency(self, kind: str, language: str | None) -> Rendered:
        """Whom to call, before anything else is said."""
        spoken = self.language(language)
        return _message(self._phrases.say(spoken, f"emergency.{kind}"), spoken, []) | {
            "custom": {"language": spoken, "topic": None, "card": {"kind": "emergency"}}
        }

    def clarify(self, topics: Iterable[str], language: str | None, *, again: bool = False) -> Rendered:
        """Which of these did you mean? The second time in a row (`again`) with the ways to a person."""
        spoken = self.language(language)
        rendered = self.utter("clarify_again" if again else "clarify", spoken)
        return rendered | {"buttons": [self._topic(topic, spoken) for topic in topics] + rendered["buttons"]}

    def languages(self, language: str | None, name: str = "language_menu") -> Rendered:
        """The language menu under the phrase `utter.<name>`; each language is named in itself."""
        spoken = self.language(language)
        buttons = [_language_button(item) for item in self._languages.values()]
        return _message(self._phrases.say(spoken, f"utter.{name}"), spoken, buttons)

    def language_button(self, code: str) -> Button:
        """Going on in this language, named in itself."""
        return _language_button(self._languages[code])

    def _next_steps(self, answer: Answer) -> list[Button]:
        facets = [
            {"title": there.title, "payload": payload("ask_topic", topic=answer.topic_id, facet=there.facet)}
            for there in answer.facets
            if there.facet != answer.facet
        ]
        related = [self._topic(link.topic_id, answer.language) for link in answer.related]
        return facets[:MOST_FACETS] + related[:MOST_RELATED]

    def _terms(self, text: str) -> list[dict[str, str]]:
        return [{"id": mention.term, "term": mention.words} for mention in self._explanations.mentions(text)]

    def _topic(self, topic: str, language: str) -> Button:
        return {"title": self._answers.button(topic, language), "payload": payload("ask_topic", topic=topic)}

    def _choices(self, kinds: Iterable[str], language: str) -> Iterable[Button]:
        for kind in kinds:
            if kind == "topics":
                yield from (self._topic(topic, language) for topic in self._menu.topics)
            else:
                yield {"title": self._phrases.say(language, f"choice.{kind}"), "payload": CHOICE_PAYLOADS[kind]}


CHOICE_PAYLOADS = {
    "person": payload("human_handoff"),
    "interpreter": payload("book_interpreter"),
    "office": payload("ask_topic", topic=OFFICE_TOPIC),
    "language": payload("change_language"),
    "help": payload("help"),
    "situations": payload("walk_situation"),
}


def _language_button(language: Language) -> Button:
    return {"title": language.name, "payload": payload("change_language", language=language.code)}


def _message(text: str, language: str, buttons: list[Button], topic: str | None = None) -> Rendered:
    return {"text": text, "buttons": buttons, "custom": {"language": language, "topic": topic}}


def _card(answer: Answer) -> dict[str, Any]:
    return {
        "kind": "answer",
        "title": answer.title,
        "facet": answer.facet,
        "valid_since": _iso(answer.valid_since),
        "draft": answer.draft,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _sources(answer: Answer) -> list[dict[str, Any]]:
    """Those with the day on which they were checked: without it a source tells the reader nothing to rely on."""
    return [
        {"title": source.title, "url": source.url, "checked": source.checked.isoformat()}
        for source in answer.sources
        if source.checked
    ]
