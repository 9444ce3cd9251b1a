"""A document property of our own: python-docx knows only the standard ones."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

PART = "/docProps/custom.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006"
_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the format's own name for properties that users define


def add_property(document: Document, name: str, value: str) -> None:
    """Add a text property to a document that has none of its own yet."""
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{_SPACE}/custom-properties" xmlns:vt="{_SPACE}/docPropsVTypes">'
        f'<property fmtid="{_SET}" pid="2" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property></Properties>"
    )
    package = document.part.package
    part = Part(PackURI(PART), _TYPE, xml.encode(), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
