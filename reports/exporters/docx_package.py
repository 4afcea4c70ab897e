"""The Word file as a package that tells nothing of who made it where and when."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import cache
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from reports.exporters.package import repacked

PRIVATE_PARTS = ("/docProps/thumbnail.jpeg", "/docProps/app.xml")
# Styles for a version of Word that could not read the others, and a list of no sources.
IDLE_PARTS = ("/word/stylesWithEffects.xml", "/customXml/item1.xml")


def blank(template: bytes = b"") -> WordDocument:
    """An empty document, or a copy of ``template``. Without the hundred looks of tables that come with it: ours are set
    on the tables.
    """
    return docx.Document(BytesIO(template or _template()))


@cache
def _template() -> bytes:
    word, written = docx.Document(), BytesIO()
    styles = word.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:default")) is None:
            styles.remove(style)
    _drop(word.part, IDLE_PARTS)
    word.save(written)
    return written.getvalue()


def _drop(owner: Any, names: tuple[str, ...]) -> None:
    for key, relation in list(owner.rels.items()):
        if not relation.is_external and str(relation.target_part.partname) in names:
            del owner.rels[key]


def clear_properties(word: WordDocument, *, title: str, locale: str, date_iso: str) -> None:
    properties = word.core_properties
    for name in ("author", "category", "comments", "content_status", "identifier", "keywords",
                 "last_modified_by", "subject", "version"):  # fmt: skip
        setattr(properties, name, "")
    midnight = datetime.combine(date.fromisoformat(date_iso), time.min, UTC)
    properties.created = properties.modified = properties.last_printed = midnight
    properties.revision = 1
    # The format allows 255 letters.
    properties.title, properties.language = title[:255], locale
    _drop(word.part.package, PRIVATE_PARTS)


def packed(word: WordDocument) -> bytes:
    """The file with the same bytes whenever it is written."""
    written = BytesIO()
    word.save(written)
    return repacked(written.getvalue())
