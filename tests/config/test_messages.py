from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten, flatten_fieldsets
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise

from config.messages import compile_catalogues
from config.quality import messages


def write_catalogue(locale: Path, language: str = "fr", **entries: str) -> Path:
    target = locale / language / "LC_MESSAGES" / "django.po"
    target.parent.mkdir(parents=True, exist_ok=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalogue.extend(polib.POEntry(msgid=msgid, msgstr=msgstr) for msgid, msgstr in entries.items())
    catalogue.save(str(target))
    return target


def test_a_catalogue_is_compiled_once(tmp_path: Path) -> None:
    source = write_catalogue(tmp_path, Programme="Programme", Topic="Thème")
    assert compile_catalogues(tmp_path) == 1
    assert compile_catalogues(tmp_path) == 0
    compiled = polib.mofile(str(source.with_suffix(".mo")))
    assert {entry.msgid: entry.msgstr for entry in compiled} == {"Programme": "Programme", "Topic": "Thème"}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in messages.SOURCES:
        (tmp_path / name).mkdir()
    (tmp_path / "templates" / "page.html").write_text(
        '{% load i18n %}{% translate "Said" %}{% translate "Heard" %}'
    )
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    return tmp_path


def test_a_complete_catalogue_has_no_fault(project: Path) -> None:
    write_catalogue(project / "locale", Said="Dit", Heard="Entendu")
    assert messages.check() == []


def test_every_kind_of_fault_is_named(project: Path) -> None:
    source = write_catalogue(project / "locale", Said="", Gone="Parti")
    catalogue = polib.pofile(str(source))
    catalogue.find("Gone").flags.append("fuzzy")
    catalogue.save()
    assert messages.check() == [
        "not translated: 'Said'",
        "fuzzy: 'Gone'",
        "not in locale/fr/LC_MESSAGES/django.po (run `make messages`): 'Heard'",
        "no longer used (run `make messages`): 'Gone'",
    ]


def test_french_keeps_its_signs_where_they_belong(project: Path) -> None:
    said, heard = "Dit : « oui »", "Entendu"
    source = write_catalogue(project / "locale", Said=said, Heard=heard)
    assert messages.check() == ["a line may break at a sign (run `make messages`): 'Said'"]
    assert polib.pofile(str(source)).find("Said").msgstr == said
    messages.hold_together(project)
    assert polib.pofile(str(source)).find("Said").msgstr == "Dit\u00a0: «\u00a0oui\u00a0»"
    assert messages.check() == []


def test_a_check_changes_nothing(project: Path) -> None:
    source = write_catalogue(project / "locale", Said="Dit")
    before = source.read_bytes()
    messages.check()
    assert source.read_bytes() == before


def test_a_further_language_is_kept_up_to_date_and_its_gaps_are_counted(project: Path) -> None:
    write_catalogue(project / "locale", Said="Dit", Heard="Entendu")
    arabic = write_catalogue(project / "locale", "ar", Said="قيل", Gone="ذهب")
    messages.extract(project)
    assert {entry.msgid: entry.msgstr for entry in polib.pofile(str(arabic))} == {"Said": "قيل", "Heard": ""}
    assert messages.gaps(project) == ["locale/ar: 1 of 2 texts are still in English."]
    # What it lacks is no fault of the product.
    assert messages.check() == []


# What Django calls a field that we gave no name, where the word is the same in both languages.
ALIKE = {
    "code",
    "consultation",
    "contribution",
    "id",
    "introduction",
    "page",
    "participant",
    "question",
    "questionnaire",
}


def columns_and_fields(site: admin.AdminSite) -> Iterator[tuple[Any, str]]:
    for model, shown in site._registry.items():
        for each in (shown, *shown.inlines):
            names = [*flatten(getattr(each, "list_display", ())), *flatten(each.fields or ())]
            for name in {*names, *flatten_fieldsets(each.fieldsets or ())}:
                yield getattr(each, "model", model), str(name)


def test_no_column_or_field_of_the_admin_is_called_by_its_name_in_the_code() -> None:
    unnamed = set()
    for model, name in columns_and_fields(admin.site):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            continue  # named where it is made
        is_named = isinstance(field.verbose_name, Promise) or field.verbose_name in ALIKE
        if name != field.name or not is_named:
            unnamed.add(f"{model.__name__}.{name}")
    assert unnamed == set()
