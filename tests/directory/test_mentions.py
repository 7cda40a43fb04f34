"""Places in what people write: six languages, every case, no diacritics; and words that only look like one."""

import pytest

from bot.directory.directory import Directory
from bot.directory.mentions import PlaceNames
from bot.directory.spelling import fold, is_form_of


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("kde je úřad práce v Brně", "brno"),
        ("kde je urad prace v brne", "brno"),
        ("brněnský úřad práce", "brno"),
        ("a v Plzni?", "plzen"),
        ("pracák Frýdek-Místek", "frydek-mistek"),
        ("ve Frýdku-Místku", "frydek-mistek"),
        ("v Uherském Hradišti", "uherske-hradiste"),
        ("v Českých Budějovicích", "ceske-budejovice"),
        ("do Liberce", "liberec"),
        ("v Havlíčkově Brodě", "havlickuv-brod"),
        ("zdar nad sazavou", "zdar-nad-sazavou"),
        ("úřad práce v Mostě", "most"),
        ("PRAHA 4", "praha-4"),
        ("praha10", "praha-10"),
        ("kontaktni pracoviste praha zapad", "praha-zapad"),
        ("where is the office in Brno", "brno"),
        ("Labour office Prague 9 address", "praha-9"),
        ("job center pilsen", "plzen"),
        ("office in Most", "most"),
        ("офис в Праге 9", "praha-9"),
        ("пражский офис", "praha"),
        ("Пльзень", "plzen"),
        ("где находится биржа труда в Остраве", "ostrava"),
        ("в Карловых Варах", "karlovy-vary"),
        ("у Празі", "praha"),
        ("Чеських Будейовицях", "ceske-budejovice"),
        ("центр зайнятості Оломоуць", "olomouc"),
        ("біля Брно", "brno"),
        ("v Prage", "praha"),
        ("văn phòng ở Plzeň", "plzen"),
        ("văn phòng sở lao động ở Cheb", "cheb"),
        ("dia chi o praha 4", "praha-4"),
        ("مكتب العمل في براغ", "praha"),
        ("وين مكتب العمل ببرنو", "brno"),
        ("أوسترافا", "ostrava"),
        ("602 00", "brno"),
        ("PSČ 60200", "brno"),
        ("индекс 190 00", "praha-9"),
        ("190 00 Praha", "praha-9"),
    ],
)
def test_a_place_is_found(names: PlaceNames, text: str, place: str) -> None:
    assert names.place_in(text).places == (place,)


@pytest.mark.parametrize(
    "text", ["Brno", "a v Plzni?", "602 00", "Úřad práce, Kladno", "где офис в Праге?", "ở Brno", "في براغ", "Most"]
)
def test_a_message_that_is_nothing_but_a_place(names: PlaceNames, text: str) -> None:
    assert names.place_in(text).alone


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("práce Brno", ("brno",)),
        ("Brno podpora v nezaměstnanosti", ("brno",)),
        ("ищу работу в Праге", ("praha",)),
        ("I live in Kladno but work in Beroun", ("kladno", "beroun")),
        ("Bydlím v Nuslích, na které pracoviště spadám?", ("praha-4",)),
    ],
)
def test_a_message_that_says_more_isnt_alone(names: PlaceNames, text: str, places: tuple[str, ...]) -> None:
    mention = names.place_in(text)
    assert (mention.places, mention.alone) == (places, False)


@pytest.mark.parametrize(
    "text",
    [
        "where is the most convenient office",
        "WHAT IS THE MOST I CAN GET",
        "находим работу в теплице",
        "žili jsme v uprchlickém táboře",
        "dluh 60200 Kč",
        "chci půjčit 60 200 korun",
        "tel 777 602 001",
        "20000",
        "č.j. 12/60200/2026",
        "",
        "?!",
    ],
)
def test_words_and_numbers_that_are_no_place(names: PlaceNames, text: str) -> None:
    mention = names.place_in(text)
    assert (mention.places, mention.alone) == ((), False)


def test_a_name_of_two_places_means_both(names: PlaceNames) -> None:
    assert names.place_in("Ústí").places == ("usti-nad-labem", "usti-nad-orlici")
    assert names.place_in("Ústí nad Orlicí").places == ("usti-nad-orlici",)


def test_a_postcode_that_isnt_known_is_told_with_the_nearest_place(names: PlaceNames) -> None:
    mention = names.place_in("279 01")
    assert (mention.places, mention.postcode, mention.alone) == (("melnik",), "27901", True)
    assert names.place_in("602 00").postcode is None


def test_every_name_in_the_files_finds_its_place(names: PlaceNames, directory: Directory) -> None:
    looked_at = 0
    for place in directory.places.values():
        spellings = (place.name, *place.also, *(name for group in place.names.values() for name in group))
        for spelling in spellings:
            looked_at += 1
            assert place.id in names.place_in(spelling).places, spelling
            assert place.id in names.place_in(fold(spelling).capitalize()).places, spelling
    assert looked_at > 400


@pytest.mark.parametrize(
    ("word", "name", "same"),
    [
        ("brne", "brno", True),
        ("praze", "praha", True),
        ("prah", "praha", False),
        ("plzni", "plzen", True),
        ("liberecky", "liberec", True),
        ("pardubic", "pardubice", True),
        ("mostly", "most", False),
        ("brnox", "brno", False),
        ("празі", "прага", True),
        ("прагматик", "прага", False),
    ],
)
def test_forms_of_a_name(word: str, name: str, same: bool) -> None:
    assert is_form_of(fold(word), fold(name)) is same
