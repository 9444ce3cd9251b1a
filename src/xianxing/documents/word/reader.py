"""From a .docx package to blocks, notes, hidden text and problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from xianxing.documents.draft import NOTE_BEFORE, DocumentDraft, Fatal, place_of
from xianxing.documents.headings import inferred_level, is_contents_line, numbering_level, settled_levels
from xianxing.documents.model import BlockKind, PlaceKind
from xianxing.documents.office_asides import add_pictures, alternatives, read_asides
from xianxing.documents.ooxml import Element, OfficePackage, inspect, local, read_properties, relation_id
from xianxing.documents.visible import sentence_at, tidy
from xianxing.documents.word.looks import Styles, W, is_on
from xianxing.documents.word.walk import Ground, Walker, WordPiece

_INSERTED, _DELETED = ("ins", "moveTo"), ("del", "moveFrom")


def read_docx(package: OfficePackage, draft: DocumentDraft) -> None:
    """Read the package into the draft. Raises Fatal where the main text can't be used.

    Visible are the final text with insertions taken and deletions left out, of alternatives the first,
    fields' results, content controls' contents. Comments and deleted text are kept beside it; fields' codes
    are no text.
    """
    read_properties(package, draft)
    inspect(package, draft)
    main = package.main_part()
    root = package.xml(main)
    body = None if root is None else root.find(W + "body")
    if root is None or body is None:
        raise Fatal("damaged", reason="body")
    _Docx(package, draft, main, root).read(body)


class _Docx:
    def __init__(self, package: OfficePackage, draft: DocumentDraft, main: str, root: Element) -> None:
        self.package, self.draft, self.main, self.root = package, draft, main, root
        self.styles = Styles(self._optional(self._first("styles")))
        self.settings = self._optional(self._first("settings"))
        colour = root.find(W + "background")
        self.ground = Ground("?" if colour is not None and self._setting("displayBackgroundShape") else None)

    def read(self, body: Element) -> None:
        walker = Walker(self.styles)
        headers, footers = self._margins(body)
        pieces = list(walker.pieces(body, self.ground))
        for part in headers:
            self._margin(part, BlockKind.HEADER)
        self._emit(pieces)
        self._diagrams(walker)
        for part in footers:
            self._margin(part, BlockKind.FOOTER)
        self._leftovers(walker)
        read_asides(self.package, self.draft, (*headers, *footers))

    def _first(self, kind: str) -> str:
        found = self.package.related(self.main, kind)
        return found[0] if found else ""

    def _optional(self, part: str) -> Element | None:
        """A part beside the main text; a broken one is reported and left out."""
        if not part:
            return None
        try:
            return self.package.xml(part)
        except Fatal as fatal:
            if fatal.problem.code != "damaged":
                raise
            self.draft.problem("part-damaged", part)
            return None

    def _setting(self, name: str) -> bool:
        return self.settings is not None and is_on(self.settings.find(W + name))

    def _margins(self, body: Element) -> tuple[list[str], list[str]]:
        """The header and footer parts that are really shown."""
        shown: dict[str, list[str]] = {"headerReference": [], "footerReference": []}
        relations = self.package.relations(self.main)
        for section in body.iter(W + "sectPr"):
            first = is_on(section.find(W + "titlePg"))
            for node in section:
                if local(node) not in shown:
                    continue
                kind = node.get(W + "type", "default")
                if (kind == "first" and not first) or (
                    kind == "even" and not self._setting("evenAndOddHeaders")
                ):
                    continue
                relation = relations.get(relation_id(node, "id"))
                if relation and not relation.external and relation.target not in shown[local(node)]:
                    shown[local(node)].append(relation.target)
        return shown["headerReference"], shown["footerReference"]

    def _margin(self, part: str, kind: BlockKind) -> None:
        root = self._optional(part)
        if root is None:
            return
        known = {block.text for block in self.draft.blocks if block.kind in (kind, BlockKind.TEXT_BOX)}
        for piece in Walker(self.styles).pieces(root, self.ground):
            self._beside(piece, part)
            text = piece.text if piece.cells is None else "\t".join(piece.cells)
            if tidy(text) not in known:
                self.draft.add(BlockKind.TEXT_BOX if piece.in_box else kind, text)

    def _emit(self, pieces: list[WordPiece]) -> None:
        levels = dict(self._levels(pieces))
        notes = {"footnote": self._notes("footnotes"), "endnote": self._notes("endnotes")}
        for number, piece in enumerate(pieces):
            level = levels.get(number, 0)
            if not level:
                self._beside(piece)
            if piece.cells is not None:
                self.draft.add(BlockKind.TABLE_ROW, "", cells=piece.cells)
            elif piece.in_box:
                self.draft.add(BlockKind.TEXT_BOX, piece.text)
            elif level:
                self.draft.add(BlockKind.HEADING, piece.text, level=level)
                self._beside(piece)
            else:
                self.draft.add(BlockKind.PARAGRAPH, piece.text)
            for mark in piece.marks:
                text = notes[mark.kind].pop(mark.identity, "")
                before = piece.text[max(0, mark.position - NOTE_BEFORE) : mark.position]
                at_end = mark.kind == "endnote"
                self.draft.note(text, sentence_at(piece.text, mark.position), before, endnote=at_end)
        for kind, left in notes.items():
            for text in left.values():  # no mark that can be seen leads to these
                self.draft.aside(PlaceKind(kind), text, visible=False)

    def _levels(self, pieces: list[WordPiece]) -> Iterator[tuple[int, int]]:
        sizes: Counter[float] = Counter()
        for piece in pieces:
            sizes[round(piece.size, 1)] += len(piece.text) if piece.cells is None else 0
        sizes.pop(0.0, None)
        body = sizes.most_common(1)[0][0] if sizes else 0.0
        inferred: list[tuple[int, str, int]] = []
        for number, piece in enumerate(pieces):
            if piece.cells is not None or piece.in_box or not piece.text.strip():
                continue
            declared = self._declared(piece)
            if declared:
                yield number, declared
            elif declared is None:
                level = self._inferred(piece, body)
                if level:
                    inferred.append((number, piece.text.strip(), level))
        settled = settled_levels([(text, level) for _, text, level in inferred])
        yield from ((number, level) for (number, _, _), level in zip(inferred, settled, strict=True))

    def _declared(self, piece: WordPiece) -> int | None:
        """The level that style or outline declare; 0 where they say that it is none, None where they are
        silent.
        """
        if self.styles.is_contents(piece.style) or is_contents_line(piece.text.strip()):
            return 0
        if piece.outline is not None:
            return piece.outline + 1 if piece.outline < 9 else None
        return self.styles.heading_level(piece.style) or None

    def _inferred(self, piece: WordPiece, body: float) -> int:
        text = piece.text.strip()
        level = inferred_level(text, bold=piece.bold, size=piece.size, body=body, centred=piece.centred)
        if level and piece.listed and not piece.bold and not numbering_level(text):
            return 0
        return level

    def _notes(self, kind: str) -> dict[str, str]:
        """Visible texts of the notes by id, without separators."""
        root = self._optional(self._first(kind))
        found: dict[str, str] = {}
        for node in () if root is None else root:
            if node.get(W + "type", "normal") != "normal":
                continue
            pieces = list(Walker(self.styles).pieces(node, self.ground))
            for piece in pieces:
                self._hidden(piece)
            found[node.get(W + "id", "")] = "\n".join(piece.text for piece in pieces)
        return found

    def _hidden(self, piece: WordPiece) -> None:
        for reason, text in piece.hidden:
            self.draft.hide(reason, text, place_of(None, None, self.draft.heading))

    def _beside(self, piece: WordPiece, part: str = "") -> None:
        """Keep what a piece has beside its words: unseen and deleted text, pictures and what is said of
        them. `part` is that of a header or footer, whose pictures belong to no section.
        """
        self._hidden(piece)
        place = "" if part else place_of(None, None, self.draft.heading)
        for text in piece.deleted:
            self.draft.aside(PlaceKind.DELETED, text, place, visible=False)
        for drawing in piece.drawings:
            alternatives(drawing, self.draft, place)
            add_pictures(self.package, part or self.main, drawing, self.draft, place)

    def _diagrams(self, walker: Walker) -> None:
        relations = self.package.relations(self.main)
        for identity in walker.diagrams:
            relation = relations.get(identity)
            root = self._optional(relation.target) if relation and not relation.external else None
            for paragraph in () if root is None else root.iter("{*}p"):
                text = "".join(node.text or "" for node in paragraph.iter("{*}t"))
                self.draft.add(BlockKind.TEXT_BOX, text)

    def _leftovers(self, walker: Walker) -> None:
        inserted = sum(1 for _ in self.root.iter(*(W + tag for tag in _INSERTED)))
        deleted = sum(1 for _ in self.root.iter(*(W + tag for tag in _DELETED)))
        if inserted or deleted:
            self.draft.problem("tracked-changes", inserted=inserted, deleted=deleted)
        comments = self._optional(self._first("comments"))
        if comments is not None and len(comments):
            self.draft.problem("comments", count=len(comments))
        for call in walker.calls:
            self.draft.problem("external-link", kind=call)
        if walker.objects:
            self.draft.problem("embedded-object", count=walker.objects)
