"""What coordinators do in the admin."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from consultations import invitations
from consultations.models import (
    Consultation,
    Event,
    Invitation,
    Membership,
    Participant,
    Session,
    StaffRole,
    Topic,
)
from tests.consultations.admin_forms import form_of
from tests.consultations.programme_rows import make_rows
from tests.factories import (
    both,
    make_consultation,
    make_contribution,
    make_event,
    make_participant,
    make_session,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db

NEW = {
    "slug": "parks", "title_en": "Parks", "title_fr": "Parcs", "summary_en": "On parks", "summary_fr": "Des parcs",
    "purpose_en": "Better parks", "purpose_fr": "De meilleurs parcs", "how_to_take_part_en": "",
    "how_to_take_part_fr": "", "notice_en": "", "notice_fr": "", "contact": "", "opens_on": "2030-01-01",
    "closes_on": "2030-02-01", "time_zone": "America/Toronto", "languages": ["en", "fr"],
    "attribution_rule": "chatham_house", "k": "10", "report_title_en": "Parks", "report_title_fr": "Parcs",
    "report_subtitle_en": "", "report_subtitle_fr": "", "report_date": "",
}  # fmt: skip
ADD = "/admin/consultations/consultation/add/"


@pytest.fixture
def consultation() -> Consultation:
    return make_consultation(attribution_rule="by_consent")


@pytest.fixture
def coordinator(client: Client, consultation: Consultation) -> Client:
    client.force_login(make_user(StaffRole.COORDINATOR, consultation))
    return client


NO_TABLES = "Do not enter tables"


def change(row: Any) -> str:
    return reverse(f"admin:consultations_{row._meta.model_name}_change", args=[row.pk])


def errors_of(client: Client, row: Any, **fields: Any) -> dict[str, list[str]]:
    """What the form says when ``fields`` are changed; nothing when it was saved."""
    response = client.post(change(row), form_of(client, change(row)) | fields)
    if response.status_code == 302:
        return {}
    return dict(response.context["adminform"].form.errors)


def test_a_new_consultation_has_its_sections_and_its_maker_coordinates_it(coordinator: Client) -> None:
    response = coordinator.post(ADD, NEW)

    made = Consultation.objects.get(slug="parks")
    assert response.status_code == 302
    assert list(made.sections.values_list("number", flat=True)) == [1, 2, 3]
    assert [(row.user.pk, row.role) for row in made.memberships.all()] == [
        (int(coordinator.session["_auth_user_id"]), "coordinator")
    ]


def test_the_first_consultation_of_a_site_is_made_by_a_superuser(client: Client) -> None:
    client.force_login(make_user(is_superuser=True))

    assert client.get("/admin/consultations/consultation/").status_code == 200
    assert client.post(ADD, NEW).status_code == 302
    assert Consultation.objects.get().sections.count() == 3


def test_a_reviewer_makes_no_consultation(client: Client, consultation: Consultation) -> None:
    client.force_login(make_user(StaffRole.REVIEWER, consultation))

    assert client.post(ADD, NEW).status_code == 403
    assert Consultation.objects.count() == 1


@pytest.mark.parametrize("field", ["title_en", "title_fr"])
def test_a_text_in_one_language_is_not_enough(coordinator: Client, field: str) -> None:
    response = coordinator.post(ADD, NEW | {field: ""})

    assert response.status_code == 200
    assert "title" in response.context["adminform"].form.errors


LOOSENED = "Something has been said here under the rule “{}”. It can only become stricter."


def test_a_rule_under_which_something_was_said_is_kept_with_words(
    coordinator: Client, consultation: Any
) -> None:
    event = make_event(consultation)
    session = make_session(event, attribution_rule="chatham_house")
    make_contribution(event)
    make_contribution(event, session=session)

    consent, protected = (
        [LOOSENED.format(label)]
        for label in ("As each contributor chooses", "Chatham House Rule: never attributed")
    )
    assert errors_of(coordinator, event, attribution_rule="attributable") == {"attribution_rule": consent}
    assert errors_of(coordinator, consultation, attribution_rule="attributable") == {
        "attribution_rule": consent
    }
    assert errors_of(coordinator, session, attribution_rule="by_consent") == {"attribution_rule": protected}
    assert errors_of(coordinator, session, attribution_rule="") == {"attribution_rule": protected}
    assert Event.objects.get().attribution_rule is None
    assert Session.objects.get().attribution_rule == "chatham_house"


def test_a_rule_is_also_kept_in_the_list_of_sessions_of_an_event(
    coordinator: Client, consultation: Any
) -> None:
    session = make_session(make_event(consultation), attribution_rule="chatham_house")
    make_contribution(session.event, session=session)
    page = change(session.event)

    response = coordinator.post(
        page, form_of(coordinator, page) | {"sessions-0-attribution_rule": "attributable"}
    )

    assert response.status_code == 200
    assert "It can only become stricter." in response.content.decode()
    assert Session.objects.get().attribution_rule == "chatham_house"


STAYS = "Something was sent to this event: all its sessions stay, those in which nothing was sent among them."


@pytest.mark.parametrize("said", [1, 3])
@pytest.mark.parametrize("asked", [0, 1])
def test_no_session_of_an_event_is_deleted_in_its_list_once_something_was_sent_in_any(
    coordinator: Client, consultation: Any, said: int, asked: int
) -> None:
    session = make_session(make_event(consultation))
    make_session(session.event)
    for _said in range(said):
        make_contribution(session.event, session=session)
    page = change(session.event)

    response = coordinator.post(page, form_of(coordinator, page) | {f"sessions-{asked}-DELETE": "on"})

    assert response.context["errors"] == [STAYS]
    assert "Submission of" not in response.content.decode()
    assert Session.objects.count() == 2


def test_the_page_on_which_a_session_is_deleted_does_not_tell_in_which_something_was_sent(
    coordinator: Client, consultation: Any
) -> None:
    alike: Any = {"title": both("Streets"), "code": "s"}
    said = make_session(make_event(consultation), **alike)
    silent = make_session(said.event, **(alike | {"code": "t"}))
    make_contribution(said.event, session=said)
    answers = []
    for session in (said, silent):
        page = reverse("admin:consultations_session_delete", args=[session.pk])
        for response in (coordinator.get(page), coordinator.post(page, {"post": "yes"})):
            assert response.context["protected"] == [STAYS]
            answers.append(plain_text(response).replace(str(session.pk), ""))
        marked = {"action": "delete_selected", "_selected_action": session.pk}
        response = coordinator.post(reverse("admin:consultations_session_changelist"), marked)
        assert response.context["protected"] == [STAYS]
    assert len(set(answers)) == 1
    assert Session.objects.count() == 2


def plain_text(response: Any) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def test_a_session_of_an_event_to_which_nothing_was_sent_is_deleted_on_its_page(
    coordinator: Client, consultation: Any
) -> None:
    session = make_session(make_event(consultation))
    make_contribution(make_event(consultation))
    page = reverse("admin:consultations_session_delete", args=[session.pk])

    assert coordinator.get(page).context["protected"] == []
    assert coordinator.post(page, {"post": "yes"}).status_code == 302
    assert not Session.objects.exists()


def test_a_session_in_which_nothing_was_said_is_deleted_in_the_list_of_its_event(
    coordinator: Client, consultation: Any
) -> None:
    page = change(make_session(make_event(consultation)).event)

    assert coordinator.post(page, form_of(coordinator, page) | {"sessions-0-DELETE": "on"}).status_code == 302
    assert not Session.objects.exists()


@pytest.mark.parametrize("said", [1, 3])
def test_nor_is_it_of_a_topic_in_the_list_of_a_section(
    coordinator: Client, consultation: Any, said: int
) -> None:
    topic = make_topic(consultation, title=both("Crossings"))
    for number in range(said):
        make_contribution(make_event(consultation), f"Paint crossing {number}.", topic)
    page = change(topic.section)

    response = coordinator.post(page, form_of(coordinator, page) | {"topics-0-DELETE": "on"})

    assert response.context["errors"] == [
        "“Crossings” cannot be deleted: what is kept here hangs on it (contribution)."
    ]
    assert "Paint crossing" not in response.content.decode()
    assert Topic.objects.get() == topic


def test_a_rule_may_become_stricter(coordinator: Client, consultation: Consultation) -> None:
    event = make_event(consultation)
    make_contribution(event)

    assert errors_of(coordinator, event, attribution_rule="chatham_house") == {}
    assert Event.objects.get().attribution_rule == "chatham_house"


def test_before_the_first_word_a_rule_may_be_loosened(
    coordinator: Client, consultation: Consultation
) -> None:
    event = make_event(consultation, attribution_rule="chatham_house")

    assert errors_of(coordinator, event, attribution_rule="attributable") == {}
    assert Event.objects.get().attribution_rule == "attributable"


@pytest.mark.parametrize("hours", [0, -1])
def test_an_event_that_ends_before_it_starts_is_refused_in_words(
    coordinator: Client, consultation: Consultation, hours: int
) -> None:
    event = make_event(consultation)
    end = timezone.localtime(event.starts_at) + timedelta(hours=hours)

    found = errors_of(coordinator, event, ends_at_0=str(end.date()), ends_at_1=str(end.time()))

    assert found == {"ends_at": ["The end must come after the start."]}


def test_a_consultation_that_closes_before_it_opens_is_refused_in_words(
    coordinator: Client, consultation: Any
) -> None:
    found = errors_of(coordinator, consultation, closes_on="2000-01-01")

    assert found == {"closes_on": ["The last day cannot come before the first."]}


def add_member(client: Client, consultation: Consultation, *members: tuple[Any, str]) -> int:
    page = change(consultation)
    data = form_of(client, page)
    start = int(data["memberships-TOTAL_FORMS"])
    for number, (user, role) in enumerate(members, start=start):
        data |= {f"memberships-{number}-user": user.pk, f"memberships-{number}-role": role}
        data |= {f"memberships-{number}-consultation": consultation.pk, f"memberships-{number}-id": ""}
    data["memberships-TOTAL_FORMS"] = start + len(members)
    return client.post(page, data).status_code


def test_a_coordinator_names_reviewers_and_signatories(coordinator: Client, consultation: Any) -> None:
    reviewer, signatory = make_user(), make_user()

    assert (
        add_member(coordinator, consultation, (reviewer, "reviewer"), (signatory, "signatory_government"))
        == 302
    )
    assert set(Membership.objects.exclude(role="coordinator").values_list("user", "role")) == {
        (reviewer.pk, "reviewer"),
        (signatory.pk, "signatory_government"),
    }


def test_nobody_makes_themselves_a_signatory(coordinator: Client, consultation: Any) -> None:
    me = Membership.objects.get().user

    assert add_member(coordinator, consultation, (me, "signatory_government")) == 200
    assert Membership.objects.count() == 1


def test_nobody_signs_for_both_sides(coordinator: Client, consultation: Any) -> None:
    user = make_user()
    both_sides = ((user, "signatory_government"), (user, "signatory_civil_society"))

    assert add_member(coordinator, consultation, *both_sides) == 200
    assert Membership.objects.count() == 1


def test_an_invitation_shows_its_link_once(coordinator: Client, consultation: Consultation) -> None:
    event = make_event(consultation)
    data = {
        "event": event.pk, "purpose": "rapporteur", "label": "Table 4",
        "expires_at_0": "2040-01-01", "expires_at_1": "12:00",
    }  # fmt: skip

    shown = coordinator.post("/admin/consultations/invitation/add/", data, follow=True).content.decode()

    (link,) = re.findall(r"http://testserver(/en/invitation/[\w-]+/)", shown)
    invitation = Invitation.objects.get()
    assert invitations.find(link.split("/")[3]) == invitation
    assert (invitation.label, invitation.purpose) == ("Table 4", "rapporteur")
    assert link not in coordinator.get(change(invitation)).content.decode()
    assert link.split("/")[3] not in "".join(LogEntry.objects.values_list("change_message", flat=True))


def test_the_history_does_not_keep_the_names_of_people(coordinator: Client, consultation: Any) -> None:
    person = make_participant(consultation, name="Secret Person")

    assert errors_of(coordinator, person, name="Secret Person the second") == {}
    coordinator.post(reverse("admin:consultations_participant_delete", args=[person.pk]), {"post": "yes"})

    kept = list(LogEntry.objects.values_list("object_repr", "change_message").order_by("pk"))
    assert not Participant.objects.exists()
    assert kept == [(f"participant {person.pk}", "")] * 2


def test_times_are_those_of_the_consultation(client: Client) -> None:
    consultation = make_consultation(time_zone="Pacific/Auckland")
    event = make_event(
        consultation,
        starts_at=datetime(2030, 7, 1, 21, 0, tzinfo=UTC),
        ends_at=datetime(2030, 7, 1, 22, 0, tzinfo=UTC),
    )
    client.force_login(make_user(StaffRole.COORDINATOR, consultation))

    page = client.get(change(event)).content.decode()
    assert 'value="2030-07-02"' in page
    assert 'value="09:00:00"' in page
    with timezone.override(consultation.zone):
        assert errors_of(client, event, ends_at_1="11:00:00") == {}
    assert Event.objects.get().ends_at == datetime(2030, 7, 1, 23, 0, tzinfo=UTC)


LISTS = {
    "consultation": 10, "section": 11, "topic": 12, "event": 11, "session": 11,
    "invitation": 11, "organization": 11, "participant": 11, "registration": 11, "resource": 11,
}  # fmt: skip


@pytest.mark.parametrize("model", LISTS)
def test_one_or_three_rows_take_the_same_number_of_queries(
    coordinator: Client, consultation: Any, model: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_rows(consultation)
    page = reverse(f"admin:consultations_{model}_changelist")
    coordinator.get(page)  # the table of content types is read once a process

    with django_assert_num_queries(LISTS[model]):
        coordinator.get(page)
    for _ in range(2):
        make_rows(consultation)
    with django_assert_num_queries(LISTS[model]):
        coordinator.get(page)


@pytest.mark.parametrize("model", LISTS)
def test_the_admin_needs_no_inline_style_or_script(
    coordinator: Client, consultation: Any, model: str
) -> None:
    row = make_rows(consultation)[model]

    for page in (change(row), reverse(f"admin:consultations_{model}_changelist")):
        response = coordinator.get(page)
        text = response.content.decode()
        assert "unsafe" not in response["Content-Security-Policy"]
        assert not re.findall(
            r"<style|\sstyle=|\son(?:click|change|load|submit)=|<script(?![^>]*\ssrc=)", text
        )


def test_where_sessions_are_entered_nobody_is_led_to_enter_tables(
    coordinator: Client, consultation: Consultation
) -> None:
    event = make_event(consultation)
    session = make_session(event)
    for row in (event, session):
        assert NO_TABLES in coordinator.get(change(row)).content.decode()
