"""What was said."""

from submissions.models.outbox import OutboxMessage
from submissions.models.questionnaire import (
    CHOICE_KINDS,
    DECIDING_KINDS,
    TEXT_KINDS,
    Choice,
    Condition,
    Question,
    QuestionKind,
    Questionnaire,
    QuestionPage,
)
from submissions.models.review import (
    AuditEntry,
    Clearance,
    Fingerprint,
    Flag,
    FlagKind,
    Note,
    Redaction,
    Support,
    Theme,
)
from submissions.models.submission import (
    Answer,
    Contribution,
    ContributionQuerySet,
    SetAsideReason,
    Status,
    Submission,
    Via,
)

__all__ = [
    "CHOICE_KINDS",
    "DECIDING_KINDS",
    "TEXT_KINDS",
    "Answer",
    "AuditEntry",
    "Choice",
    "Clearance",
    "Condition",
    "Contribution",
    "ContributionQuerySet",
    "Fingerprint",
    "Flag",
    "FlagKind",
    "Note",
    "OutboxMessage",
    "Question",
    "QuestionKind",
    "QuestionPage",
    "Questionnaire",
    "Redaction",
    "SetAsideReason",
    "Status",
    "Submission",
    "Support",
    "Theme",
    "Via",
]
