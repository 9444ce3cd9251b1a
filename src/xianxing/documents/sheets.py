"""Reading .xlsx: the cells of visible sheets row by row; hidden sheets, rows and columns apart."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import partial

from xianxing.documents.draft import DocumentDraft, Fatal
from xianxing.documents.model import BlockKind, PlaceKind
from xianxing.documents.office_asides import read_asides
from xianxing.documents.ooxml import Element, OfficePackage, inspect, local, read_properties, relation_id

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MOST_CELLS = 200_000
_BUILT_IN_DATES = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
_DATE_FORMAT = re.compile(r"[yd年月日]", re.IGNORECASE)
_CODE = re.compile(r'&(?:"[^"]*"|\d+|K[0-9A-F]{6}|[A-Z])')  # fonts, sizes, page numbers in a margin
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def read_xlsx(package: OfficePackage, draft: DocumentDraft) -> None:
    """Each sheet a heading of its name, each row a table row. Raises Fatal when there is no workbook.

    Formulas give their last stored value. Dates are written as 2024-01-10; other number formats aren't
    applied.
    """
    read_properties(package, draft)
    inspect(package, draft)
    main = package.main_part()
    root = package.xml(main)
    if root is None:
        raise Fatal("damaged", reason="workbook")
    book = _Book(package, main, draft)
    for node in root.iterfind(f"{S}sheets/{S}sheet"):
        relation = package.relations(main).get(relation_id(node, "id"))
        if relation is not None and not relation.external:
            book.sheet(relation.target, node.get("name", ""), node.get("state", "visible") != "visible")
    for name in package.names:
        if name.startswith("xl/media/"):
            draft.picture("", name, partial(package.read, name))
    read_asides(package, draft)
    commented = [name for name in package.names if re.search(r"/(threaded)?comments?/?[^/]*\.xml$", name)]
    if commented:
        draft.problem("comments", count=len(commented))


class _Book:
    def __init__(self, package: OfficePackage, main: str, draft: DocumentDraft) -> None:
        self.package, self.draft = package, draft
        self.cells = 0
        self.strings = self._strings(main)
        self.dates, self.white, self.empty = self._styles(main)

    def _strings(self, main: str) -> list[str]:
        found = self.package.related(main, "sharedStrings")
        root = self.package.xml(found[0]) if found else None
        return [] if root is None else [_text(node) for node in root.iterfind(S + "si")]

    def _styles(self, main: str) -> tuple[set[int], set[int], set[int]]:
        """Style indices that format dates, that write white on no fill, and that show nothing (;;;)."""
        found = self.package.related(main, "styles")
        root = self.package.xml(found[0]) if found else None
        dates: set[int] = set()
        white: set[int] = set()
        empty: set[int] = set()
        if root is None:
            return dates, white, empty
        formats = {node.get("numFmtId"): node.get("formatCode", "") for node in root.iter(S + "numFmt")}
        fonts = [_is_white(node) for node in root.iterfind(f"{S}fonts/{S}font")]
        plain = [_is_unfilled(node) for node in root.iterfind(f"{S}fills/{S}fill")]
        for number, node in enumerate(root.iterfind(f"{S}cellXfs/{S}xf")):
            identity = node.get("numFmtId", "0")
            code = formats.get(identity, "")
            if (identity.isdigit() and int(identity) in _BUILT_IN_DATES) or _DATE_FORMAT.search(
                _QUOTED.sub("", code)
            ):
                dates.add(number)
            if code.strip() == ";;;":
                empty.add(number)
            if _at(fonts, node.get("fontId")) and _at(plain, node.get("fillId")):
                white.add(number)
        return dates, white, empty

    def sheet(self, part: str, name: str, hidden: bool) -> None:
        """Read one sheet."""
        root = self.package.xml(part)
        if root is None:
            self.draft.problem("part-damaged", part)
            return
        place = f"heading={name}"
        if hidden:
            self.draft.problem("hidden-sheet", place)
            self.draft.aside(PlaceKind.SHEET_NAME, name, place, visible=False)
        else:
            self.draft.add(BlockKind.HEADING, name, level=1)
            self._margins(root, place)
        columns = _hidden_columns(root)
        for row in root.iterfind(f"{S}sheetData/{S}row"):
            self.cells += len(row)
            if self.cells > MOST_CELLS:
                self.draft.problem("cut")
                return
            unseen = "hidden_sheet" if hidden else "hidden_row" if row.get("hidden") in ("1", "true") else ""
            self._row(row, unseen, columns, place)

    def _margins(self, root: Element, place: str) -> None:
        """Keep what is printed above and below the sheet."""
        for node in root.iterfind(f"{S}headerFooter/*"):
            kind = PlaceKind.HEADER if "Header" in local(node) else PlaceKind.FOOTER
            for text in re.split(r"&[LCR]", node.text or ""):
                self.draft.aside(kind, _CODE.sub("", text), place)

    def _row(self, row: Element, unseen: str, columns: list[tuple[int, int]], place: str) -> None:
        cells: list[str] = []
        for cell in row.iterfind(S + "c"):
            text = self._value(cell)
            if not text.strip():
                cells.append("")
                continue
            style = int(cell.get("s", "0")) if cell.get("s", "0").isdigit() else 0
            number = _column(cell.get("r", ""))
            reason = unseen or ("hidden_row" if any(a <= number <= b for a, b in columns) else "")
            reason = reason or ("white" if style in self.white else "vanish" if style in self.empty else "")
            if reason:
                self.draft.hide(reason, text, place)
                if reason == "hidden_row":
                    self.draft.problem("hidden-rows", place)
                continue
            cells.append(text)
        if any(cells):
            self.draft.add(BlockKind.TABLE_ROW, "", cells=tuple(cells))

    def _value(self, cell: Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _text(cell)
        node = cell.find(S + "v")
        raw = (node.text or "") if node is not None else ""
        if kind == "s":
            return self.strings[int(raw)] if raw.isdigit() and int(raw) < len(self.strings) else ""
        style = cell.get("s", "0")
        if kind == "n" and style.isdigit() and int(style) in self.dates:
            return _as_date(raw)
        return raw


def _text(node: Element) -> str:
    return "".join(part.text or "" for part in node.iter(S + "t") if local(_parent(part)) != "rPh")


def _parent(node: Element) -> Element:
    parent = node.getparent()
    return node if parent is None else parent


def _is_white(font: Element) -> bool:
    color = font.find(S + "color")
    return color is not None and (color.get("rgb", "").upper()[-6:] == "FFFFFF" or color.get("theme") == "0")


def _is_unfilled(fill: Element) -> bool:
    pattern = fill.find(S + "patternFill")
    return pattern is not None and pattern.get("patternType", "none") == "none"


def _at(values: list[bool], index: str | None) -> bool:
    return bool(index and index.isdigit() and int(index) < len(values) and values[int(index)])


def _hidden_columns(root: Element) -> list[tuple[int, int]]:
    return [
        (int(node.get("min", "0")), int(node.get("max", "0")))
        for node in root.iterfind(f"{S}cols/{S}col")
        if node.get("hidden") in ("1", "true")
        and node.get("min", "").isdigit()
        and node.get("max", "").isdigit()
    ]


def _column(reference: str) -> int:
    number = 0
    for letter in reference:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number


def _as_date(raw: str) -> str:
    try:
        return (date(1899, 12, 30) + timedelta(days=int(float(raw)))).isoformat()
    except (ValueError, OverflowError):
        return raw
