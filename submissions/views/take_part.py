"""The open call and the survey."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import translate_url
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from consultations import door, limits, switching
from consultations.cookies import held, hold
from consultations.limits import UNPROCESSABLE, Full
from consultations.models import Event, EventKind
from consultations.numbers import number_in
from consultations.participation import way
from consultations.permissions import visible
from consultations.typed import keeps_what_was_typed
from submissions.intake import drafts
from submissions.intake.amending import unranked_before
from submissions.intake.answers import blanks, differences, lines
from submissions.intake.drafts import Opened, Overtaken
from submissions.intake.forms import OpenCallForm
from submissions.intake.steps import (
    CHECK,
    Form,
    Step,
    carried,
    first_wrong,
    is_wrong,
    step_after,
    step_at,
    step_before,
    steps_of,
    steps_to_send,
)
from submissions.intake.survey import SurveyForm
from submissions.models import Submission
from submissions.views import receipt
from submissions.views.held import (
    A_MOMENT,
    JUST_SAVED,
    draft_cookie,
    held_key,
    hold_key,
    hold_that_it_was_sent,
    was_sent,
)
from submissions.views.sending import (
    FORBIDDEN,
    Kept,
    kept_of,
    limit_guesses,
    open_elsewhere,
    posted,
    send,
)

FORMS: dict[str, type[Form]] = {
    EventKind.OPEN_CALL: OpenCallForm,
    EventKind.SURVEY: SurveyForm,
}
CONFLICT, GONE = 409, 410
ROOM_CODE = "room_code"
AFTER_ALL = 1_000_000


# Not "no-store": going back shows the form as it was filled in, with its key.
@cache_control(private=True, no_cache=True)
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
def take_part(request: HttpRequest, slug: str, event_slug: str) -> HttpResponse:
    event = found_event(request, slug, event_slug)
    # Before it opens nobody is told what it asks, whatever button they press.
    if request.method == "POST" and timezone.now() >= event.starts_at:
        do = request.POST.get("do", "").partition("-")[0]
        return ANSWERS.get(do, switched)(request, event)
    if not event.is_open():
        return closed(request, event)
    wanted = request.GET.get("lang", "")
    known = event.consultation.languages
    if wanted in known and wanted != get_language() and wanted in dict(settings.LANGUAGES):
        return redirect(translate_url(request.path, wanted))
    return begun(request, event, unknown_language=wanted if wanted not in ("", *known) else "")


def begun(request: HttpRequest, event: Event, **more: Any) -> HttpResponse:
    """The draft that this browser holds, or an empty form; after sending, that it was sent."""
    opened = held_draft(request, event)
    if opened:
        form = FORMS[event.kind](event, opened.data)
        return at(request, event, form, opened.data.get("step", ""), draft=Kept.of(opened), **more)
    more["has_lost_a_draft"] = bool(held(request, draft_cookie(event)))
    if has_arrived(request, event):
        return page(request, event, template="submissions/sent_already.html")
    key = held_key(request, event) or uuid4()
    # The code comes along when somebody has scanned it.
    form = FORMS[event.kind](event, initial={"key": key, "room_code": request.GET.get("code", "")[:40]})
    if not form.asks_something:
        return page(request, event, form=form)
    return hold_key(step_page(request, event, form, steps_of(form)[0], **more), event, key)


def has_arrived(request: HttpRequest, event: Event) -> bool:
    """The key is still there when the answer to the sending was lost on its way."""
    key = held_key(request, event)
    return was_sent(request, event) or bool(key and Submission.objects.filter(idempotency_key=key).exists())


def sent(request: HttpRequest, event: Event) -> HttpResponse:
    form, kept = typed_in(request, event), kept_of(request)
    limit_guesses(request, form)
    if door.asks_again(request.POST) and form.is_valid():
        return check_page(request, event, form, asks_again=True)
    try:
        outcome = send(request, form, kept)
    except Overtaken:
        return both_texts(request, event, form)
    if isinstance(outcome, int):
        return wrong_page(request, event, form, status=outcome)
    state = receipt.state_after(outcome.submission.rule, form.cleaned_data["promised"])
    response = hold_that_it_was_sent(receipt.handed_over(outcome.code, state), event)
    response.delete_cookie(draft_cookie(event))
    return response


def saved(request: HttpRequest, event: Event) -> HttpResponse:
    """To the page that shows the code; a script that saves while somebody types is told the new version alone.

    Whoever saw both texts, and keeps the one that is here, says which version the other one was.
    """
    form, kept = typed_in(request, event), kept_of(request)
    other = request.POST["do"].partition("-")[2]
    version = number_in(other) or kept.version
    by_script = request.headers.get("Accept") == "application/json"
    values = form.typed() | {"step": [request.POST.get("step", "")]}
    is_new = drafts.kept_until(kept.code, event) is None
    # A script shows no new code, so it makes none.
    if by_script and is_new:
        return JsonResponse({}, status=GONE)
    try:
        with limits.new_drafts.one_more(request) if is_new else nullcontext():
            opened = drafts.save(event, values, code=kept.code, version=version)
    except Full as full:
        return not_saved(request, event, form, full)
    except Overtaken:
        return JsonResponse({}, status=CONFLICT) if by_script else both_texts(request, event, form)
    if by_script:
        response: HttpResponse = JsonResponse({"draft": opened.code, "version": opened.version})
    else:
        response = redirect("submissions:saved", event.consultation.slug, event.slug)
        hold(response, JUST_SAVED, "yes", seconds=A_MOMENT)
    return hold(response, draft_cookie(event), opened.code)


def not_saved(request: HttpRequest, event: Event, form: Form, full: Full) -> HttpResponse:
    here = step_at(form.quiet(), page_in(request.POST.get("step", "")))
    form.add_error(None, full)
    return step_page(request, event, form, here)


def onward(request: HttpRequest, event: Event, **more: Any) -> HttpResponse:
    """The next page, or all of it to check; from a page that was changed, back to checking."""
    form, number = typed_in(request, event), page_in(request.POST.get("step", ""))
    here = step_at(form, number)
    following = None if request.POST.get("checking") else step_after(form, number)
    if following is None or ROOM_CODE in here.names:
        limit_guesses(request, form)
    if is_wrong(form, here):
        return step_page(request, event, form, here, status=UNPROCESSABLE, **more)
    if following:
        return step_page(request, event, form.quiet(), following, **more)
    answer = check_page if form.is_valid() else wrong_page
    return answer(request, event, form, **more)


def backward(request: HttpRequest, event: Event, **more: Any) -> HttpResponse:
    form, number = typed_in(request, event), page_in(request.POST.get("step", ""))
    return step_page(request, event, form.quiet(), step_before(form, number), **more)


def turned(request: HttpRequest, event: Event, **more: Any) -> HttpResponse:
    """To a page that somebody wants to change while checking."""
    form, number = typed_in(request, event), request.POST["do"].partition("-")[2]
    return step_page(request, event, form.quiet(), step_at(form, page_in(number)), checking=True, **more)


def switched(request: HttpRequest, event: Event, **more: Any) -> HttpResponse:
    """The other language, with all that was typed."""
    return at(request, event, typed_in(request, event), request.POST.get("step", ""), **more)


def another(request: HttpRequest, event: Event) -> HttpResponse:
    """A new form, asked for by somebody who has sent one."""
    response = redirect(request.path)
    response.delete_cookie(draft_cookie(event))
    return hold_key(response, event, uuid4())


def theirs(request: HttpRequest, event: Event) -> HttpResponse:
    """Leaves what is typed here for what was saved elsewhere."""
    return hold(redirect(request.path), draft_cookie(event), kept_of(request).code)


ANSWERS: dict[str, Callable[[HttpRequest, Event], HttpResponse]] = {
    "": sent,
    "send": sent,
    "page": turned,
    "save": saved,
    "next": onward,
    "back": backward,
    "switch": switched,
    "another": another,
    "theirs": theirs,
}


def typed_in(request: HttpRequest, event: Event) -> Form:
    return FORMS[event.kind](event, posted(request))


def page_in(step: str) -> int:
    """Checking comes after every page."""
    return AFTER_ALL if step == CHECK else number_in(step) or 1


def at(request: HttpRequest, event: Event, form: Form, step: str, **more: Any) -> HttpResponse:
    """The form where somebody left it, without a word on what is wrong with it.

    Nor does the page that comes tell whether the code of the room is right: nobody counts how often it is asked for.
    """
    if step == CHECK and not set(form.errors) - {ROOM_CODE}:
        return check_page(request, event, form.quiet(), **more)
    return step_page(request, event, form.quiet(), step_at(form, page_in(step)), **more)


def wrong_page(
    request: HttpRequest, event: Event, form: Form, *, status: int = UNPROCESSABLE, **more: Any
) -> HttpResponse:
    """The first page with something wrong on it; what is wrong with all of it is said where it was to be sent."""
    wrong = first_wrong(form)
    if wrong is None and request.POST.get("step") == CHECK:
        return check_page(request, event, form, status=status, **more)
    step = wrong or step_at(form, page_in(request.POST.get("step", "")))
    return step_page(request, event, form, step, status=status, checking=True, **more)


def step_page(
    request: HttpRequest, event: Event, form: Form, step: Step, *, checking: bool = False, **more: Any
) -> HttpResponse:
    hidden = [field.name for field in form.hidden_fields()]
    if form.is_bound:
        form.quiet(but=[*step.names, *hidden, "__all__"])
    context = {
        "form": form,
        "step": step,
        "carried": carried(form, step.names),
        "checking": checking or bool(request.POST.get("checking")),
        "draft": kept_of(request),
    }
    return page(request, event, **{**context, **more})


def check_page(request: HttpRequest, event: Event, form: Form, **more: Any) -> HttpResponse:
    context = {
        "form": form,
        "steps": steps_to_send(form),
        "carried": carried(form, ()),
        "draft": kept_of(request),
        "template": "submissions/check.html",
    }
    return page(request, event, **{**context, **more})


def both_texts(request: HttpRequest, event: Event, form: Form) -> HttpResponse:
    """What is typed here stays in the form; what was saved elsewhere stands above it. Nothing is stored."""
    here = step_at(form, page_in(request.POST.get("step", "")))
    return step_page(request, event, form.quiet(), here, status=CONFLICT)


def about_drafts(draft: Kept, event: Event, form: Form) -> dict[str, Any]:
    """Until when it is kept; without a last day it is no longer here, and that is said as well.

    Every page says what was saved elsewhere since, and leaves the form its old version, until somebody chooses. The
    same words are no other text: the form goes on with their version.
    """
    opened = opened_by(draft.code, event)
    about: dict[str, Any] = {
        "kept_until": opened and opened.expires_on,
        "days_of_a_draft": settings.DAYS_OF_A_DRAFT,
    }
    if opened and drafts.says_the_same(opened, form.typed()):
        about["draft"] = Kept.of(opened)
    elif opened and opened.version != draft.version:
        other = FORMS[event.kind](event, opened.data)
        about |= {"overtaken_by": opened.version, "differences": differences(form, other)}
    return about


def closed(request: HttpRequest, event: Event) -> HttpResponse:
    """Says when it was or will be open; words that were saved or typed in time can still be read and copied."""
    opened, form = held_draft(request, event), FORMS[event.kind]
    return page(
        request,
        event,
        template="submissions/not_open.html",
        status=FORBIDDEN if request.method == "POST" else 200,
        words=lines(form(event, opened.data).quiet()) if opened else [],
        blanks=blanks(form(event)),
        has_arrived=has_arrived(request, event),
    )


def held_draft(request: HttpRequest, event: Event) -> Opened | None:
    return opened_by(held(request, draft_cookie(event)), event)


def opened_by(code: str, event: Event) -> Opened | None:
    """The draft of this event that the code opens."""
    try:
        opened = drafts.open_(code) if code else None
    except drafts.Gone:
        return None
    return opened if opened and opened.event == event else None


def found_event(request: HttpRequest, slug: str, event_slug: str) -> Event:
    """404 for what cannot be written to here: other kinds of events, and what this reader may not see."""
    events = Event.objects.filter(kind__in=FORMS, consultation__in=visible(request.user))
    return get_object_or_404(
        events.select_related("consultation", "questionnaire"), consultation__slug=slug, slug=event_slug
    )


def page(
    request: HttpRequest,
    event: Event,
    *,
    template: str = "submissions/take_part.html",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    consultation, now = event.consultation, timezone.now()
    context = {
        "event": event,
        "consultation": consultation,
        "way": way(event, now),
        "opened": door.opened(request.POST),
        **more,
    }
    if "form" in more and more["form"].asks_something:
        context |= {"switches": switching.FORM, "unranked_before": unranked_before(more["form"])}
    if "draft" in more:
        context |= about_drafts(more["draft"], event, more["form"])
    if not event.is_open(now):
        context["others"] = open_elsewhere(event, now)
    response = render(request, template, context, status=status)
    return limits.answered(response, more["form"]) if "form" in more else response
