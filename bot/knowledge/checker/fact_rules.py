"""Rules about facts: that they exist, hold, have a source and are used."""

from collections.abc import Iterator
from itertools import chain

from bot.knowledge.checker.fault import Found, Severity, rule
from bot.knowledge.checker.inspection import Inspection, text_references
from bot.knowledge.fact_reading import FACTS
from bot.knowledge.facts import CALL_CENTRE_PHONE, references
from bot.knowledge.model import Confidence
from bot.knowledge.topic_reading import TopicFiles


@rule("unknown-fact")
def unknown_fact(inspection: Inspection) -> Iterator[Found]:
    facts = inspection.knowledge.facts
    for place in chain(inspection.text_references(), inspection.phrase_references()):
        if place.fact not in facts:
            mend = "Correct the name, or add the fact to facts.yml."
            yield Found(place.file, place.line, f"There is no fact “{place.fact}”.", mend)
    if CALL_CENTRE_PHONE not in facts:
        mend = "Add it: it is the phone that readers are sent to where a number isn't known."
        yield Found(FACTS, 1, f"The fact “{CALL_CENTRE_PHONE}” is missing.", mend)


@rule("unsure-fact")
def unsure_fact(inspection: Inspection) -> Iterator[Found]:
    for place in chain(inspection.text_references(), inspection.phrase_references()):
        fact = inspection.knowledge.facts.get(place.fact)
        value = fact.on(inspection.today) if fact else None
        if value and value.confidence is Confidence.UNSURE:
            message = f"The value of “{place.fact}” that holds today is marked UNSURE, so readers can't be told it."
            mend = "Confirm the value in facts.yml and change its confidence, or take the fact out of the text."
            yield Found(place.file, place.line, message, mend)


@rule("fact-without-value", Severity.WARNING)
def fact_without_value(inspection: Inspection) -> Iterator[Found]:
    for place in chain(inspection.text_references(), inspection.phrase_references()):
        fact = inspection.knowledge.facts.get(place.fact)
        if fact and fact.on(inspection.today) is None:
            message = f"“{place.fact}” has no value that holds today: readers are told where to ask."
            yield Found(place.file, place.line, message, "Add the value that holds now to facts.yml.")


@rule("unused-fact", Severity.WARNING)
def unused_fact(inspection: Inspection) -> Iterator[Found]:
    used = {CALL_CENTRE_PHONE, *(place.fact for place in inspection.text_references()), *_named_elsewhere(inspection)}
    for fact_id in inspection.knowledge.facts:
        if fact_id not in used:
            message = f"No text names the fact “{fact_id}”."
            mend = "Name it in curly brackets where it belongs, or delete it."
            yield Found(FACTS, inspection.content.facts_form.line(fact_id), message, mend)


@rule("fact-source")
def fact_source(inspection: Inspection) -> Iterator[Found]:
    form = inspection.content.facts_form
    for fact in inspection.knowledge.facts.values():
        for index, value in enumerate(fact.values):
            line = form.line(fact.id, "values", index)
            if not value.source:
                mend = "Add “source:” with the page or the Act and its section."
                yield Found(FACTS, line, f"A value of “{fact.id}” has no source.", mend)
            if value.checked is None:
                mend = "Add “checked:” with the day on which the source was read."
                yield Found(FACTS, line, f"A value of “{fact.id}” doesn't say when it was checked.", mend)


@rule("fact-days")
def fact_days(inspection: Inspection) -> Iterator[Found]:
    form = inspection.content.facts_form
    for fact in inspection.knowledge.facts.values():
        starts = [value.valid_from for value in fact.values]
        for index, value in enumerate(fact.values):
            line = form.line(fact.id, "values", index)
            if value.valid_from in starts[:index]:
                mend = "Give the newer one its own first day in “from:”."
                yield Found(FACTS, line, f"Two values of “{fact.id}” begin on the same day.", mend)
            if value.valid_from and value.valid_until and value.valid_until < value.valid_from:
                message = f"A value of “{fact.id}” ends before it begins."
                yield Found(FACTS, line, message, "Correct “from:” or “until:”.")


@rule("different-facts")
def different_facts(inspection: Inspection) -> Iterator[Found]:
    """A language that names a fact most others don't, or the other way round, says something else than they do."""
    for files in inspection.content.topics.values():
        yield from _different_facts(files)


def _different_facts(files: TopicFiles) -> Iterator[Found]:
    named = {
        language: {place.fact: place.line for place in text_references(document)}
        for language, document in files.texts.items()
    }
    for fact in sorted({fact for facts in named.values() for fact in facts}):
        have = [language for language, facts in named.items() if fact in facts]
        lack = [language for language in named if language not in have]
        if not lack:
            continue
        if len(have) < len(lack):
            mend = f"Take it out here, or add it to {', '.join(f'{code}.md' for code in lack)}."
            for language in have:
                message = f"The fact “{fact}” is named here, but not in most other languages of the topic."
                yield Found(files.texts[language].file, named[language][fact], message, mend)
        else:
            mend = f"Say it here too, as in {have[0]}.md on line {named[have[0]][fact]}."
            for language in lack:
                document = files.texts[language]
                message = f"The fact “{fact}” is not named in this text, but in other languages it is."
                yield Found(document.file, document.short.line, message, mend)


def _named_elsewhere(inspection: Inspection) -> Iterator[str]:
    """Facts named by the phrases or by any other content file: offices, partners, situations."""
    yield from (place.fact for place in inspection.phrase_references())
    for text in inspection.others.values():
        yield from references(text)
    yield from inspection.situations.facts()
