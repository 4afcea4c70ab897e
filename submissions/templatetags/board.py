"""Where the questions of an audience are sorted, for those who sort them."""

from __future__ import annotations

from typing import Any

from django import template

from consultations.models import Event, EventKind
from submissions.board import boards_of

register = template.Library()


@register.simple_tag(takes_context=True)
def moderates(context: dict[str, Any], event: Event) -> bool:
    """Whether this reader sorts the questions of the audience."""
    request = context.get("request")
    return bool(
        request
        and event.kind == EventKind.WEBINAR
        and request.user.is_staff
        and boards_of(request.user).filter(pk=event.pk).exists()
    )
