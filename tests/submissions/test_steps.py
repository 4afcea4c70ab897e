"""A form in steps: its pages, what travels along, what conditions leave out, and checking before sending."""

from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from consultations.models import Event, StaffRole
from submissions.intake import drafts
from submissions.models import Answer, Condition, Contribution, Draft, Question, Submission
from tests.factories import make_user
from tests.submissions.test_draft_pages import fields_of
from tests.submissions.test_intake_pages import address, call, filled, page_of
from tests.submissions.test_survey import ask, name, survey

pytestmark = pytest.mark.django_db


class Walk:
    """Somebody who goes through a form with a browser that runs no scripts."""

    def __init__(self, client: Client, event: Event) -> None:
        self.client, self.path = client, address(event)
        self.page = page_of(client.get(self.path))
        self.status = 200

    def press(self, do: str, **typed: Any) -> BeautifulSoup:
        response = self.client.post(self.path, {**fields_of(self.page), **typed, "do": do}, follow=True)
        self.status, self.page = response.status_code, page_of(response)
        return self.page

    @property
    def labels(self) -> list[str]:
        return [dt.text.strip() for dt in self.page.select("dt")]

    @property
    def answers(self) -> list[str]:
        return [
            " ".join(text for p in dd.select("p") for text in p.stripped_strings)
            for dd in self.page.select("dl.lines dd")
        ]

    @property
    def shown(self) -> set[str]:
        boxes = self.page.select("form#words [name]:not([type=hidden])")
        return {box["name"] for box in boxes if box["name"].startswith("q_")}

    @property
    def progress(self) -> str:
        return " ".join(self.page.select_one(".progress").text.split())


def three_pages() -> tuple[Event, Question, Question, Question]:
    """A choice; on the next page a question for those who chose the second; then one for all."""
    event = survey()
    first = ask(event, "single_choice", choices=2, page=1)
    second = ask(event, "long_text", page=2)
    third = ask(event, "long_text", page=3)
    Condition.objects.create(question=second, choice=first.choices.all()[1])
    return event, first, second, third


def choice(question: Question, place: int) -> str:
    return str(question.choices.all()[place].pk)


def test_what_is_typed_travels_along_and_is_stored_by_nobody_before_it_is_sent(client: Client) -> None:
    event, first, second, third = three_pages()
    walk = Walk(client, event)
    assert (walk.shown, walk.progress) == ({name(first)}, "Page 1 of 3")
    walk.press("next", **{name(first): choice(first, 1)})
    assert (walk.shown, walk.progress) == ({name(second)}, "Page 2 of 4")
    walk.press("next", **{name(second): "Two\r\nlines."})
    walk.press("next", **{name(third): "Three."})
    assert walk.shown == set()
    walk.press("next", sector="academia")
    assert walk.page.h1.text == "Check before sending"
    assert [text for text in walk.answers if text != "No answer"] == [
        "Choice 1", "Two lines.", "Three.", "English", "Academia",
    ]  # fmt: skip
    assert (Submission.objects.count(), Draft.objects.count()) == (0, 0)
    walk.press("send")
    assert {each.text for each in Contribution.objects.all()} == {"Two\nlines.", "Three."}
    assert Answer.objects.get().choice == first.choices.all()[1]


def test_an_answer_changed_back_leaves_out_what_hung_on_it_and_brings_it_back_again(client: Client) -> None:
    event, first, second, third = three_pages()
    walk = Walk(client, event)
    walk.press("next", **{name(first): choice(first, 1)})
    walk.press("next", **{name(second): "Only for some."})
    walk.press("back")
    walk.press("back")
    walk.press("next", **{name(first): choice(first, 0)})
    assert walk.shown == {name(third)}
    walk.press("next", **{name(third): "For all."})
    walk.press("next")
    assert "Only for some." not in str(walk.page.select("dl"))
    walk.press("page-1")
    walk.press("next", **{name(first): choice(first, 1)})
    assert "Only for some." in walk.answers
    walk.press("page-1")
    walk.press("next", **{name(first): choice(first, 0)})
    walk.press("send")
    assert [each.text for each in Contribution.objects.all()] == ["For all."]


def one_page() -> tuple[Event, Question, Question]:
    """A choice and, on the same page, words of those who chose the first."""
    event = survey()
    first, words = ask(event, "single_choice", choices=2), ask(event, "short_text")
    Condition.objects.create(question=words, choice=first.choices.all()[0])
    ask(event, "long_text", page=2)
    return event, first, words


@pytest.mark.parametrize("typed", ["The corner of the school.", ""])
def test_what_is_checked_is_what_is_stored_when_a_choice_was_changed_back(client: Client, typed: str) -> None:
    event, first, words = one_page()
    walk = Walk(client, event)
    walk.press("next", **{name(first): choice(first, 0), name(words): typed})
    walk.press("back")
    walk.press("next", **{name(first): choice(first, 1)})
    for _page in range(2):
        walk.press("next")
    assert walk.page.h1.text == "Check before sending"
    assert "About short_text?" not in walk.labels
    assert [text for text in walk.answers if text != "No answer"] == ["Choice 1", "English"]
    walk.press("page-1")
    assert fields_of(walk.page)[name(words)] == typed
    walk.press("next", **{name(first): choice(first, 0)})
    assert walk.answers[walk.labels.index("About short_text?")] == (typed or "No answer")
    walk.press("page-1")
    walk.press("next", **{name(first): choice(first, 1)})
    walk.press("send")
    assert [answer.choice for answer in Answer.objects.all()] == [first.choices.all()[1]]
    assert not Contribution.objects.exists()


def test_the_preview_checks_what_would_be_sent(client: Client) -> None:
    event, first, words = one_page()
    client.force_login(make_user(StaffRole.COORDINATOR, event.consultation))
    path = reverse("submissions:preview", args=[event.consultation.slug, event.slug])
    typed = {"key": str(uuid4()), "language": "en", name(first): choice(first, 1), name(words): "Not sent."}
    page = page_of(client.post(path, {**typed, "do": "next", "step": "3"}))
    assert page.h1.text == "Check before sending"
    assert "Not sent." not in str(page.select("dl.lines"))


def test_an_error_is_said_on_its_page_and_only_there(client: Client) -> None:
    event = survey()
    first, second = (
        ask(event, "long_text", page=1, is_required=True),
        ask(event, "long_text", page=2, is_required=True),
    )
    walk = Walk(client, event)
    walk.press("next")
    assert walk.status == 422
    assert [link["href"] for link in walk.page.select(".summary a")] == [f"#id_{name(first)}"]
    walk.press("next", **{name(first): "One."})
    assert (walk.status, walk.page.select(".summary")) == (200, [])
    walk.press("back")
    assert (walk.status, walk.page.select(".summary")) == (200, [])
    walk.press("next")
    walk.press("next")
    assert [link["href"] for link in walk.page.select(".summary a")] == [f"#id_{name(second)}"]


def test_what_a_change_makes_necessary_is_asked_before_sending(client: Client) -> None:
    event, first, second, third = three_pages()
    Question.objects.filter(pk=second.pk).update(is_required=True)
    walk = Walk(client, event)
    walk.press("next", **{name(first): choice(first, 0)})
    walk.press("next", **{name(third): "For all."})
    walk.press("next")
    walk.press("page-1")
    walk.press("next", **{name(first): choice(first, 1)})
    assert walk.status == 422
    assert walk.shown == {name(second)}
    walk.press("next", **{name(second): "Now answered."})
    assert "Now answered." in walk.answers


def test_a_survey_without_an_answer_is_not_sent(client: Client) -> None:
    event = survey()
    ask(event, "long_text", page=1)
    ask(event, "long_text", page=2)
    walk = Walk(client, event)
    for _page in range(3):
        walk.press("next")
    assert walk.status == 422
    assert "Nothing has been written yet." in walk.page.select_one(".summary").text


def test_the_open_call_is_checked_before_it_is_sent(client: Client) -> None:
    event = call()
    sent = filled(event, attribution="named", name="Ada Walker")
    page = page_of(client.post(address(event), {**sent, "do": "next"}))
    assert Submission.objects.count() == 0
    assert {"More crossings.", "Ada Walker", "My name and my organization", "English"} <= {
        each.text.strip() for each in page.select("dl.lines p")
    }
    assert "You decide whether your name appears." in page.select_one(".promise").text
    change = page.select("dl.lines button")[1]
    assert (change["name"], change["value"]) == ("do", "page-1")
    assert change["formaction"].endswith("#id_text")
    assert client.post(address(event), {**fields_of(page), "do": "send"}).status_code == 302
    assert Contribution.objects.get().text == "More crossings."


@pytest.mark.parametrize("step", ["2", "check"])
def test_a_draft_and_the_other_language_open_where_somebody_stopped(client: Client, step: str) -> None:
    event, first, second, _third = three_pages()
    typed = {
        "key": str(uuid4()),
        "language": "en",
        name(first): choice(first, 1),
        name(second): "Half.",
        "step": step,
    }
    client.post(address(event), {**typed, "do": "save"})
    drawn = [page_of(client.get(address(event)))]
    drawn.append(page_of(client.post(address(event), {**typed, "do": "switch"})))
    for page in drawn:
        assert page.select_one("input[name=step]")["value"] == step
        assert "Half." in page.select_one("form#words").text


def test_a_form_that_closed_meanwhile_is_given_back_where_it_was_to_be_sent(client: Client) -> None:
    event = call()
    page = page_of(client.post(address(event), {**filled(event), "do": "next"}))
    Event.objects.update(ends_at=event.starts_at + (event.ends_at - event.starts_at) / 4)
    response = client.post(address(event), {**fields_of(page), "do": "send"})
    assert response.status_code == 403
    assert "This is closed." in response.content.decode()
    assert "More crossings." in response.content.decode()


@pytest.mark.parametrize("step", ["", "0", "99", "x", "-1", "²", pytest.param("9" * 5000, id="very long")])
def test_a_step_that_is_none_loses_nothing(client: Client, step: str) -> None:
    event, first, _second, third = three_pages()
    typed = {"key": str(uuid4()), "language": "en", name(first): choice(first, 0), name(third): "Kept."}
    for do in ("next", "back", "switch", f"page-{step}"):
        response = client.post(address(event), {**typed, "do": do, "step": step})
        assert response.status_code == 200
        assert "Kept." in response.content.decode()


def test_only_what_is_saved_on_other_pages_is_kept_in_a_draft(client: Client) -> None:
    event, first, _second, third = three_pages()
    walk = Walk(client, event)
    walk.press("next", **{name(first): choice(first, 0)})
    walk.press("save", **{name(third): "Later."})
    code = walk.page.select_one(".receipt").text.strip()
    values = drafts.open_(code).values
    assert (values[name(first)], values[name(third)], values["step"]) == (
        [choice(first, 0)],
        ["Later."],
        ["3"],
    )


@pytest.mark.parametrize("do", ["next", "save", "send"])
def test_two_tabs_with_a_survey_do_not_overwrite_each_other(client: Client, do: str) -> None:
    """Each of them chose otherwise, on the page before or on the same; what hangs on it is compared as well."""
    event, first, words = one_page()
    typed = {name(first): choice(first, 0), name(words): "The corner of the school."}
    Walk(client, event).press("save", **typed)
    desk, phone = Walk(client, event), Walk(client, event)
    phone.press("next", **{name(first): choice(first, 1)})
    phone.press("save")
    desk.press(do, **{name(words): "The station."})
    if do == "next":
        assert desk.page.select(".overtaken")
        desk.press("send")
    assert desk.status == 409
    compared = [" ".join(each.text.split()) for each in desk.page.select(".overtaken :is(h3, dd)")]
    assert compared == [
        "About single_choice?", "Choice 0", "Choice 1",
        "About short_text?", "The station.", "The corner of the school.",
    ]  # fmt: skip
    assert not Submission.objects.exists()
    button = desk.page.select_one(".overtaken button[value^=save]")
    desk.press(str(button["value"]))
    mine = Walk(client, event)
    assert fields_of(mine.page)[name(words)] == "The station."
    assert (Draft.objects.count(), Draft.objects.get().version) == (1, 3)
