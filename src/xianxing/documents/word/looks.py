"""How a run of text looks: size, colour and visibility, resolved through styles and defaults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from xianxing.documents.ooxml import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TINY_HALF_POINTS = 5  # up to 2 pt nobody reads
TINY_LINE_TWIPS = 50
NEAR = 14  # per colour channel
_HIGHLIGHTS = {"white": "FFFFFF", "black": "000000"}


@dataclass(frozen=True)
class Look:
    """Effective run properties; None means not said anywhere."""

    bold: bool = False
    size: float = 21.0  # half points; Word's own default in Chinese templates is 10.5 pt
    color: str | None = None  # RRGGBB, None for automatic
    shade: str | None = None  # RRGGBB behind the run, "?" for a colour that isn't known
    vanish: bool = False


@dataclass(frozen=True)
class Style:
    """One style of styles.xml."""

    name: str
    based_on: str
    outline: int | None
    run: Element | None
    paragraph: Element | None


class Styles:
    """The styles of a document, with run looks and outline levels resolved through `basedOn`."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self.default_paragraph = ""
        self._base = Look()
        self._looks: dict[str, Look] = {}
        self.shaded_tables: set[str] = set()
        for node in () if root is None else root:
            if node.tag == W + "docDefaults":
                properties = node.find(f"{W}rPrDefault/{W}rPr")
                self._base = look_of(properties, self._base)
            elif node.tag == W + "style":
                self._add(node)

    def _add(self, node: Element) -> None:
        identity = node.get(W + "styleId", "")
        name = value(node.find(W + "name")) or identity
        outline = value(node.find(f"{W}pPr/{W}outlineLvl"))
        self._styles[identity] = Style(
            name,
            value(node.find(W + "basedOn")),
            int(outline) if outline.isdigit() else None,
            node.find(W + "rPr"),
            node.find(W + "pPr"),
        )
        if node.get(W + "type") == "paragraph" and node.get(W + "default") in ("1", "true"):
            self.default_paragraph = identity
        if node.get(W + "type") == "table" and next(node.iter(W + "shd"), None) is not None:
            self.shaded_tables.add(identity)

    def chain(self, identity: str) -> Iterator[Style]:
        """The style and those it is based on, nearest first; a circle ends it."""
        seen: set[str] = set()
        while identity in self._styles and identity not in seen:
            seen.add(identity)
            style = self._styles[identity]
            yield style
            identity = style.based_on

    def look(self, paragraph_style: str, character_style: str = "") -> Look:
        """The look that a paragraph style and a character style give together."""
        key = f"{paragraph_style}\0{character_style}"
        if key not in self._looks:
            look = self._base
            for identity in (paragraph_style or self.default_paragraph, character_style):
                for style in reversed(list(self.chain(identity))):
                    look = look_of(style.run, look)
            self._looks[key] = look
        return self._looks[key]

    def heading_level(self, identity: str) -> int:
        """1–9 for a heading style or one with an outline level, 0 otherwise; the title style is 1."""
        for style in self.chain(identity):
            name = style.name.lower().replace(" ", "")
            for prefix in ("heading", "标题"):
                rest = name.removeprefix(prefix)
                if rest != name and rest.isdigit():
                    return min(int(rest), 9)
            if style.outline is not None:
                return style.outline + 1 if style.outline < 9 else 0
            if name in ("title", "标题"):
                return 1
        return 0

    def is_contents(self, identity: str) -> bool:
        """Whether the style is one of a table of contents."""
        return any(style.name.lower().startswith(("toc", "目录")) for style in self.chain(identity))

    def tiny_lines(self, identity: str, properties: Element | None) -> bool:
        """Whether the paragraph's lines have an exact height that shows nothing."""
        nodes = [properties, *(style.paragraph for style in self.chain(identity or self.default_paragraph))]
        for node in nodes:
            spacing = None if node is None else node.find(W + "spacing")
            if spacing is not None and spacing.get(W + "line"):
                height = spacing.get(W + "line", "")
                exact = spacing.get(W + "lineRule") == "exact"
                return exact and height.lstrip("-").isdigit() and abs(int(height)) < TINY_LINE_TWIPS
        return False


def value(node: Element | None) -> str:
    """A node's `w:val`, empty when the node or the value is missing."""
    return "" if node is None else node.get(W + "val", "")


def is_on(node: Element | None) -> bool:
    """A toggle property: present and not switched off."""
    return node is not None and node.get(W + "val", "1") not in ("0", "false", "off")


def look_of(properties: Element | None, base: Look) -> Look:
    """`base` changed by a `w:rPr`."""
    if properties is None:
        return base
    changes: dict[str, bool | float | str | None] = {}
    for node in properties:
        tag = node.tag
        if tag == W + "b":
            changes["bold"] = is_on(node)
        elif tag == W + "sz":
            number = value(node)
            if number.replace(".", "", 1).isdigit():
                changes["size"] = float(number)
        elif tag == W + "color":
            changes["color"] = _hex(value(node))
        elif tag == W + "vanish":
            changes["vanish"] = is_on(node)
        elif tag == W + "highlight" and value(node) != "none":
            changes["shade"] = _HIGHLIGHTS.get(value(node), "?")
        elif tag == W + "shd":
            changes["shade"] = shade_of(node, base.shade)
    return replace(base, **changes) if changes else base  # type: ignore[arg-type]


def shade_of(node: Element | None, behind: str | None) -> str | None:
    """The fill of a `w:shd`, `behind` where it has none, "?" where it is a pattern or a theme colour."""
    if node is None:
        return behind
    fill = node.get(W + "fill", "auto")
    if value(node) not in ("clear", "nil", "") or (fill == "auto" and node.get(W + "themeFill")):
        return "?"
    return behind if fill == "auto" else _hex(fill) or behind


def unseen(look: Look, behind: str | None) -> str:
    """Why a run of that look can't be seen on `behind` (None is the white page, "?" unknown), "" when it
    can.
    """
    if look.vanish:
        return "vanish"
    if look.size < TINY_HALF_POINTS:
        return "tiny"
    ground = look.shade or behind or "FFFFFF"
    if look.color and ground != "?" and _near(look.color, ground):
        return "white"
    return ""


def _hex(text: str) -> str | None:
    text = text.strip("#").upper()
    return text if len(text) == 6 and all(c in "0123456789ABCDEF" for c in text) else None


def _near(one: str, other: str) -> bool:
    return all(abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) <= NEAR for at in (0, 2, 4))
