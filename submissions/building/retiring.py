"""A question is retired rather than removed: no longer asked, still counted."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from submissions import audit
from submissions.models import Question


@transaction.atomic
def retire(question: Question, is_retired: bool, *, by: User) -> None:
    Question.objects.filter(pk=question.pk).update(is_retired=is_retired)
    consultation = question.questionnaire.event.consultation
    audit.record(
        "question_changed",
        consultation=consultation,
        actor=by,
        question=question.code,
        changed=["is_retired"],
    )
