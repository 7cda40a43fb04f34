import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.masking import mask

SCRIPTS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９", "०१२३४५६७८९")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("moje rodné číslo je 850612/1239, děkuji", "moje rodné číslo je [birth-number], děkuji"),
        ("r.č. 8506121239.", "r.č. [birth-number]."),
        ("850612 1239", "[birth-number]"),
        ("850612 / 1239", "[birth-number]"),
        ("85 06 12 / 1239", "[birth-number]"),
        ("850612-1239", "[birth-number]"),
        ("žena 855612/1234", "žena [birth-number]"),
        ("480612/123", "[birth-number]"),
        ("480612123", "[birth-number]"),
        ("рік ٨٥٠٦١٢/١٢٣٩", "рік [birth-number]"),
        ("850612⁄1239", "[birth-number]"),
        ("karta 4111 1111 1111 1111 12/27", "karta [card-number] 12/27"),
        ("4111111111111111", "[card-number]"),
        ("4111-1111-1111-1111", "[card-number]"),
        ("378282246310005", "[card-number]"),
        ("do 5500 0000 0000 0004 a 4111111111111111", "do [card-number] a [card-number]"),
        ("piš na jana.novakova+up@post.cz prosím", "piš na [email] prosím"),
        ("jana(at)post.cz", "[email]"),
        ("почта іван@пошта.укр", "почта [email]"),
        ("tel. 777 123 456", "tel. [phone]"),
        ("777123456", "[phone]"),
        ("777-123-456", "[phone]"),
        ("777 12 34 56", "[phone]"),
        ("+420 777 123 456", "[phone]"),
        ("+420777123456", "[phone]"),
        ("00420 777 123 456", "[phone]"),
        ("420777123456", "[phone]"),
        ("+420\u2069 777\u00a0123\u200f456", "[phone]"),
        ("+380 50 123 45 67", "[phone]"),
        ("+38 (050) 123-45-67", "[phone]"),
        ("050 123 45 67", "[phone]"),
        ("0501234567", "[phone]"),
        ("+84 91 234 56 78", "[phone]"),
        ("091 234 5678", "[phone]"),
        ("8 (916) 123-45-67", "[phone]"),
        ("+421 905 123 456", "[phone]"),
        ("٧٧٧ ١٢٣ ٤٥٦", "[phone]"),
        ("777 123 456 777 654 321", "[phone] [phone]"),
        ("777 123 456 12", "[phone] 12"),
        ("2 777 123 456", "2 [phone]"),
        ("CZ65 0800 0000 1920 0014 5399 díky", "[account-number] díky"),
        ("CZ6508000000192000145399", "[account-number]"),
        ("cz 65 0800 0000 1920 0014 5399", "[account-number]"),
        ("GB82 WEST 1234 5698 7654 32 please", "[account-number] please"),
        ("UA21 3223 1300 0002 6007 2335 6600 1", "[account-number]"),
        ("CZ65 0800 0000 1920 0014 5398", "[account-number]"),
        ("účet 19-2000145399/0800", "účet [account-number]"),
        ("19 - 2000145399 / 0800", "[account-number]"),
        ("2000 145 399/0800", "[account-number]"),
        ("2000145399/2010", "[account-number]"),
    ],
)
def test_what_identifies_a_person_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dobrý den, kolik je podpora?",
        "22400 Kč",
        "22 400 Kč měsíčně, 1 250 000 Kč ročně",
        "1 250 300 400 Kč",
        "350 000 000 korun",
        "mám 20800 hrubého",
        "2026",
        "v letech 2024 2025 2026",
        "2024-2026",
        "90 dní",
        "od 1. 1. 2026 do 31. 12. 2026",
        "2026-11-23T10:00:00",
        "23.11.2026 10:30",
        "zákon 435/2004 Sb. a 262/2006 Sb.",
        "č. j. UP/12345/2026",
        "7/2026 nebo 24/7",
        "8.00-12.00 13.00-17.00",
        "70200 Ostrava, 110 00 Praha 1",
        "IČO 72496991",
        "112, 155 nebo 158",
        "112 155 158",
        "1 2 3 4 5",
        "3,14159265 a 50,5 %",
        "EU27 countries have 12 rules",
        "٢٢٤٠٠ крон",
        "0.123456",
    ],
)
def test_amounts_years_and_law_numbers_stay(text: str) -> None:
    assert mask(text) == text


DATES_OF_BIRTH = st.dates(date(1954, 1, 1), date(2025, 12, 31))


@given(
    DATES_OF_BIRTH, st.booleans(), st.integers(0, 999), st.sampled_from(("/", "", " / ", "-")), st.sampled_from(SCRIPTS)
)
def test_every_birth_number_is_masked_in_any_digits(
    born: date, woman: bool, serial: int, separator: str, script: str
) -> None:
    first = f"{born:%y}{born.month + 50 * woman:02}{born:%d}"
    nine = f"{first}{serial:03}"
    number = f"{first}{separator}{serial:03}{int(nine) % 11 % 10}"
    written = number.translate(str.maketrans(SCRIPTS[0], script))
    assert mask(f"číslo {written} konec") == "číslo [birth-number] konec"


@given(st.integers(10**14, 10**15 - 1), st.sampled_from((" ", "-", "")), st.sampled_from(SCRIPTS))
def test_every_card_number_is_masked_in_any_digits(start: int, separator: str, script: str) -> None:
    doubled = [int(digit) * (1 if at % 2 else 2) for at, digit in enumerate(str(start))]
    number = f"{start}{-sum(n // 10 + n % 10 for n in doubled) % 10}"
    groups = separator.join(number[at : at + 4] for at in range(0, 16, 4))
    assert mask(groups.translate(str.maketrans(SCRIPTS[0], script))) == "[card-number]"


@given(
    st.integers(600_000_000, 799_999_999).filter(lambda n: n % 10**6), st.sampled_from(("", "+420", "+420 ", "00420"))
)
def test_every_czech_mobile_number_is_masked(number: int, prefix: str) -> None:
    assert mask(f"volejte {prefix}{number}!") == "volejte [phone]!"


@given(st.integers(0, 9_999_999), st.sampled_from(("Kč", "CZK", "€", "let", "dní", "")))
def test_a_number_of_up_to_seven_digits_stays(number: int, unit: str) -> None:
    for written in (f"{number} {unit}", f"{number:,} {unit}".replace(",", " "), f"{number:,} {unit}".replace(",", ".")):
        assert mask(written) == written


@given(st.text(st.characters(exclude_categories=["Nd"])).filter(lambda text: "@" not in text and "＠" not in text))
def test_a_text_without_digits_and_addresses_is_untouched(text: str) -> None:
    assert "(at)" in text.lower() or mask(text) == text


@given(st.text("0123456789 +-./()@abcCZ٣\u200f", max_size=120))
def test_masking_twice_is_masking_once(text: str) -> None:
    once = mask(text)
    assert mask(once) == once


@pytest.mark.parametrize("nasty", ["1", "1 ", "12 34 ", "1-", "a", "a.a", "a@", "ab12", "+4", "0 (", "1/"])
def test_the_longest_message_is_masked_in_bounded_time(nasty: str) -> None:
    begun = time.process_time()
    mask((nasty * 4000)[:4000])
    assert time.process_time() - begun < 2
