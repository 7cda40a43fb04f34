"""Rules about a topic as a whole: its languages, sections, owner, review, sources and links."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.knowledge.checker.fault import Found, Severity, rule
from bot.knowledge.checker.inspection import Inspection
from bot.knowledge.fact_reading import FACTS
from bot.knowledge.topic_reading import TOPIC_FORM, TOPICS, topic_ids


@rule("missing-language")
def missing_language(inspection: Inspection) -> Iterator[Found]:
    for files in inspection.content.topics.values():
        for code, language in inspection.knowledge.languages.items():
            file = f"{files.folder}/{code}.md"
            if not (inspection.knowledge.root / file).is_file():
                message = f"The topic “{files.topic.id}” has no text in {language.name}."
                yield Found(file, 1, message, "Copy the text of another language to this file and translate it.")


@rule("unknown-file")
def unknown_file(inspection: Inspection) -> Iterator[Found]:
    known = {TOPIC_FORM, *(f"{code}.md" for code in inspection.knowledge.languages)}
    mend = f"Rename it to one of {', '.join(sorted(known))}, or delete it."
    for path in sorted((inspection.knowledge.root / TOPICS).glob("*/*")):
        if path.name not in known and not path.name.startswith("."):
            file = path.relative_to(inspection.knowledge.root).as_posix()
            yield Found(file, 1, "Nothing reads this file.", mend)


@rule("missing-section")
def missing_section(inspection: Inspection) -> Iterator[Found]:
    for files, text, document in inspection.texts():
        if not text.short:
            mend = "Write it after the head of the file, before the first ##."
            yield Found(document.file, document.short.line, "The short answer is missing.", mend)
        for facet in files.topic.facets:
            if facet not in text.sections:
                message = f"The section “{facet}” is missing, though topic.yml lists it under facets."
                mend = f"Add “## {facet}” with its text, or take it out of topic.yml and of every language."
                yield Found(document.file, document.last_line, message, mend)
        for name, section in document.sections.items():
            if not text.sections[name]:
                yield Found(document.file, section.line, f"The section “{name}” is empty.", "Write its text.")


@rule("extra-section")
def extra_section(inspection: Inspection) -> Iterator[Found]:
    for files, _, document in inspection.texts():
        for name, section in document.sections.items():
            if name not in files.topic.facets:
                message = f"The section “{name}” is not among the facets in topic.yml, so no reader ever sees it."
                mend = f"Add “{name}” to facets in topic.yml and to every language, or correct the heading."
                yield Found(document.file, section.line, message, mend)


@rule("owner")
def owner(inspection: Inspection) -> Iterator[Found]:
    for files in inspection.content.topics.values():
        if not files.topic.owner:
            message, mend = "The topic has no owner.", "Write after “owner:” who answers for it."
            yield Found(files.form.file, files.form.line("owner"), message, mend)


@rule("review-date")
def review_date(inspection: Inspection) -> Iterator[Found]:
    for files in inspection.content.topics.values():
        if files.topic.review_by is None:
            mend = "Write after “review_by:” the day by which it must be read again, for example 2027-03-31."
            yield Found(files.form.file, files.form.line("review_by"), "The topic has no review date.", mend)


@rule("review-expired", Severity.WARNING)
def review_expired(inspection: Inspection) -> Iterator[Found]:
    for files in inspection.content.topics.values():
        review_by = files.topic.review_by
        if review_by and review_by < inspection.today:
            message = f"The topic was to be read again by {review_by}; its answers now warn the reader."
            mend = "Read the topic and its sources again, then set a new “review_by:”."
            yield Found(files.form.file, files.form.line("review_by"), message, mend)


@rule("topic-source")
def topic_source(inspection: Inspection) -> Iterator[Found]:
    for files in inspection.content.topics.values():
        if not files.topic.sources:
            mend = "Add at least one under “sources:” with title, url and checked."
            yield Found(files.form.file, files.form.line("sources"), "The topic has no source.", mend)
        for index, source in enumerate(files.topic.sources):
            present = {"title": source.title, "url": source.url, "checked": source.checked}
            for key in (key for key, value in present.items() if not value):
                line = files.form.line("sources", index, key)
                yield Found(files.form.file, line, f"This source has no “{key}”.", f"Add a line “{key}: …” to it.")


@rule("related-topic")
def related_topic(inspection: Inspection) -> Iterator[Found]:
    known = topic_ids(inspection.knowledge.root)
    for files in inspection.content.topics.values():
        for index, other in enumerate(files.topic.related):
            line = files.form.line("related", index)
            if other == files.topic.id:
                yield Found(files.form.file, line, "The topic is related to itself.", f"Take “{other}” out of related.")
            elif other not in known:
                mend = "Correct the name (it is the name of the folder), or take it out of related."
                yield Found(files.form.file, line, f"There is no topic “{other}”.", mend)


@rule("web-address")
def web_address(inspection: Inspection) -> Iterator[Found]:
    mend = "Copy the whole address from the browser; it begins with https://."
    for files in inspection.content.topics.values():
        for index, source in enumerate(files.topic.sources):
            if source.url and not _well_formed(source.url):
                line = files.form.line("sources", index, "url")
                yield Found(files.form.file, line, f"“{source.url}” is not a web address.", mend)
    for fact in inspection.knowledge.facts.values():
        for index, value in enumerate(fact.values):
            if value.source.startswith("http") and not _well_formed(value.source):
                line = inspection.content.facts_form.line(fact.id, "values", index, "source")
                yield Found(FACTS, line, f"“{value.source}” is not a web address.", mend)


def _well_formed(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in host.strip(".") and not any(map(str.isspace, url))
