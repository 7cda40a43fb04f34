"""What each component adds to a message, seen through the trained pipeline as a whole."""

from typing import Any

import pytest

from bot.engine.rasa_agent import RasaAgent


def read(agent: RasaAgent, text: str, language: str | None = "cs", *, chosen: bool = False) -> dict[str, Any]:
    return agent.understand(text, {"language": language, "language_chosen": chosen})


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Jak se mám přihlásit na úřad práce?", "cs"),
        ("How do I register at the labour office?", "en"),
        ("Як мені стати на облік в управлінні праці?", "uk"),
        ("Как мне встать на учёт на бирже труда?", "ru"),
        ("Làm thế nào để đăng ký ở sở lao động?", "vi"),
        ("كيف أسجل نفسي في مكتب العمل؟", "ar"),
    ],
)
def test_the_language_is_identified(agent: RasaAgent, text: str, language: str) -> None:
    parsed = read(agent, text, None)

    assert (parsed["language"], parsed["form"]) == (language, "native")
    assert parsed["understanding"]["topic"] == "register-as-jobseeker"


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("Wie lange bekomme ich Arbeitslosengeld und wo?", True),
        ("Ile dostanę zasiłku dla bezrobotnych?", True),
        ("Arbeitslosengeld", False),
        ("Jak dlouho dostanu podporu?", False),
        ("", False),
        ("🙂 🙂", False),
    ],
)
def test_a_sentence_in_a_language_not_spoken_here_is_noticed(agent: RasaAgent, text: str, foreign: bool) -> None:
    parsed = read(agent, text, "cs")

    assert parsed["foreign"] is foreign
    assert parsed["language"] == "cs"


def test_hasty_typing_is_mended_for_understanding_and_kept_as_it_was_written(agent: RasaAgent) -> None:
    parsed = read(agent, "jak se prihlasit na urad prace")

    assert parsed["form"] != "native"
    assert parsed["repaired"] == "jak se přihlásit na úřad práce"
    assert parsed["text"] == "jak se prihlasit na urad prace"


def test_a_well_typed_text_needs_no_repair(agent: RasaAgent) -> None:
    assert "repaired" not in read(agent, "Jak se mám přihlásit na úřad práce?")


def test_tokens_stand_where_the_text_has_them(agent: RasaAgent) -> None:
    text = "Kolik  dostanu, a kdy?"

    tokens = [text[start:end] for start, end in read(agent, text)["text_tokens"]]

    assert tokens == ["Kolik", "dostanu", ",", "a", "kdy", "?"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("switch to Vietnamese", "vi"),
        ("PŘEPNI TO DO ČEŠTINY prosím, česky", "cs"),
        ("Чи можна англійською?", "en"),
        ("Давайте по-украински", "uk"),
        ("nói tiếng Ả Rập được không", "ar"),
        ("هل يمكن بالروسية؟", "ru"),
    ],
)
def test_names_of_languages_are_found_where_they_stand(agent: RasaAgent, text: str, language: str) -> None:
    (entity,) = (e for e in read(agent, text)["entities"] if e["entity"] == "language")

    assert entity["value"] == language
    assert text[entity["start"] : entity["end"]].strip()


def test_of_two_names_that_overlap_the_longer_one_counts(agent: RasaAgent) -> None:
    found = [e["value"] for e in read(agent, "po russki po russki", "ru")["entities"] if e["entity"] == "language"]

    assert found == ["ru", "ru"]


def test_an_answer_carries_its_topic_as_an_entity(agent: RasaAgent) -> None:
    parsed = read(agent, "Kdo za mě platí zdravotní pojištění bez práce?")

    assert parsed["intent"]["name"] == "ask_topic"
    assert [e["value"] for e in parsed["entities"] if e["entity"] == "topic"] == ["health-insurance"]
    assert parsed["understanding"]["outcome"] == "answer"
    assert len(parsed["understanding"]["topics"]) == 3


@pytest.mark.parametrize("text", ["Jaké bude zítra počasí?", "recept na svíčkovou", "Kdo vyhrál včera hokej?"])
def test_out_of_scope_is_no_topic(agent: RasaAgent, text: str) -> None:
    parsed = read(agent, text)

    assert parsed["intent"]["name"] == "out_of_scope"
    assert parsed["understanding"]["outcome"] == "fallback"
    assert not [e for e in parsed["entities"] if e["entity"] == "topic"]


def test_the_same_text_is_understood_the_same_way_again(agent: RasaAgent) -> None:
    first, second = (read(agent, "mzda mi nepřišla")["understanding"] for _ in range(2))

    assert first == second
