"""The package around an office file: parts, relationships, properties, and what hostile ones carry."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import unquote

from lxml import etree

from xianxing.documents.archive import ARCHIVE_STARTS, SafeZip, entry_name, is_unsafe
from xianxing.documents.draft import DocumentDraft, Fatal
from xianxing.documents.plain import shown_name

PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
RELATIONSHIPS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
STRICT_RELATIONSHIPS = "{http://purl.oclc.org/ooxml/officeDocument/relationships}"
PROPERTIES = {
    "creator": "author",
    "lastModifiedBy": "last_modified_by",
    "title": "title",
    "subject": "subject",
    "keywords": "keywords",
    "description": "comments",
    "category": "category",
    "contentStatus": "status",
    "created": "created",
    "modified": "modified",
    "lastPrinted": "last_printed",
    "revision": "revision",
    "Company": "company",
    "Manager": "manager",
    "Template": "template",
    "Application": "application",
}
_REMOTE = re.compile(r"(?:https?|ftp):|//|file:(?://)?[^/]|file:/{4,}", re.IGNORECASE)
Element: TypeAlias = Any  # an lxml element: lxml ships no types


@dataclass(frozen=True)
class Relation:
    """One relationship of a part: `kind` is the last word of its type, `target` a part name or an address."""

    kind: str
    target: str
    external: bool


class OfficePackage:
    """An office file's parts, read on demand and parsed without entities or network."""

    def __init__(self, archive: SafeZip) -> None:
        self.archive = archive
        self._names = {entry_name(entry).lstrip("/").lower(): entry for entry in archive.entries}
        self._relations: dict[str, dict[str, Relation]] = {}

    @property
    def names(self) -> list[str]:
        """Every part's name in lower case."""
        return list(self._names)

    def has(self, part: str) -> bool:
        """Whether the package has that part."""
        return part.lstrip("/").lower() in self._names

    def read(self, part: str) -> bytes | None:
        """The part's bytes, or None when it isn't there."""
        entry = self._names.get(part.lstrip("/").lower())
        return None if entry is None else self.archive.read(entry)

    def xml(self, part: str) -> Element | None:
        """The part's root element; None when missing. Fatal when it is no XML or declares a document type."""
        data = self.read(part)
        return None if data is None else parse_xml(data, part)

    def relations(self, part: str) -> dict[str, Relation]:
        """A part's relationships by id; `""` asks for the package's own."""
        if part not in self._relations:
            folder, name = posixpath.split(part)
            root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
            self._relations[part] = {} if root is None else dict(_relations(root, folder))
        return self._relations[part]

    def related(self, part: str, kind: str) -> list[str]:
        """Names of the parts that `part` relates to in that way, inside the package."""
        return [
            relation.target
            for relation in self.relations(part).values()
            if relation.kind == kind and not relation.external
        ]

    def main_part(self) -> str:
        """The part that the package is about; Fatal when there is none."""
        found = self.related("", "officeDocument")
        if not found or not self.has(found[0]):
            raise Fatal("damaged", reason="main part")
        return found[0]


def parse_xml(data: bytes, part: str = "") -> Element:
    """Parse one XML part; a document type or entity declaration is Fatal, as is text that isn't XML."""
    try:
        root = etree.fromstring(data, etree.XMLParser(**PARSER, remove_comments=True, remove_pis=True))
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        if b"<!DOCTYPE" in data[:4096] or "<!DOCTYPE".encode("utf-16-le") in data[:8192]:
            raise Fatal("external-entity", part=part) from error
        raise Fatal("damaged", part=part) from error
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise Fatal("external-entity", part=part)
    return root


def _relations(root: Element, folder: str) -> list[tuple[str, Relation]]:
    found = []
    for node in root:
        target = node.get("Target", "")
        external = node.get("TargetMode") == "External"
        if not external:
            path = unquote(target)
            target = posixpath.normpath(
                path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path)
            )
        found.append(
            (node.get("Id", ""), Relation(node.get("Type", "").rsplit("/", 1)[-1], target, external))
        )
    return found


def relation_id(node: Element, name: str) -> str:
    """An `r:` attribute of a node in the transitional or the strict namespace."""
    return node.get(RELATIONSHIPS + name) or node.get(STRICT_RELATIONSHIPS + name) or ""


def local(node: Element) -> str:
    """A node's name without its namespace; empty for what isn't an element."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def read_properties(package: OfficePackage, draft: DocumentDraft) -> None:
    """Author, last editor, company, dates, template … from the property parts; broken ones are left out."""
    for part in ("docProps/core.xml", "docProps/app.xml"):
        try:
            root = package.xml(part)
        except Fatal as fatal:
            if fatal.problem.code == "external-entity":
                raise
            draft.problem("part-damaged", part)
            continue
        for node in () if root is None else root:
            key = PROPERTIES.get(local(node))
            if key and node.text and node.text.strip():
                draft.metadata[key] = node.text.strip()[:200]


def inspect(package: OfficePackage, draft: DocumentDraft) -> None:
    """Macros, embedded objects and archives, and everything that is fetched from outside on opening."""
    types = package.read("[Content_Types].xml") or b""
    if re.search(rb"macroEnabled|vbaProject|vbaData", types, re.I) or any(
        name.endswith(("vbaproject.bin", "vbadata.xml")) for name in package.names
    ):
        draft.problem("macros")
    charts: set[str] = set()
    for name in package.names:
        if name.endswith(".rels") and "/charts/" in name:
            charts.update(_targets(package, name))
    for name in package.names:
        if is_unsafe(name):
            draft.problem("unsafe-name", part=shown_name(name))
        if ("/embeddings/" in name and name not in charts) or "/activex/" in name:
            draft.problem("embedded-object", part=name.rsplit("/", 1)[-1])
        elif not name.endswith((".xml", ".rels")) and name not in charts:
            entry = package._names[name]
            if package.archive.starts(entry).startswith(ARCHIVE_STARTS):
                draft.problem("nested-archive", part=name.rsplit("/", 1)[-1])
    for name in package.names:
        if name.endswith(".rels"):
            _external(package, name, draft)


def _owner(rels_name: str) -> str:
    folder, _, name = rels_name.rpartition("_rels/")
    return folder + name.removesuffix(".rels")


def _targets(package: OfficePackage, rels_name: str) -> set[str]:
    return {relation.target.lower() for relation in package.relations(_owner(rels_name)).values()}


def _external(package: OfficePackage, rels_name: str, draft: DocumentDraft) -> None:
    for relation in package.relations(_owner(rels_name)).values():
        if not relation.external:
            continue
        target = relation.target.lower()
        if relation.kind == "attachedTemplate":
            # Word records its user's own template as a local path; only a template elsewhere calls out.
            if _REMOTE.match(target.replace("\\", "/")):
                draft.problem("remote-template", host=_host(target))
            else:
                draft.metadata["template"] = relation.target.replace("\\", "/").rsplit("/", 1)[-1][:200]
        elif relation.kind == "image":
            draft.problem("remote-image", host=_host(target))
        elif relation.kind == "hyperlink":
            if target.startswith(("file:", "\\\\", "javascript:", "vbscript:", "ms-")):
                draft.problem("external-link", kind="hyperlink", host=_host(target))
        else:
            draft.problem("external-link", kind=relation.kind, host=_host(target))


def _host(target: str) -> str:
    return target.replace("\\", "/").partition("//")[2].partition("/")[0][:80]
