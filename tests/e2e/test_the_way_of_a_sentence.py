"""From a browser to the pages of a finished report, through everything that lies between."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from consultations.invitations import issue
from consultations.models import InvitationPurpose
from submissions.models import Contribution, Status, Submission
from tests.e2e.conftest import OpenPage
from tests.e2e.scene import Scene, make_scene, sign_in
from tests.reports.extraction import Reading, read_docx, read_html, read_pdf, squeezed

pytestmark = [pytest.mark.e2e, pytest.mark.worker, pytest.mark.django_db(transaction=True)]
COMPILED_WITHIN = 120_000  # milliseconds; the machine may be busy with other tests
READ: dict[str, Callable[[bytes], Reading]] = {"pdf": read_pdf, "docx": read_docx, "html": read_html}
WORDS = "Madame Tremblay devrait réparer les traverses près des écoles."
SHOWN = "[nom retiré] devrait réparer les traverses près des écoles."
NOTED = "Curb ramps were promised years ago and never built."


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return make_scene()


def test_a_sentence_goes_from_an_open_call_to_the_report(
    scene: Scene, open_page: OpenPage, worker: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    submit_in_french(open_page(java_script_enabled=False), scene)
    contribution = Contribution.objects.get()
    assert (contribution.text, contribution.language) == (WORDS, "fr")
    review(open_page(), scene, contribution, redact="Madame Tremblay")
    files = compiled(open_page(), scene, tmp_path)
    for name, reading in files.items():
        assert squeezed(SHOWN) in section(reading, 3), name
        for other in (1, 2):
            assert squeezed(SHOWN) not in section(reading, other), name
        for protected in ("Tremblay", "Zoé Untel", "Marcheurs unis"):
            assert squeezed(protected) not in reading.text, name


def test_a_point_noted_at_a_table_goes_to_the_report_without_its_speaker(
    scene: Scene, open_page: OpenPage, worker: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    take_notes(open_page(java_script_enabled=False), scene)
    submission = Submission.objects.get()
    assert (submission.rule, submission.session, submission.participant) == (
        "chatham_house",
        scene.table,
        None,
    )
    # Nine protected words in a row are printed as they were said only because somebody decided so.
    review(open_page(), scene, Contribution.objects.get(), print_because="Said at many tables.")
    for name, reading in compiled(open_page(), scene, tmp_path).items():
        assert squeezed(NOTED) in section(reading, 1), name
        assert squeezed("Table 1") not in reading.text, name


def submit_in_french(page: Page, scene: Scene) -> None:
    """Gives a name and an organization, but no consent to print them."""
    page.goto("/fr/consultations/streets/")
    page.locator('main a[href$="/call/take-part/"]').first.click()
    page.select_option("[name=topic]", str(scene.topics[2].pk))
    page.check("[name=language][value=fr]")
    page.check("[name=attribution][value=not_attributed]")
    page.fill("[name=name]", "Zoé Untel")
    page.fill("[name=organization_name]", "Marcheurs unis")
    page.click("main form button[type=submit]")
    # Nothing has been said yet: the page says so and keeps what was typed.
    expect(page.locator(".summary, [role=alert]").first).to_be_visible()
    expect(page.locator("[name=name]")).to_have_value("Zoé Untel")
    page.fill("[name=text]", WORDS)
    page.click("main form button[type=submit]")
    # What will be sent, to check.
    expect(page.get_by_text(WORDS)).to_be_visible()
    page.click("button[value=send]")
    page.wait_for_url("**/fr/receipt/")
    assert len(page.locator(".receipt").inner_text().replace("-", "")) == 28
    submission = Submission.objects.get()
    assert (submission.name, submission.organization_name) == ("", "")


def take_notes(page: Page, scene: Scene) -> None:
    _invitation, token = issue(scene.conference, InvitationPurpose.RAPPORTEUR)
    page.goto(f"/en/invitation/{token}/")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/en/consultations/streets/events/day/notes/")
    page.select_option("[name=session]", str(scene.table.pk))
    page.select_option("[name=topic]", str(scene.topics[0].pk))
    page.fill("[name=text]", NOTED)
    page.click("main form button[type=submit]")
    expect(page.get_by_text("1 point taken in this sitting.")).to_be_visible()
    expect(page.locator("[name=text]")).to_have_value("")


def review(
    page: Page, scene: Scene, contribution: Contribution, redact: str = "", print_because: str = ""
) -> None:
    queue = f"/admin/submissions/contribution/?consultation={scene.consultation.pk}"
    sign_in(page, scene.reviewer, queue)
    page.locator(f'#result_list a[href*="{contribution.pk}"]').first.click()
    if redact:
        page.fill("#redact [name=phrase]", redact)
        page.fill("#redact [name=why]", "Names a person.")
        page.click("#redact [type=submit]")
        expect(page.locator("section[aria-labelledby=seen]")).to_contain_text(SHOWN)
    if print_because:
        page.fill("#verbatim [name=because]", print_because)
        page.click("#verbatim [type=submit]")
        expect(page.locator(".messagelist")).to_contain_text("may be printed as they were said")
    page.check("#decide [name=action][value=accept]")
    page.click("#decide [type=submit] >> nth=0")
    expect(page.locator(".messagelist")).to_be_visible()
    contribution.refresh_from_db()
    assert (contribution.status, redact in contribution.text) == (Status.ACCEPTED, True)


def compiled(page: Page, scene: Scene, folder: Path) -> dict[str, Reading]:
    """Every file that a coordinator can download for readers, as their software reads it."""
    sign_in(page, scene.coordinator, "/en/workspace/streets/")
    page.click('form[action$="/compile/"] button')
    page.wait_for_url("**/workspace/versions/**")
    page.locator('a[href$="streets.fr.pdf"]').wait_for(timeout=COMPILED_WITHIN)
    readings = {}
    for language in ("en", "fr"):
        for format_, read in READ.items():
            name = f"streets.{language}.{format_}"
            with page.expect_download() as waiting:
                page.click(f'a[href$="{name}"]')
            assert waiting.value.suggested_filename == name
            waiting.value.save_as(folder / name)
            readings[name] = read((folder / name).read_bytes())
    return readings


def section(reading: Reading, number: int) -> str:
    """The text from the heading of a section to the heading of what follows it."""
    tops = [text for level, text in reading.headings if level == 1]
    first = next(place for place, text in enumerate(tops) if text.startswith(("Section 1", "Partie 1")))
    heading, following = (squeezed(text) for text in tops[first + number - 1 : first + number + 1])
    start, end = reading.text.rindex(heading), reading.text.rindex(following)
    assert start < end
    return reading.text[start:end]
