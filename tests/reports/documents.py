"""Documents made by hand for the exporters: every kind of block, both languages, texts that try to break out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reports.document import (
    Bar,
    Chart,
    Document,
    Entries,
    Entry,
    Evidence,
    Heading,
    Paragraph,
    Part,
    Quotation,
    Table,
    Wording,
)

WORDING = {
    "en": Wording(
        contents="Contents",
        kind="What we heard",
        skip_to_content="Skip to the report",
        same_as_table="The same as a table",
        page="Page",
        language_name="English",
        internal_warning="Internal edition: not for release",
        colon=":",
        internal_evidence="Contributions behind this statement",
        release="Release",
    ),
    "fr": Wording(
        contents="Table des matières",
        kind="Ce que nous avons entendu",
        skip_to_content="Aller au rapport",
        same_as_table="Les mêmes chiffres en tableau",
        page="Page",
        language_name="Français",
        internal_warning="Édition interne\u00a0: ne pas diffuser",
        colon="\u00a0:",
        internal_evidence="Contributions à l’appui de cet énoncé",
        release="Parution",
    ),
}

# Each tries to end a text early in one of the formats, or to run, load, hide or turn something.
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title><svg onload=alert(1)>",
    "&lt;b&gt; &amp;amp; &#60;",
    "<!-- comment --> ]]> <![CDATA[x]]>",
    "{{ settings.SECRET_KEY }} {% include 'x' %}",
    '#eval("1") #import "x.typ": * $x^2$ @cite <label> `raw` \\u{41} /* c */ // d',
    "# not a heading",
    "- not a list",
    "+ nor this",
    "1. nor this",
    "> nor a quotation",
    "    nor code",
    "=== nor === setext\n===",
    "---",
    "| a | b |\n|---|---|",
    "[link](javascript:alert(1)) ![image](http://192.0.2.1/x.png) <http://192.0.2.1> www.example.invalid",
    "[ref]: http://192.0.2.1 'x'",
    "**bold** _under_ ~~gone~~ `code` ``` fence",
    "back\\slash \\n \\\\",
    "=HYPERLINK(\"http://192.0.2.1\";\"x\")",
    "${jndi:ldap://192.0.2.1/a} `id` $(id)",
    "null\x00bell\x07escape\x1b[31m",
    "turned \u202ethgir ot tfel\u202c and zero\u200bwidth",
    "decomposed e\u0301, ligature \ufb01, soft\u00adhyphen, non\u2011breaking",
    "ᐃᓄᒃᑎᑐᑦ, العربية, עברית, Ελληνικά, Кириллица",
    "no glyph: 漢字 \U0001f469\u200d\U0001f4bb \U0001f1e8\U0001f1e6 \U00012000 \ue000",
    "stacked Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349 ᐃ\u0301",
    "line one\nline two\r\nline three\u2028line four",
    "a" * 300,
)  # fmt: skip


def sample(language: str = "en", **changes: Any) -> Document:
    """A report with three sections, annexes and every kind of block."""
    texts = _ENGLISH if language == "en" else _FRENCH
    other = "fr" if language == "en" else "en"
    section = texts["section"]
    parts = (
        Part("front", "", texts["about"], "about", (
            Heading(2, texts["purpose"], "about-purpose"),
            Paragraph(texts["statement"]),
            Paragraph(texts["note"], "note"),
        )),
        *(
            Part(kind, f"{section} {number}", title, f"section-{number}", _topics(texts, language, other, number))  # type: ignore[arg-type]
            for number, (kind, title) in enumerate(
                zip(("section_1", "section_2", "section_3"), texts["sections"], strict=True), start=1
            )
        ),
        Part("annex", texts["annex"] + " A", texts["advice"], "annex-a", (
            Heading(2, texts["department"], "annex-a-1"),
            Entries((Entry(texts["ask"], language, texts["source"]), Entry(texts["foreign"], other))),
        )),
        Part("annex", texts["annex"] + " B", texts["resources"], "annex-b", (
            Entries((Entry(texts["resource"], language, url="https://example.org/plan?a=1&b=2#c"),)),
        )),
        Part("annex", texts["annex"] + " C", texts["method"], "annex-c", (
            Heading(2, texts["figures"], "annex-c-figures"),
            Chart(texts["finding"], texts["description"],
                  tuple(Bar(label, share, shown) for label, share, shown in texts["bars"]), "annex-c-chart"),
            Table(texts["caption"], texts["columns"],
                  tuple((label, shown) for label, _share, shown in texts["bars"]), (False, True), "annex-c-table"),
        )),
    )  # fmt: skip
    document = Document(
        language=language,
        title=texts["title"],
        subtitle=texts["subtitle"],
        short_title=texts["title"],
        chairs=texts["chairs"],
        chairs_line=texts["chairs_line"],
        date=texts["date"],
        date_iso="2017-04-28",
        notice=texts["notice"],
        number="7C1E-04B9",
        edition="public",
        wording=WORDING[language],
        parts=parts,
    )
    return replace(document, **changes)


def _topics(texts: dict[str, Any], language: str, other: str, number: int) -> tuple[Any, ...]:
    anchor = f"section-{number}"
    return (
        Paragraph(texts["question"], "lede"),
        Heading(2, texts["topic"], f"{anchor}-topic"),
        Heading(3, texts["theme"], f"{anchor}-theme"),
        Paragraph(texts["strength"], "strength"),
        Paragraph(texts["statement"]),
        Quotation(texts["quote"], language, texts["source"]),
        Quotation(texts["foreign"], other, texts["foreign_source"]),
    )


def internal(language: str = "en") -> Document:
    """The edition that shows the contributions behind a statement."""
    document = sample(language)
    evidence = Evidence(
        (Entry("First contribution behind it.", "en", "C-1"), Entry("La deuxième.", "fr", "C-2"))
    )
    first = document.parts[1]
    parts = (document.parts[0], replace(first, blocks=(*first.blocks, evidence)), *document.parts[2:])
    return replace(document, edition="internal", parts=parts)


def hostile(language: str = "en") -> Document:
    """Every hostile text in every place that a text can stand in."""
    blocks: list[Any] = []
    for number, text in enumerate(HOSTILE):
        blocks += [
            Heading(2, f"{number} {text}", f"h{number}"),
            Paragraph(text),
            Paragraph(text, "lede"),
            Paragraph(text, "strength"),
            Quotation(text, "fr" if number % 2 else "en", text),
            Entries((Entry(text, "en", text, "javascript:alert(1)"), Entry(text, "fr", url=f"https://example.org/{text}"))),
            Chart(text, text, (Bar(text, 0.5, text),), f"c{number}"),
            Table(text, (text, text), ((text, text),), (False, True), f"t{number}"),
        ]  # fmt: skip
    part = Part("section_1", HOSTILE[0], HOSTILE[1], "hostile", tuple(blocks))
    document = sample(language)
    return replace(document, title=HOSTILE[0], subtitle=HOSTILE[2], chairs_line=HOSTILE[6], notice=HOSTILE[16],
                   short_title=HOSTILE[6], parts=(part,))  # fmt: skip


def long(language: str = "en", themes: int = 60) -> Document:
    """About 40 pages, for measures."""
    document = sample(language)
    parts = []
    for part in document.parts:
        blocks = part.blocks
        if part.kind.startswith("section"):
            blocks = blocks[:2] + tuple(
                replace(b, anchor=f"{b.anchor}-{n}") if isinstance(b, Heading) else b
                for n in range(themes // 3)
                for b in blocks[2:]
            )
        if part.anchor == "annex-c":
            blocks = blocks[:1] + tuple(
                replace(b, anchor=f"{b.anchor}-{n}") for n in range(10) for b in blocks[1:]
            )  # type: ignore[type-var]
        parts.append(replace(part, blocks=blocks))
    return replace(document, parts=tuple(parts))


_ENGLISH: dict[str, Any] = {
    "title": "Looking Back, Looking Forward",
    "subtitle": "Report of the joint consultation on a new national action plan",
    "chairs": ("Government of Canada", "Women, Peace and Security Network – Canada"),
    "chairs_line": "Co-chaired by the Government of Canada and the Women, Peace and Security Network – Canada",
    "date": "28 April 2017",
    "notice": "Names of participants and civil-society organizations are illustrative.",
    "about": "About this consultation",
    "purpose": "Purpose",
    "section": "Section",
    "sections": ("Looking back", "The new context", "Looking forward"),
    "question": "What worked, what did not, and what has to be kept?",
    "topic": "Accountability",
    "theme": "A plan needs targets and a budget of its own",
    "strength": "Raised by most participants, in all channels",
    "statement": "Participants asked for indicators that can be measured, a public baseline and a dedicated "
    "budget. Reporting was described as late and hard to compare from year to year.",
    "note": "Counts of fewer than ten people are not printed.",
    "quote": "We could not tell whether anything had changed, because nobody had written down where we started.",
    "source": "A participant, conference",
    "foreign": "Sans budget propre, le plan reste une intention\u00a0: c’est «\u00a0l’œuvre\u00a0» d’une seule année.",
    "foreign_source": "A survey respondent (original in French)",
    "annex": "Annex",
    "advice": "Advice to each department",
    "department": "Global Affairs Canada",
    "ask": "Name a senior official who answers for the plan.",
    "resources": "Resources",
    "resource": "The first national action plan",
    "method": "Method and figures",
    "figures": "The survey",
    "finding": "Most respondents want a budget first",
    "description": "Bar chart: 62% a budget, 25% training, 13% a public baseline.",
    "bars": (
        ("A budget of its own, published each year and reported on to Parliament", 0.62, "62%"),
        ("Training", 0.25, "25%"),
        ("A public baseline", 0.13, "13%"),
    ),
    "caption": "What should come first?",
    "columns": ("Answer", "Share of respondents"),
}
_FRENCH: dict[str, Any] = {
    "title": "Regard sur le passé, regard vers l’avenir",
    "subtitle": "Rapport de la consultation conjointe sur un nouveau plan d’action national",
    "chairs": ("Gouvernement du Canada", "Réseau Femmes, paix et sécurité – Canada"),
    "chairs_line": "Coprésidée par le gouvernement du Canada et le Réseau Femmes, paix et sécurité – Canada",
    "date": "28 avril 2017",
    "notice": "Les noms des personnes et des organismes de la société civile sont fictifs.",
    "about": "À propos de cette consultation",
    "purpose": "Objet",
    "section": "Section",
    "sections": ("Regard sur le passé", "Le nouveau contexte", "Regard vers l’avenir"),
    "question": "Qu’est-ce qui a fonctionné, qu’est-ce qui a échoué et que faut-il garder?",
    "topic": "Reddition de comptes",
    "theme": "Un plan a besoin de cibles et d’un budget propre",
    "strength": "Soulevé par la plupart des personnes, par tous les moyens",
    "statement": "On a demandé des indicateurs mesurables, un point de départ public et un budget réservé\u00a0: "
    "les rapports paraissent tard et se comparent mal d’une année à l’autre.",
    "note": "Les nombres inférieurs à dix ne sont pas imprimés.",
    "quote": "Sans budget propre, le plan reste une intention.",
    "source": "Une personne participante, conférence",
    "foreign": "We could not tell whether anything had changed.",
    "foreign_source": "Une personne ayant répondu au sondage (original en anglais)",
    "annex": "Annexe",
    "advice": "Conseils à chaque ministère",
    "department": "Affaires mondiales Canada",
    "ask": "Nommer une personne haut placée qui répond du plan.",
    "resources": "Ressources",
    "resource": "Le premier plan d’action national",
    "method": "Méthode et chiffres",
    "figures": "Le sondage",
    "finding": "La plupart veulent d’abord un budget",
    "description": "Barres\u00a0: 62\u00a0% un budget, 25\u00a0% la formation, 13\u00a0% un point de départ.",
    "bars": (
        ("Un budget propre, publié chaque année et présenté au Parlement", 0.62, "62\u00a0%"),
        ("La formation", 0.25, "25\u00a0%"),
        ("Un point de départ public", 0.13, "13\u00a0%"),
    ),
    "caption": "Par quoi commencer?",
    "columns": ("Réponse", "Part des réponses"),
}
