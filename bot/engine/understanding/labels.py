"""The labels the classifier chooses between: topics, dialogue intents, out of scope, and what a follow-up asks for."""

TOPIC_PREFIX = "topic:"
FACET_PREFIX = "facet:"
FACET_INTENT_PREFIX = "facet_"
ASK_TOPIC = "ask_topic"
OUT_OF_SCOPE = "out_of_scope"
CLARIFY = "clarify"
FALLBACK = "nlu_fallback"


def topic_label(topic_id: str) -> str:
    return TOPIC_PREFIX + topic_id


def dialogue_label(intent: str) -> str:
    """The label of an intent of `nlu_data/`: its name, or the facet that its follow-up questions ask for."""
    if intent.startswith(FACET_INTENT_PREFIX):
        return FACET_PREFIX + intent.removeprefix(FACET_INTENT_PREFIX)
    return intent


def topic_of(label: str) -> str | None:
    """The topic's id, or None when the label is something else."""
    return label.removeprefix(TOPIC_PREFIX) if label.startswith(TOPIC_PREFIX) else None


def facet_of(label: str) -> str | None:
    """The facet that a follow-up asks for ("and how much?"), or None when the label is something else."""
    return label.removeprefix(FACET_PREFIX) if label.startswith(FACET_PREFIX) else None


def intent_of(label: str) -> str:
    """The intent that Rasa's rules know: one for all topics, and for follow-ups to them."""
    return ASK_TOPIC if topic_of(label) or facet_of(label) else label
