"""What a text still lacks in one of the two languages, told to whoever writes it. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db.models import Model
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from consultations.models.bilingual import Bilingual, BilingualField

# Names are often the same in both.
NAMES = ("name", "acronym", "publisher", "place")
FEWEST_WORDS = 3
LONGEST_QUOTE = 60


class Lack(NamedTuple):
    """``stops`` when readers of one language would see nothing."""

    text: str
    stops: bool


def lack_of(text: Bilingual, *, is_name: bool = False) -> Lack | None:
    """A text in one language alone, from an import or an old version; or one that was copied and not translated."""
    en, fr = text.en.strip(), text.fr.strip()
    quoted = {"text": Truncator(en or fr).chars(LONGEST_QUOTE)}
    if fr and not en:
        return Lack(_("“%(text)s” is missing in English.") % quoted, stops=True)
    if en and not fr:
        return Lack(_("“%(text)s” is missing in French.") % quoted, stops=True)
    if en == fr and len(en.split()) >= FEWEST_WORDS and not is_name:
        return Lack(_("“%(text)s” is the same in English and in French.") % quoted, stops=False)
    return None


def lacks_of(rows: Iterable[Model]) -> Iterator[Lack]:
    """Of all texts of ``rows``."""
    for row in rows:
        for field in row._meta.concrete_fields:
            if isinstance(field, BilingualField):
                text = Bilingual.of(field.value_from_object(row))
                if lack := lack_of(text, is_name=field.name in NAMES):
                    yield lack
