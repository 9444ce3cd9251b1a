"""What a PDF does or carries beside its pages: JavaScript, launched programs, attached files."""

from __future__ import annotations

import re
import zlib

_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_OBJECT_STREAM = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
_NAMES = {
    "pdf-javascript": re.compile(rb"/(?:JavaScript|JS)(?=[\s/<(\[\d])"),
    "pdf-launch": re.compile(
        rb"/S\s*/(?:Launch|GoToR|GoToE|ImportData|SubmitForm)(?=[\s/<>(\[])|/Launch(?=[\s/<>])"
    ),
    "pdf-embedded-file": re.compile(rb"/(?:EmbeddedFiles?|FileAttachment|RichMedia)(?=[\s/<>(\[])"),
}
_SPOT = re.compile(rb"#[0-9A-Fa-f]{2}")
MOST_STREAMS = 2000
MOST_BYTES = 4 * 1024 * 1024


def actions(data: bytes) -> set[str]:
    """Problem codes for the names found in the file's dictionaries, also in compressed object streams.

    Names are looked for as text, with `#xx` escapes undone, so that a broken cross-reference hides nothing.
    Page contents are compressed in nearly every file and aren't searched.
    """
    found = _named(_dictionaries(data))
    for number, match in enumerate(_OBJECT_STREAM.finditer(data)):
        if number >= MOST_STREAMS:
            break
        inflate = zlib.decompressobj()
        try:
            content = inflate.decompress(data[match.end() : match.end() + MOST_BYTES], MOST_BYTES)
        except zlib.error:
            continue
        found |= _named(content)
    return found


def _dictionaries(data: bytes) -> bytes:
    """The file without the bodies of its streams; in one pass, however many streams never end."""
    kept = []
    place = 0
    while (start := data.find(b"stream", place)) >= 0:
        kept.append(data[place:start])
        end = data.find(b"endstream", start + 6)
        if end < 0:
            place = start
            break
        place = end + 9
    return b"\n".join([*kept, data[place:]])


def _named(data: bytes) -> set[str]:
    if _SPOT.search(data):
        data = _NAME_ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), data)
    return {code for code, pattern in _NAMES.items() if pattern.search(data)}
