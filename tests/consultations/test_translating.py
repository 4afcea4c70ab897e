"""What lacks a translation is said to its coordinator on every page where it is written, whatever way it came in."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from consultations.models import Bilingual, EventKind, StaffRole
from consultations.translating import lack_of
from submissions.models import Choice, QuestionPage
from tests.factories import both, make_event, make_organization, make_session, make_topic, make_user
from tests.submissions.test_survey import ask, survey


@pytest.mark.parametrize(
    ("en", "fr", "said"),
    [
        ("", "Une rue", "“Une rue” is missing in English."),
        ("A street", "", "“A street” is missing in French."),
        ("A street", " ", "“A street” is missing in French."),
        (
            "Light the crossing",
            "Light the crossing",
            "“Light the crossing” is the same in English and in French.",
        ),
        ("Participation", "Participation", None),
        ("Light the crossing", "Éclairez le passage", None),
        ("", "", None),
    ],
)
def test_what_a_text_lacks_is_said(en: str, fr: str, said: str | None) -> None:
    lack = lack_of(Bilingual(en, fr))
    assert (lack and lack.text) == said
    assert (lack is not None and lack.stops) == ("missing" in (said or ""))


def test_a_name_may_be_the_same() -> None:
    assert lack_of(Bilingual("Walkers of the World", "Walkers of the World"), is_name=True) is None


def warnings(client: Client, row: Any) -> list[str]:
    page = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    answer = BeautifulSoup(client.get(page).content, "html.parser")
    return [said.text.strip() for said in answer.select(".messagelist .warning")]


@pytest.mark.django_db
def test_each_page_says_what_is_missing_in_its_row_and_in_those_listed_there(client: Client) -> None:
    event = survey()
    consultation = event.consultation
    client.force_login(make_user(StaffRole.COORDINATOR, consultation))
    question = ask(event, "ranking", choices=2)
    day = make_event(consultation, EventKind.CONFERENCE, summary=Bilingual("", "Le jour"))
    session = make_session(day, title=Bilingual("Table one", ""))
    topic = make_topic(consultation, title=Bilingual("Lamps", ""))
    organization = make_organization(
        consultation, name=Bilingual("Walkers of the World", "Walkers of the World")
    )
    QuestionPage.objects.create(questionnaire=event.questionnaire, number=1, title=Bilingual("Begin", ""))
    Choice.objects.filter(pk=question.choices.all()[0].pk).update(text=Bilingual("Red", ""))
    type(question).objects.filter(pk=question.pk).update(help=Bilingual("Say more to us", "Say more to us"))
    type(consultation).objects.filter(pk=consultation.pk).update(purpose=Bilingual("", "La paix"))
    found = {
        row: warnings(client, row)
        for row in (consultation, topic, day, session, event, event.questionnaire, question, organization)
    }
    assert found == {
        consultation: ["“La paix” is missing in English."],
        topic: ["“Lamps” is missing in French."],
        day: ["“Le jour” is missing in English.", "“Table one” is missing in French."],
        session: ["“Table one” is missing in French."],
        event: [],
        event.questionnaire: ["“Begin” is missing in French."],
        question: [
            "“Say more to us” is the same in English and in French.",
            "“Red” is missing in French.",
        ],
        organization: [],
    }


@pytest.mark.django_db
def test_a_copied_text_is_advice_before_a_survey_opens_and_stops_nothing(client: Client) -> None:
    event = survey()
    client.force_login(make_user(StaffRole.COORDINATOR, event.consultation))
    ask(event, "short_text", text=Bilingual("Where is it dark?", "Where is it dark?"))
    ask(event, "short_text", text=both("Where is it light?"))
    page = client.get(reverse("admin:submissions_questionnaire_build", args=[event.questionnaire.pk]))
    assert [remark.text for remark in page.context["advice"]] == [
        "“Where is it dark?” is the same in English and in French."
    ]
    assert page.context["stopping"] == []
