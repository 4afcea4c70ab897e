"""What the page for notes says by itself while points are taken: sentences that its script fills in."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.languages import in_every_number

register = template.Library()


@register.simple_tag
def notes_says() -> dict[str, str]:
    """By the name of the data attribute that holds it; the script puts the number in the place of ``{count}``."""
    return {
        "taken": in_every_number(taken),
        "waiting": in_every_number(waiting),
        "refused": in_every_number(refused),
        "correcting": _("It is in the form below. What you were typing comes back after it."),
        "error": _("Error:"),
        "missing": _("Not taken yet: choose what is missing, and write the point."),
        "long": _("Not taken yet: the point is too long."),
        "kept": _(
            "What was not taken stays on this device until you correct it, try again, save it as a text file, or delete it."
        ),
        "shut": _(
            "The server takes nothing from this browser now: the invitation may have ended, or the page was open for too "
            "long. The points stay on this device. Open the page again, or save them as a text file for the coordinator."
        ),
        "over": _(
            "Points that were not sent are still on this device. Save them as a text file for the coordinator, "
            "or delete them."
        ),
        "sure": _("Delete what waits on this device? It was not sent."),
    }


def taken(count: int) -> str:
    return ngettext("{count} point taken in this sitting.", "{count} points taken in this sitting.", count)


def waiting(count: int) -> str:
    return ngettext(
        "{count} point waits on this device, and is sent when the connection is back.",
        "{count} points wait on this device, and are sent when the connection is back.",
        count,
    )


def refused(count: int) -> str:
    return ngettext(
        "{count} point was not taken, and waits for you to correct it.",
        "{count} points were not taken, and wait for you to correct them.",
        count,
    )
