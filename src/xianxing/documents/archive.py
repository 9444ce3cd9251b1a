"""Opening zip archives that may lie: bounded by the bytes that really come out, never by what is declared."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from binascii import crc32
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO

from xianxing.documents.draft import Fatal
from xianxing.documents.limits import Limits

_CHUNK = 64 * 1024
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1
_UNICODE_PATH = 0x7075
ARCHIVE_STARTS = (b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ")


class SafeZip:
    """A zip archive with its directory checked on opening; raises Fatal for bombs, overlaps and damage.

    Only stored and deflated entries are read. `read` stops at its byte cap whatever the header declares.
    """

    def __init__(self, source: bytes | BinaryIO, limits: Limits) -> None:
        self._stream: BinaryIO = BytesIO(source) if isinstance(source, bytes) else source
        self.limits = limits
        self.unpacked = 0
        try:
            self._zip = zipfile.ZipFile(self._stream)
        except (
            zipfile.BadZipFile,
            NotImplementedError,
            ValueError,
            OSError,
            EOFError,
            struct.error,
        ) as error:
            raise Fatal("damaged", reason="zip directory") from error
        self.entries = self._zip.infolist()
        self._check()

    def _check(self) -> None:
        if len(self.entries) > self.limits.archive_entries:
            raise Fatal("too-many-entries", count=len(self.entries), limit=self.limits.archive_entries)
        declared = sum(entry.file_size for entry in self.entries)
        if declared > self.limits.unpacked_bytes:
            raise Fatal("zip-bomb", declared=declared, limit=self.limits.unpacked_bytes)
        for entry in self.entries:
            packed = max(entry.compress_size, 1)
            if entry.file_size > self.limits.ratio_floor and entry.file_size > self.limits.ratio * packed:
                raise Fatal("zip-bomb", ratio=entry.file_size // packed, limit=self.limits.ratio)
        spans = sorted((entry.header_offset, entry.compress_size) for entry in self.entries)
        ends = [start for start, _ in spans[1:]] + [self._zip.start_dir]
        if any(start + 30 + size > end for (start, size), end in zip(spans, ends, strict=True)):
            raise Fatal("overlapping-entries")

    def find(self, name: str) -> zipfile.ZipInfo | None:
        """The entry of that exact name, as the archive spells it."""
        return self._zip.NameToInfo.get(name)

    def read(self, entry: zipfile.ZipInfo, limit: int | None = None) -> bytes:
        """All bytes of an entry, `limit` at most (default: a part's); Fatal above it or if damaged."""
        return b"".join(self.stream(entry, self.limits.part_bytes if limit is None else limit))

    def stream(self, entry: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
        """The entry's bytes piece by piece, checked at the end against its size and checksum."""
        if entry.flag_bits & _ENCRYPTED_FLAG:
            raise Fatal("encrypted")
        checksum = written = 0
        for piece in self._inflated(entry):
            written += len(piece)
            self.unpacked += len(piece)
            if written > limit or self.unpacked > self.limits.unpacked_bytes:
                raise Fatal("zip-bomb" if written > entry.file_size else "too-large", limit=limit)
            checksum = crc32(piece, checksum)
            yield piece
        if written > entry.file_size:
            raise Fatal("zip-bomb", declared=entry.file_size, unpacked=written)
        if written < entry.file_size or checksum != entry.CRC:
            raise Fatal("damaged", reason="checksum")

    def _inflated(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        left = self._seek(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            while left > 0 and (piece := self._stream.read(min(left, _CHUNK))):
                left -= len(piece)
                yield piece
            return
        if entry.compress_type != zipfile.ZIP_DEFLATED:
            raise Fatal("damaged", reason="compression method")
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        waiting = b""
        try:
            while not inflate.eof:
                if not waiting:
                    waiting = self._stream.read(min(left, _CHUNK))
                    left -= len(waiting)
                    if not waiting:
                        break
                yield inflate.decompress(waiting, _CHUNK)
                waiting = inflate.unconsumed_tail
        except zlib.error as error:
            raise Fatal("damaged", reason="compressed data") from error

    def _seek(self, entry: zipfile.ZipInfo) -> int:
        self._stream.seek(entry.header_offset)
        header = self._stream.read(30)
        if len(header) < 30 or header[:4] != b"PK\x03\x04":
            raise Fatal("damaged", reason="entry header")
        name_length, extra_length = struct.unpack("<HH", header[26:30])
        self._stream.seek(name_length + extra_length, 1)
        return entry.compress_size

    def starts(self, entry: zipfile.ZipInfo, length: int = 8) -> bytes:
        """The first bytes of an entry, for looking at its real type; empty when they can't be read."""
        if entry.flag_bits & _ENCRYPTED_FLAG:
            return b""
        try:
            return next(iter(self._inflated(entry)), b"")[:length]
        except Fatal:
            return b""


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The entry's name as people wrote it: UTF-8, or GBK for archives made on a Chinese Windows; `/`
    between.
    """
    raw = _unicode_path(entry)
    if raw is None:
        name = entry.orig_filename
        if not entry.flag_bits & _UTF8_FLAG:
            name = _decoded(name.encode("cp437", "replace"), name)
    else:
        name = raw
    return name.replace("\\", "/")


def _decoded(raw: bytes, fallback: str) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return fallback


def _unicode_path(entry: zipfile.ZipInfo) -> str | None:
    extra = entry.extra
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        if kind == _UNICODE_PATH and length > 5 and extra[4] == 1:
            try:
                return extra[9 : 4 + length].decode("utf-8")
            except UnicodeDecodeError:
                return None
        extra = extra[4 + length :]
    return None


def is_unsafe(name: str) -> bool:
    """Whether a name (with `/` between) leaves its folder or can't be a file's: absolute, `..`, drive,
    control.
    """
    parts = PurePosixPath(name).parts
    return (
        not name.strip("/. ")
        or name.startswith("/")
        or ".." in parts
        or ":" in name
        or any(ord(character) < 32 or ord(character) == 127 for character in name)
        or len(name.encode("utf-8", "replace")) > 1000
        or any(len(part.encode("utf-8", "replace")) > 250 for part in parts)
    )


def is_symlink(entry: zipfile.ZipInfo) -> bool:
    """Whether the entry was stored as a symbolic link."""
    return stat.S_ISLNK(entry.external_attr >> 16)
