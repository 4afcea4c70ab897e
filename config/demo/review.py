"""The state in which each contribution of a case ends, reached by the steps that a reviewer takes in the admin."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from config.demo.errors import CaseError
from config.demo.folder import read_yaml
from config.demo.words import Words
from consultations.models import Bilingual, Consultation, StaffRole, Topic
from submissions.models import Contribution, Theme
from submissions.review import redaction, themes, verbatim, workflow

Row = dict[str, Any]
# Why a reviewer lets protected words stand, as the record of the demonstration says it.
INVENTED = "Said in general terms; nothing in it points to a person or a place."


def review(consultation: Consultation, themes_file: Path, words: Words) -> int:
    """Takes every row to its state and returns the number of decisions."""
    turn = cycle(reviewers_of(consultation))
    found = load_themes(consultation, themes_file, next(turn))
    reasons = {reason.code: reason for reason in consultation.set_aside_reasons.all()}
    decisions = 0
    merges = []
    for key, row in words.rows.items():
        contribution, by = words.by_id[key], next(turn)
        state = row.get("state", "pending")
        if state == "merged":  # only once its target is where it ends
            merges.append((contribution, by, words.by_id[row["into"]]))
        elif state == "set_aside":
            workflow.set_aside(contribution, by=by, reason=reasons[row["reason"]])
        elif state == "withdrawn":
            workflow.withdraw(contribution.submission)
        elif state in STEPS:
            STEPS[state](contribution, by, row, found)
        decisions += state != "pending"
    merge_all(merges)
    return decisions


def reviewers_of(consultation: Consultation) -> QuerySet[User]:
    members = User.objects.filter(
        memberships__consultation=consultation, memberships__role=StaffRole.REVIEWER
    )
    return members.order_by("username")


def merge_all(merges: list[tuple[Contribution, User, Contribution]]) -> None:
    for contribution, by, into in merges:
        workflow.merge(contribution, by=by, into=Contribution.objects.get(pk=into.pk))


def load_themes(consultation: Consultation, path: Path, by: User) -> dict[str, Theme]:
    topics = {topic.code: topic for topic in Topic.objects.filter(section__consultation=consultation)}
    rows = read_yaml(path) if path.is_file() else []
    return {
        row["code"]: themes.create_theme(
            topics[row["topic"]],
            by=by,
            code=row["code"],
            title=Bilingual.of(row["title"]),
            statement=Bilingual.of(row["statement"]),
        )
        for row in rows
    }


def accept(contribution: Contribution, by: User, row: Row, found: dict[str, Theme]) -> None:
    contribution = workflow.start(contribution, by=by)
    for cut in row.get("redact", []):
        redaction.redact_phrase(
            contribution, by=by, phrase=cut["phrase"], replacement=cut["with"], reason=cut["reason"]
        )
        contribution.refresh_from_db()
    if row.get("paraphrase"):
        contribution = workflow.set_paraphrase(contribution, by=by, **row["paraphrase"])
    contribution = workflow.accept(contribution, by=by)
    if is_printed_in_full(row) and verbatim.needs_decision(contribution):
        verbatim.decide(contribution, by=by, reason=INVENTED)
    for code in row.get("themes", []):
        if code not in found:
            raise CaseError(f"contribution {row['id']}: no theme is called “{code}”.")
        themes.support(found[code], contribution, by=by, quoted=row.get("quote", False))


def is_printed_in_full(row: Row) -> bool:
    """Quoted, addressed to somebody, or behind no finding."""
    return bool(row.get("quote") or row.get("to") or not row.get("themes"))


def begin(contribution: Contribution, by: User, row: Row, found: dict[str, Theme]) -> None:
    workflow.start(workflow.assign(contribution, by=by, to=by), by=by)


def give_back(contribution: Contribution, by: User, row: Row, found: dict[str, Theme]) -> None:
    accepted = workflow.accept(workflow.start(contribution, by=by), by=by)
    workflow.return_to_pending(accepted, by=by, note="A second reader should look at this one.")


STEPS = {"accepted": accept, "in_review": begin, "returned": give_back}
