"""What stands in an office file beside its text: remarks, charts, drawings, margins, pictures."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import partial

from xianxing.documents.draft import DocumentDraft, Fatal
from xianxing.documents.model import PlaceKind
from xianxing.documents.ooxml import Element, OfficePackage, local, relation_id

# Parts by their names, what stands in them, and whether a reader of the page sees it.
_PARTS = (
    (r"(?:word|xl|ppt)/comments.*\.xml|xl/threadedcomments/.*", PlaceKind.COMMENT, False),
    (r"(?:word|ppt|xl)/charts/chart[^/]*\.xml|xl/drawings/[^/]*\.xml", PlaceKind.TEXT_BOX, True),
    (r"word/header[^/]*\.xml", PlaceKind.HEADER, False),
    (r"word/footer[^/]*\.xml", PlaceKind.FOOTER, False),
    (r"docprops/custom\.xml|customxml/item\d+\.xml", PlaceKind.PROPERTY, False),
)
_PIECES = ("p", "comment", "text", "pt")  # what holds one passage, in any of the formats
_PICTURES = ("blip", "imagedata")
_WORDS = ("t", "text", "v", "lpwstr", "lpstr", "bstr")


def read_asides(package: OfficePackage, draft: DocumentDraft, read: Collection[str] = ()) -> None:
    """Keep what stands in the parts that no reader of pages opens; `read` are those it did open.

    A broken part is reported and left out.
    """
    opened = {part.lower() for part in read}
    for name in package.names:
        found = next((one for one in _PARTS if re.fullmatch(one[0], name)), None)
        if found is None or name in opened:
            continue
        root = part_of(package, name, draft)
        if root is not None:
            alternatives(root, draft, "")
            for text in _passages(root):
                draft.aside(found[1], text, visible=found[2])


def part_of(package: OfficePackage, part: str, draft: DocumentDraft) -> Element | None:
    """A part's root; None for one that isn't there or is broken, which is reported."""
    try:
        return package.xml(part)
    except Fatal as fatal:
        if fatal.problem.code == "external-entity":
            raise
        draft.problem("part-damaged", part)
        return None


def _passages(root: Element) -> Iterator[str]:
    pieces = [node for node in root.iter() if local(node) in _PIECES]
    holding = {above for node in pieces for above in node.iterancestors()}
    if not pieces:
        pieces = [node for node in root.iter() if not len(node)]
    return (words_of(node) for node in pieces if node not in holding)


def words_of(node: Element) -> str:
    """The words below a node, in order."""
    if not len(node):
        return node.text or ""
    return "".join(one.text or "" for one in node.iter() if local(one) in _WORDS and not len(one))


def alternatives(node: Element, draft: DocumentDraft, place: str) -> None:
    """Keep the alternative texts and titles of the pictures and shapes below a node."""
    for one in node.iter():
        keys = ("title", "descr") if local(one) in ("docPr", "cNvPr") else ("alt",)
        for key in keys:
            if one.get(key, "").strip():
                draft.aside(PlaceKind.ALTERNATIVE, one.get(key, ""), place, visible=False)


def add_pictures(package: OfficePackage, part: str, node: Element, draft: DocumentDraft, place: str) -> None:
    """Note the pictures below a node of a part; what is drawn in another way can't be told and is noted too.

    What lies in a text box within is left to the box's own paragraphs.
    """
    relations = package.relations(part)
    for one in _outside_boxes(node):
        kind = local(one)
        identity = relation_id(one, "embed") or relation_id(one, "id") if kind in _PICTURES else ""
        relation = relations.get(identity)
        if relation is not None and not relation.external:
            draft.picture(place, relation.target, partial(package.read, relation.target))
        elif kind in ("relIds", "chart"):
            draft.picture(place, "", None)


def _outside_boxes(node: Element) -> Iterator[Element]:
    for child in node:
        if local(child) != "txbxContent":
            yield child
            yield from _outside_boxes(child)
