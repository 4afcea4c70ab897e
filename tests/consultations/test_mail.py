"""Letters: what is in them, what is not, and what happens when they cannot be sent."""

import io
import logging
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail as django_mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations import mail
from consultations.mail import Address, compose, send_now
from consultations.models import Event
from tests.factories import both, make_consultation, make_event
from tests.mail_server import MailServer, mail_server

pytestmark = pytest.mark.django_db
TO = "ada@example.org"


@pytest.fixture
def event() -> Event:
    return make_event(
        make_consultation(contact="streets@example.org", title=both("Safer & <better> streets"))
    )


@pytest.fixture
def server(settings: LazySettings) -> Iterator[MailServer]:
    with mail_server(settings) as server:
        yield server


def context(event: Event, **more: Any) -> dict[str, Any]:
    return {"consultation": event.consultation, "event": event, "code": "AAAA-BBBB", **more}


def text_of(letter: Any) -> tuple[str, str]:
    """The words as plain text and as HTML."""
    plain, html = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
    return plain, html


def test_a_receipt_goes_out_to_the_one_who_asked(event: Event, server: MailServer) -> None:
    assert send_now(TO, "receipt", "en", context(event, link="https://x.example/en/receipt/find/"))

    ((to, letter),) = server.taken
    plain, html = text_of(letter)
    assert (to, letter["Subject"]) == ([TO], "Your receipt: Tell us")
    assert (letter["Reply-To"], letter["Auto-Submitted"]) == ("streets@example.org", "auto-generated")
    assert "AAAA-BBBB" in plain
    assert "https://x.example/en/receipt/find/" in plain
    assert 'href="https://x.example/en/receipt/find/"' in html
    assert "AAAA-BBBB" in html


def test_a_letter_is_in_the_language_asked_for(event: Event, server: MailServer) -> None:
    assert send_now(TO, "receipt", "fr", context(event))

    letter = server.taken[0][1]
    assert letter["Subject"].startswith("Votre reçu")
    assert letter["Content-Language"] == "fr"
    assert '<html lang="fr">' in text_of(letter)[1]


def test_nothing_of_a_letter_is_stored_or_logged(event: Event, server: MailServer) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.getLogger().addHandler(handler)
    server.refused = {"eve@example.org": "550 nobody here"}
    try:
        with CaptureQueriesContext(connection) as queries:
            assert send_now(TO, "receipt", "en", context(event))
            assert not send_now("eve@example.org", "receipt", "en", context(event))
    finally:
        logging.getLogger().removeHandler(handler)
    assert (stream.getvalue(), [query["sql"] for query in queries]) == ("", [])


@pytest.mark.parametrize("answer", ["550 nobody here", "451 come back later"])
def test_an_address_that_is_refused_did_not_go_out(event: Event, server: MailServer, answer: str) -> None:
    server.refused = {TO: answer}
    assert not send_now(TO, "receipt", "en", context(event))
    assert server.taken == []


def test_a_server_that_is_away_did_not_take_it(event: Event, settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert not send_now(TO, "receipt", "en", context(event))


@pytest.mark.parametrize("name", ["dummy", "console"])
def test_without_a_server_nothing_is_printed_or_sent(
    event: Event, settings: LazySettings, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{name}.EmailBackend"
    assert not mail.is_available()
    assert not send_now(TO, "receipt", "en", context(event))
    assert TO not in capsys.readouterr().out


def test_a_letter_asks_nothing_of_any_other_host_and_follows_nobody(event: Event) -> None:
    html = str(compose(TO, "receipt", ("en", "fr"), context(event)).alternatives[0].content)
    assert not [word for word in ("<img", "<link", "<script", "src=", "url(") if word in html]


def test_what_coordinators_typed_is_text_in_html_and_untouched_in_plain(event: Event) -> None:
    letter = compose(TO, "receipt", ("en",), context(event))
    assert "Safer & <better> streets" in str(letter.body)
    assert "Safer &amp; &lt;better&gt; streets" in str(letter.alternatives[0].content)


def test_a_title_on_two_lines_is_a_subject_on_one(event: Event) -> None:
    event.title = both("Tell\r\nBcc: eve@example.org\n\nus")
    letter = compose(TO, "receipt", ("en",), context(event))
    assert "\n" not in letter.subject
    assert "Bcc" not in letter.message()


def test_two_languages_stand_one_below_the_other_and_the_first_lines_say_so(event: Event) -> None:
    letter = compose(TO, "receipt", mail.both("fr"), context(event))
    plain, html = str(letter.body), str(letter.alternatives[0].content)
    assert plain.startswith("The English text follows.\n\nMerci")
    assert plain.index("Merci") < plain.index("Thank you")
    assert '<p lang="en">The English text follows.</p>' in html
    assert html.index('<div lang="fr">') < html.index('<div lang="en">')
    assert letter.subject.index("Votre") < letter.subject.index("Your")


def test_a_link_leads_to_the_page_in_the_language_around_it(event: Event, settings: LazySettings) -> None:
    settings.SITE_URL = "https://x.example/"
    link = Address("consultations:invitation", {"token": "abc"})
    letter = compose(TO, "resume", mail.both("en"), context(event, link=link, expires_on=date(2030, 5, 1)))
    plain = str(letter.body)
    assert "https://x.example/en/invitation/abc/" in plain
    assert "https://x.example/fr/invitation/abc/" in plain
    assert "1er\N{NO-BREAK SPACE}mai" in plain or "1er mai" in plain


def test_who_is_not_bound_to_get_it_can_ask_for_no_more(event: Event, settings: LazySettings) -> None:
    stop = Address("consultations:privacy", {})
    letter = compose(TO, "receipt", ("en",), context(event), stop=stop).message()
    assert letter["List-Unsubscribe"] == f"<{stop}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_outside_of_smtp_a_letter_goes_where_tests_look(event: Event) -> None:
    assert send_now(TO, "receipt", "en", context(event))
    assert [letter.to for letter in django_mail.outbox] == [[TO]]
