"""The name of a booking that people write down and read out on the phone: `KX7M-4RTP-9C`.

Ten letters and digits of 26 without look-alikes are 47 random bits; even so a reference alone never opens a booking.
"""

import re
import secrets

ALPHABET = "ACDEFGHJKLMNPQRTUVWXY34679"
"""Without B 8, I 1, O 0, S 5, Z 2: one of each pair would be read as the other."""
LENGTH = 10
_GROUPS = (4, 8)


def new_reference() -> str:
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def read_reference(text: str) -> str | None:
    """The reference as it is stored, however it was typed: small letters, spaces, no hyphens. None: it can't be one."""
    letters = re.sub(r"[\s\-–]", "", text).upper()
    if len(letters) != LENGTH or not set(letters) <= set(ALPHABET):
        return None
    return _grouped(letters)


def _grouped(letters: str) -> str:
    first, second = _GROUPS
    return f"{letters[:first]}-{letters[first:second]}-{letters[second:]}"
