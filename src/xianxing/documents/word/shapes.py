"""Shapes in Word documents: what fills them, whether they lie off the page, word art and diagrams."""

from __future__ import annotations

import re

from xianxing.documents.ooxml import Element, local, relation_id

_ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"
_LARGE_EMU = 1_500_000  # four centimetres each way
_FAR_EMU = 12_000_000  # a third of a metre: beyond any A4 page
_INCH_EMU = 914_400
_FAR_POINTS = 950  # the same in the units of old shapes: more than the height of an A4 page
_POINTS = {"": 1.0, "pt": 1.0, "px": 0.75, "in": 72.0, "cm": 28.35, "mm": 2.835}


def _up_to(node: Element, names: tuple[str, ...]) -> Element | None:
    for parent in node.iterancestors():
        if local(parent) in names:
            return parent
        if local(parent) == "p" and parent.tag.endswith("/main}p") and "wordprocessingml" in parent.tag:
            return None
    return None


def ground_of(box: Element) -> str | None:
    """What lies behind a text box's text: its fill, None for none (the page), "?" when it can't be told."""
    shape = _up_to(box, ("wsp",))
    if shape is None:
        frame = _up_to(box, ("shape", "rect", "roundrect", "textbox"))
        while frame is not None and local(frame) == "textbox":
            frame = frame.getparent()
        fill = "" if frame is None else frame.get("fillcolor", "")
        if frame is not None and frame.get("filled") in ("f", "false"):
            return None
        return fill.lstrip("#").upper()[:6] if fill.startswith("#") and len(fill) >= 7 else "?"
    properties = next((node for node in shape if local(node) == "spPr"), None)
    fills = [] if properties is None else [node for node in properties if local(node).endswith("Fill")]
    if not fills:
        return "?" if any(local(node) == "style" for node in shape) else None
    if local(fills[0]) == "noFill":
        return None
    if local(fills[0]) == "solidFill" and len(fills[0]):
        color = fills[0][0]
        if local(color) == "srgbClr" and not len(color):
            return str(color.get("val", "?")).upper()
        if local(color) == "schemeClr" and color.get("val") in ("bg1", "lt1") and not len(color):
            return "FFFFFF"
    return "?"


def is_off_page(box: Element) -> bool:
    """Whether a box's anchor puts it wholly outside of the page."""
    anchor = _up_to(box, ("anchor",))
    if anchor is None:
        return _is_far_off(_up_to(box, ("shape", "rect", "roundrect")))
    extent = next((node for node in anchor if local(node) == "extent"), None)
    for axis, length in (("positionH", "cx"), ("positionV", "cy")):
        node = next((child for child in anchor if local(child) == axis), None)
        offset = (
            None if node is None else next((child for child in node if local(child) == "posOffset"), None)
        )
        try:
            place = int((offset.text or "0") if offset is not None else "0")
            size = int(extent.get(length, "0")) if extent is not None else 0
        except ValueError:
            continue
        if place > _FAR_EMU or place + size < -1.6 * _INCH_EMU:
            return True
    return False


def _is_far_off(frame: Element | None) -> bool:
    """Whether the style of an old (VML) shape moves it off any page."""
    style = "" if frame is None else frame.get("style", "")
    if "absolute" not in style:
        return False
    moves = re.findall(r"(?:margin-)?(?:left|top)\s*:\s*(-?\d+(?:\.\d+)?)(pt|in|cm|mm|px)?", style)
    points = [float(number) * _POINTS[unit] for number, unit in moves]
    return any(move > _FAR_POINTS or move < -_FAR_POINTS for move in points)


def is_backdrop(node: Element) -> bool:
    """Whether a large picture or shape lies behind the text of the paragraph, as on a designed cover."""
    for anchor in node.iter(_ANCHOR):
        extent = next((child for child in anchor if local(child) == "extent"), None)
        if anchor.get("behindDoc") in ("1", "true") and extent is not None:
            sizes = [extent.get(key, "0") for key in ("cx", "cy")]
            if all(size.isdigit() and int(size) >= _LARGE_EMU for size in sizes):
                return True
    return False


def word_art(drawing: Element) -> str:
    """The string of old word art, as water marks use it."""
    found = [node.get("string", "") for node in drawing.iter() if local(node) == "textpath"]
    return "\n".join(text for text in found if text)


def diagram_relation(drawing: Element) -> str:
    """The relation id of a diagram's data, "" when the drawing is no diagram."""
    node = next((node for node in drawing.iter() if local(node) == "relIds"), None)
    return relation_id(node, "dm") if node is not None else ""
