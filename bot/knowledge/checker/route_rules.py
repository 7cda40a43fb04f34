"""Rules about the files that lead to topics: the menu, and the dangers with the topic that helps."""

from collections.abc import Iterator

from bot.knowledge.checker.fault import Found, rule
from bot.knowledge.checker.inspection import Inspection
from bot.knowledge.emergencies import EMERGENCIES
from bot.knowledge.menu import MENU
from bot.knowledge.model import FALLBACK_LANGUAGE
from bot.knowledge.topic_reading import topic_ids
from bot.knowledge.yaml_document import YamlDocument, parse_yaml

MEND = "Correct the name; it is the name of the topic's folder."


@rule("emergency-topic")
def emergency_topic(inspection: Inspection) -> Iterator[Found]:
    """A danger whose topic or first line is missing would end in an apology, just when it must not."""
    document = _document(inspection, EMERGENCIES)
    for kind, entry in document.tree.items() if isinstance(document.tree, dict) else ():
        topic = entry.get("topic") if isinstance(entry, dict) else None
        if topic not in topic_ids(inspection.knowledge.root):
            yield Found(EMERGENCIES, document.line(kind, "topic"), f"There is no topic “{topic}”.", MEND)
        phrases = inspection.phrases.get(FALLBACK_LANGUAGE)
        if phrases and f"emergency.{kind}" not in phrases.phrases:
            mend = "Add it to the phrases of every language."
            yield Found(EMERGENCIES, document.line(kind), f"The phrase “emergency.{kind}” is missing.", mend)


@rule("menu-topic")
def menu_topic(inspection: Inspection) -> Iterator[Found]:
    document = _document(inspection, MENU)
    offered = document.tree.get("topics") if isinstance(document.tree, dict) else None
    for index, topic in enumerate(offered if isinstance(offered, list) else ()):
        if topic not in topic_ids(inspection.knowledge.root):
            yield Found(MENU, document.line("topics", index), f"There is no topic “{topic}”.", MEND)


def _document(inspection: Inspection, file: str) -> YamlDocument:
    """Empty when the file can't be read: that is another rule's to tell."""
    text = inspection.others.get(file)
    return parse_yaml(text, file) if text else YamlDocument(file, "", {})
