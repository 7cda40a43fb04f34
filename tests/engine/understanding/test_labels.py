from bot.engine.understanding.labels import ASK_TOPIC, OUT_OF_SCOPE, intent_of, topic_label, topic_of


def test_a_topic_is_one_intent_for_the_rules_and_a_label_of_its_own_for_the_classifier() -> None:
    label = topic_label("find-office")

    assert topic_of(label) == "find-office"
    assert intent_of(label) == ASK_TOPIC


def test_a_dialogue_intent_is_its_own_label() -> None:
    for intent in ("greet", OUT_OF_SCOPE):
        assert topic_of(intent) is None
        assert intent_of(intent) == intent
