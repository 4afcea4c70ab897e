"""The other language, with all that was typed: the switch sends the form of the page along, and nothing is done with it.

A page says which form by ``switches`` in its context (templates/_site_head.html); its view asks ``is_switched`` first.
"""

from __future__ import annotations

from typing import TypeVar

from django.forms import Form
from django.forms.utils import ErrorDict
from django.http import HttpRequest

F = TypeVar("F", bound=Form)
FORM = "words"  # the id of the form that goes along


def is_switched(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("do") == "switch"


def as_typed(form: F) -> F:
    """Without a word on what is wrong with it: it is not read at all, so nobody can try out a code by it."""
    form._errors, form.cleaned_data = ErrorDict(), {}  # type: ignore[attr-defined]
    return form
