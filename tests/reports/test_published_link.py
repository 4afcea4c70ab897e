"""From a consultation's page to its published report."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from consultations.models import Consultation
from tests.factories import make_consultation
from tests.reports.reporting import make_ready

pytestmark = pytest.mark.django_db


def leads_to_the_report(client: Client, consultation: Consultation) -> bool:
    link = reverse("reports:report", args=[consultation.slug])
    page = client.get(consultation.get_absolute_url())
    assert page.status_code == 200
    return f'href="{link}"' in page.content.decode()


def test_a_consultation_leads_to_its_published_report_and_to_no_other(client: Client) -> None:
    consultation, other = make_consultation(), make_consultation()
    report = make_ready(consultation)
    before = leads_to_the_report(client, consultation)

    report.published_on = date(2030, 1, 2)
    report.save()

    assert (before, leads_to_the_report(client, consultation)) == (False, True)
    assert not leads_to_the_report(client, other)
