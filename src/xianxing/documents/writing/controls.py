"""Content controls of Word: a cell that carries its key path, so that a filled form can be read back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

BODY_FONT = "仿宋_GB2312"
HEAD_FONT = "黑体"
TITLE_FONT = "方正小标宋简体"
LATIN_FONT = "Times New Roman"
GREY = "595959"
LONGEST_TAG = 64  # Word refuses longer ones

_GLYPHS = {"\n": "br", "\t": "tab"}
_BREAKS = re.compile(r"([\n\t])")

Element = Any  # python-docx gives lxml elements, which have no types


def element(name: str, **attributes: str) -> Element:
    """An element of WordprocessingML with `w:` attributes."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def run(
    text: str, *, font: str = BODY_FONT, half_points: int = 24, color: str = "", bold: bool = False
) -> Element:
    """A run in a named East Asian font; sizes in half points. Line ends and tabs become Word's own."""
    made = element("r")
    properties = element("rPr")
    properties.append(element("rFonts", ascii=LATIN_FONT, hAnsi=LATIN_FONT, eastAsia=font))
    if bold:
        properties.append(element("b"))
    if color:
        properties.append(element("color", val=color))
    properties.append(element("sz", val=str(half_points)))
    properties.append(element("szCs", val=str(half_points)))
    made.append(properties)
    for piece in _BREAKS.split(text):
        if piece in _GLYPHS:
            made.append(element(_GLYPHS[piece]))
            continue
        words = element("t")
        words.text = piece
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(words)
    return made


def paragraph(
    *runs: Element, align: str = "", before: int = 0, after: int = 0, keep: bool = False
) -> Element:
    """A paragraph of runs, with room before and after it in twentieths of a point; `keep` holds it on one
    page with what follows.
    """
    made = element("p")
    properties = element("pPr")
    if keep:
        properties.append(element("keepNext"))
    properties.append(element("spacing", before=str(before), after=str(after), line="240", lineRule="auto"))
    if align:
        properties.append(element("jc", val=align))
    made.append(properties)
    made.extend(runs)
    return made


def control(
    tag: str,
    label: str,
    placeholder: str,
    *,
    text: str = "",
    choices: Sequence[tuple[str, str]] = (),
    day: bool = False,
    locked: bool = False,
    half_points: int = 24,
) -> Element:
    """A paragraph that is one content control with a text or, without one, a grey placeholder.

    `tag` is the key path, `label` what Word shows as its title, `choices` (label, value) of a drop-down
    list; `day` makes it a date picker that writes 2024年1月10日; `locked` forbids editing in Word. Raises
    ValueError for a tag that Word would refuse.
    """
    if len(tag) > LONGEST_TAG:
        raise ValueError(f"tag {tag!r} is longer than {LONGEST_TAG} characters")
    made = element("sdt")
    properties = element("sdtPr")
    properties.append(element("alias", val=label[:LONGEST_TAG]))
    properties.append(element("tag", val=tag))
    if locked:
        properties.append(element("lock", val="sdtContentLocked"))
    if not text:
        properties.append(element("showingPlcHdr"))
    if choices:
        listing = element("dropDownList")
        for words, value in choices:
            listing.append(element("listItem", displayText=words, value=value))
        properties.append(listing)
    elif day:
        picker = element("date")
        picker.append(element("dateFormat", val="yyyy年M月d日"))
        picker.append(element("lid", val="zh-CN"))
        picker.append(element("storeMappedDataAs", val="date"))
        picker.append(element("calendar", val="gregorian"))
        properties.append(picker)
    # No `w:text` otherwise: LibreOffice 7.4, saving, writes the words of a plain text control three times.
    made.append(properties)
    content = element("sdtContent")
    content.append(run(text or placeholder, half_points=half_points, color="" if text else GREY))
    made.append(content)
    return paragraph(made)
