"""Bytes made to harm: forms, archives and files that are small to send and large to open."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

HEAD = 'guide = "shenzhen-2023"\n'
MEGABYTE = 1024 * 1024

FORMS: dict[str, str] = {
    "a dotted key": ".".join("a" * 60_000) + " = 1",
    "a dotted table": "[" + ".".join("a" * 60_000) + "]",
    "many dotted tables": "\n".join(f"[a{'.b' * depth}]" for depth in range(1, 1200)),
    "lists in lists": "a = " + "[" * 100_000,
    "closed lists in lists": "a = " + "[" * 900 + "]" * 900,
    "inline tables": "a = " + "{a = " * 50_000,
    "a long number": "a = " + "9" * 100_000,
    "a long number in hex": "a = 0x" + "f" * 1_000_000,
    "many values": "a = [" + "1," * 200_000 + "]",
    "many files": '[[material]]\nkind = "other"\n' * 600,
    "more than four megabytes": "# " + "x" * 4_100_000,
}


def zipped(entries: Mapping[str, bytes] | list[tuple[str, bytes]], *, stored: bool = False) -> bytes:
    """A zip of these entries; a list may hold a name twice."""
    stream = io.BytesIO()
    pairs = entries.items() if isinstance(entries, Mapping) else entries
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in pairs:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return stream.getvalue()


def filing(**entries: bytes) -> dict[str, bytes]:
    """A form and beside it what an attacker adds."""
    return {"filing.toml": HEAD.encode(), **entries}


def linked() -> bytes:
    """A zip with a symbolic link out of its folder."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("filing.toml", HEAD)
        info = zipfile.ZipInfo("secret.txt")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return stream.getvalue()


def lying(name: str, content: bytes, declared: int) -> bytes:
    """A zip whose entry declares another size than it has, in both places."""
    data = bytearray(zipped({"filing.toml": HEAD.encode(), name: content}))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        entry, directory = archive.getinfo(name), archive.start_dir
    struct.pack_into("<I", data, entry.header_offset + 22, declared)
    struct.pack_into("<I", data, data.index(name.encode(), directory) - 46 + 24, declared)
    return bytes(data)


def encrypted() -> bytes:
    """A zip that says its entries have a password."""
    data = bytearray(zipped(filing(), stored=True))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def overlapping() -> bytes:
    """A zip in which a second entry of the directory points into the bytes of the first."""
    data = bytearray(zipped({"filing.toml": HEAD.encode(), "b.txt": b"b" * 100}, stored=True))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        directory = archive.start_dir
    struct.pack_into("<I", data, data.index(b"b.txt", directory) - 46 + 42, 5)
    return bytes(data)


ARCHIVES: dict[str, tuple[bytes, str]] = {
    "one entry of zeros": (zipped(filing(**{"a.bin": bytes(40 * MEGABYTE)})), "zip-bomb"),
    "many entries of zeros": (
        zipped(filing(**dict.fromkeys((f"{number}.bin" for number in range(40)), bytes(5 * MEGABYTE)))),
        "zip-bomb",
    ),
    "a size that lies": (lying("a.bin", bytes(30 * MEGABYTE), 2000), "zip-bomb"),
    "ten thousand entries": (
        zipped([(f"{number}.txt", b"") for number in range(10_000)]),
        "too-many-entries",
    ),
    "entries that share bytes": (overlapping(), "overlapping-entries"),
    "a password": (encrypted(), "encrypted"),
    "a directory cut off": (zipped(filing())[:-30], "damaged"),
}


def png(width: int, height: int) -> bytes:
    """A PNG of one colour: a few kilobytes whatever its sides."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def flate_pdf(length: int) -> bytes:
    """A PDF whose one page draws a stream that unpacks to `length` bytes."""
    content = zlib.compress(b"0 0 m " * (length // 6), 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 5\n0000000000 65535 f \n" + table + trailer


def looped_pdf() -> bytes:
    """A PDF whose tree of pages leads back to itself."""
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 >>\nendobj\n"
        b"trailer\n<< /Size 3 /Root 1 0 R >>\n%%EOF\n"
    )
