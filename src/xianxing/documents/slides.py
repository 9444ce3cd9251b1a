"""Reading .pptx: slides in order, their titles, texts, tables and speaker notes; hidden slides apart."""

from __future__ import annotations

from collections.abc import Iterator

from xianxing.documents.draft import DocumentDraft, Fatal
from xianxing.documents.model import BlockKind, PlaceKind
from xianxing.documents.office_asides import add_pictures, alternatives, part_of, read_asides, words_of
from xianxing.documents.ooxml import Element, OfficePackage, inspect, local, read_properties, relation_id
from xianxing.documents.visible import tidy

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
TINY_HUNDREDTHS = 250
_TITLES = ("title", "ctrTitle")
_FURNITURE = ("dt", "ftr", "sldNum", "hdr")


def read_pptx(package: OfficePackage, draft: DocumentDraft) -> None:
    """Read the slides into the draft; the first slide is 1. Raises Fatal when there is no presentation.

    A text is white only where its shape's own fill or the slide's declared background has the same plain
    colour: what lies behind by theme or picture isn't judged.
    """
    read_properties(package, draft)
    inspect(package, draft)
    main = package.main_part()
    root = package.xml(main)
    if root is None:
        raise Fatal("damaged", reason="presentation")
    size = root.find(P + "sldSz")
    wide, high = (int(size.get(key, "0")) if size is not None else 0 for key in ("cx", "cy"))
    relations = package.relations(main)
    number = 0
    behind: set[str] = set()
    for node in root.iterfind(f"{P}sldIdLst/{P}sldId"):
        relation = relations.get(relation_id(node, "id"))
        if relation is None or relation.external:
            continue
        number += 1
        if number > draft.limits.pages:
            draft.problem("cut")
            break
        try:
            _Slide(package, draft, relation.target, number, (wide, high), behind).read()
        except Fatal as fatal:
            if fatal.problem.code != "damaged":
                raise
            draft.problem("part-damaged", f"slide={number}")
    draft.pages = number
    read_asides(package, draft)
    authored = [
        name
        for name in package.names
        if "/comments/" in name or ("/comments" in name and name.endswith(".xml"))
    ]
    if authored:
        draft.problem("comments", count=len(authored))


class _Slide:
    def __init__(
        self,
        package: OfficePackage,
        draft: DocumentDraft,
        part: str,
        number: int,
        size: tuple[int, int],
        behind: set[str],
    ) -> None:
        self.package, self.draft, self.part, self.number, self.size = package, draft, part, number, size
        self.behind = behind  # layouts and masters read for a slide before
        self.place = f"slide={number}"
        self.hidden = False
        self.background: str | None = None

    def read(self) -> None:
        root = self.package.xml(self.part)
        if root is None:
            raise Fatal("damaged", reason="slide")
        self.hidden = root.get("show") in ("0", "false")
        if self.hidden:
            self.draft.problem("hidden-slide", self.place)
        self.background = _plain(root.find(f"{P}cSld/{P}bg/{P}bgPr/{A}solidFill"))
        shapes = list(_shapes_of(root))
        self.draft.heading = ""
        for shape in sorted(shapes, key=lambda shape: _placeholder(shape) not in _TITLES):
            if _placeholder(shape) not in _FURNITURE:
                self._shape(shape)
            elif _placeholder(shape) != "sldNum":
                self.draft.aside(PlaceKind.FOOTER, words_of(shape), self.place)
            alternatives(shape, self.draft, self.place)
        add_pictures(self.package, self.part, root, self.draft, self.place)
        self._behind()
        self._notes()

    def _behind(self) -> None:
        """Keep what stands on the slide's layout and master outside of the places meant for its own text."""
        part = self.part
        for kind in ("slideLayout", "slideMaster"):
            found = self.package.related(part, kind)
            if not found or found[0] in self.behind:
                return
            part = found[0]
            root = part_of(self.package, part, self.draft)
            for shape in () if root is None else _shapes_of(root):
                if not _placeholder(shape):
                    self.draft.aside(PlaceKind.HEADER, words_of(shape), self.place)
                    alternatives(shape, self.draft, self.place)
            self.behind.add(part)

    def _shape(self, shape: Element) -> None:
        reason = "hidden_slide" if self.hidden else self._unseen(shape)
        for table in shape.iter(A + "tbl"):
            for row in table.iterfind(A + "tr"):
                cells = tuple(self._text(cell, reason, None) for cell in row.iterfind(A + "tc"))
                self._add(BlockKind.TABLE_ROW, cells=cells)
        if local(shape) == "graphicFrame":
            self._diagram(shape, reason)
            return
        body = next((node for node in shape if local(node) == "txBody"), None)
        if body is None:
            return
        fill = _plain(shape.find(f"{P}spPr/{A}solidFill"))
        properties = shape.find(P + "spPr")
        fills = (
            [] if properties is None else [local(node) for node in properties if local(node).endswith("Fill")]
        )
        filled = any(name != "noFill" for name in fills)
        behind = fill if filled else self.background
        texts = [self._text(paragraph, reason, behind) for paragraph in body.iterfind(A + "p")]
        if _placeholder(shape) in _TITLES:
            self._add(
                BlockKind.SLIDE_TITLE, " ".join(text.strip() for text in texts if text.strip()), level=1
            )
            return
        for text in texts:
            self._add(BlockKind.PARAGRAPH, text)

    def _diagram(self, shape: Element, reason: str) -> None:
        node = next((node for node in shape.iter() if local(node) == "relIds"), None)
        relation = (
            self.package.relations(self.part).get(relation_id(node, "dm")) if node is not None else None
        )
        root = self.package.xml(relation.target) if relation and not relation.external else None
        for paragraph in () if root is None else root.iter(A + "p"):
            self._add(BlockKind.TEXT_BOX, self._text(paragraph, reason, None))

    def _add(self, kind: BlockKind, text: str = "", *, level: int = 0, cells: tuple[str, ...] = ()) -> None:
        self.draft.add(kind, text, level=level, slide=self.number, cells=cells)

    def _unseen(self, shape: Element) -> str:
        properties = next((node for node in shape.iter() if local(node) == "cNvPr"), None)
        if properties is not None and properties.get("hidden") in ("1", "true"):
            return "vanish"
        offset, extent = shape.find(f"{P}spPr/{A}xfrm/{A}off"), shape.find(f"{P}spPr/{A}xfrm/{A}ext")
        if offset is None or extent is None or not all(self.size):
            return ""
        try:
            left, top = int(offset.get("x", "0")), int(offset.get("y", "0"))
            right, bottom = left + int(extent.get("cx", "0")), top + int(extent.get("cy", "0"))
        except ValueError:
            return ""
        outside = left >= self.size[0] or top >= self.size[1] or right <= 0 or bottom <= 0
        return "off_page" if outside else ""

    def _text(self, node: Element, reason: str, behind: str | None) -> str:
        parts: list[str] = []
        for child in node.iter(A + "t", A + "br", A + "p"):
            if child.tag == A + "br" or (child.tag == A + "p" and parts and child is not node):
                parts.append("\n")
                continue
            text = child.text or "" if child.tag == A + "t" else ""
            why = reason or _run_reason(child.getparent(), behind)
            if why and text.strip():
                self.draft.hide(why, text, self.place)
            elif text:
                parts.append(text)
        return "".join(parts)

    def _notes(self) -> None:
        for part in self.package.related(self.part, "notesSlide"):
            root = self.package.xml(part)
            for shape in () if root is None else root.iter(P + "sp"):
                if _placeholder(shape) != "body":
                    if _placeholder(shape) in ("hdr", "ftr"):
                        self.draft.aside(PlaceKind.SPEAKER_NOTES, words_of(shape), self.place)
                    continue
                texts = (
                    self._text(node, "hidden_slide" if self.hidden else "", None)
                    for node in shape.iter(A + "p")
                )
                text = tidy("\n".join(texts))
                self._add(BlockKind.SPEAKER_NOTES, text)


def _shapes_of(root: Element) -> Iterator[Element]:
    tree = root.find(f"{P}cSld/{P}spTree")
    return iter(()) if tree is None else _shapes(tree)


def _shapes(tree: Element) -> Iterator[Element]:
    for node in tree:
        tag = local(node)
        if tag == "grpSp":
            yield from _shapes(node)
        elif tag == "AlternateContent":
            chosen = next((part for part in node if local(part) in ("Choice", "Fallback")), None)
            yield from _shapes(chosen) if chosen is not None else ()
        elif tag in ("sp", "graphicFrame", "cxnSp", "pic"):
            yield node


def _placeholder(shape: Element) -> str:
    node = next((node for node in shape.iter(P + "ph")), None)
    return "" if node is None else node.get("type", "body")


def _plain(fill: Element | None) -> str | None:
    if fill is None or not len(fill) or local(fill[0]) != "srgbClr" or len(fill[0]):
        return None
    return str(fill[0].get("val", "")).upper()


def _run_reason(run: Element | None, behind: str | None) -> str:
    properties = None if run is None else run.find(A + "rPr")
    if properties is None:
        return ""
    size = properties.get("sz", "")
    if size.isdigit() and int(size) < TINY_HUNDREDTHS:
        return "tiny"
    fill = properties.find(A + "solidFill")
    if fill is not None and len(fill):
        alpha = next((node.get("val", "") for node in fill.iter(A + "alpha")), "")
        if alpha.isdigit() and int(alpha) <= 5000:
            return "transparent"
    color = _plain(fill)
    return "white" if color and behind and color == behind else ""
