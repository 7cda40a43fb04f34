"""Cuts a text into pieces that Telegram takes, where a reader would pause."""

MOST_UNITS = 4096
"""UTF-16 code units in one message; that is how Telegram counts."""

_PAUSES = ("\n\n", "\n", ". ", " ")


def units(text: str) -> int:
    """The length as Telegram counts it: characters outside the basic plane (emoji) are two."""
    return len(text) + sum(character > "\uffff" for character in text)


def split_text(text: str, most: int = MOST_UNITS) -> list[str]:
    """Pieces of at most `most` units, none of them blank, cut between paragraphs, else lines, sentences, words.

    Only the white space at a cut is lost.
    """
    pieces: list[str] = []
    rest = text.strip()
    while units(rest) > most:
        end = _end_of_piece(rest, most)
        pieces.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*pieces, rest] if rest else pieces


def _end_of_piece(text: str, most: int) -> int:
    """A pause in the first half would make many small pieces, so a smaller pause in the second half is better."""
    longest = _fitting(text, most)
    for pause in _PAUSES:
        found = text.rfind(pause, longest // 2, longest + len(pause))
        if found > 0 and found + len(pause.rstrip()) <= longest:
            return found + len(pause.rstrip())
    return longest


def _fitting(text: str, most: int) -> int:
    """How many characters from the beginning fit."""
    used = 0
    for index, character in enumerate(text):
        used += units(character)
        if used > most:
            return index
    return len(text)
