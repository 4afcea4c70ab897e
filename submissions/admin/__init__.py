from submissions.admin.contribution import ContributionAdmin
from submissions.admin.records import AuditEntryAdmin, SetAsideReasonAdmin, SubmissionAdmin
from submissions.admin.theme import ThemeAdmin

__all__ = ["AuditEntryAdmin", "ContributionAdmin", "SetAsideReasonAdmin", "SubmissionAdmin", "ThemeAdmin"]
