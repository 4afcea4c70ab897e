"""The first cell of each row is its header (ISO 32000-1, 14.8). Typst marks header rows only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf


def add_row_headers(pdf: pikepdf.Pdf) -> None:
    for row in _elements(pdf.Root.StructTreeRoot, "/TR"):
        first = next(iter(_children(row)), None)
        if first is not None and first.S == "/TD":
            first.S = pikepdf.Name.TH
            _scope(first)


def _scope(cell: Any) -> None:
    """Beside what Typst said of the cell (its column's header, its borders)."""
    said = cell.get("/A", pikepdf.Array())
    attributes = said if isinstance(said, pikepdf.Array) else pikepdf.Array([said])
    of_table = next((each for each in attributes if each.get("/O") == "/Table"), None)
    if of_table is None:
        of_table = pikepdf.Dictionary(O=pikepdf.Name.Table)
        attributes.append(of_table)
    of_table.Scope = pikepdf.Name.Row
    cell.A = attributes


def _elements(top: Any, kind: str) -> Iterator[Any]:
    waiting = [top]
    while waiting:
        element = waiting.pop()
        if element.get("/S") == kind:
            yield element
        else:
            waiting += _children(element)


def _children(element: Any) -> Iterator[Any]:
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
