"""The model case is as large, as bilingual and as varied as it is said to be, and came in by the product's own ways."""

from collections import Counter

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Count

from config.demo.account import account
from config.demo.loading import load
from config.demo.options import MODEL_CASE
from consultations.models import Consultation, Organization, Sector, Topic
from submissions.models import Answer, AuditEntry, Contribution, QuestionKind, Status, Submission, Theme
from submissions.review.ledger import ledger
from tests.demo.conftest import silent

pytestmark = pytest.mark.django_db


def test_every_deferred_constraint_holds(model_case: Consultation) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_fifty_members_of_civil_society_and_over_35_officials_came_to_the_conference(
    model_case: Consultation,
) -> None:
    came = Counter(
        model_case.participants.filter(
            registrations__event__slug="conference", registrations__attended=True
        ).values_list("sector", flat=True)
    )
    assert came == {
        Sector.CIVIL_SOCIETY: 50,
        Sector.GOVERNMENT: 30,
        Sector.PARLIAMENT: 7,
        Sector.INTERNATIONAL_EXPERT: 3,
    }


def test_only_the_three_experts_are_real_people(model_case: Consultation) -> None:
    real = model_case.participants.filter(is_illustrative=False)
    assert set(real.values_list("name", flat=True)) == {
        "Hannah Bond",
        "Mavic Cabrera-Balleza",
        "Jacqueline O’Neill",
    }


def test_at_least_240_contributions_a_third_of_them_french(model_case: Consultation) -> None:
    contributions = Contribution.objects.for_consultation(model_case)
    total, french = contributions.count(), contributions.filter(language="fr").count()
    assert total >= 240
    assert french * 3 >= total


def test_contributions_stand_in_every_state_of_review(model_case: Consultation) -> None:
    states = Contribution.objects.for_consultation(model_case).values_list("status", flat=True)
    assert set(states) == set(Status.values)


def test_every_topic_addressee_and_channel_has_contributions(model_case: Consultation) -> None:
    topics = Topic.objects.filter(section__consultation=model_case).annotate(said=Count("contributions"))
    addressees = Organization.objects.filter(consultation=model_case, takes_advice=True).annotate(
        asked=Count("advice")
    )
    assert [topic.code for topic in topics if not topic.said] == []
    assert [organization.code for organization in addressees if not organization.asked] == []
    assert [row.channel for row in ledger(model_case).rows if not row.received] == []


def test_at_least_thirty_themes_each_in_both_languages_and_backed(model_case: Consultation) -> None:
    themes = Theme.objects.filter(topic__section__consultation=model_case).annotate(
        backing=Count("contributions")
    )
    assert len(themes) >= 30
    assert [
        theme.code for theme in themes if not (theme.title.is_complete and theme.statement.is_complete)
    ] == []
    assert [theme.code for theme in themes if not theme.backing] == []


def test_every_kind_of_closed_question_is_answered(model_case: Consultation) -> None:
    kinds = Answer.objects.filter(submission__event__consultation=model_case).values_list(
        "question__kind", flat=True
    )
    assert set(kinds) == {
        QuestionKind.SCALE,
        QuestionKind.SINGLE_CHOICE,
        QuestionKind.MULTIPLE_CHOICE,
        QuestionKind.RANKING,
    }


def test_the_ledger_balances(model_case: Consultation) -> None:
    assert ledger(model_case).balances


def test_each_submission_left_its_audit_entry(model_case: Consultation) -> None:
    received = AuditEntry.objects.filter(consultation=model_case, action="received").count()
    assert received == Submission.objects.filter(event__consultation=model_case).count()


def test_loading_again_changes_nothing(model_case: Consultation) -> None:
    before = Contribution.objects.count(), Submission.objects.count(), AuditEntry.objects.count()
    assert load(MODEL_CASE, silent) == model_case
    assert (Contribution.objects.count(), Submission.objects.count(), AuditEntry.objects.count()) == before


def test_the_account_gives_logins_that_work_and_links_that_invite(model_case: Consultation) -> None:
    told = account(model_case)
    assert [login[1] for login in told.logins] == [
        "demo-reviewer",
        "demo-coordinator",
        "demo-cochair-government",
        "demo-cochair-civil-society",
    ]
    assert all(
        User.objects.get(username=name).check_password(password) for _role, name, password in told.logins
    )
    assert len(told.invitations) == 2


def test_passwords_are_new_at_every_start(model_case: Consultation) -> None:
    first, second = account(model_case), account(model_case)
    assert {login[2] for login in first.logins}.isdisjoint({login[2] for login in second.logins})
