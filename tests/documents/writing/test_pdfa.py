"""What is set here keeps the structure of PDF/A-2u; the check finds each way in which a file doesn't."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.factories.pdfa import pdfa_faults
from xianxing.documents.writing.pdf import typeset

TEMPLATE = """#set document(title: "试点")
#set text(font: "Noto Sans CJK SC", lang: "zh")
#set page(background: rotate(24deg, text(60pt, fill: rgb("#00000010"))[演示]))
= 试点
#link("https://pilot.example/")[链接] #box(width: 1cm, height: 1cm, fill: gradient.linear(red, blue))
"""


@cache
def page() -> bytes:
    """A page with text, a link, a gradient and a transparent mark."""
    with TemporaryDirectory() as folder:
        template = Path(folder) / "page.typ"
        template.write_text(TEMPLATE, "utf-8")
        return typeset(template, {}, made=datetime(2024, 1, 15, 4, 0, tzinfo=UTC))


def changed(change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The page with a change written behind it."""
    writer, out = IncrementalPdfFileWriter(io.BytesIO(page())), io.BytesIO()
    change(writer)
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def test_a_page_that_is_set_here_has_no_fault() -> None:
    assert pdfa_faults(page()) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"%PDF-1.7", b"%PDF-2.0", "6.1.2"), (b"%%EOF", b"%%EOF\nmore", "6.1.3"),
        (b"/ID[", b"/IX[", "6.1.3 no ID"), (b"/GTS_PDFA1", b"/GTS_PDFX1", "6.2.3 0"),
        (b"/FontFile", b"/FontFilX", "isn't embedded"), (b"/ToUnicode", b"/ToUnicodX", "has no text"),
        (b"<pdfaid:part>2", b"<pdfaid:part>3", "6.6.4"),
        (b"/Metadata", b"/Metadatx", "6.6.2 no metadata"), (b"/Identity-H", b"/Identity-X", "encoding"),
        (b"/F 4", b"/F 6", "6.3.2"),
    ],
)  # fmt: skip
def test_each_change_of_what_is_there_is_found(old: bytes, new: bytes, fault: str) -> None:
    assert old in page()
    found = pdfa_faults(page().replace(old, new))
    assert any(fault in one for one in found), found


def of_root(name: str, value: generic.PdfObject) -> Callable[[IncrementalPdfFileWriter], None]:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root[NameObject(name)] = value
        writer.update_root()  # type: ignore[no-untyped-call]

    return change


def drawn(content: bytes) -> Callable[[IncrementalPdfFileWriter], None]:
    def change(writer: IncrementalPdfFileWriter) -> None:
        kept = writer.add_object(StreamObject(stream_data=content))
        first = writer.root["/Pages"]["/Kids"].raw_get(0)
        first.get_object()[NameObject("/Contents")] = kept
        writer.mark_update(first)

    return change


def of_kind(kind: str, **more: generic.PdfObject) -> DictionaryObject:
    said = {NameObject(f"/{name}"): value for name, value in more.items()}
    return DictionaryObject({NameObject("/Type"): NameObject(kind), **said})  # type: ignore[no-untyped-call]


def intent(profile: bytes) -> DictionaryObject:
    kept = StreamObject({NameObject("/N"): NumberObject(3)}, stream_data=profile)  # type: ignore[no-untyped-call]
    return of_kind("/OutputIntent", S=NameObject("/GTS_PDFA1"), DestOutputProfile=kept)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (of_root("/OpenAction", of_kind("/Action", S=NameObject("/JavaScript"))), "6.5.1"),
        (of_root("/OpenAction", of_kind("/Action", S=NameObject("/Launch"))), "6.5.1"),
        (of_root("/AcroForm", DictionaryObject()), "/AcroForm"),  # type: ignore[no-untyped-call]
        (of_root("/OutputIntents", ArrayObject([intent(b"no profile")])), "6.2.3 no ICC"),
        (of_root("/X", of_kind("/Annot", Subtype=NameObject("/Movie"))), "6.3.1"),
        (of_root("/X", of_kind("/ExtGState", TR=NameObject("/Identity"))), "6.2.5"),
        (of_root("/X", of_kind("/X", Y=generic.ByteStringObject(b"x" * 32_768))), "6.1.13"),
        (drawn(b"0 0 0 1 k"), "CMYK"), (drawn(b"q (text) Tj zz Q"), "operator"),
    ],
)  # fmt: skip
def test_each_thing_that_must_not_be_there_is_found(
    change: Callable[[IncrementalPdfFileWriter], None], fault: str
) -> None:
    found = pdfa_faults(changed(change))
    assert any(fault in one for one in found), found


def test_a_plain_change_written_behind_is_no_fault() -> None:
    assert pdfa_faults(changed(drawn(rb"q 1 0 0 1 0 0 cm BT (a (zz) \) zz) Tj <0a> Tj /zz gs ET Q"))) == []
