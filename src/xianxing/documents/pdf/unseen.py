"""What hides text on a PDF page: render mode, colour, transparency, size, the page's edge, things on top."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

from xianxing.documents.pdf.library import pdfium, raw

Box = tuple[float, float, float, float]  # left, bottom, right, top in the page's own space
TINY_POINTS = 2.5
TRANSPARENT = 13  # alpha of 255
NEAR = 14
SCAN_SHARE = 0.6
INVISIBLE_MODES = (3, 7)
MOST_COVERS = 2000
DEEPEST = 4


@dataclass
class DrawnShape:
    """A filled path or an image, in drawing order."""

    order: int
    box: Box
    color: tuple[int, int, int] | None  # None for an image or a fill that isn't plain
    image: bool
    solid: bool


@dataclass
class _Text:
    order: int
    box: Box
    reason: str
    color: tuple[int, int, int]
    invisible: bool


@dataclass
class PageVisibility:
    """What a page's objects say about the visibility of its text. Coordinates as pdfium gives them."""

    box: Box
    rotation: int = 0
    shapes: list[DrawnShape] = field(default_factory=list)
    texts: dict[int, _Text] = field(default_factory=dict)
    paths: int = 0
    image_share: float = 0.0
    text_layer: bool = False
    _suspect: bool = False

    @property
    def width(self) -> float:
        """Width of the page as shown."""
        return (self.box[2] - self.box[0]) if self.rotation % 180 == 0 else self.box[3] - self.box[1]

    @property
    def height(self) -> float:
        """Height of the page as shown."""
        return (self.box[3] - self.box[1]) if self.rotation % 180 == 0 else self.box[2] - self.box[0]

    def upright(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box as (left, top, right, bottom) with y downwards on the page as shown."""
        x0, y0, x1, y1 = self.box
        if self.rotation == 90:
            return bottom - y0, left - x0, top - y0, right - x0
        if self.rotation == 180:
            return x1 - right, bottom - y0, x1 - left, top - y0
        if self.rotation == 270:
            return y1 - top, x1 - right, y1 - bottom, x1 - left
        return left - x0, y1 - top, right - x0, y1 - bottom

    def reason(self, textpage: Any, index: int, box: Box) -> str:
        """Why the character can't be seen, "" when it can."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if not (self.box[0] <= x <= self.box[2] and self.box[1] <= y <= self.box[3]):
            return "off_page"
        if not self._suspect:
            return ""
        text = self.texts.get(_address(raw.FPDFText_GetTextObject(textpage, index)))
        if text is None:
            return ""
        if text.reason:
            return text.reason
        covered = any(
            shape.order > text.order and shape.solid and not shape.image and _inside(x, y, shape.box)
            for shape in self.shapes
        )
        return "covered" if covered else ""

    def settle(self) -> None:
        """Decide what needs the whole page: the layer of a scan, colours against what lies behind."""
        scan = next((s for s in self.shapes if s.image and self._share(s.box) >= SCAN_SHARE), None)
        layered = [t for t in self.texts.values() if scan and (t.invisible or t.order < scan.order)]
        self.text_layer = bool(layered) and len(layered) >= 0.8 * len(self.texts)
        for text in self.texts.values():
            if self.text_layer and text in layered:
                text.reason = ""
                continue
            if not text.reason and text.invisible:
                text.reason = "transparent"
            if not text.reason and _near(text.color, self._behind(text)):
                text.reason = "white"
        covers = any(shape.solid and not shape.image for shape in self.shapes)
        self._suspect = covers or any(text.reason for text in self.texts.values())

    def _behind(self, text: _Text) -> tuple[int, int, int] | None:
        x, y = (text.box[0] + text.box[2]) / 2, (text.box[1] + text.box[3]) / 2
        ground: tuple[int, int, int] | None = (255, 255, 255)
        for shape in self.shapes:
            if shape.order < text.order and _inside(x, y, shape.box):
                ground = shape.color
        return ground

    def _share(self, box: Box) -> float:
        page = max(1.0, (self.box[2] - self.box[0]) * (self.box[3] - self.box[1]))
        wide = min(box[2], self.box[2]) - max(box[0], self.box[0])
        high = min(box[3], self.box[3]) - max(box[1], self.box[1])
        return max(0.0, wide) * max(0.0, high) / page


def look_at(page: pdfium.PdfPage) -> PageVisibility:
    """Gather the scene of a page from its objects."""
    left, bottom, right, top = page.get_cropbox()
    scene = PageVisibility((left, bottom, right, top), page.get_rotation())
    handles = [raw.FPDFPage_GetObject(page.raw, at) for at in range(raw.FPDFPage_CountObjects(page.raw))]
    _gather(scene, handles, 0)
    images = [shape for shape in scene.shapes if shape.image]
    scene.image_share = min(1.0, sum(scene._share(shape.box) for shape in images))
    scene.settle()
    return scene


def _gather(scene: PageVisibility, handles: list[Any], depth: int) -> None:
    for handle in handles:
        kind = raw.FPDFPageObj_GetType(handle)
        order = len(scene.texts) + len(scene.shapes) + scene.paths
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            scene.texts[_address(handle)] = _text(handle, order, depth)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            count = raw.FPDFFormObj_CountObjects(handle)
            _gather(scene, [raw.FPDFFormObj_GetObject(handle, at) for at in range(max(0, count))], depth + 1)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            if depth == 0 or scene.image_share == 0:
                scene.shapes.append(DrawnShape(order, _bounds(handle), None, True, True))
        elif kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING):
            scene.paths += 1
            if depth == 0 and len(scene.shapes) < MOST_COVERS:
                _add_path(scene, handle, kind, order)


def _add_path(scene: PageVisibility, handle: Any, kind: int, order: int) -> None:
    box = _bounds(handle)
    if box[2] - box[0] < 4 or box[3] - box[1] < 4:
        return
    if kind == raw.FPDF_PAGEOBJ_SHADING:
        scene.shapes.append(DrawnShape(order, box, None, False, False))
        return
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(handle, mode, stroke)
    if not mode.value:
        return
    color = _fill(handle)
    rectangle = raw.FPDFPath_CountSegments(handle) <= 6
    solid = color is not None and color[3] >= 250 and rectangle
    plain = (color[0], color[1], color[2]) if color is not None and rectangle and color[3] >= 250 else None
    scene.shapes.append(DrawnShape(order, box, plain, False, solid))


def _text(handle: Any, order: int, depth: int) -> _Text:
    box = _bounds(handle)
    color = _fill(handle)
    mode = raw.FPDFTextObj_GetTextRenderMode(handle)
    reason = ""
    if color is not None and color[3] <= TRANSPARENT and mode in (0, 2):
        reason = "transparent"
    elif depth == 0 and _size(handle) < TINY_POINTS:
        reason = "tiny"
    plain = (color[0], color[1], color[2]) if color is not None and mode == 0 else (0, 0, 0)
    return _Text(order, box, reason, plain, mode in INVISIBLE_MODES)


def _size(handle: Any) -> float:
    size, matrix = ctypes.c_float(), raw.FS_MATRIX()
    if not raw.FPDFTextObj_GetFontSize(handle, size) or not raw.FPDFPageObj_GetMatrix(handle, matrix):
        return 10.0
    return float(abs(size.value) * max((matrix.c**2 + matrix.d**2) ** 0.5, 0.0))


def _bounds(handle: Any) -> Box:
    values = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(handle, *values):
        return 0.0, 0.0, 0.0, 0.0
    left, bottom, right, top = (value.value for value in values)
    return left, bottom, right, top


def _fill(handle: Any) -> tuple[int, int, int, int] | None:
    values = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(handle, *values):
        return None
    red, green, blue, alpha = (value.value for value in values)
    return red, green, blue, alpha


def _address(handle: Any) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _inside(x: float, y: float, box: Box) -> bool:
    return box[0] - 0.5 <= x <= box[2] + 0.5 and box[1] - 0.5 <= y <= box[3] + 0.5


def _near(one: tuple[int, int, int], other: tuple[int, int, int] | None) -> bool:
    return other is not None and all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))
