"""Papers of the demonstration: Word files from plain text, a folder as one zip; same in, same out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from docx import Document

MADE = (2024, 1, 1, 0, 0, 0)  # zip entries bear a time; a fixed one keeps digests the same on every machine
HEADING = "# "


def word(title: str, paragraphs: Sequence[str]) -> bytes:
    """A Word file with a title and paragraphs; one that begins with `# ` is a heading."""
    document = Document()
    document.core_properties.author = ""
    document.core_properties.title = title
    document.add_heading(title, 0)
    for text in paragraphs:
        if text.startswith(HEADING):
            document.add_heading(text.removeprefix(HEADING), 1)
        else:
            document.add_paragraph(text)
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as parts:
        return _zip((name, parts.read(name)) for name in sorted(parts.namelist()))


def packed(folder: Path) -> bytes:
    """All files below a folder as a zip, in the order of their names."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return _zip((path.relative_to(folder).as_posix(), path.read_bytes()) for path in files)


def _zip(parts: Iterator[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts:
            target.writestr(zipfile.ZipInfo(name, MADE), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
