"""The looks of the Word file as named styles, so that whoever opens it can change all of them at once."""

from __future__ import annotations

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from reports.exporters.docx_xml import element, set_language
from reports.exporters.text import INK, SOFT

SERIF = "Georgia"
SANS = "Calibri"

# name: (font, size, bold, colour, space before, space after)
LOOKS: dict[str, tuple[str, float, bool, str, float, float]] = {
    "Normal": (SANS, 11, False, INK, 0, 7),
    "Title": (SERIF, 32, True, INK, 150, 12),
    "Subtitle": (SANS, 14, False, SOFT, 0, 120),
    "Heading 1": (SERIF, 24, True, INK, 24, 12),
    "Heading 2": (SERIF, 16, True, INK, 22, 8),
    "Heading 3": (SERIF, 12, True, INK, 16, 4),
    "List Bullet": (SANS, 11, False, INK, 0, 4),
    "Quote": (SERIF, 11, False, INK, 6, 0),
    "Caption": (SERIF, 11, True, INK, 14, 6),
    "Header": (SANS, 9, False, SOFT, 0, 0),
    "Footer": (SANS, 9, False, SOFT, 0, 0),
    "Quote Source": (SANS, 9.5, False, SOFT, 0, 10),
    "Guiding Question": (SANS, 13, False, SOFT, 0, 10),
    "Strength": (SANS, 10, True, SOFT, 0, 3),
    "Small Print": (SANS, 9.5, False, SOFT, 0, 6),
    "Kind": (SANS, 10, True, SOFT, 0, 0),
    "Contents Title": (SERIF, 24, True, INK, 0, 12),
    "Warning": (SANS, 10, True, "A3231F", 0, 6),
    "Table Text": (SANS, 10, False, INK, 0, 0),
    "Table Text Kept": (SANS, 10, False, INK, 0, 0),
    "toc 1": (SANS, 11, True, INK, 6, 2),
    "toc 2": (SANS, 10.5, False, INK, 0, 2),
}
INDENTED = {"Quote": 0.2, "Quote Source": 0.2, "toc 2": 0.25}
KEPT_WITH_NEXT = ("Heading 1", "Heading 2", "Heading 3", "Strength", "Quote", "Caption", "Table Text Kept")


def dress(word: WordDocument, locale: str) -> None:
    for name, (font, size, bold, colour, before, after) in LOOKS.items():
        style = _style(word, name)
        _set_font(style, font, size, bold, colour)
        layout = style.paragraph_format
        layout.space_before, layout.space_after = Pt(before), Pt(after)
        layout.line_spacing = 1.0 if name.startswith(("Title", "Heading", "Table")) else 1.15
        layout.keep_with_next = name in KEPT_WITH_NEXT
        if name in INDENTED:
            layout.left_indent, layout.right_indent = Inches(INDENTED[name]), Inches(0)
    _style(word, "Heading 1").paragraph_format.page_break_before = True
    _style(word, "Contents Title").paragraph_format.page_break_before = True
    _declare_language(word, locale)


def _style(word: WordDocument, name: str) -> ParagraphStyle:
    """The template's style or a new one; its id is its name without spaces."""
    if name in word.styles:
        found = word.styles[name]
    else:
        found = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.startswith("toc"))
        found.base_style = word.styles["Normal"]
    assert isinstance(found, ParagraphStyle)
    return found


def _set_font(style: ParagraphStyle, font: str, size: float, bold: bool, colour: str) -> None:
    properties: Any = style.element.get_or_add_rPr()
    for name in ("w:rFonts", "w:spacing", "w:kern", "w:caps"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    style.font.name = font
    properties.rFonts.set(qn("w:cs"), font)
    properties.rFonts.set(qn("w:eastAsia"), font)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    # What Word calls complex scripts has a look of its own: Arabic and Hebrew are set like the rest.
    style.font.cs_bold, style.font.cs_italic = bold, False
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    properties.find(qn("w:sz")).addnext(element("w:szCs", val=str(round(2 * size))))
    style.font.color.rgb = RGBColor.from_string(colour)
    for borders in style.element.findall(f".//{qn('w:pBdr')}"):
        borders.getparent().remove(borders)


def _declare_language(word: WordDocument, locale: str) -> None:
    defaults = word.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    set_language(defaults, locale)
    settings = word.settings.element
    for old in settings.findall(qn("w:themeFontLang")):
        old.set(qn("w:val"), locale)
    if settings.find(qn("w:themeFontLang")) is None:
        settings.append(element("w:themeFontLang", val=locale))
