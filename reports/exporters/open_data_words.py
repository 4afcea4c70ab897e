"""Names of the tables, columns and kinds of the open data set, in both languages."""

from __future__ import annotations

from typing import Final

Words = dict[str, str]


def _both(en: str, fr: str) -> Words:
    return {"en": en, "fr": fr}


SECTION = _both("Section", "Section")
TOPIC = _both("Topic", "Sujet")
THEME = _both("Theme", "Thème")
TEXT = _both("Text", "Texte")
SOURCE = _both("Source", "Source")
LANGUAGE = _both("Language", "Langue")
KIND = _both("Kind", "Nature")

# Also names of files and sheets: plain letters, at most 31.
SHEETS: Final = {
    "about": _both("about", "a-propos"),
    "text": _both("text", "texte"),
    "themes": _both("themes", "themes"),
    "statements": _both("statements", "propos"),
    "advice": _both("advice", "conseils"),
    "figures": _both("figures", "chiffres"),
}
COLUMNS: Final[dict[str, tuple[Words, ...]]] = {
    "about": (_both("Property", "Propriété"), _both("Value", "Valeur")),
    "text": (
        _both("Part", "Partie"),
        TOPIC,
        THEME,
        KIND,
        TEXT,
        SOURCE,
        LANGUAGE,
        _both("Address", "Adresse"),
    ),
    "themes": (SECTION, TOPIC, THEME, _both("How often", "Fréquence"), _both("Statement", "Énoncé")),
    "statements": (SECTION, TOPIC, THEME, KIND, TEXT, SOURCE, LANGUAGE),
    "advice": (_both("Addressed to", "Destinataire"), TOPIC, TEXT, LANGUAGE),
    "figures": (
        _both("Group", "Groupe"),
        _both("Table", "Tableau"),
        _both("Rows are", "Les lignes sont"),
        _both("Row", "Ligne"),
        _both("Column", "Colonne"),
        _both("Figure", "Chiffre"),
    ),
}
KINDS: Final = {
    "part": _both("title of a part", "titre de partie"),
    "heading_2": _both("heading", "titre"),
    "heading_3": _both("subheading", "sous-titre"),
    "body": _both("paragraph", "paragraphe"),
    "lede": _both("guiding question", "question directrice"),
    "strength": _both("how often", "fréquence"),
    "note": _both("note", "note"),
    "quotation": _both("quotation or paraphrase", "citation ou reformulation"),
    "entry": _both("point", "point"),
    "evidence": _both("contribution behind it", "contribution à l’appui"),
    "table": _both("title of a table", "titre de tableau"),
    "chart": _both("title of a chart", "titre de diagramme"),
}
PROPERTIES: Final = {
    "kind": _both("Document", "Document"),
    "title": _both("Title", "Titre"),
    "subtitle": _both("Subtitle", "Sous-titre"),
    "chairs": _both("Co-chairs", "Coprésidence"),
    "date": _both("Date", "Date"),
    "language": LANGUAGE,
    "notice": _both("Notice", "Avis"),
    "release": _both("Release", "Parution"),
    "warning": _both("Warning", "Avertissement"),
}
