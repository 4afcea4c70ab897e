"""The Word file as a package that tells nothing of who made it where and when."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from io import BytesIO

from docx.document import Document as WordDocument

from reports.exporters.package import repacked

PRIVATE_PARTS = ("/docProps/thumbnail.jpeg", "/docProps/app.xml")


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
    package = word.part.package
    for key, relation in list(package.rels.items()):
        if not relation.is_external and str(relation.target_part.partname) in PRIVATE_PARTS:
            del package.rels[key]


def packed(word: WordDocument) -> bytes:
    """The file with the same bytes whenever it is written."""
    written = BytesIO()
    word.save(written)
    return repacked(written.getvalue())
