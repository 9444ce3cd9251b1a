"""Word files changed as offices change them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from docx.oxml.ns import qn
from lxml import etree

BOX = (
    "<wp:anchor><wp:extent cx='1000' cy='1000'/><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>"
    "{inside}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
)


def edited(data: bytes, change: Callable[[etree._Element], object]) -> bytes:
    """The file with its main part changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                root = etree.fromstring(part)
                change(root)
                part = etree.tostring(root)
            new.writestr(name, part)
    return target.getvalue()


def unwrap(root: etree._Element) -> None:
    """Every content control replaced by what is in it, as programs do that don't know them."""
    for control in list(root.iter(qn("w:sdt"))):
        content = control.find(qn("w:sdtContent"))
        above = control.getparent()
        place = above.index(control)
        for node in reversed(list(content)):
            above.insert(place, node)
        above.remove(control)


def replace_text(root: etree._Element, old: str, new: str) -> None:
    """Type over a text of one run."""
    next(node for node in root.iter(qn("w:t")) if node.text == old).text = new


def row_of(root: etree._Element, text: str) -> etree._Element:
    """The table row that holds a text."""
    cell = next(node for node in root.iter(qn("w:t")) if node.text == text)
    return next(above for above in cell.iterancestors() if above.tag == qn("w:tr"))


def typed(data: bytes, path: str, text: str) -> bytes:
    """The file after somebody typed into the control of a cell."""

    def change(root: etree._Element) -> None:
        tag = next(node for node in root.iter(qn("w:tag")) if node.get(qn("w:val")) == path)
        content = tag.getparent().getparent().find(qn("w:sdtContent"))
        runs = list(content.iter(qn("w:t")))
        runs[0].text = text
        for extra in runs[1:]:
            extra.text = ""

    return edited(data, change)
