"""A name is found in every form in which people write it and in every code in which it can hide, in every format."""

import base64
import quopri
import zipfile
from collections.abc import Callable
from io import BytesIO
from urllib.parse import quote

import pikepdf
import pytest

from reports.document import Paragraph
from reports.exporters import EXPORTERS
from reports.leaks import ProtectedTerms, find_in_texts, find_leaks
from tests.reports.documents import sample
from tests.reports.test_leaks import each_format, found, found_in_text, with_blocks

NAME = "Zoé Featherstone-Ékwé"
EMAIL = "zoe.f@example.org"
PHONE = "+1 613-555-0134"
ORGANIZATION = "Coalition des rives (CDR)"
TERMS = ProtectedTerms(
    (NAME, EMAIL, PHONE, "K1A 0B1", "SW1A 1AA", "75007", "10001-1234", "01 42 34 56 78", "@zoe_f"),
    (ORGANIZATION, "Rivage"),
)

FORMS = {
    NAME: [
        NAME,
        NAME.upper(),
        "zoe featherstone ekwe",
        "Featherstone-Ékwé, Zoé",
        "FEATHERSTONE-ÉKWÉ Zoé",
        "Z. Featherstone-Ékwé",
        "Mme Featherstone-Ekwé".replace("Ekwé", "Ékwé"),
        "Zoé Featherstone-Ékwé’s",
        "d’Zoé Featherstone-Ékwé",
        "as Featherstone-Ékwé’s plan says",
        "l’avis de Featherstone-Ékwé",
        "As Featherstone-Ékwé said",
        "agreed with FEATHERSTONE-ÉKWÉ on it",
        "Z. F. É. spoke",
        "Z.F.É. spoke",
        "zoefeatherstone on the web".replace("zoefeatherstone", "zfeatherstoneekwe"),
    ],
    EMAIL: [EMAIL, EMAIL.upper(), "zoe.f [at] example [dot] org", "zoe.f(a)example.org", f"mailto:{EMAIL}"],
    PHONE: [
        PHONE, "613-555-0134", "(613) 555-0134", "613.555.0134", "6135550134", "613 555 01 34", "1-613-555-0134",
        "+16135550134", "613\u00a0555\u20110134", "tel:+1-613-555-0134",
        "613-555-0134 (2014)", "2014 613 555 0134", "(2013 2014 2015 613 555-0134)",
    ],
    "K1A 0B1": ["K1A 0B1", "k1a0b1", "K1A-0B1", "K1A\u00a00B1", "k1a.0b1", "K 1 A 0 B 1"],
    "SW1A 1AA": ["SW1A 1AA", "SW1A1AA", "sw1a-1aa"],
    "75007": ["75007 Paris", "F-75007"],
    "10001-1234": ["10001-1234", "NY 10001"],
    "01 42 34 56 78": ["01 42 34 56 78", "01.42.34.56.78", "0142345678", "+33 1 42 34 56 78", "+33 (0)1 42 34 56 78"],
    "@zoe_f": ["@zoe_f", "@Zoe_F", "https://example.org/@zoe_f"],
    ORGANIZATION: [ORGANIZATION, "coalition des rives", "COALITION DES RIVES", "the C.D.R. asked", "#CoalitionDesRives"],
    "Rivage": ["Rivage", "RIVAGE", "de Rivage,"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("term", "written"), [(term, form) for term, forms in FORMS.items() for form in forms]
)
def test_every_form_of_a_name_is_found_in_a_sentence(term: str, written: str) -> None:
    assert term in found_in_text(f"We heard that {written} too.", TERMS)


CODES: dict[str, Callable[[str], str]] = {
    "base64": lambda name: base64.b64encode(name.encode()).decode(),
    "base64, one letter before it": lambda name: base64.b64encode(f"x {name}".encode()).decode(),
    "base64, two letters before it": lambda name: base64.b64encode(f"xy {name}".encode()).decode(),
    "base64 in the midst of letters": lambda name: "Q" + base64.b64encode(f" {name} ".encode()).decode(),
    "base64 for addresses": lambda name: (
        base64.urlsafe_b64encode(f"{name}??>>".encode()).decode().rstrip("=")
    ),
    "base64 of UTF-16 LE": lambda name: base64.b64encode(name.encode("utf-16-le")).decode(),
    "base64 of UTF-16 BE": lambda name: base64.b64encode(name.encode("utf-16-be")).decode(),
    "base64 of base64": lambda name: base64.b64encode(base64.b64encode(name.encode())).decode(),
    "hexadecimal": lambda name: name.encode().hex(),
    "hexadecimal with colons": lambda name: name.encode().hex(":").upper(),
    "hexadecimal of UTF-16": lambda name: name.encode("utf-16-be").hex(),
    "percent": quote,
    "percent, with plus": lambda name: quote(name).replace("%20", "+"),
    "percent twice": lambda name: quote(quote(name)),
    "decimal entities": lambda name: "".join(f"&#{ord(c)};" for c in name),
    "hexadecimal entities": lambda name: "".join(f"&#x{ord(c):x};" for c in name),
    "named entities": lambda name: name.replace("é", "&eacute;"),
    "entities twice": lambda name: "".join(f"&amp;#{ord(c)};" for c in name),
    "JSON": lambda name: "".join(f"\\u{ord(c):04x}" for c in name),
    "JavaScript": lambda name: "".join(f"\\u{{{ord(c):x}}}" for c in name),
    "C": lambda name: "".join(f"\\x{ord(c):02x}" for c in name),
    "quoted-printable": lambda name: quopri.encodestring(name.encode(), quotetabs=True).decode(),
    "MIME header": lambda name: f"=?utf-8?B?{base64.b64encode(name.encode()).decode()}?=",
    "punycode": lambda name: f"xn--{name.replace(' ', '').encode('punycode').decode()}.example",
    "as it is": str,
    "upper": str.upper,
    "reversed": lambda name: ", ".join(reversed(name.split())),
    "initialled": lambda name: f"Z. {name.split()[1]}",
    "possessive": lambda name: f"{name}’s",
    "elided": lambda name: f"d’{name}",
    "run together": lambda name: name.replace(" ", ""),
    "family name": lambda name: f"that {name.split()[1]} said",
    "family name after an opener": lambda name: f". As {name.split()[1]} said",
}


@each_format
def test_a_name_is_found_in_every_form_and_code_in_every_format(format_: str) -> None:
    """All at once, each hiding another name, so that one that is missed is seen."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = {code: f"Zoé Featherst{letters[n // 26]}{letters[n % 26]}ne" for n, code in enumerate(CODES)}
    blocks = [Paragraph(f"We see {CODES[code](name)} there.") for code, name in names.items()]
    terms = ProtectedTerms((*names.values(),), ())
    there = found(EXPORTERS[format_].render(with_blocks(*blocks)), format_, terms)
    assert [code for code, name in names.items() if name not in there] == []


def as_package(name: str, content: bytes) -> bytes:
    data = BytesIO(EXPORTERS["xlsx"].render(sample()))
    with zipfile.ZipFile(data, "a") as package:
        package.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "latin-1"])
@pytest.mark.parametrize("before", [b"", b"\x89PNG\r\n", b"\x89PNG\r\n\x00"])
def test_a_name_is_found_among_the_bytes_of_a_member_and_an_attachment(encoding: str, before: bytes) -> None:
    content = before + f" said by {NAME}, too".encode(encoding)
    assert found(as_package("xl/media/image1.png", content), "xlsx", TERMS) == {NAME}
    with pikepdf.open(BytesIO(EXPORTERS["pdf"].render(sample()))) as pdf:
        pdf.attachments["a.bin"] = pikepdf.AttachedFileSpec(pdf, content, filename="a.bin")
        saved = BytesIO()
        pdf.save(saved)
    assert found(saved.getvalue(), "pdf", TERMS) == {NAME}


def test_a_name_is_found_in_a_package_within_a_package_and_in_a_members_name() -> None:
    inner = EXPORTERS["docx"].render(with_blocks(Paragraph(f"By {NAME}.")))
    assert found(as_package("xl/embeddings/book.docx", inner), "xlsx", TERMS) == {NAME}
    assert found(as_package("xl/zoe-featherstone-ekwe.xml", b"<a/>"), "xlsx", TERMS) == {NAME}


def test_of_two_keys_alike_in_json_both_are_read() -> None:
    assert found(f'{{"a": "{NAME}", "a": "x"}}'.encode(), "json", TERMS) == {NAME}


def test_names_of_files_and_headers_are_read_alike() -> None:
    texts = [
        ("Content-Disposition", f"attachment; filename*=UTF-8''{quote(NAME)}.pdf"),
        ("file name", "zoe-featherstone-ekwe.pdf"),
    ]
    assert [(leak.term, leak.where) for leak in find_in_texts(texts, TERMS)] == [
        (NAME, "Content-Disposition"),
        (NAME, "file name"),
    ]


OTHERS = ProtectedTerms(
    (
        "Sam Young",
        "Ann Rose",
        "Lee Jordan",
        "Ursula Smith",
        "Ida Ek",
        "Jo Park",
        "Nora Featherstone",
        "+1 613-555-0134",
    ),
    ("Union Nord (UN)", "Women Lead"),
)


@pytest.mark.parametrize(
    "text",
    [
        "We ask young people and the Young Women’s Network.",
        "In Jordan, the Rose of the year; as Rose petals fall.",
        "The U.S. and the U.N. agreed; see e.g. the I.E. model.",
        "Port Featherstone is a town, and so is Featherstone Park.",
        "Featherstones are stones.",
        "The park, a Park for all, is a park; parks are nice.",
        "It cost 613 555 in 2013-2014 and 555-0134 more.",
        "Call 613-555-0135 or 1-800-555-0134.",
        "Internationalization-of-everything, antidisestablishmentarianism, CONSTITUTIONNELLEMENT.",
        "deadbeef cafe 00112233445566778899aabbccddeeff",
        "50% of 100% and a=b; R&D; &amp; C:\\users\\new \\u0041",
    ],
)
def test_what_only_looks_like_a_form_of_a_name_is_none(text: str) -> None:
    assert found_in_text(text, OTHERS) == set()


@each_format
def test_a_document_full_of_other_things_has_no_leak(format_: str) -> None:
    assert find_leaks(EXPORTERS[format_].render(sample("fr")), format_, OTHERS) == ()


@pytest.mark.parametrize("acronym", ["ABC", "RW", "WHO", "ÉCO"])
@pytest.mark.parametrize("around", ["The {} asked.", "{} asked.", "of the UN and {}", "d’{}, non", "({})"])
def test_a_short_acronym_is_found_in_capitals_and_with_full_stops(acronym: str, around: str) -> None:
    terms = ProtectedTerms((), (acronym,))
    assert found_in_text(around.format(acronym), terms) == {acronym}
    assert found_in_text(around.format(".".join(acronym) + "."), terms) == {acronym}
    assert found_in_text(around.format(acronym.lower()), terms) == set()
    assert found_in_text(around.format(acronym.title()), terms) == set()


@pytest.mark.parametrize(
    "text",
    [
        "WHO SPOKE",
        "THOSE WHO CAME",
        "WHO SPOKE\n\nAll did.",
        "First.\nTHOSE WHO CAME: all.",
        "WHOLE",
        "An NGO and AI in the U.K.",
    ],
)
def test_words_in_a_heading_in_capitals_and_common_abbreviations_are_no_acronyms(text: str) -> None:
    assert found_in_text(text, ProtectedTerms((), ("WHO", "NGO", "AI", "UK"))) == set()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Eko", "Eko asked for light."),
        ("Oak", "We at Oak said so."),
        ("CoE", "The CoE asked."),
        ("GoC", "Only the GOC knew."),
    ],
)
def test_a_short_name_that_is_not_all_capitals_is_found_as_it_is_written(name: str, text: str) -> None:
    assert found_in_text(text, ProtectedTerms((), (name,))) == {name}


def test_a_single_letter_stops_no_report() -> None:
    assert found_in_text("A tree. Plan A.", ProtectedTerms((), ("A",))) == set()


@pytest.mark.parametrize(
    "text",
    ["UNHCR, CCR and others", "CCR/UNHCR staff", "As CCR, UNICEF partner", "NATO. CCR was there", "NATO CCR asked",
     "Two CCRs came", "WHO SPOKE\n\nThe CCR did."],
)  # fmt: skip
def test_a_short_acronym_is_found_beside_others_and_in_the_plural(text: str) -> None:
    assert found_in_text(text, ProtectedTerms((), ("CCR",))) == {"CCR"}
