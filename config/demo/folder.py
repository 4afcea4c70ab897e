"""Reading the files of a case."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from config.demo.errors import CaseError
from consultations.models import Bilingual

BILINGUAL = {
    "title", "summary", "purpose", "how_to_take_part", "notice", "report_title", "report_subtitle", "name", "acronym",
    "guiding_question", "description", "place", "subject", "publisher", "text", "help", "lowest_label", "highest_label",
    "introduction", "thanks", "help_in_danger", "statement", "label",
}  # fmt: skip
MOMENTS = {"starts_at", "ends_at"}


def read_yaml(path: Path) -> Any:
    """The content of ``path``; an error names the file and the place."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise CaseError(f"{path}: {error}") from error


def fields(row: dict[str, Any], *names: str, zone: ZoneInfo | None = None) -> dict[str, Any]:
    """Those of ``names`` that ``row`` has, as model values: bilingual texts, moments in the consultation's zone."""
    return {name: value(name, row[name], zone) for name in names if row.get(name) is not None}


def value(name: str, raw: Any, zone: ZoneInfo | None) -> Any:
    if name in BILINGUAL and isinstance(raw, dict):
        return Bilingual.of(raw)
    if name in MOMENTS:
        return datetime.fromisoformat(str(raw)).replace(tzinfo=zone)
    return raw
