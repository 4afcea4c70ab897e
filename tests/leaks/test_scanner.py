"""A search that finds nothing proves nothing: here every hiding place holds something, and the scanner finds it."""

from __future__ import annotations

import ast
import base64
import gzip
import html
import io
import json
import quopri
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from urllib.parse import quote

import pikepdf
import pytest

from tests.leaks import canaries
from tests.leaks.canaries import Canary, Kind
from tests.leaks.generator import plan
from tests.leaks.searching import Needles

HERE = Path(__file__).parent
DICE = Random(1)
PERSON = Canary(Kind.PERSON, "Hélène Crétorault", "cretorault")
EMAIL = canaries.email(7, 3, DICE)
PHONE = Canary(Kind.PHONE, "613-200-4411", "6132004411")
ACRONYM = Canary(Kind.ACRONYM, "XQWMCT", "XQWMCT")
ALL = (PERSON, EMAIL, PHONE, ACRONYM)

NAME = PERSON.written
PLACES: dict[str, bytes] = {
    "as it is written": NAME.encode(),
    "capitals": NAME.upper().encode(),
    "without accents": b"Helene Cretorault",
    "letters taken apart": "He\u0301le\u0300ne Cre\u0301torault".encode(),
    "a line end within": "Hélène Créto-\n  rault".encode(),
    "backwards": NAME[::-1].encode(),
    "possessive": "Crétorault’s idea".encode(),
    "HTML comment": f"<p>Paint.</p><!-- {NAME} -->".encode(),
    "HTML attribute": f'<p data-by="{NAME}">Paint.</p>'.encode(),
    "entities": html.escape(NAME).encode("ascii", "xmlcharrefreplace"),
    "across elements": "<b>Cré</b><i>torault</i>".encode(),
    "JSON key": json.dumps({NAME: 1}).encode(),
    "JSON escapes": json.dumps({"by": NAME}, ensure_ascii=True).encode(),
    "URL": f"/x?by={quote(NAME)}".encode(),
    "Latin-1": NAME.encode("latin-1"),
    "UTF-16 of either order": NAME.encode("utf-16-be") + NAME.encode("utf-16-le"),
    "base64": base64.b64encode(NAME.encode()),
    "base64 at an odd place": base64.b64encode(b"by: " + NAME.encode() + b" and others"),
    "base64 of UTF-16": base64.b64encode(NAME.encode("utf-16")),
    "hexadecimal": NAME.encode().hex().encode(),
    "hexadecimal of UTF-16, in capitals": NAME.encode("utf-16-be").hex().upper().encode(),
    "quoted-printable": quopri.encodestring(NAME.encode()),
    "gzip": gzip.compress(NAME.encode()),
    "what begins like gzip by chance": b"\x1f\x8b\x00 " + base64.b64encode(NAME.encode()),
}


def zipped(name: str, content: bytes, comment: bytes = b"") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        archive.writestr(name, content)
    return packed.getvalue()


def pdf(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    made, written = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    change(made)
    made.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


def set_author(made: pikepdf.Pdf) -> None:
    made.docinfo["/Author"] = NAME


def attach(made: pikepdf.Pdf) -> None:
    made.attachments["notes.txt"] = pikepdf.AttachedFileSpec(made, NAME.encode(), filename="notes.txt")


def set_in_xmp(made: pikepdf.Pdf) -> None:
    with made.open_metadata() as metadata:
        metadata["dc:creator"] = [NAME]


PLACES |= {
    "a file in an archive": zipped("a.xml", NAME.encode()),
    "a file name in an archive": zipped(f"{NAME}.xml", b""),
    "an archive's comment": zipped("a.xml", b"", NAME.encode()),
    "an archive in an archive": zipped("a.zip", zipped("b.xml", NAME.encode("utf-16"))),
    "the author of a PDF": pdf(set_author),
    "a file attached to a PDF": pdf(attach),
    "the XMP of a PDF": pdf(set_in_xmp),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_name_is_found(place: str) -> None:
    assert PERSON in Needles(ALL).search(PLACES[place]).canaries


@pytest.mark.parametrize(
    ("data", "canary"),
    [
        (f"mailto:{EMAIL.written}".encode(), EMAIL),
        (EMAIL.written.replace("@", "%40").encode(), EMAIL),
        (b"call (613) 200 4411 now", PHONE),
        ("613.200\u00a04411".encode(), PHONE),
        (b"the XQWMCT asks", ACRONYM),
    ],
)
def test_addresses_numbers_and_acronyms_are_found(data: bytes, canary: Canary) -> None:
    assert Needles(ALL).search(data).canaries == {canary}


def test_nothing_is_found_where_nothing_is() -> None:
    assert Needles(ALL).search(b"Paint the crossings; 613 200 441; xqwmct.").canaries == frozenset()


def test_canaries_of_different_consultations_are_never_found_in_each_other() -> None:
    from tests.leaks.promises import truth_of

    plans = [plan(index, 1, rich=True) for index in range(6)]
    needles = {each.slug: Needles(truth_of(each).everything) for each in plans}
    for each in plans:
        data = "\n".join(canary.written for canary in truth_of(each).everything).encode()
        assert needles[each.slug].search(data).canaries == truth_of(each).everything
        assert all(not needles[other].search(data).canaries for other in needles if other != each.slug)


def test_a_plan_is_the_same_for_the_same_seed() -> None:
    def told(seed: int) -> list[str]:
        return [sending.point.text for sending in plan(3, seed).sendings]

    assert told(1) == told(1) != told(2)


def imported(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_text())))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return names | {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize(
    "module", ["canaries", "reading", "searching", "plan", "generator", "promises", "judgement"]
)
def test_what_judges_shares_no_code_with_the_product(module: str) -> None:
    apps = ("reports", "submissions", "consultations", "config")
    assert not [name for name in imported(HERE / f"{module}.py") if name.split(".")[0] in apps]


def test_nothing_here_uses_the_check_that_it_judges() -> None:
    ours = {name for file in HERE.glob("*.py") for name in imported(file)}
    assert ours.isdisjoint(
        {
            "reports.leaks",
            "reports.unpacking",
            "reports.compiler.findings",
            "reports.compiler.protected",
            "reports.flagging",
        }
    )
