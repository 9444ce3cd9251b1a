"""A form as it stands in a Word file: lines and tables with their tags, without knowing any guide.

Runs in the reader's own process. Text is what a reader of the page sees, insertions taken, deletions and
hidden text left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from xianxing.documents.archive import SafeZip
from xianxing.documents.draft import Fatal
from xianxing.documents.extract import extract
from xianxing.documents.limits import Limits
from xianxing.documents.model import Document, FileKind
from xianxing.documents.ooxml import Element, OfficePackage, local
from xianxing.documents.word.looks import Styles, W, value
from xianxing.documents.word.walk import DEEPEST, Ground, Walker, WordPiece, shown

_THROUGH = ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
_PROPERTIES = "docProps/custom.xml"
MOST_TAGS = 50  # kept of one cell


@dataclass(frozen=True)
class RawCell:
    """A cell's text, the tags of the controls in and around it, and how many columns it spans."""

    text: str
    tags: tuple[str, ...] = ()
    span: int = 1


@dataclass(frozen=True)
class RawLine:
    """A paragraph outside of tables (`cell`), or a table's rows."""

    cell: RawCell | None = None
    rows: tuple[tuple[RawCell, ...], ...] = ()


@dataclass(frozen=True)
class RawForm:
    """Everything that the file says: lines in order, texts of headers and footers, own properties."""

    lines: tuple[RawLine, ...] = ()
    margins: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)


def extract_form(data: bytes, name: str, limits: Limits) -> tuple[Document, RawForm | None]:
    """The file as any other is read, and its form: None where it is no Word file or can't be used."""
    document = extract(data, name, limits, ocr=False)
    if not document.usable or document.kind is not FileKind.DOCX:
        return document, None
    try:
        return document, _Raw(OfficePackage(SafeZip(data, limits)), limits).form()
    except (Fatal, RecursionError, UnicodeError, ValueError, KeyError, IndexError, TypeError, AttributeError):
        return document, None  # what breaks here was never a form of ours


def raw_to_json(form: RawForm) -> dict[str, Any]:
    """Plain JSON values."""
    return asdict(form)


def raw_from_json(fields: Mapping[str, Any]) -> RawForm:
    """The form again. Raises KeyError or TypeError for what `raw_to_json` didn't make."""
    return RawForm(
        tuple(
            RawLine(
                _cell(line["cell"]) if line["cell"] is not None else None,
                tuple(tuple(_cell(cell) for cell in row) for row in line["rows"]),
            )
            for line in fields["lines"]
        ),
        tuple(map(str, fields["margins"])),
        {str(key): str(text) for key, text in fields["properties"].items()},
    )


def _cell(fields: Mapping[str, Any]) -> RawCell:
    return RawCell(str(fields["text"]), tuple(map(str, fields["tags"])), int(fields["span"]))


class _Raw:
    """One file being read."""

    def __init__(self, package: OfficePackage, limits: Limits) -> None:
        self.package, self.limits, self.left = package, limits, limits.characters
        self.main = package.main_part()
        styles = package.related(self.main, "styles")
        self.walker = Walker(Styles(package.xml(styles[0]) if styles else None))

    def form(self) -> RawForm:
        root = self.package.xml(self.main)
        body = None if root is None else root.find(W + "body")
        lines = [] if body is None else [self._line(node, tags) for node, tags in _flow(body, (), 0)]
        return RawForm(tuple(lines), tuple(self._margins()), dict(self._properties()))

    def _line(self, node: Element, tags: tuple[str, ...]) -> RawLine:
        ground = Ground(None)
        if local(node) == "p":
            pieces = [piece for piece in self.walker.pieces([node], ground) if not piece.in_box]
            return RawLine(self._made(pieces, (*tags, *_tags(node))))
        rows = []
        for cells in self.walker.grid(node, ground):
            rows.append(tuple(self._made(pieces, _around(cell), cell) for cell, pieces in cells))
        return RawLine(None, tuple(rows))

    def _made(self, pieces: list[WordPiece], tags: tuple[str, ...], cell: Element | None = None) -> RawCell:
        text = "\n".join(piece.text if piece.cells is None else "\t".join(piece.cells) for piece in pieces)
        self.left -= len(text) + 1
        if self.left < 0:
            raise Fatal("too-large", limit=self.limits.characters)
        return RawCell(text, tags[:MOST_TAGS], _span(cell))

    def _margins(self) -> Iterator[str]:
        for kind in ("header", "footer"):
            for part in self.package.related(self.main, kind):
                root = self.package.xml(part)
                if root is not None:
                    for piece in self.walker.pieces(root, Ground(None)):
                        yield piece.text[:1000] if piece.cells is None else "\t".join(piece.cells)[:1000]

    def _properties(self) -> Iterator[tuple[str, str]]:
        root = self.package.xml(_PROPERTIES)
        for node in () if root is None else root:
            yield node.get("name", "")[:100], "".join(node.itertext())[:1000]


def _flow(container: Element, tags: tuple[str, ...], depth: int) -> Iterator[tuple[Element, tuple[str, ...]]]:
    """Paragraphs and tables in order, with the tags of the controls around them."""
    for node in shown(container):
        name = local(node)
        if name in ("p", "tbl"):
            yield node, tags
        elif name in _THROUGH and depth < DEEPEST:
            own = value(node.find(f"{W}sdtPr/{W}tag")) if name == "sdt" else ""
            yield from _flow(node, (*tags, own) if own else tags, depth + 1)


def _tags(node: Element) -> tuple[str, ...]:
    return tuple(found for tag in node.iter(W + "tag") if (found := value(tag)))


def _around(cell: Element) -> tuple[str, ...]:
    """Tags of controls in a cell and around it, up to its row."""
    outer: list[str] = []
    above = cell.getparent()
    while above is not None and local(above) in ("sdtContent", "sdt", "customXml", "ins"):
        own = value(above.find(f"{W}sdtPr/{W}tag")) if local(above) == "sdt" else ""
        outer += [own] if own else []
        above = above.getparent()
    return (*outer, *_tags(cell))


def _span(cell: Element | None) -> int:
    properties = None if cell is None else cell.find(W + "tcPr")
    number = value(None if properties is None else properties.find(W + "gridSpan"))
    return min(int(number), 50) if number.isdigit() and int(number) else 1
