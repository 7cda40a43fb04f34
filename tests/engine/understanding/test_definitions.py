"""Asking what a word means, in the languages people ask in; and what only looks like it."""

import pytest

from bot.engine.understanding.definitions import Definitions
from bot.knowledge.content import Content
from bot.knowledge.terms import TermMatcher
from bot.settings import ROOT


class Listener:
    """The matcher and the phrases of the repository."""

    def __init__(self, content: Content) -> None:
        terms = content.knowledge.glossary.terms.values()
        self._matcher = TermMatcher({term.id: (*term.spellings(), *term.aliases) for term in terms}, typos=True)
        self._definitions = Definitions.read(ROOT / "nlu_data")

    def meant(self, text: str) -> str | None:
        found = self._definitions.meant(text, self._matcher.find(text))
        return found.term if found else None


@pytest.fixture(scope="module")
def listener(content: Content) -> Listener:
    return Listener(content)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Co je zápočtový list?", "zapoctovy-list"),
        ("co je to ten zapoctovy list prosim vas", "zapoctovy-list"),
        ("Dobrý den, co znamená slovo evidence?", "evidence-uchazecu"),
        ("zápočtovy lyst co to je", None),
        ("CO ZNAMENA OBZP", "obzp"),
        ("nerozumím slovu podpůrčí doba", "podpurci-doba"),
        ("What does OBZP mean?", "obzp"),
        ("hi, what's a zápočtový list please", "zapoctovy-list"),
        ("meaning of rekvalifikace", "rekvalifikace"),
        ("wats a non-coliding job", "nekolidujici-zamestnani"),
        ("що таке евіденце?", "evidence-uchazecu"),
        ("шо таке эвиденце", "evidence-uchazecu"),
        ("Підкажіть, будь ласка, що означає подпора", "podpora-v-nezamestnanosti"),
        ("shcho take superdavka", "superdavka"),
        ("Что такое започтовый лист?", "zapoctovy-list"),
        ("здравствуйте, а что значит нострификация", "nostrifikace"),
        ("chto takoe OBZP", "obzp"),
        ("nekolidující zaměstnání là gì", "nekolidujici-zamestnani"),
        ("xin chào, cho em hỏi OBZP nghĩa là gì ạ", "obzp"),
        ("tro cap that nghiep la gi", "podpora-v-nezamestnanosti"),
        ("شو يعني superdávka", "superdavka"),
        ("ما هي البطاقة الزرقاء؟", "modra-karta"),
        ("ما معنى كلمة OAMP بالتشيكي", "oamp"),
        ("OBZP يعني ايه", "obzp"),
    ],
)
def test_the_meaning_is_asked(listener: Listener, text: str, term: str | None) -> None:
    assert listener.meant(text) == term


@pytest.mark.parametrize(
    "text",
    [
        "kolik je podpora",
        "co je třeba k rekvalifikaci",
        "co je maximální podpora",
        "nemám zápočtový list",
        "zápočtový list",
        "What is needed for retraining?",
        "what is the maximum unemployment benefit",
        "what is the difference between DPP and DPČ",
        "what's up",
        "що робити без евіденції",
        "какие документы нужны на подпору",
        "điều kiện nhận trợ cấp thất nghiệp là gì",
        "ما هي شروط البطاقة الزرقاء",
        "co je DPP a DPČ",
        "co je nového",
        "",
    ],
)
def test_other_questions_are_not_taken_for_it(listener: Listener, text: str) -> None:
    assert listener.meant(text) is None


def test_a_word_may_be_named_twice(listener: Listener) -> None:
    assert listener.meant("OBZP, co je to OBZP?") == "obzp"


def test_no_example_of_a_topic_is_answered_with_a_word_of_another_topic(listener: Listener, content: Content) -> None:
    terms = content.knowledge.glossary.terms
    asked = [
        (topic.id, term, example)
        for topic in content.knowledge.topics.values()
        for text in topic.texts.values()
        for example in text.examples
        if (term := listener.meant(example))
    ]
    assert len(asked) > 40
    assert [found for found in asked if terms[found[1]].topic != found[0]] == []
