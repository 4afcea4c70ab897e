"""Pages in a further language: texts of coordinators are shown in English and say so; dates are the language's own."""

from __future__ import annotations

from datetime import date, time

import pytest
from bs4 import BeautifulSoup
from django.core import mail as outbox
from django.test import Client
from django.utils import translation

from consultations import dates, mail
from consultations.models import Bilingual, Consultation
from consultations.templatetags.tongues import as_written, marks, paragraphs, tongue
from tests.factories import both, make_consultation, make_event
from tests.further_languages import arabic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("arabic")]
__all__ = ["arabic"]


@pytest.fixture
def consultation() -> Consultation:
    return make_consultation(
        slug="streets", title=Bilingual("Streets & lanes", "Rues"), purpose=both("To ask.")
    )


def page(client: Client, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).content, "html.parser")


def test_the_page_says_its_language_and_direction(client: Client, consultation: Consultation) -> None:
    assert page(client, "/ar/").html.attrs == {"lang": "ar", "dir": "rtl"}
    assert page(client, "/fr/").html.attrs == {"lang": "fr"}


def test_every_page_leads_to_itself_in_each_language(client: Client, consultation: Consultation) -> None:
    shown = page(client, "/fr/consultations/streets/")
    links = {
        link["hreflang"]: (link["href"], link.get_text()) for link in shown.nav.find_all("a", hreflang=True)
    }
    assert links == {
        "en": ("/en/consultations/streets/", "English"),
        "ar": ("/ar/consultations/streets/", "العربيّة"),
    }
    assert all(link["lang"] == link["hreflang"] for link in shown.nav.find_all("a", hreflang=True))


def test_a_browser_that_asks_for_it_gets_it(client: Client) -> None:
    assert client.get("/", headers={"accept-language": "ar-EG"}).headers["Location"] == "/ar/"


def test_what_is_not_in_it_is_shown_in_english_and_marked(client: Client, consultation: Consultation) -> None:
    title = page(client, "/ar/consultations/streets/").h1.span
    assert (title.get_text(), title.attrs) == ("Streets & lanes", {"lang": "en", "dir": "ltr"})
    assert page(client, "/fr/consultations/streets/").h1.decode_contents() == "Rues"


def test_a_title_of_a_page_has_no_markup(client: Client, consultation: Consultation) -> None:
    assert page(client, "/ar/consultations/streets/").title.get_text().startswith("Streets & lanes –")


def test_marks_escape_what_they_hold() -> None:
    with translation.override("ar"):
        assert as_written(both("<b>")) == '<span lang="en" dir="ltr">&lt;b&gt;</span>'
        assert paragraphs(both("<b>")) == '<div lang="en" dir="ltr"><p>&lt;b&gt;</p></div>'
        assert (marks(both("A")), marks("A")) == ('lang="en" dir="ltr"', "")
    with translation.override("fr"):
        assert as_written(both("<b>")) == "&lt;b&gt; (fr)"
        assert (tongue("ar"), tongue("en")) == ('lang="ar" dir="rtl"', 'lang="en"')


def test_dates_have_the_names_of_its_months() -> None:
    day = date(2017, 4, 20)
    assert dates.written(day, "ar") == "20\N{NO-BREAK SPACE}أبريل\N{NO-BREAK SPACE}2017"
    assert dates.with_weekday(day, "ar").startswith("الخميس 20")
    assert dates.clock(time(9, 30), "ar") == "9:30"
    # Beside a day Ukrainian bends the name.
    assert "квітня" in dates.written(day, "uk")
    assert "Квітень" in dates.month(day, "uk")


def test_a_letter_holds_it_above_english_and_french(consultation: Consultation) -> None:
    event = make_event(consultation)
    context = {"event": event, "consultation": consultation, "code": "A", "link": "https://x.example"}
    letter = mail.compose("a@example.org", "receipt", mail.both("ar"), context)
    markup = BeautifulSoup(str(letter.alternatives[0][0]), "html.parser")
    assert [(part["lang"], part.get("dir")) for part in markup.find_all("div")] == [
        ("ar", "rtl"), ("en", None), ("fr", None),
    ]  # fmt: skip
    assert outbox.outbox == []


def test_people_who_register_may_ask_for_it(client: Client, consultation: Consultation) -> None:
    make_event(consultation, "webinar", slug="talk", registration_is_open=True)
    form = page(client, "/ar/consultations/streets/events/talk/register/")
    chosen = form.find("input", attrs={"name": "language", "checked": True})
    assert chosen["value"] == "ar"
