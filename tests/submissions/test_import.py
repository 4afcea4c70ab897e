"""A CSV brought in: understood by its headings, all or nothing, each bad row named, never twice."""

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from consultations.models import AttributionRule, Bilingual, Event, EventKind
from submissions.models import Contribution, Submission
from tests.factories import make_consultation, make_event, make_organization, make_session, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    event = make_event(
        make_consultation(attribution_rule=AttributionRule.BY_CONSENT), kind=EventKind.CONFERENCE
    )
    make_topic(event.consultation, section=1, code="crossings")
    make_topic(event.consultation, section=2, code="lights")
    make_organization(event.consultation, code="roads", kind="department", takes_advice=True)
    make_organization(event.consultation, code="police", kind="department", takes_advice=True)
    return event


class Run:
    """The command on a file of its own; what it printed is in ``out`` and ``err``."""

    def __init__(self, folder: Path, event: Event) -> None:
        self.path, self.event = folder / "said.csv", event
        self.out, self.err = StringIO(), StringIO()

    def __call__(self, content: str | bytes, **options: Any) -> str:
        self.path.write_bytes(content if isinstance(content, bytes) else content.encode())
        call_command(
            "import_submissions", str(self.path), event=str(self.event.pk), stdout=self.out, stderr=self.err, **options
        )  # fmt: skip
        return self.out.getvalue().strip().splitlines()[-1]


@pytest.fixture
def run(tmp_path: Path, event: Event) -> Run:
    return Run(tmp_path, event)


def texts() -> set[str]:
    return set(Contribution.objects.values_list("text", flat=True))


def test_every_field_is_understood(run: Run, event: Event) -> None:
    session = make_session(event, code="table-1")
    said = run(
        "text,topic,section,session,language,sector,name,organization,attribution,date,addressees,external id\n"
        "More crossings.,crossings,1,table-1,en,civil_society,Ada Walker,Walkers United,named,2017-04-20,roads; police,a1\n"
    )
    assert said == "Imported. Rows new: 1, already there: 0, bad: 0."
    contribution = Contribution.objects.select_related("submission", "topic").get()
    submission = contribution.submission
    assert (contribution.text, contribution.topic.code, contribution.language) == (
        "More crossings.",
        "crossings",
        "en",
    )
    assert {organization.code for organization in contribution.addressees.all()} == {"roads", "police"}
    assert (submission.session, submission.sector, submission.via) == (session, "civil_society", "import")
    assert (submission.name, submission.organization_name) == ("Ada Walker", "Walkers United")
    assert (submission.attribution, submission.received_on) == ("named", date(2017, 4, 20))


def test_french_headings_and_titles_are_understood(run: Run, event: Event) -> None:
    make_topic(event.consultation, section=3, code="trees", title=Bilingual("Trees", "Les arbres d’été"))
    run("Texte;Sujet;Langue;Destinataires\nPlus d’ombre.;LES ARBRES D'ÉTÉ;FR;roads|police\n")
    contribution = Contribution.objects.get()
    assert (contribution.language, contribution.topic.code) == ("fr", "trees")
    assert contribution.addressees.count() == 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(run: Run, delimiter: str) -> None:
    run(f"topic{delimiter}language{delimiter}text\nlights{delimiter}en{delimiter}Brighter.\n")
    assert texts() == {"Brighter."}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_is_read_with_and_without_its_mark(run: Run, encoding: str) -> None:
    run("text,topic,language\nÉclairé à l’œil.,lights,fr\n".encode(encoding))
    assert texts() == {"Éclairé à l’œil."}


def test_another_encoding_is_refused_until_it_is_named(run: Run) -> None:
    content = "text,topic,language\nÉclairé.,lights,fr\n".encode("cp1252")
    with pytest.raises(CommandError, match="is not utf-8"):
        run(content)
    run(content, encoding="cp1252")
    assert texts() == {"Éclairé."}


def test_line_ends_inside_a_cell_belong_to_the_text(run: Run) -> None:
    run('text,topic,language\r\n"One, and\r\n""two"".",lights,en\r\nThree.,lights,en\r\n')
    assert texts() == {'One, and\n"two".', "Three."}


def test_columns_are_mapped_by_hand(run: Run) -> None:
    run(
        "comment-body,where = what,tongue\nBrighter.,lights,en\n",
        map=["where = what=topic", "tongue=language"],
    )
    assert texts() == {"Brighter."}


def test_what_rows_lack_can_be_given_for_all(run: Run) -> None:
    run("text\nBrighter.\nLouder.\n", topic="lights", language="en")
    assert texts() == {"Brighter.", "Louder."}


def test_bad_rows_are_named_with_line_and_reason_and_nothing_is_stored(run: Run) -> None:
    content = (
        "text,topic,language,date,addressees\n"
        "Good.,lights,en,,\n"
        '"Two\nlines.",nowhere,en,,\n'
        ",lights,en,,\n"
        "No language.,lights,,,\n"
        "Soon.,lights,en,2999-01-01,\n"
        "Once.,lights,en,yesterday,\n"
        "To whom?,lights,de,,\n"
        "To whom?,lights,en,,nobody\n"
        f"{'x' * 2001},lights,en,,\n"
    )
    with pytest.raises(CommandError, match=r"Nothing is stored\. Rows new: 1, already there: 0, bad: 8\."):
        run(content)
    assert run.err.getvalue().splitlines() == [
        "Line 3: There is no topic “nowhere”.",
        "Line 5: The text is empty.",
        "Line 6: No language is given. Add a column, or use --language.",
        "Line 7: The date 2999-01-01 is in the future.",
        "Line 8: “yesterday” is not a date. Write it as 2017-04-20.",
        "Line 9: The language “de” is unknown.",
        "Line 10: The addressee “nobody” is unknown.",
        "Line 11: This is 1 character too long. The limit is 2,000 characters.",
    ]
    assert Submission.objects.count() == 0


def test_good_rows_come_in_when_bad_ones_may_be_skipped(run: Run) -> None:
    said = run("text,topic,language\nGood.,lights,en\nBad.,nowhere,en\n", skip_bad=True)
    assert said == "Imported. Rows new: 1, already there: 0, bad: 1."
    assert texts() == {"Good."}


def test_a_dry_run_stores_nothing(run: Run) -> None:
    said = run("text,topic,language\nGood.,lights,en\n", dry_run=True)
    assert said == "Dry run, nothing is stored. Rows new: 1, already there: 0, bad: 0."
    assert Submission.objects.count() == 0


def test_imported_twice_nothing_is_added_and_equal_rows_are_kept_apart(run: Run) -> None:
    content = "text,topic,language\nSame.,lights,en\nSame.,lights,en\nOther.,lights,en\n"
    assert run(content) == "Imported. Rows new: 3, already there: 0, bad: 0."
    assert run(content) == "Imported. Rows new: 0, already there: 3, bad: 0."
    assert run(content + "New.,lights,en\n") == "Imported. Rows new: 1, already there: 3, bad: 0."
    assert Contribution.objects.count() == 4


def test_a_row_with_a_known_identifier_and_other_words_is_named(run: Run) -> None:
    run("id,text,topic,language\n7,First.,lights,en\n")
    with pytest.raises(CommandError):
        run("id,text,topic,language\n7,Changed.,lights,en\n")
    assert "Line 2: A row with this identifier was imported before" in run.err.getvalue()
    assert texts() == {"First."}


def test_under_the_chatham_house_rule_nothing_of_the_sender_is_stored(run: Run, event: Event) -> None:
    event.attribution_rule = AttributionRule.CHATHAM_HOUSE
    event.save()
    run(
        "id,text,topic,language,name,organization,attribution\n"
        "ada@example.org,Brighter.,lights,en,Ada Walker,Walkers United,named\n"
    )
    stored = str(Submission.objects.values().get())
    # "ada" alone would turn up in a hash now and then.
    assert not [word for word in ("Ada", "ada@", "Walkers", "named") if word in stored]


def test_the_same_row_by_another_name_has_the_same_key_where_names_are_not_kept(
    run: Run, event: Event
) -> None:
    event.attribution_rule = AttributionRule.CHATHAM_HOUSE
    event.save()
    run("text,topic,language,name\nBrighter.,lights,en,Ada\n")
    assert run("text,topic,language,name\nBrighter.,lights,en,Eve\n").endswith(
        "new: 0, already there: 1, bad: 0."
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "The file is empty"),
        ("who,when\nAda,today\n", "No column holds the text. Columns are: “who”, “when”."),
        ("text,comment,topic\na,b,c\n", "Two columns mean “text”"),
        ('text,topic\n"never closed,lights\n', "is not CSV"),
        ('text,topic\n"closed" badly,lights\n', "Line 2 is not CSV"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(run: Run, content: str, message: str) -> None:
    with pytest.raises(CommandError, match=message.replace(".", r"\.")):
        run(content)
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"map": ["text"]}, "is not COLUMN=FIELD"),
        ({"map": ["text=colour"]}, "“colour” is not a field"),
        ({"map": ["colour=text"]}, "There is no column “colour”"),
        ({"encoding": "klingon"}, "There is no encoding “klingon”"),
    ],
)
def test_wrong_options_are_refused_in_a_sentence(run: Run, options: dict[str, Any], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        run("text,topic,language\nGood.,lights,en\n", **options)


def test_a_missing_file_and_a_missing_event_are_said(run: Run, tmp_path: Path, event: Event) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_submissions", str(tmp_path / "none.csv"), event=str(event.pk))
    with pytest.raises(CommandError, match="There is no event “a/b”"):
        call_command("import_submissions", str(tmp_path / "none.csv"), event="a/b")


def test_the_event_can_be_named_by_its_addresses(tmp_path: Path, event: Event) -> None:
    path = tmp_path / "said.csv"
    path.write_text("text,topic,language\nGood.,lights,en\n")
    call_command(
        "import_submissions", str(path), event=f"{event.consultation.slug}/{event.slug}", stdout=StringIO()
    )
    assert texts() == {"Good."}


def test_a_topic_in_two_sections_needs_its_section(run: Run, event: Event) -> None:
    make_topic(event.consultation, section=3, code="lights")
    with pytest.raises(CommandError):
        run("text,topic,language\nBrighter.,lights,en\n")
    assert "More than one section has a topic “lights”. Name the section too." in run.err.getvalue()
    run("text,topic,section,language\nBrighter.,lights,3,en\n")
    assert Contribution.objects.get().topic.section.number == 3


def test_an_event_that_is_over_takes_an_import(run: Run, event: Event) -> None:
    event.ends_at = event.starts_at.replace(year=2018)
    event.starts_at = event.starts_at.replace(year=2017)
    event.save()
    run("text,topic,language\nLate.,lights,en\n")
    assert texts() == {"Late."}
