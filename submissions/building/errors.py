"""Why a survey is not changed, in words for its coordinator."""

from __future__ import annotations

from django.utils.translation import gettext as _

from submissions.models import Question


class CannotBuild(Exception):
    """Nothing was changed. ``str()`` says why and what to do instead, in the reader's language."""


class AskedTooLate(CannotBuild):
    """A question would come before the one that it hangs on."""

    def __init__(self, question: Question, earlier: Question) -> None:
        super().__init__(question, earlier)
        self.question, self.earlier = question, earlier

    def __str__(self) -> str:
        return _("“%(question)s” is asked only after “%(earlier)s”. Keep them in this order, or drop the condition.") % {
            "question": self.question.text, "earlier": self.earlier.text,
        }  # fmt: skip


class NoFurther(CannotBuild):
    def __str__(self) -> str:
        return _("It cannot be moved any further.")
