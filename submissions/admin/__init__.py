from submissions.admin.contribution import ContributionAdmin
from submissions.admin.question import QuestionAdmin
from submissions.admin.questionnaire import QuestionnaireAdmin
from submissions.admin.records import AuditEntryAdmin, SetAsideReasonAdmin, SubmissionAdmin
from submissions.admin.theme import ThemeAdmin

__all__ = [
    "AuditEntryAdmin",
    "ContributionAdmin",
    "QuestionAdmin",
    "QuestionnaireAdmin",
    "SetAsideReasonAdmin",
    "SubmissionAdmin",
    "ThemeAdmin",
]
