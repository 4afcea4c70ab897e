"""Drafts as rules: sealed by their code, without a name where none may be kept, never overwritten silently."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from consultations.models import AttributionRule, Event
from submissions.intake import drafts, receipts
from submissions.intake.drafts import Gone, Overtaken
from submissions.intake.sealing import InvalidTag, seal, unseal
from submissions.models import Draft
from submissions.tasks import delete_expired_drafts
from tests.factories import make_consultation, make_event

pytestmark = pytest.mark.django_db

WORDS = "Light the crossing at the school."
TYPED = {"text": [WORDS], "name": ["Ada Walker"], "organization_name": ["Walkers United"]}


def call(rule: str = AttributionRule.BY_CONSENT) -> Event:
    return make_event(make_consultation(attribution_rule=rule))


def typed(**fields: str) -> drafts.Values:
    return {**TYPED, **{name: [value] for name, value in fields.items()}}


def everything_stored() -> str:
    """The row as the database shows it to whoever reads it, bytes as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d::text, encode(words, 'escape'), encode(speaker, 'escape') FROM submissions_draft d"
        )
        return str(cursor.fetchall())


def test_the_code_opens_what_was_saved_however_it_is_typed() -> None:
    event = call()
    opened = drafts.save(event, typed(attribution="named"))
    assert len(receipts.letters_of(opened.code)) * 5 >= 128
    for code in (opened.code, opened.code.lower(), opened.code.replace("-", " ")):
        again = drafts.open_(code)
        assert (again.event, again.version, again.values) == (event, 1, opened.values)
    assert again.data["text"] == WORDS


def test_the_database_alone_reads_neither_words_nor_code() -> None:
    opened = drafts.save(call(), typed(attribution="named"))
    stored = everything_stored()
    for secret in (WORDS, "crossing", "Ada", "Walkers", opened.code, receipts.letters_of(opened.code)):
        assert secret not in stored


def test_no_time_finer_than_a_day_is_stored() -> None:
    event = call()
    drafts.save(event, typed())
    row = Draft.objects.values().get()
    assert {name for name, value in row.items() if hasattr(value, "hour")} == set()
    assert row["expires_on"] == event.consultation.today() + timedelta(days=30)


def test_the_length_of_what_is_stored_hardly_tells_how_much_was_written() -> None:
    lengths = set()
    for words in ("Short.", "A sentence that is quite a bit longer than the other one. " * 5):
        drafts.save(call(), {"text": [words]})
        lengths |= {len(bytes(draft.words)) for draft in Draft.objects.all()}
    assert len(lengths) == 1


def test_what_is_sealed_for_one_place_opens_nowhere_else() -> None:
    one, other = (drafts.save(call(), typed()) for _n in range(2))
    sealed = bytes(Draft.objects.get(code_hash=receipts.hash_of(one.code)).words)
    draft = Draft.objects.get(code_hash=receipts.hash_of(other.code))
    for code, column in ((one.code, "words"), (other.code, "words")):
        with pytest.raises(InvalidTag):
            unseal(sealed, code=code, place=(draft.pk, column))
    elsewhere = seal({}, code=one.code, place=(draft.pk, "words"))
    with pytest.raises(InvalidTag):
        unseal(elsewhere, code=one.code, place=(draft.pk, "speaker"))


@pytest.mark.parametrize(
    ("rule", "choice", "kept"),
    [
        ("chatham_house", "named", set()),
        ("by_consent", "", set()),
        ("by_consent", "not_attributed", set()),
        ("by_consent", "organization", {"organization_name"}),
        ("by_consent", "named", {"name", "organization_name"}),
        ("attributable", "", {"name", "organization_name"}),
    ],
)
def test_a_draft_names_nobody_whom_the_sending_would_not_name(rule: str, choice: str, kept: set[str]) -> None:
    opened = drafts.save(call(rule), typed(attribution=choice))
    assert set(drafts.open_(opened.code).values) - {"text", "attribution"} == kept


def test_the_database_refuses_a_name_under_the_rule_and_a_looser_rule() -> None:
    drafts.save(call(AttributionRule.CHATHAM_HOUSE), typed())
    for values, name in (
        ({"speaker": b"Ada"}, "draft_chatham_house_stores_no_speaker"),
        ({"rule": "attributable"}, "draft_rule_is_no_looser_than_its_place"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Draft.objects.update(**values)


@pytest.mark.parametrize("place", ["event", "consultation"])
def test_a_rule_that_becomes_stricter_takes_the_names_out_of_drafts(place: str) -> None:
    event = call()
    other = drafts.save(call(), typed(attribution="named"))
    opened = drafts.save(event, typed(attribution="named"))
    tightened: Any = event if place == "event" else event.consultation
    tightened.attribution_rule = AttributionRule.CHATHAM_HOUSE
    tightened.save()
    assert set(drafts.open_(opened.code).values) == {"text", "attribution"}
    assert "name" in drafts.open_(other.code).values


def test_whoever_saves_from_an_older_version_is_shown_the_newer_one_and_stores_nothing() -> None:
    event = call()
    opened = drafts.save(event, typed())
    newer = drafts.save(event, typed(text="Second tab."), code=opened.code, version=1)
    assert (newer.code, newer.version) == (opened.code, 2)
    with pytest.raises(Overtaken) as caught:
        drafts.save(event, typed(text="First tab."), code=opened.code, version=1)
    assert caught.value.theirs.values["text"] == ["Second tab."]
    assert drafts.open_(opened.code).values["text"] == ["Second tab."]
    with pytest.raises(Overtaken):
        drafts.take_out(opened.code, event, 1, typed(text="First tab."))
    assert Draft.objects.count() == 1


def test_the_same_words_in_an_older_version_overtake_nothing() -> None:
    event = call()
    opened = drafts.save(event, {**typed(), "step": ["1"]})
    drafts.save(event, {**typed(text="More."), "step": ["1"]}, code=opened.code, version=1)
    again = drafts.save(event, {**typed(text="More."), "step": ["2"]}, code=opened.code, version=1)
    assert again.version == 3
    for change in ({"text": "Other."}, {"attribution": "named"}, {"amends": "A-CODE"}):
        with pytest.raises(Overtaken):
            drafts.take_out(opened.code, event, 1, typed(**{"text": "More.", **change}))
    drafts.take_out(opened.code, event, 1, typed(text="More.", sector=""))
    assert not Draft.objects.exists()


def test_saving_under_a_code_that_opens_nothing_gives_a_new_one() -> None:
    event = call()
    opened = drafts.save(event, typed(), code="AAAA-BBBB", version=7)
    assert opened.code != "AAAA-BBBB"
    assert drafts.open_(opened.code).values["text"] == [WORDS]


def test_saving_for_another_event_does_not_touch_the_draft() -> None:
    opened = drafts.save(call(), typed())
    other = drafts.save(call(), typed(text="For another."), code=opened.code, version=1)
    assert other.code != opened.code
    assert drafts.open_(opened.code).values["text"] == [WORDS]


def test_a_draft_is_gone_after_its_last_day_and_deleted_at_night() -> None:
    opened, other = drafts.save(call(), typed()), drafts.save(call(), typed())
    Draft.objects.filter(code_hash=receipts.hash_of(opened.code)).update(
        expires_on=timezone.now().date() - timedelta(days=2)
    )
    with pytest.raises(Gone):
        drafts.open_(opened.code)
    delete_expired_drafts()
    assert Draft.objects.get().code_hash == receipts.hash_of(other.code)


def test_saving_again_moves_the_last_day() -> None:
    event = call()
    opened = drafts.save(event, typed())
    Draft.objects.update(expires_on=timezone.now().date() + timedelta(days=1))
    again = drafts.save(event, typed(), code=opened.code, version=1)
    assert again.expires_on == event.consultation.today() + timedelta(days=30)


def test_how_long_a_draft_is_kept_is_a_setting(settings: LazySettings) -> None:
    settings.DAYS_OF_A_DRAFT = 7
    event = call()
    assert drafts.save(event, typed()).expires_on == event.consultation.today() + timedelta(days=7)


def test_every_column_of_a_draft_has_a_reader() -> None:
    """A new one is stored beside words that somebody has not sent yet: it needs a reason."""
    assert {field.name for field in Draft._meta.fields} == {
        "id", "event", "code_hash", "rule", "words", "speaker", "version", "mails", "expires_on",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "told"), [("en", "kept for up to 30 days"), ("fr", "conservés au plus 30 jours")]
)
def test_how_long_drafts_stand_in_the_way_is_said_in_both_languages(language: str, told: str) -> None:
    with translation.override(language):
        assert told in str(Draft())
