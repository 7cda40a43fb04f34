import asyncio
from datetime import date

from bot.conversations.model import Choice, Reply, SourceReference
from bot.engine.output import ReplyCollector, reply_from
from bot.knowledge.speech import payload


def test_a_message_of_rasa_becomes_a_reply_with_all_its_parts() -> None:
    message = {
        "text": "Answer",
        "buttons": [
            {"title": "Amount", "payload": payload("ask_topic", topic="retraining", facet="amount")},
            {"title": "Help", "payload": payload("help")},
        ],
        "custom": {
            "language": "ar",
            "topic": "retraining",
            "card": {"kind": "answer", "title": "Courses"},
            "sources": [{"title": "Act", "url": None, "checked": "2026-11-22"}],
        },
    }

    assert reply_from(message) == Reply(
        text="Answer",
        language="ar",
        choices=(
            Choice("", "Amount", "ask_topic", {"topic": "retraining", "facet": "amount"}),
            Choice("", "Help", "help", {}),
        ),
        card={"kind": "answer", "title": "Courses"},
        sources=(SourceReference("Act", None, date(2026, 11, 22)),),
        topic="retraining",
    )


def test_a_message_of_nothing_but_text_is_a_reply_too() -> None:
    assert reply_from({"text": "Hello", "buttons": None, "custom": None}) == Reply("Hello", "")


def test_values_in_a_payload_may_hold_any_character() -> None:
    awkward = 'a {"b"}/č'

    choice = reply_from({"buttons": [{"title": "?", "payload": payload("ask_topic", topic=awkward)}]}).choices[0]

    assert choice.entities == {"topic": awkward}


def test_replies_of_a_turn_are_collected_in_order() -> None:
    collector = ReplyCollector("telegram")

    for text in ("one", "two"):
        asyncio.run(collector.send_response("c1", {"text": text}))

    assert [reply.text for reply in collector.replies] == ["one", "two"]
    assert collector.name() == "telegram"
