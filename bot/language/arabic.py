"""Arabic as typed: one spelling for what the phone writes in several ways."""

import re
import unicodedata

_MARKS = re.compile("[\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufeff]+")
_LOOKALIKES = str.maketrans({"ی": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه", "ە": "ه", "؟": "?", "،": ",", "؛": ";"})
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")
_SHAPE = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ء": ""})


def plain_arabic(text: str) -> str:
    """Without tatweel, vowel marks and direction marks; presentation forms, look-alike letters and digits made common."""
    text = _PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    return _MARKS.sub("", text).translate(_LOOKALIKES).translate(_DIGITS)


def arabic_shape(word: str) -> str:
    """The word with alef, ya, hamza and ta marbuta levelled: spellings that people take for the same."""
    return word.translate(_SHAPE)
