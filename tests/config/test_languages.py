"""A further language is a code in a setting and a catalogue; what is missing is said in one sentence."""

import json
from pathlib import Path

import pytest
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from config.languages import folder_of, further
from consultations import languages, scripts
from reports.exporters import text


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
        assert (languages.own_name("iu"), scripts.direction("iu")) == ("ᐃᓄᒃᑎᑐᑦ", "ltr")
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
    from_right = ("ar", "he", "ar-dz", "ps", "az-arab", "PA-Arab")
    from_left = ("en", "xx", "az", "ar-latn", "ks-deva", "pa", "zh-hans")
    assert {scripts.direction(code) for code in from_right} == {"rtl"}
    assert {scripts.direction(code) for code in from_left} == {"ltr"}


def test_files_of_a_report_know_the_same_directions() -> None:
    for code, info in LANG_INFO.items():
        assert text.direction(code) == scripts.direction(code).removeprefix("ltr")
        # Azerbaijani is written in Latin letters, whatever Django says.
        assert (scripts.direction(code) == "rtl") == info.get("bidi", False) or code == "az"


def test_a_script_is_given_each_form_with_numbers_that_have_it() -> None:
    forms = json.loads(languages.in_every_number(lambda count: "one" if count == 1 else "{count}"))
    assert [form for form, *_numbers in forms] == ["{count}", "one"]
    assert sorted(number for _form, *numbers in forms for number in numbers) == list(languages.OF_EVERY_KIND)
