"""What ISO 19005-2 (PDF/A-2, level U) asks of a file's structure, read by pyHanko; no whole validator.

Not looked at: widths of glyphs against their font programs, and font programs themselves.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NameObject, PdfObject, StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
IDENTIFIED = "{http://www.aiim.org/pdfa/ns/id/}"
TITLE = "{http://purl.org/dc/elements/1.1/}title"
COLOURS = {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4}
FORBIDDEN_ACTIONS, NAMED_ACTIONS, ANNOTATIONS, OPERATORS = map(
    str.split,
    (
        "/Launch /Sound /Movie /ResetForm /ImportData /Hide /SetOCGState /Rendition /Trans /GoTo3DView "
        "/JavaScript",
        "/NextPage /PrevPage /FirstPage /LastPage",
        "/Text /Link /FreeText /Line /Square /Circle /Polygon /PolyLine /Highlight /Underline /Squiggly "
        "/StrikeOut /Stamp /Caret /Ink /Popup /Widget /PrinterMark /TrapNet /Watermark /Redact",
        "b B b* B* BDC BMC BT c cm CS cs d d0 d1 Do DP EMC ET f F f* G g gs h i j J K k l m M MP n q Q re RG "
        "rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"",
    ),
)
WORDS = re.compile(rb"<<|>>|<[0-9A-Fa-f\s]*>|/[^\s/<>\[\]]*|[^\s/<>\[\]]+")
PLAIN = re.compile(rb"[+-]?\d*\.?\d*|true|false|null")
EMBEDDED = {"/FontFile", "/FontFile2", "/FontFile3"}
PRINT, UNSEEN = 4, 1 | 2 | 32  # of an annotation's flags


def pdfa_faults(content: bytes) -> list[str]:
    """Everything in which a file isn't as PDF/A-2u wants it; empty for one that is."""
    reader = PdfFileReader(io.BytesIO(content))
    return [*_of_file(content, reader), *_of_catalogue(reader.root), *_of_objects(reader)]


def _at(one: DictionaryObject, name: str, otherwise: Any = None) -> Any:
    """What stands under a name, wherever in the file it lies."""
    try:
        return one[name]  # `get` would give the reference
    except KeyError:
        return otherwise


def _all(many: ArrayObject | PdfObject | None) -> list[Any]:
    """The members of an array, wherever they lie; of anything else that alone."""
    if isinstance(many, ArrayObject):
        return [many[place] for place in range(len(many))]
    return [] if many is None else [many]


def _of_file(content: bytes, reader: PdfFileReader) -> Iterator[str]:
    head = content.split(b"\n", 2)
    if not re.fullmatch(rb"%PDF-1\.[0-7]", head[0]):
        yield "6.1.2 header"
    if len(re.findall(rb"[\x80-\xff]", head[1][:5])) < 4 or not head[1].startswith(b"%"):
        yield "6.1.2 four bytes above 127 in the second line"
    if not re.search(rb"%%EOF\r?\n?\Z", content):
        yield "6.1.3 something after the end of the file"
    if len(_all(_at(reader.trailer_view, "/ID"))) != 2:
        yield "6.1.3 no ID"
    if reader.encrypted:
        yield "6.1.3 encrypted"


def _of_catalogue(root: DictionaryObject) -> Iterator[str]:
    for name in ("/AA", "/OCProperties", "/Requirements", "/AcroForm", "/Collection"):
        if name in root:
            yield f"catalogue has {name}"
    if "/EmbeddedFiles" in _at(root, "/Names", {}):
        yield "6.8 embedded files"
    yield from _of_metadata(root)
    intents = [one for one in _all(_at(root, "/OutputIntents")) if one["/S"] == "/GTS_PDFA1"]
    if len(intents) != 1:
        yield f"6.2.3 {len(intents)} output intents of PDF/A"
    for intent in intents:
        yield from _of_profile(_at(intent, "/DestOutputProfile"))


def _of_metadata(root: DictionaryObject) -> Iterator[str]:
    if "/Metadata" not in root:
        yield "6.6.2 no metadata"
        return
    said = etree.fromstring(root["/Metadata"].data.strip())
    found: dict[str, str] = {}
    for one in said.iter(f"{RDF}Description"):
        found |= {**one.attrib, **{each.tag: "".join(each.itertext()).strip() for each in one}}
    if (found.get(f"{IDENTIFIED}part"), found.get(f"{IDENTIFIED}conformance")) != ("2", "U"):
        yield "6.6.4 not identified as 2u"
    if not found.get(TITLE):
        yield "no title"


def _of_profile(profile: StreamObject | None) -> Iterator[str]:
    if profile is None:
        yield "6.2.3 no profile of the output intent"
        return
    data = profile.data
    if data[36:40] != b"acsp" or int.from_bytes(data[:4], "big") != len(data) or data[8] > 4:
        yield "6.2.3 no ICC profile of version 4 or before"
    if data[12:16] not in (b"prtr", b"mntr") or COLOURS.get(data[16:20]) != profile["/N"]:
        yield "6.2.3 a profile of another kind"


def _of_objects(reader: PdfFileReader) -> Iterator[str]:
    seen, left = set[tuple[int, int]](), [reader.trailer_view.raw_get("/Root")]
    while left:
        one = left.pop()
        if isinstance(one, generic.IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()  # type: ignore[no-untyped-call]
        if isinstance(one, DictionaryObject):
            yield from _of_dictionary(one)
            left += [one.raw_get(key) for key in one]
        elif isinstance(one, ArrayObject):
            left += [one.raw_get(place) for place in range(len(one))]
        else:
            yield from _of_value(one)


def _of_value(one: PdfObject) -> Iterator[str]:
    if isinstance(one, NameObject) and len(one.encode()) > 128:
        yield "6.1.13 a long name"
    if isinstance(one, generic.ByteStringObject | generic.TextStringObject) and len(one) > 32_767:
        yield "6.1.13 a long string"


def _of_dictionary(one: DictionaryObject) -> Iterator[str]:
    kind = _at(one, "/Type")
    if isinstance(one, StreamObject):
        yield from _of_stream(one)
    if _at(one, "/S") in FORBIDDEN_ACTIONS or "/JS" in one:
        yield f"6.5.1 action {_at(one, '/S')}"
    if _at(one, "/S") == "/Named" and _at(one, "/N") not in NAMED_ACTIONS:
        yield "6.5.1 a named action"
    if kind == "/Page":
        yield from _of_page(one)
    elif kind == "/Annot":
        yield from _of_annotation(one)
    elif kind == "/Font":
        yield from _of_font(one)
    elif {"/TR", "/HTP"} & set(one) or _at(one, "/TR2", "/Default") != "/Default":
        yield "6.2.5 a transfer function or halftone phase"


def _of_stream(one: StreamObject) -> Iterator[str]:
    if {"/F", "/FFilter", "/FDecodeParms"} & set(one):
        yield "6.1.7 contents in another file"
    for name in _all(_at(one, "/Filter")):
        if name in ("/LZWDecode", "/Crypt"):
            yield f"6.1.7 filter {name}"
    form = _at(one, "/Subtype")
    if form == "/PS" or (form == "/Form" and {"/OPI", "/PS", "/Ref", "/Subtype2"} & set(one)):
        yield "6.2.9 PostScript, OPI or a reference"
    if form == "/Image" and ({"/Alternates", "/OPI"} & set(one) or _at(one, "/Interpolate")):
        yield "6.2.8 an image that is interpolated or has alternates"
    if form == "/Form":
        yield from _of_operators(one.data)


def _of_page(page: DictionaryObject) -> Iterator[str]:
    if "/AA" in page or "/PresSteps" in page:
        yield "6.5.2 actions of a page"
    yield from _of_operators(b"\n".join(part.data for part in _all(_at(page, "/Contents"))))


def _of_operators(content: bytes) -> Iterator[str]:
    for word in WORDS.findall(_without_strings(content)):
        if word[:1] in b"</>" or PLAIN.fullmatch(word):
            continue
        if word.decode("latin-1") not in OPERATORS:
            yield f"6.2.2 operator {word[:20]!r}"
        if word in (b"k", b"K"):
            yield "6.2.4.3 colours of CMYK without such an output intent"


def _without_strings(content: bytes) -> bytes:
    """The content but what stands in brackets, which may hold further brackets in pairs."""
    depth, begin, kept = 0, 0, []
    for mark in re.finditer(rb"\\.|[()]", content, re.DOTALL):
        if mark[0] == b"(":
            if not depth:
                kept.append(content[begin : mark.start()])
            depth += 1
        elif mark[0] == b")":
            depth -= 1
            begin = mark.end()
    return b" ".join([*kept, content[begin:]])


def _of_annotation(one: DictionaryObject) -> Iterator[str]:
    kind, flags = _at(one, "/Subtype"), _at(one, "/F", 0)
    if kind not in ANNOTATIONS:
        yield f"6.3.1 annotation {kind}"
    if kind != "/Popup" and (not flags & PRINT or flags & UNSEEN):
        yield "6.3.2 an annotation that isn't printed"
    if kind not in ("/Popup", "/Link") and set(_at(one, "/AP", {})) != {"/N"}:
        yield "6.3.3 an annotation without its one appearance"


def _of_font(font: DictionaryObject) -> Iterator[str]:
    name, form = _at(font, "/BaseFont"), font["/Subtype"]
    held = next(iter(_all(_at(font, "/DescendantFonts"))), font)
    if form != "/Type3" and not EMBEDDED & set(_at(held, "/FontDescriptor", {})):
        yield f"6.2.11.4 {name} isn't embedded"
    if form == "/Type0":
        if font["/Encoding"] not in ("/Identity-H", "/Identity-V"):
            yield f"6.2.11.3 {name} has another encoding"
        if held["/Subtype"] == "/CIDFontType2" and "/CIDToGIDMap" not in held:
            yield f"6.2.11.3 {name} says nothing of its glyphs"
    if not str(form).startswith("/CIDFont"):
        yield from _of_text(font)


def _of_text(font: DictionaryObject) -> Iterator[str]:
    if "/ToUnicode" not in font:
        yield f"6.2.11.7.2 {_at(font, '/BaseFont')} has no text"
        return
    told = re.findall(rb"<([0-9A-Fa-f]+)>\s*(?:\n|\]|$)", font["/ToUnicode"].data)
    if any(re.match(rb"(?:0000|FEFF|FFFE)", code.upper()) for code in told if len(code) >= 4):
        yield f"6.2.11.7.2 {_at(font, '/BaseFont')} has text that is none"
