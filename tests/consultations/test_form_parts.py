"""The parts that every form is made of: label, hint, error, count, and the list of errors."""

import re

import pytest
from django import forms
from django.template.loader import render_to_string


class Example(forms.Form):
    name = forms.CharField(label="Your name", help_text="As you like.")
    words = forms.CharField(
        label="Your words", required=False, widget=forms.Textarea(attrs={"data-limit": "2000"})
    )
    place = forms.ChoiceField(
        label="Where", choices=[("a", "Here"), ("b", "There")], widget=forms.RadioSelect
    )
    sure = forms.BooleanField(label="I am sure", help_text="Think twice.")


def field(form: forms.Form, name: str) -> str:
    return " ".join(render_to_string("_field.html", {"field": form[name]}).split())


def described_by(html: str, control: str) -> list[str]:
    tag = re.search(rf"<(?:input|textarea)[^>]*id=\"{control}\"[^>]*>", html)
    assert tag
    found = re.search(r'aria-describedby="([^"]*)"', tag.group())
    return found.group(1).split() if found else []


def test_a_control_has_a_label_and_is_described_by_its_hint() -> None:
    html = field(Example(), "name")

    assert re.search(r'<label for="id_name">\s*Your name', html)
    assert '<div class="hint" id="id_name_helptext">As you like.</div>' in html
    assert described_by(html, "id_name") == ["id_name_helptext"]
    assert "optional" not in html


def test_a_control_is_described_by_its_error_too() -> None:
    html = field(Example({}), "name")

    assert described_by(html, "id_name") == ["id_name_helptext", "id_name_error"]
    assert 'id="id_name_error"' in html
    assert "This field is required." in html
    assert 'aria-invalid="true"' in html


def test_a_long_text_tells_its_limit_and_is_described_by_it() -> None:
    html = field(Example(), "words")

    assert described_by(html, "id_words") == ["id_words_count"]
    assert 'data-limit="2000"' in html
    assert "Up to 2,000 characters." in html
    assert "(optional)" in html


def test_choices_stand_in_a_group_with_a_legend() -> None:
    html = field(Example({}), "place")

    assert html.startswith('<fieldset class="field wrong" aria-describedby="id_place_error">')
    assert re.search(r"<legend> Where", html)
    assert 'for="id_place_0"' in html
    assert 'id="id_place_0"' in html


def test_a_single_box_has_its_hint_below() -> None:
    html = field(Example(), "sure")

    assert html.index("I am sure") < html.index("Think twice.")
    assert described_by(html, "id_sure") == ["id_sure_helptext"]


def test_the_summary_links_every_error_to_a_control_that_exists() -> None:
    form = Example({})
    summary = render_to_string("_error_summary.html", {"form": form})
    page = "".join(field(form, name) for name in form.fields)

    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets == ["id_name", "id_place_0", "id_sure"]
    assert [target for target in targets if f'id="{target}"' not in page] == []
    assert 'role="alert"' in summary


def test_without_errors_there_is_no_summary() -> None:
    assert render_to_string("_error_summary.html", {"form": Example()}).strip() == ""


@pytest.mark.parametrize(
    "hostile", ["</textarea><script>alert(1)</script>", '"><img src=x onerror=alert(1)>']
)
def test_what_was_typed_comes_back_as_text(hostile: str) -> None:
    form = Example({"name": hostile, "words": hostile})

    html = field(form, "name") + field(form, "words")

    assert "<script>" not in html
    assert "<img" not in html
