"""What WordprocessingML can say and python-docx has no call for (ECMA-376, part 1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

DECORATIVE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative val="1" '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"/></a:ext></a:extLst>'
)


def element(tag_name: str, /, **attributes: str) -> Any:
    made = OxmlElement(tag_name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def set_language(properties: Any, locale: str) -> None:
    """``properties`` is a run's or a style's ``rPr``."""
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(element("w:lang", val=locale, eastAsia=locale, bidi=locale))


def run_from_right(properties: Any) -> None:
    """Before the language, as the order of a run's properties wants it."""
    properties.find(qn("w:lang")).addprevious(element("w:rtl"))


def lines_from_right(paragraph: Paragraph) -> None:
    paragraph._p.get_or_add_pPr().insert_element_before(
        element("w:bidi"), "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc",
        "w:rPr",
    )  # fmt: skip


def set_colour(run: Run, colour: str) -> None:
    run.font.color.rgb = RGBColor.from_string(colour)


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Around the paragraph's words, so that links lead there."""
    start = element("w:bookmarkStart", id=str(number), name=name)
    properties = paragraph._p.pPr
    paragraph._p.insert(0 if properties is None else 1, start)
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))


def link_inside(paragraph: Paragraph, text: str, anchor: str) -> None:
    link = element("w:hyperlink", anchor=anchor, history="1")
    paragraph._p.append(link)
    _move_into(link, paragraph.add_run(text))


def link_outside(paragraph: Paragraph, run: Run, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(link)
    _move_into(link, run)


def _move_into(link: Any, run: Run) -> None:
    link.append(run._r)


def field_start(paragraph: Paragraph, instruction: str) -> None:
    _field_mark(paragraph, "begin")
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = f" {instruction} "
    paragraph.add_run()._r.append(code)
    _field_mark(paragraph, "separate")


def field_end(paragraph: Paragraph) -> None:
    _field_mark(paragraph, "end")


def _field_mark(paragraph: Paragraph, kind: str) -> None:
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType=kind))


def side_border(paragraph: Paragraph, side: str, colour: str, eighths: int, space: int = 0) -> None:
    borders = OxmlElement("w:pBdr")
    borders.append(element(f"w:{side}", val="single", sz=str(eighths), space=str(space), color=colour))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:bidi", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def describe_picture(run: Run, number: int, description: str) -> None:
    """Alternative text; none means that the picture is there for its looks alone."""
    inline = run._r.find(f".//{qn('wp:inline')}")
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")
    properties = inline.find(qn("wp:docPr"))
    properties.set("id", str(number))
    properties.set("name", f"Picture {number}")
    properties.set("descr", description)
    if not description:
        properties.append(parse_xml(DECORATIVE))


def dress_table(table: Table, caption: str, line_colour: str, ink: str) -> None:
    """A header row that repeats on each page, row headers in the first column, rules between rows."""
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side, colour, size in (("top", ink, "8"), ("bottom", ink, "8"), ("insideH", line_colour, "4")):
        borders.append(element(f"w:{side}", val="single", sz=size, space="0", color=colour))
    for old in properties.findall(qn("w:tblLook")):
        properties.remove(old)
    look = element("w:tblLook", val="00A0", firstRow="1", lastRow="0", firstColumn="1", lastColumn="0",
                   noHBand="1", noVBand="1")  # fmt: skip
    margins = parse_xml(
        f'<w:tblCellMar {nsdecls("w")}><w:top w:w="40" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="160" w:type="dxa"/></w:tblCellMar>'
    )
    layout = properties.find(qn("w:tblLayout"))
    at = len(properties) if layout is None else list(properties).index(layout)
    properties.insert(at, borders)
    properties.append(margins)
    properties.append(look)
    properties.append(element("w:tblCaption", val=caption))
    for number, row in enumerate(table._tbl.tr_lst):
        row_properties = row.get_or_add_trPr()
        row_properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            row_properties.append(OxmlElement("w:tblHeader"))


def set_widths(table: Table, widths: Sequence[Length]) -> None:
    """Said twice, because Word goes by the cells and others by the grid."""
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = width
