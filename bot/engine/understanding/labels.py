"""The labels that the classifier chooses between: every topic, every dialogue intent, and out of scope."""

TOPIC_PREFIX = "topic:"
ASK_TOPIC = "ask_topic"
OUT_OF_SCOPE = "out_of_scope"
CLARIFY = "clarify"
FALLBACK = "nlu_fallback"


def topic_label(topic_id: str) -> str:
    return TOPIC_PREFIX + topic_id


def topic_of(label: str) -> str | None:
    """The topic's id, or None when the label is a dialogue intent."""
    return label.removeprefix(TOPIC_PREFIX) if label.startswith(TOPIC_PREFIX) else None


def intent_of(label: str) -> str:
    """The intent that Rasa's rules know: one for all topics."""
    return ASK_TOPIC if label.startswith(TOPIC_PREFIX) else label
