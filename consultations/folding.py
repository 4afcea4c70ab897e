"""Words made comparable: case, accents, width, apostrophes, dashes and what cannot be seen make no difference."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# Letters without a decomposition, and those of other alphabets that look like ours.
LOOKALIKES = dict(
    zip("øłđħıаеорсухіѕјкмтвнԁԛԝαεικορτυχνημβζ", "oldhiaeopcyxisjkmtbhdqwaeikoptyxvhmbz", strict=True)
) | {"æ": "ae", "œ": "oe", "þ": "th"}
LOOKALIKE = re.compile(f"[{''.join(LOOKALIKES)}]")
# What is put on other characters: of the first plane, in which nearly all stand.
COMBINING = re.compile(f"[{''.join(filter(unicodedata.combining, map(chr, range(0x10000))))}]+")
# What stands on or beside letters, with or without a place of its own.
MARK = re.compile(
    f"[{''.join(each for each in map(chr, range(0x10000)) if unicodedata.category(each)[0] == 'M')}]+"
)
BEYOND = re.compile("[\U00010000-\U0010ffff]")

WORD = re.compile(r"@?[^\W_]+")
INVISIBLE = re.compile(r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
                       r"\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ff]")  # fmt: skip
# A character with the marks that are put on it.
CLUSTER = re.compile(r".[\u0300-\u036f\u20d0-\u20ff]*", re.DOTALL)


class Folds(dict[str, str]):
    """Folding a word costs more than looking it up, and a report repeats its words."""

    def __missing__(self, word: str) -> str:
        self[word] = folded = word.lower() if word.isascii() else fold(word)
        return folded


def fold(text: str) -> str:
    """Each character by itself: a text as a whole becomes what its words become."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    if decomposed.isascii():
        return decomposed
    bare = COMBINING.sub("", decomposed)
    if BEYOND.search(bare):
        bare = "".join(each for each in bare if not unicodedata.combining(each))
    return LOOKALIKE.sub(lambda found: LOOKALIKES[found.group()], bare)


def without_marks(text: str) -> str:
    """Letters alone, of every script: a mark ends no word, and makes no difference."""
    bare = MARK.sub("", text)
    if BEYOND.search(bare):
        bare = "".join(each for each in bare if unicodedata.category(each)[0] != "M")
    return bare


def plain(text: str) -> str:
    """Composed and without invisible characters."""
    return text if text.isascii() else unicodedata.normalize("NFKC", INVISIBLE.sub("", text))


def readable_with_origin(text: str) -> tuple[str, Sequence[int]]:
    """As :func:`plain`, and for each character where in ``text`` that stands which it came from."""
    if text.isascii():
        return text, range(len(text))
    characters: list[str] = []
    origin: list[int] = []
    for match in CLUSTER.finditer(text):
        composed = plain(match.group())
        characters.append(composed)
        origin += [match.start()] * len(composed)
    return "".join(characters), origin


def words_of(text: str) -> list[str]:
    """Words as written, composed and without invisible characters."""
    return WORD.findall(plain(text))
