"""One consultation of everything, with names, words and affiliations that nobody may see beside one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group as UserGroup
from django.db import models
from django.test import Client
from django.urls import reverse
from rest_framework.authtoken.models import TokenProxy

from consultations import invitations
from consultations.models import (
    Consultation,
    Event,
    EventKind,
    Mail,
    Organization,
    OrganizationKind,
    Participant,
    Presentation,
    Registration,
    Resource,
    Sector,
    Session,
    StaffRole,
)
from reports.models import Commitment, Narrative, Report
from submissions.models import Contribution, Question, Questionnaire, Theme
from submissions.review import themes, workflow
from tests.consultations.admin_forms import form_of
from tests.factories import (
    both,
    make_consultation,
    make_contribution,
    make_event,
    make_organization,
    make_participant,
    make_reason,
    make_session,
    make_topic,
    make_user,
)

PERSON, ADDRESS = "Zdenka Quillfeather", "zdenka@quillfeather.example"
PRESENTER = "Ottoline Vexworthy"
WORDS = "Unlit crossings swallow children"
NAMES = (PERSON, ADDRESS, PRESENTER, "quillfeather", "vexworthy")

OUTSIDE = ("anonymous", "participant", "invited", "other reviewer", "other coordinator", "other signatory")
WITHIN = ("rapporteur", "reviewer", "signatory_government", "signatory_civil_society")
MAY_SEE_PEOPLE = ("coordinator", "superuser")
EVERYBODY = (*OUTSIDE, *WITHIN, *MAY_SEE_PEOPLE)


@dataclass(frozen=True)
class Scene:
    consultation: Consultation
    contribution: Contribution
    rows: dict[type[models.Model], models.Model]  # one of each model that has an admin
    clients: dict[str, Client]

    @property
    def kwargs(self) -> dict[str, str]:
        """What may stand in the address of a page."""
        event = self.contribution.submission.event
        report = self.rows[Report]
        return {
            "slug": self.consultation.slug, "event_slug": event.slug, "report_id": str(report.pk),
            "language": "en", "file_name": "report.en.html", "token": "nobody-s", "part": "database",
        }  # fmt: skip


def make_scene() -> Scene:
    """The consultation is not public: to outsiders nothing of it exists."""
    consultation = make_consultation(is_public=False, attribution_rule="chatham_house")
    event = make_event(consultation, EventKind.CONFERENCE)
    session, talk = make_session(event), make_session(event)
    body = make_organization(consultation, kind=OrganizationKind.DEPARTMENT, takes_advice=True)
    person = make_participant(consultation, name=PERSON, email=ADDRESS, organization=body)
    presenter = make_participant(consultation, name=PRESENTER, sector=Sector.PARLIAMENT)
    registration = Registration.objects.create(event=event, participant=person)
    # The words are said at a table; who presents is entered for another session, protected as well.
    Presentation.objects.create(session=talk, participant=presenter)
    topic = make_topic(consultation)
    contribution = make_contribution(
        event, WORDS, topic, session=session, name=PERSON, participant=person, organization=body,
        sector=Sector.CIVIL_SOCIETY, addressees=(body,),
    )  # fmt: skip
    user = make_user(StaffRole.REVIEWER, consultation)
    workflow.accept(contribution, by=user, version=contribution.version)
    theme = themes.create_theme(
        topic, by=user, code="light", title=both("Light"), statement=both("Light it.")
    )
    themes.support(theme, contribution, by=user, quoted=True)
    survey = make_event(consultation, EventKind.SURVEY)
    questionnaire = Questionnaire.objects.create(event=survey)
    question = Question.objects.create(
        questionnaire=questionnaire, code="why", kind="long_text", topic=topic, text=both("Why?")
    )
    report = Report.objects.create(consultation=consultation, version=1, requested_by=user)
    advice = Commitment.objects.create(organization=body, advice=both("Light it."), response="accepted")
    narrative = Narrative.objects.create(consultation=consultation, part="about", language="en", text="Text")
    others: Iterable[models.Model] = (
        consultation, consultation.sections.get(number=1), topic, event, talk, body, person, registration,
        invitations.issue(event, "register", label="for a guest")[0], written_to(event, person),
        Resource.objects.create(consultation=consultation, title=both("A guide")),
        contribution, contribution.submission, contribution.submission.audit.first(), theme, questionnaire,
        question, make_reason(consultation), report, advice, narrative, user, UserGroup.objects.create(name="g"),
        TokenProxy.objects.create(user=user),
    )  # fmt: skip
    rows = {type(row): row for row in others}
    scene = Scene(consultation, contribution, rows, {name: Client() for name in EVERYBODY})
    log_in(scene)
    leave_history(scene)
    return scene


def written_to(event: Event, person: Participant) -> Mail:
    invitations.invite(event, "register", [person])
    return Mail.objects.get(participant=person)


def log_in(scene: Scene) -> None:
    elsewhere = make_consultation()
    users: dict[str, Any] = {role: make_user(role, scene.consultation) for role in (*WITHIN, "coordinator")}
    for role in ("reviewer", "coordinator"):
        users[f"other {role}"] = make_user(role, elsewhere)
    users["other signatory"] = make_user(StaffRole.SIGNATORY_GOVERNMENT, elsewhere)
    users["superuser"] = make_user(is_superuser=True)
    for name, user in users.items():
        scene.clients[name].force_login(user)
    _made, token = invitations.issue(scene.contribution.submission.event, "rapporteur")
    scene.clients["invited"].post(reverse("consultations:invitation", args=[token]))


def leave_history(scene: Scene) -> None:
    """Steps of a coordinator on rows that are beside names and words, so that the pages of their history tell of them."""
    change(scene, Theme, {"supports-0-is_quoted": None})
    change(scene, Session, {"presentations-0-position": "7"})
    change(scene, Registration, {"attended": "true"})
    change(scene, Participant, {"letters_in": "fr"})
    change(scene, Organization, {"position": "3"})


def change(scene: Scene, model: type[models.Model], fields: dict[str, str | None]) -> None:
    client, options = scene.clients["coordinator"], model._meta
    name = f"admin:{options.app_label}_{options.model_name}_change"
    page = reverse(name, args=[scene.rows[model].pk])
    sent = {**form_of(client, page), **fields}
    assert (
        client.post(page, {key: value for key, value in sent.items() if value is not None}).status_code == 302
    )
