from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from consultations import permissions
from consultations.models import Consultation, StaffRole
from tests.factories import make_consultation, make_user

pytestmark = pytest.mark.django_db

C, R, N, G, S = (
    StaffRole.COORDINATOR,
    StaffRole.REVIEWER,
    StaffRole.RAPPORTEUR,
    StaffRole.SIGNATORY_GOVERNMENT,
    StaffRole.SIGNATORY_CIVIL_SOCIETY,
)
GRANTED = [
    (permissions.coordinated, {C}),
    (permissions.reviewable, {C, R}),
    (permissions.moderating, {C, R}),
    (permissions.noting, {C, N}),
    (permissions.signable, {G, S}),
    (permissions.with_reports, {C, R, G, S}),
    (permissions.visible, {C, R, N, G, S}),
]


@pytest.fixture
def consultation() -> Consultation:
    return make_consultation(is_public=False)


@pytest.mark.parametrize(("permission", "roles"), GRANTED)
@pytest.mark.parametrize("role", StaffRole)
def test_a_role_gives_its_permissions_in_its_consultation_only(
    consultation: Consultation, permission: Any, roles: set[StaffRole], role: StaffRole
) -> None:
    make_consultation(is_public=False)

    assert list(permission(make_user(role, consultation))) == ([consultation] if role in roles else [])


@pytest.mark.parametrize(("permission", "roles"), GRANTED)
def test_without_a_role_there_is_no_permission(
    consultation: Consultation, permission: Any, roles: set[StaffRole]
) -> None:
    gone = make_user(StaffRole.COORDINATOR, consultation, is_active=False)

    assert [list(permission(user)) for user in (AnonymousUser(), make_user(), gone)] == [[], [], []]


@pytest.mark.parametrize(("permission", "roles"), GRANTED)
def test_a_superuser_has_all(consultation: Consultation, permission: Any, roles: set[StaffRole]) -> None:
    other = make_consultation()

    assert set(permission(make_user(is_superuser=True))) == {consultation, other}


def test_predicates_of_one_consultation(consultation: Consultation) -> None:
    reviewer, coordinator = (make_user(role, consultation) for role in (R, C))

    assert [permissions.is_reviewer(user, consultation) for user in (reviewer, coordinator)] == [True, True]
    assert [permissions.is_coordinator(user, consultation) for user in (reviewer, coordinator)] == [
        False,
        True,
    ]
    assert not permissions.is_reviewer(reviewer, make_consultation())
