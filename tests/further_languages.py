"""Arabic as a further language of the pages, with the catalogue that lies here."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils.translation import gettext_lazy

from config.messages import compile_catalogues

LOCALE = Path(__file__).parent / "locale"


@pytest.fixture
def arabic(settings: LazySettings) -> None:
    compile_catalogues(LOCALE)
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, LOCALE]
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", gettext_lazy("Arabic"))]
