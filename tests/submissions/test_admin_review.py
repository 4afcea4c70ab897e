"""The queue and the page of a contribution, as reviewers use them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import reverse

from consultations.models import AttributionRule, Consultation, EventKind, Sector, StaffRole
from submissions.admin.step import StepForm
from submissions.intake.arrival import Arrival, Point
from submissions.intake.submit import submit
from submissions.models import AuditEntry, Clearance, Contribution, Flag, FlagKind, Note, Status, Via
from submissions.review import redaction, screening, themes, workflow
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

pytestmark = pytest.mark.django_db

QUEUE = reverse("admin:submissions_contribution_changelist")
QUEUE_QUERIES = 19
PAGE_QUERIES = 35


def page_of(contribution: Contribution) -> str:
    return reverse("admin:submissions_contribution_change", args=[contribution.pk])


@pytest.fixture
def event() -> Any:
    return make_event(make_consultation())


@pytest.fixture
def reviewer(event: Any) -> Any:
    return make_user(StaffRole.REVIEWER, event.consultation, first_name="Ines", last_name="Roy")


@pytest.fixture
def browser(client: Client, reviewer: Any) -> Client:
    client.force_login(reviewer)
    return client


def queue(browser: Client, of: Any, **filters: Any) -> set[str]:
    response = browser.get(QUEUE, {"consultation": of.consultation_id, **filters})
    assert response.status_code == 200
    rows = BeautifulSoup(response.content, "html.parser").select("#result_list tbody tr")
    return {row.select_one("th").get_text() for row in rows}  # type: ignore[union-attr]


def press(browser: Client, contribution: Contribution, step: str, **fields: Any) -> Any:
    data = {"step": step, "version": contribution.version, **fields}
    return browser.post(page_of(contribution), data)


def fresh(contribution: Contribution) -> Contribution:
    return Contribution.objects.get(pk=contribution.pk)


# --- The queue --------------------------------------------------------------------------------------


def test_the_queue_is_that_of_the_latest_consultation_unless_another_is_asked_for(
    browser: Client, event: Any
) -> None:
    assert browser.get(QUEUE)["Location"] == f"?consultation={event.consultation_id}"
    popup = browser.get(QUEUE, {"_popup": "1"})
    assert popup["Location"] == f"?_popup=1&consultation={event.consultation_id}"


def test_the_queue_shows_what_waits_as_readers_would_see_it(
    browser: Client, event: Any, reviewer: Any
) -> None:
    hidden = make_contribution(event, "Ask Ann about it.")
    redaction.redact_phrase(hidden, by=reviewer, phrase="Ann", replacement="[a name]", reason="a person")
    workflow.accept(make_contribution(event, "Accepted."), by=reviewer)
    make_contribution(text="Of another consultation.")
    assert queue(browser, event) == {"Ask [a name] about it."}
    assert queue(browser, event, state="accepted") == {"Accepted."}
    assert queue(browser, event, state="all") == {"Ask [a name] about it.", "Accepted."}


@pytest.mark.parametrize("value", ["²", "x", "-1", "9" * 30])
def test_a_filter_by_what_is_no_number_of_a_row_breaks_nothing(
    browser: Client, event: Any, value: str
) -> None:
    make_contribution(event, "Waits")
    assert browser.get(QUEUE, {"consultation": value}).status_code == 404
    for name in ("topic", "section", "event", "addressee"):
        assert queue(browser, event, **{name: value}) in ({"Waits"}, set()), name


def test_each_filter_narrows_the_queue(browser: Client, event: Any, reviewer: Any) -> None:
    consultation = event.consultation
    call, webinar = event, make_event(consultation, EventKind.WEBINAR)
    topic = make_topic(consultation, section=3)
    department = make_organization(consultation, takes_advice=True)
    mine = make_contribution(webinar, "Mine", topic, "fr", (department,))
    workflow.assign(mine, by=reviewer, to=reviewer)
    Flag.objects.create(contribution=mine, kind=FlagKind.DUPLICATE)
    other = make_contribution(call, "Other")
    workflow.assign(other, by=reviewer, to=make_user(StaffRole.REVIEWER, consultation))
    make_contribution(call, "Free")
    narrowed = {
        "topic": topic.pk,
        "section": topic.section_id,
        "event": webinar.pk,
        "channel": "webinar",
        "addressee": department.pk,
        "assigned": "me",
        "flag": "duplicate",
        "q": str(mine.pk),
    }
    for name, value in narrowed.items():
        assert queue(browser, event, **{name: value}) == {"Mine"}, name
    assert queue(browser, event, assigned="others") == {"Other"}
    assert queue(browser, event, assigned="nobody") == {"Free"}
    assert queue(browser, event, flag="none") == {"Other", "Free"}
    assert queue(browser, event, flag="any", assigned="nobody") == set()


def test_the_queue_is_narrowed_by_a_language_that_no_small_group_has_for_itself(
    browser: Client, event: Any
) -> None:
    Consultation.objects.update(k=3)
    for number in range(3):
        make_contribution(event, f"Anglais {number}", language="en")
    for number in range(2):
        make_contribution(event, f"Français {number}", language="fr")
    everything = queue(browser, event)
    assert queue(browser, event, language="fr") == everything
    assert languages_offered(browser, event) == {"en"}
    make_contribution(event, "Français 2", language="fr")
    french = {"Français 0", "Français 1", "Français 2"}
    assert queue(browser, event, language="fr") == french
    # Of those who are known by name only two take part in it.
    for code in ("en", "en", "en", "fr", "fr"):
        make_participant(event.consultation, language=code)
    assert queue(browser, event, language="fr") == everything | french
    assert languages_offered(browser, event) == {"en"}


def test_one_that_sends_many_shares_a_language_with_nobody(browser: Client, event: Any) -> None:
    Consultation.objects.update(k=3)
    points = tuple(Point(f"Numéro {number}", make_topic(event.consultation)) for number in range(3))
    submit(Arrival(event=event, via=Via.WEB, language="fr", points=points), key=uuid4())
    make_contribution(event, "Encore", language="fr")
    assert languages_offered(browser, event) == set()
    make_contribution(event, "Et encore", language="fr")
    assert languages_offered(browser, event) == {"fr"}


def test_words_in_a_language_that_is_set_no_more_are_found_by_it(browser: Client, event: Any) -> None:
    event.consultation.k, event.consultation.languages = 3, ["en", "iku"]
    event.consultation.save()
    words = {make_contribution(event, f"Number {n}", language="iku").text for n in range(3)}
    make_contribution(event)
    assert languages_offered(browser, event) == {"iku"}
    assert queue(browser, event, language="iku") == words


def languages_offered(browser: Client, of: Any) -> set[str]:
    page = browser.get(QUEUE, {"consultation": of.consultation_id})
    links = BeautifulSoup(page.content, "html.parser").select("#changelist-filter a[href*='language=']")
    return {str(link["href"]).split("language=")[1].split("&")[0] for link in links}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_takes_the_same_queries_for_any_number_of_rows(
    browser: Client, event: Any, django_assert_num_queries: Any, rows: int
) -> None:
    for _ in range(rows):
        contribution = make_contribution(event, "Write to ann@example.org")
        screening.screen(contribution.submission)
    with django_assert_num_queries(QUEUE_QUERIES):
        browser.get(QUEUE, {"consultation": event.consultation_id})


def test_the_order_of_the_queue_tells_nothing_about_arrival(browser: Client, event: Any) -> None:
    made = [make_contribution(event, f"Number {n}") for n in range(6)]
    response = browser.get(QUEUE, {"consultation": event.consultation_id, "o": "-1"})
    shown = [row.pk for row in response.context["cl"].result_list]
    assert shown == sorted(each.pk for each in made)


# --- What the page shows ------------------------------------------------------------------------------


def test_under_the_chatham_house_rule_the_page_tells_nothing_of_who(browser: Client, event: Any) -> None:
    conference = make_event(event.consultation, EventKind.CONFERENCE)
    make_participant(event.consultation, name="Ada Walker", sector=Sector.PARLIAMENT)
    contribution = make_contribution(
        conference, session=make_session(conference), sector=Sector.PARLIAMENT, name="Ada Walker"
    )
    text = browser.get(page_of(contribution)).content.decode()
    assert "Paint the crossings again." in text
    assert "Table 1" not in text
    assert "Ada Walker" not in text
    assert "Parliament" not in BeautifulSoup(text, "html.parser").select_one(".facts").get_text()  # type: ignore[union-attr]


def test_what_its_author_lets_be_printed_is_shown(browser: Client, event: Any) -> None:
    call = make_event(event.consultation, attribution_rule=AttributionRule.BY_CONSENT)
    named = make_contribution(call, attribution="named", name="Ada Walker", organization_name="Walkers")
    text = browser.get(page_of(named)).content.decode()
    assert "Printed with" in text
    assert "Ada Walker" in text


def test_the_original_is_marked_and_readers_see_the_replacement(
    browser: Client, event: Any, reviewer: Any
) -> None:
    contribution = make_contribution(event, "Ask Ann about <b>it</b>.")
    redaction.redact_phrase(contribution, by=reviewer, phrase="Ann", replacement="[a name]", reason="r")
    page = BeautifulSoup(browser.get(page_of(contribution)).content, "html.parser")
    seen, original = page.select(".words")
    assert seen.get_text().strip() == "Ask [a name] about <b>it</b>."
    assert [mark.get_text() for mark in original.select("mark")] == ["Ann"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_the_same_queries_for_any_number_of_parts(
    browser: Client, event: Any, reviewer: Any, django_assert_num_queries: Any, number: int
) -> None:
    consultation = event.consultation
    contribution = make_contribution(event, "One two three: write to ann@example.org and bo@example.org.")
    for n, word in zip(range(number), ("One", "two", "three"), strict=False):
        make_topic(consultation)
        make_reason(consultation)
        make_user(StaffRole.REVIEWER, consultation)
        make_organization(consultation, takes_advice=True)
        screening.screen(make_contribution(event, f"{contribution.text} {word}").submission)
        theme = themes.create_theme(
            make_topic(consultation), by=reviewer, code=f"t{n}", title=both("T"), statement=both("S")
        )
        themes.support(theme, contribution, by=reviewer)
        redaction.redact_phrase(
            fresh(contribution), by=reviewer, phrase=word, replacement="[x]", reason="a word"
        )
        workflow.merge(make_contribution(event, "Same."), by=reviewer, into=contribution)
        Note.objects.create(contribution=contribution, author=reviewer, text="Look.")
    with django_assert_num_queries(PAGE_QUERIES):
        browser.get(page_of(contribution))


# --- What can be done on it -----------------------------------------------------------------------------


def test_a_phrase_is_redacted_and_the_redaction_lifted(browser: Client, event: Any) -> None:
    contribution = make_contribution(event, "Ask Ann about it.")
    press(browser, contribution, "redact", phrase="Ann", replacement="[a name]", why="a person")
    made = contribution.redactions.get()
    assert (made.start, made.end, made.replacement, made.reason) == (4, 7, "[a name]", "a person")
    press(browser, fresh(contribution), "lift", redaction=made.pk)
    assert not contribution.redactions.exists()


def test_each_decision_is_one_press(browser: Client, event: Any, reviewer: Any) -> None:
    reason = make_reason(event.consultation)
    target = make_contribution(event, "Stands for others.")
    contribution = make_contribution(event)
    ways = [
        ("start", {}, Status.IN_REVIEW),
        ("return", {}, Status.PENDING),
        ("accept", {"note": "Clear."}, Status.ACCEPTED),
        ("return", {}, Status.PENDING),
        ("set_aside", {"reason": reason.pk}, Status.SET_ASIDE),
        ("return", {}, Status.PENDING),
        ("merge", {"into": f"http://testserver{page_of(target)}"}, Status.MERGED),
    ]
    for action, fields, status in ways:
        response = press(browser, fresh(contribution), "decide", action=action, **fields)
        assert (response.status_code, fresh(contribution).status) == (302, status)
    assert [note.text for note in contribution.notes.all()] == ["Clear."]
    assert browser.get(page_of(contribution)).status_code == 200


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"action": "set_aside"}, "Choose the reason to set it aside."),
        ({"action": "merge", "into": "nothing"}, "No contribution has this number."),
        ({"action": "return"}, "Select a valid choice"),
        ({}, "This field is required."),
    ],
)
def test_a_decision_that_lacks_something_says_what(
    browser: Client, event: Any, fields: dict[str, str], message: str
) -> None:
    contribution = make_contribution(event)
    response = press(browser, contribution, "decide", note="Typed by me.", **fields)
    assert (response.status_code, fresh(contribution).version) == (200, 1)
    assert message in response.content.decode()
    assert "Typed by me." in response.content.decode()


def test_a_contribution_of_another_consultation_has_no_number_here(browser: Client, event: Any) -> None:
    contribution, foreign = make_contribution(event), make_contribution()
    response = press(browser, contribution, "decide", action="merge", into=str(foreign.pk))
    assert "No contribution has this number." in response.content.decode()


def test_the_slower_of_two_is_told_and_keeps_what_was_typed(
    browser: Client, event: Any, reviewer: Any
) -> None:
    seen = make_contribution(event)
    faster = make_user(StaffRole.REVIEWER, event.consultation, first_name="Bo", last_name="Li")
    workflow.start(seen, by=faster)
    response = press(browser, seen, "decide", action="accept", note="Typed by me.")
    text = response.content.decode()
    assert "Bo Li was faster (Review started)." in text
    assert "Typed by me." in text
    assert fresh(seen).status == Status.IN_REVIEW
    # Having read it, the same press now counts: the page carries the version that it shows.
    page = BeautifulSoup(text, "html.parser")
    version = page.select_one("#decide input[name=version]")["value"]  # type: ignore[index]
    browser.post(page_of(seen), {"step": "decide", "action": "accept", "version": version})
    assert fresh(seen).status == Status.ACCEPTED


def test_it_is_coded_to_topic_theme_and_addressees(browser: Client, event: Any, reviewer: Any) -> None:
    consultation, contribution = event.consultation, make_contribution(event)
    topic = make_topic(consultation, section=2)
    department = make_organization(consultation, takes_advice=True)
    theme = themes.create_theme(topic, by=reviewer, code="a", title=both("T"), statement=both("S"))
    press(browser, contribution, "topic", topic=topic.pk)
    press(browser, fresh(contribution), "addressees", organizations=[department.pk])
    press(browser, fresh(contribution), "support", theme=theme.pk, quoted="on")
    press(browser, fresh(contribution), "assign", to=reviewer.pk)
    row = fresh(contribution)
    assert (row.topic, list(row.addressees.all()), row.assigned_to) == (topic, [department], reviewer)
    support = row.supports.get()
    assert (support.theme, support.is_quoted) == (theme, True)
    press(browser, row, "drop", support=support.pk)
    assert not row.supports.exists()


def test_social_words_are_accepted_after_their_paraphrase(browser: Client, event: Any) -> None:
    social = make_event(event.consultation, EventKind.SOCIAL, attribution_rule=AttributionRule.BY_CONSENT)
    post = make_contribution(social)
    refused = press(browser, post, "decide", action="accept")
    assert "paraphrase in both languages" in refused.content.decode()
    press(browser, post, "paraphrase", paraphrase_en="They fade.", paraphrase_fr="Ils pâlissent.")
    press(browser, fresh(post), "decide", action="accept")
    assert fresh(post).status == Status.ACCEPTED


def test_a_flag_is_closed_or_its_words_cleared_with_a_reason(
    browser: Client, event: Any, reviewer: Any
) -> None:
    contribution = make_contribution(event, "Ann and bo@example.org")
    kind = FlagKind.PERSONAL_INFORMATION
    name = Flag.objects.create(contribution=contribution, kind=kind, detail="Ann")
    address = Flag.objects.create(contribution=contribution, kind=kind, detail="bo@example.org")
    press(browser, contribution, "close_flag", flag=address.pk)
    refused = press(browser, contribution, "clear", flag=name.pk, because=" ")
    assert "Say why these words may be printed." in refused.content.decode()
    press(browser, contribution, "clear", flag=name.pk, because="A character in a play.")
    cleared = Clearance.objects.get()
    assert (cleared.words, cleared.reason, cleared.by) == ("Ann", "A character in a play.", reviewer)
    assert not contribution.flags.filter(closed_by=None).exists()


def test_notes_are_kept_with_their_author(browser: Client, event: Any, reviewer: Any) -> None:
    contribution = make_contribution(event)
    press(browser, contribution, "note", note="Ask the city about this.")
    assert [(n.text, n.author) for n in contribution.notes.all()] == [("Ask the city about this.", reviewer)]


def test_a_note_without_a_sign_in_it_is_no_note(browser: Client, event: Any) -> None:
    contribution = make_contribution(event)
    refused = press(browser, contribution, "note", note="\ufeff")
    assert "Write something in the note." in refused.content.decode()
    assert not contribution.notes.exists()
    assert not AuditEntry.objects.filter(action="note").exists()


def test_unknown_steps_and_pages_without_their_version_change_nothing(browser: Client, event: Any) -> None:
    contribution = make_contribution(event)
    assert press(browser, contribution, "delete").status_code == 404
    response = browser.post(page_of(contribution), {"step": "decide", "action": "accept"})
    assert "The page was incomplete." in response.content.decode()
    assert fresh(contribution).version == 1


@pytest.mark.parametrize("version", ["", "x", "²", "１", "9" * 30])
def test_a_page_with_no_number_for_its_version_is_incomplete(
    browser: Client, event: Any, version: str
) -> None:
    contribution = make_contribution(event)
    data = {"step": "decide", "action": "accept", "version": version}
    assert "The page was incomplete." in browser.post(page_of(contribution), data).content.decode()
    assert fresh(contribution).version == 1


def test_a_fault_of_ours_is_not_told_as_an_incomplete_page(event: Any, reviewer: Any) -> None:
    class Faulty(StepForm):
        def take(self, version: int) -> None:
            raise ValueError("a fault")

    form = Faulty({}, contribution=make_contribution(event), user=reviewer)
    with pytest.raises(ValueError, match="a fault"):
        admin.site.get_model_admin(Contribution).taken(RequestFactory().post("/", {"version": "1"}), form)
