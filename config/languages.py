"""Languages of the pages beyond English and French: each is a code in a setting and a catalogue of messages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy

from consultations.scripts import runs_from_right

CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


def further(entries: Iterable[str], catalogues: Iterable[Path]) -> Iterator[tuple[str, Any]]:
    """From "ar" or "iu:ᐃᓄᒃᑎᑐᑦ", a code and, where Django has no name for it, what its speakers call it."""
    folders = list(catalogues)
    for entry in entries:
        code, _colon, own_name = (part.strip() for part in entry.partition(":"))
        if not CODE.fullmatch(code) or code in ("en", "fr"):
            raise ImproperlyConfigured(f"LANGUAGES_OF_PAGES: {entry!r} is no code of a further language.")
        if own_name:
            LANG_INFO[code] = {
                **LANG_INFO.get(code, {"name": own_name}),
                "code": code,
                "name_local": own_name,
            }
        if code not in LANG_INFO:
            raise ImproperlyConfigured(f"LANGUAGES_OF_PAGES: say what {code!r} is called, as in {code}:Name.")
        if not any((folder / folder_of(code) / "LC_MESSAGES" / "django.po").exists() for folder in folders):
            raise ImproperlyConfigured(
                f"LANGUAGES_OF_PAGES: {code!r} has no catalogue: "
                f"locale/{folder_of(code)}/LC_MESSAGES/django.po is not there."
            )
        # As the admin reads it, too.
        LANG_INFO[code] = {**LANG_INFO[code], "bidi": runs_from_right(code)}
        yield code, gettext_lazy(LANG_INFO[code]["name"])


def folder_of(code: str) -> str:
    """As gettext names it: "zh-hans" is in ``zh_Hans``."""
    language, *others = code.split("-")
    return "_".join([language, *(each.title() if len(each) > 2 else each.upper() for each in others)])
