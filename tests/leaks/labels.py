"""Sectors and languages beside protected words: only where at least ``k`` people of them took part in that event."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from tests.leaks.plan import ATTRIBUTABLE, Plan, Sending

# As a reader recognises them in the line under some words, in either language.
SECTORS = {
    "civil_society": ("member of civil society", "personne de la société civile"),
    "government": ("government representative", "représentant le gouvernement"),
    "academia": ("from academia", "milieu universitaire"),
    "public": ("member of the public", "personne du public"),
}
LANGUAGES = {
    "en": ("original in English", "original en anglais"),
    "fr": ("original in French", "original en français"),
}


def too_narrow(plan: Plan, sent: Sequence[Sending], data: bytes) -> Iterator[str]:
    """Labels in a report's JSON that too few people share; ``sent`` is what came until then."""
    by_mark = {sending.point.mark: sending for sending in sent}
    for text, source in sourced(json.loads(data)):
        for mark, sending in by_mark.items():
            if mark in text and sending.in_force != ATTRIBUTABLE:
                yield from (
                    f"{label} beside words of {sending.event}"
                    for label in narrow(plan, sent, sending, source)
                )


def narrow(plan: Plan, sent: Sequence[Sending], sending: Sending, source: str) -> Iterator[str]:
    for sector, words in SECTORS.items():
        if (
            any(word in source for word in words)
            and people(plan, sent, sending.event, "sector", sector) < plan.k
        ):
            yield sector
    is_named = sending.attribution != "not_attributed" and sending.in_force == "by_consent"
    for language, words in LANGUAGES.items():
        is_told = not is_named and any(word in source for word in words)
        if is_told and people(plan, sent, sending.event, "language", language) < plan.k:
            yield language


def people(plan: Plan, sent: Sequence[Sending], event: str, what: str, value: str) -> int:
    """How many of them came to the conference, or wrote to what people write to."""
    if event == "day":
        return sum(getattr(person, what) == value for person in plan.came)
    mine = [sending for sending in sent if sending.event == event]
    if what == "language":
        return sum(sending.point.language == value for sending in mine)
    return sum(sending.sector == value for sending in mine)


def sourced(value: Any) -> Iterator[tuple[str, str]]:
    """Each printed text with the line under it."""
    if isinstance(value, dict):
        if "text" in value and (value.get("source") or value.get("note")):
            yield value["text"], value.get("source") or value.get("note")
        for inner in value.values():
            yield from sourced(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from sourced(inner)


def not_rounded(data: bytes) -> Iterator[str]:
    """Figures in tables that are no multiple of five."""
    for part in json.loads(data)["parts"]:
        for block in part["blocks"]:
            if block["type"] == "table":
                yield from (f"{block['caption']}: {cell}" for cell in figures_of(block) if int(cell) % 5)


def figures_of(block: dict[str, Any]) -> Iterator[str]:
    for row in block["rows"]:
        for cell, is_number in zip(row, block["numeric"], strict=True):
            found = re.search(r"\d[\d,\u00a0\u202f]*", cell) if is_number else None
            if found and "%" not in cell and "." not in cell:
                yield re.sub(r"\D", "", found.group())
