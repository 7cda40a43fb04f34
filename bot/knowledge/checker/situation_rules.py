"""Rules about how the life situations hang together: every name leads somewhere, every deadline can be counted."""

from collections.abc import Iterator

from bot.knowledge.checker.fault import Found, Severity, rule
from bot.knowledge.checker.inspection import Inspection
from bot.knowledge.model import Confidence, Kind
from bot.knowledge.topic_reading import topic_ids
from bot.situations.model import RuleKind, Step
from bot.situations.reading import SITUATIONS


@rule("situation-of-topic")
def situation_of_topic(inspection: Inspection) -> Iterator[Found]:
    known = inspection.situations.situations.situations
    for files in inspection.content.topics.values() if known else ():
        for index, name in enumerate(files.topic.situations):
            if name not in known:
                mend = f"Use one of: {', '.join(known)}."
                yield Found(
                    files.form.file, files.form.line("situations", index), f"There is no situation “{name}”.", mend
                )


@rule("situation-step")
def situation_step(inspection: Inspection) -> Iterator[Found]:
    situations, form = inspection.situations.situations, inspection.situations.form
    used: set[str] = set()
    for situation in situations.situations.values():
        for status, steps in situation.steps.items():
            where = ("situations", situation.id, "steps", status)
            if status not in situations.statuses:
                mend = f"Use one of: {', '.join(situations.statuses)}."
                yield Found(SITUATIONS, form.line(*where), f"There is no status “{status}”.", mend)
            for index, step in enumerate(steps):
                if step not in situations.steps:
                    mend = "Correct the name, or add the step under “steps:” at the end of the file."
                    yield Found(SITUATIONS, form.line(*where, index), f"There is no step “{step}”.", mend)
                if step in steps[:index]:
                    mend = "Keep it in one place."
                    yield Found(SITUATIONS, form.line(*where, index), f"“{step}” stands here twice.", mend)
            used.update(steps)
    for step in situations.steps:
        if step not in used:
            mend = "Put it into a situation, or delete it here and in every language."
            yield Found(SITUATIONS, form.line("steps", step), f"No situation has the step “{step}”.", mend)


@rule("situation-event")
def situation_event(inspection: Inspection) -> Iterator[Found]:
    situations, form = inspection.situations.situations, inspection.situations.form
    for situation in situations.situations.values():
        line = form.line("situations", situation.id, "event")
        if situation.event is not None and situation.event not in situations.events:
            mend = f"Use one of: {', '.join(situations.events)}."
            yield Found(SITUATIONS, line, f"There is no event “{situation.event}”.", mend)
        steps = [
            situations.steps[step] for names in situation.steps.values() for step in names if step in situations.steps
        ]
        if situation.event is None and (lost := next((step for step in steps if _needs_an_event(step)), None)):
            message = f"The deadline of “{lost.id}” can't be counted: this situation has no event."
            mend = "Add “event:”, or write “from:” with the event that the deadline is for into the step."
            yield Found(SITUATIONS, form.line("situations", situation.id), message, mend)
    for step in situations.steps.values():
        if step.deadline and step.deadline.event is not None and step.deadline.event not in situations.events:
            line = form.line("steps", step.id, "deadline", "from")
            mend = f"Use one of: {', '.join(situations.events)}."
            yield Found(SITUATIONS, line, f"There is no event “{step.deadline.event}”.", mend)


def _needs_an_event(step: Step) -> bool:
    return bool(step.deadline and step.deadline.counts_from_event and step.deadline.event is None)


@rule("situation-topic")
def situation_topic(inspection: Inspection) -> Iterator[Found]:
    known = topic_ids(inspection.knowledge.root)
    for step in inspection.situations.situations.steps.values():
        if step.topic not in known:
            line = inspection.situations.form.line("steps", step.id, "topic")
            mend = "Correct the name; it is the name of the topic's folder."
            yield Found(SITUATIONS, line, f"There is no topic “{step.topic}”.", mend)


@rule("situation-deadline")
def situation_deadline(inspection: Inspection) -> Iterator[Found]:
    """The facts that dates are counted with: there, of the right kind, and sure."""
    for step in inspection.situations.situations.steps.values():
        if step.deadline is None:
            continue
        line = inspection.situations.form.line("steps", step.id, "deadline")
        dates = {step.deadline.since, step.deadline.fact if step.deadline.kind is RuleKind.UNTIL else None}
        for fact_id in step.deadline.facts():
            fact = inspection.knowledge.facts.get(fact_id)
            wanted = Kind.DATE if fact_id in dates else Kind.NUMBER
            if fact is None:
                mend = "Correct the name, or add the fact to facts.yml."
                yield Found(SITUATIONS, line, f"There is no fact “{fact_id}”.", mend)
            elif fact.kind is not wanted:
                mend = f"Name a fact of the kind “{wanted}”."
                yield Found(SITUATIONS, line, f"“{fact_id}” is a fact of the kind “{fact.kind}”.", mend)


@rule("situation-without-date", Severity.WARNING)
def situation_without_date(inspection: Inspection) -> Iterator[Found]:
    for step in inspection.situations.situations.steps.values():
        for fact_id in step.deadline.facts() if step.deadline else ():
            fact = inspection.knowledge.facts.get(fact_id)
            value = fact.on(inspection.today) if fact else None
            if fact and (value is None or value.confidence not in (Confidence.VERIFIED, Confidence.KNOWN)):
                line = inspection.situations.form.line("steps", step.id, "deadline")
                mend = "Confirm or renew the value in facts.yml; until then the plan shows no date for this step."
                yield Found(SITUATIONS, line, f"“{fact_id}” has no sure value that holds today.", mend)
