"""Walking a story of a Word document: paragraphs, tables, boxes and note marks, seen text apart from
unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from xianxing.documents.ooxml import Element, local
from xianxing.documents.word.looks import Look, Styles, W, look_of, shade_of, unseen, value
from xianxing.documents.word.shapes import diagram_relation, ground_of, is_backdrop, is_off_page, word_art

_THROUGH = frozenset(
    [
        "hyperlink",
        "ins",
        "moveTo",
        "smartTag",
        "customXml",
        "fldSimple",
        "sdtContent",
        "bdo",
        "dir",
        "rubyBase",
        "oMath",
        "oMathPara",
        "sdt",
        "body",
    ]
)
_SKIPPED = frozenset(
    [
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "sdtPr",
        "sdtEndPr",
        "rt",
        "rubyPr",
        "instrText",
        "delText",
        "delInstrText",
    ]
)
_GLYPHS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
CALLS_OUT = ("DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "LINK", "IMPORT")
DEEPEST = 60
BACKDROP_PARAGRAPHS = 15


@dataclass
class NoteMark:
    """A note's mark in a text: which note, and after how many characters it stands."""

    kind: str  # footnote | endnote
    identity: str
    position: int


@dataclass
class WordPiece:
    """A paragraph, a text box's paragraph or a table row, before headings are settled."""

    text: str = ""
    marks: list[NoteMark] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    style: str = ""
    outline: int | None = None
    bold: bool = False
    size: float = 0.0
    centred: bool = False
    listed: bool = False
    in_box: bool = False
    cells: tuple[str, ...] | None = None
    drawings: list[Element] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Ground:
    """What lies behind text here: a colour, None for the white page, "?" for something unknown."""

    color: str | None = None
    in_box: bool = False
    reason: str = ""  # set where all text here can't be seen
    depth: int = 0


class Walker:
    """Reads the pieces of one part. `calls` gathers fields that fetch from outside; `diagrams` their
    relations.
    """

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.fields: list[str] = []
        self.calls: list[str] = []
        self.diagrams: list[str] = []
        self.objects = 0
        self.backdrop = 0  # paragraphs that may still lie on a picture

    def pieces(self, container: Element, ground: Ground) -> Iterator[WordPiece]:
        """Every piece of a body, cell, note or box, in order, each followed by the boxes anchored in it."""
        for node in shown(container):
            tag = local(node)
            if tag == "p":
                yield from self._paragraph(node, ground)
            elif tag == "tbl":
                yield from self._table(node, ground)
            elif tag in _THROUGH and ground.depth < DEEPEST:
                yield from self.pieces(node, replace(ground, depth=ground.depth + 1))
            elif tag == "altChunk":
                self.objects += 1

    def _paragraph(self, node: Element, ground: Ground) -> Iterator[WordPiece]:
        properties = node.find(W + "pPr")
        style = value(None if properties is None else properties.find(W + "pStyle"))
        if is_backdrop(node):
            self.backdrop = BACKDROP_PARAGRAPHS
        on = replace(ground, color="?") if self.backdrop and ground.color is None else ground
        self.backdrop = max(0, self.backdrop - 1)
        reading = _Reading(self, on, style, properties)
        reading.walk(node, 0)
        yield reading.piece(properties)
        for drawing in reading.drawings:
            yield from self._boxes(drawing, ground)

    def _boxes(self, drawing: Element, ground: Ground) -> Iterator[WordPiece]:
        art = word_art(drawing)
        if art:
            yield WordPiece(text=art, in_box=True, size=1.0)
        relation = diagram_relation(drawing)
        if relation:
            self.diagrams.append(relation)
        if ground.depth >= DEEPEST:
            return
        for box in _outermost(drawing, W + "txbxContent"):
            reason = ground.reason or ("off_page" if is_off_page(box) else "")
            inner = Ground(ground_of(box), True, reason, ground.depth + 1)
            yield from self.pieces(box, inner)

    def _table(self, table: Element, ground: Ground) -> Iterator[WordPiece]:
        rows = list(self.grid(table, ground))
        single = all(len(cells) == 1 for cells in rows)
        for cells in rows:
            read = [pieces for _, pieces in cells]
            if single:
                yield from read[0]
            elif read:
                yield from _row_pieces(read)

    def grid(self, table: Element, ground: Ground) -> Iterator[list[tuple[Element, list[WordPiece]]]]:
        """The rows of a table, each cell's element with what stands in it; nothing where it lies too deep."""
        style = value(table.find(f"{W}tblPr/{W}tblStyle"))
        behind = "?" if style in self.styles.shaded_tables else ground.color
        for row, cells in rows_of(table):
            if ground.depth >= DEEPEST:
                return
            inner = replace(
                ground, color=behind, depth=ground.depth + 1, reason=ground.reason or _row_reason(row)
            )
            yield [(cell, self._cell(cell, inner)) for cell in cells]

    def _cell(self, cell: Element, ground: Ground) -> list[WordPiece]:
        properties = cell.find(W + "tcPr")
        if properties is None:
            return list(self.pieces(cell, ground))
        merge = properties.find(W + "vMerge")
        if merge is not None and value(merge) in ("", "continue"):
            return []
        shade = shade_of(properties.find(W + "shd"), ground.color)
        return list(self.pieces(cell, replace(ground, color=shade)))


class _Reading:
    """One paragraph being read."""

    def __init__(self, walker: Walker, ground: Ground, style: str, properties: Element | None) -> None:
        self.walker = walker
        self.ground = ground
        self.style = style
        self.base = walker.styles.look(style)
        tiny = walker.styles.tiny_lines(style, properties)
        self.reason = ground.reason or ("tiny" if tiny else "")
        shade = None if properties is None else properties.find(W + "shd")
        self.behind = shade_of(shade, ground.color)
        self.parts: list[str] = []
        self.length = 0
        self.marks: list[NoteMark] = []
        self.hidden: list[tuple[str, str]] = []
        self.drawings: list[Element] = []
        self.deleted: list[str] = []
        self.looks: list[tuple[int, Look]] = []

    def walk(self, node: Element, depth: int) -> None:
        """Read a paragraph or something inside it that holds runs."""
        for child in shown(node):
            tag = local(child)
            if tag in ("del", "moveFrom"):
                self.deleted.append("".join(node.text or "" for node in child.iter(W + "delText", W + "t")))
            elif tag in _SKIPPED or depth > DEEPEST:
                if tag in ("instrText",):
                    self._instruction(child)
            elif tag == "r":
                self._run(child, depth)
            elif tag == "t" and not child.tag.startswith(W):
                self._emit(child.text or "", self.base)
            elif tag == "ruby" or tag in _THROUGH or not child.tag.startswith(W):
                if tag == "fldSimple":
                    self._call(child.get(W + "instr", ""))
                self.walk(child, depth + 1)

    def _run(self, run: Element, depth: int) -> None:
        properties = run.find(W + "rPr")
        look = self.base
        if properties is not None:
            named = value(properties.find(W + "rStyle"))
            look = look_of(properties, self.walker.styles.look(self.style, named) if named else self.base)
        for child in shown(run):
            tag = local(child)
            if tag == "t":
                self._emit(child.text or "", look)
            elif tag in _GLYPHS:
                self._emit("" if child.get(W + "type") in ("page", "column") else _GLYPHS[tag], look)
            elif tag == "sym":
                self._emit(_symbol(child.get(W + "char", "")), look)
            elif tag in ("footnoteReference", "endnoteReference"):
                if not (self.reason or unseen(look, self.behind)):
                    self.marks.append(
                        NoteMark(tag.removesuffix("Reference"), child.get(W + "id", ""), self.length)
                    )
            elif tag in ("drawing", "pict", "object"):
                self.walker.objects += tag == "object"
                self.drawings.append(child)
            elif tag == "fldChar":
                self._field(child.get(W + "fldCharType", ""))
            elif tag == "instrText":
                self._instruction(child)
            elif tag == "ruby" or tag in _THROUGH:
                self.walk(child, depth + 1)

    def _field(self, kind: str) -> None:
        fields = self.walker.fields
        if kind == "begin":
            fields.append("code")
        elif fields and kind == "separate":
            fields[-1] = "result"
        elif fields and kind == "end":
            fields.pop()

    def _instruction(self, node: Element) -> None:
        self._call(node.text or "")

    def _call(self, instruction: str) -> None:
        words = instruction.split()
        if words and words[0].upper() in CALLS_OUT:
            self.walker.calls.append(words[0].upper())

    def _emit(self, text: str, look: Look) -> None:
        if not text or "code" in self.walker.fields:
            return
        reason = self.reason or unseen(look, self.behind)
        if reason:
            if text.strip():
                self.hidden.append((reason, text))
            return
        self.parts.append(text)
        self.length += len(text)
        if text.strip():
            self.looks.append((len(text.strip()), look))

    def piece(self, properties: Element | None) -> WordPiece:
        """What was read."""
        total = sum(length for length, _ in self.looks)
        outline = value(None if properties is None else properties.find(W + "outlineLvl"))
        return WordPiece(
            text="".join(self.parts),
            marks=self.marks,
            hidden=self.hidden,
            style=self.style,
            outline=int(outline) if outline.isdigit() else None,
            bold=bool(total) and sum(n for n, look in self.looks if look.bold) >= total * 0.95,
            size=sum(n * look.size for n, look in self.looks) / total if total else 0.0,
            centred=properties is not None and value(properties.find(W + "jc")) == "center",
            listed=properties is not None and properties.find(W + "numPr") is not None,
            in_box=self.ground.in_box,
            drawings=self.drawings,
            deleted=self.deleted,
        )


def shown(node: Element) -> Iterator[Element]:
    """Children as shown: of alternative contents only the first that is offered."""
    for child in node:
        if local(child) != "AlternateContent":
            yield child
            continue
        chosen = next((part for part in child if local(part) in ("Choice", "Fallback")), None)
        if chosen is not None:
            yield from shown(chosen)


def _outermost(node: Element, tag: str) -> Iterator[Element]:
    for child in shown(node):
        if child.tag == tag:
            yield child
        else:
            yield from _outermost(child, tag)


def _children(node: Element, tag: str) -> Iterator[Element]:
    """Children with the tag, also inside content controls and inserted ranges."""
    for child in shown(node):
        if child.tag == W + tag:
            yield child
        elif local(child) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _children(child, tag)


def rows_of(table: Element) -> Iterator[tuple[Element, list[Element]]]:
    """The rows of a table that no tracked change deletes, each with its cells."""
    for row in _children(table, "tr"):
        if row.find(f"{W}trPr/{W}del") is None:
            yield row, list(_children(row, "tc"))


def _row_reason(row: Element) -> str:
    properties = row.find(W + "trPr")
    if properties is None:
        return ""
    hidden = properties.find(W + "hidden")
    if hidden is not None and hidden.get(W + "val", "1") not in ("0", "false", "off"):
        return "vanish"
    height = properties.find(W + "trHeight")
    small = height is not None and height.get(W + "hRule") == "exact" and value(height).isdigit()
    return "tiny" if small and int(value(height)) < 50 else ""


def _row_pieces(cells: list[list[WordPiece]]) -> Iterator[WordPiece]:
    """One piece for a row of several cells, then the boxes that are anchored in it."""
    row = WordPiece(cells=())
    boxes: list[WordPiece] = []
    texts: list[str] = []
    for pieces in cells:
        in_box = all(piece.in_box for piece in pieces)
        lines: list[str] = []
        for piece in pieces:
            if piece.in_box and not in_box:
                boxes.append(piece)
                continue
            start = len("\n".join([*texts, *lines])) + bool(texts or lines)
            row.marks.extend(
                NoteMark(mark.kind, mark.identity, start + mark.position) for mark in piece.marks
            )
            row.hidden.extend(piece.hidden)
            row.drawings.extend(piece.drawings)
            row.deleted.extend(piece.deleted)
            lines.append(piece.text if piece.cells is None else " ".join(piece.cells))
        texts.append("\n".join(lines))
    row.text, row.cells = "\n".join(texts), tuple(texts)
    yield row
    yield from boxes


def _symbol(code: str) -> str:
    """The character of a `w:sym`; symbol fonts use the private area above F000 for the low 256."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return {0xF0FE: "☑", 0xF052: "☑", 0xF0A8: "□", 0xF06F: "□", 0xF0A3: "□", 0xF0AB: "★"}.get(number, "□")
