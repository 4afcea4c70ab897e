"""A further language is a code in a setting and a catalogue; what is missing is said in one sentence."""

from pathlib import Path

import pytest
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from config.languages import folder_of, further
from consultations import languages


def catalogue(folder: Path, name: str) -> Path:
    target = folder / name / "LC_MESSAGES"
    target.mkdir(parents=True)
    (target / "django.po").touch()
    return folder


def test_a_language_that_django_knows_needs_its_code_alone(tmp_path: Path) -> None:
    ((code, name),) = further(["ar"], [catalogue(tmp_path, "ar")])
    with translation.override("fr"):
        assert (code, str(name)) == ("ar", "Arabe")


def test_another_is_called_what_its_speakers_call_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.languages.LANG_INFO", LANG_INFO)
    try:
        ((code, name),) = further(["iu:ᐃᓄᒃᑎᑐᑦ"], [catalogue(tmp_path, "iu")])
        assert (code, str(name)) == ("iu", "ᐃᓄᒃᑎᑐᑦ")
        assert (languages.own_name("iu"), languages.direction("iu")) == ("ᐃᓄᒃᑎᑐᑦ", "ltr")
    finally:
        LANG_INFO.pop("iu", None)


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("Arabic", "is no code of a further language"),
        ("fr", "is no code of a further language"),
        ("iu", "say what 'iu' is called"),
        ("uk", "has no catalogue: locale/uk/LC_MESSAGES/django.po is not there"),
    ],
)
def test_what_cannot_be_shown_is_refused_at_the_start(entry: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=why):
        list(further([entry], [tmp_path]))


def test_folders_are_named_as_gettext_names_them() -> None:
    assert [folder_of(code) for code in ("ar", "zh-hans", "pt-br")] == ["ar", "zh_Hans", "pt_BR"]


def test_directions_are_known_and_what_nobody_knows_runs_from_the_left() -> None:
    assert [languages.direction(code) for code in ("ar", "he", "en", "xx")] == ["rtl", "rtl", "ltr", "ltr"]
