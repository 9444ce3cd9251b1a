"""The stable codes of what can be wrong with a file; texts for people are the checker's."""

from __future__ import annotations

from dataclasses import dataclass

from xianxing.documents.model import FileProblem


@dataclass(frozen=True)
class Code:
    """One kind of problem: whether it leaves nothing to use, and what it means in one English line."""

    fatal: bool
    meaning: str


CODES: dict[str, Code] = {
    # nothing of the content could be used
    "not-found": Code(True, "The file isn't there or can't be opened."),
    "empty-file": Code(True, "The file has no bytes."),
    "too-large": Code(True, "The file, or what it unpacks to, is larger than the reader accepts."),
    "too-slow": Code(True, "Reading took longer than the reader allows."),
    "worker-crashed": Code(True, "The reader's process ended while it read this file."),
    "encrypted": Code(True, "The file is protected by a password or by rights management."),
    "damaged": Code(True, "The file is cut off or its structure is broken."),
    "mistyped": Code(True, "The content isn't what the name says, and isn't a type that can be read."),
    "unsupported-type": Code(True, "Files of this type aren't read."),
    "legacy-office": Code(True, "A Word, Excel or PowerPoint file of the format before 2007."),
    "zip-bomb": Code(True, "The archive unpacks to far more than its size, or lies about its sizes."),
    "too-many-entries": Code(True, "The archive has more entries than the reader accepts."),
    "overlapping-entries": Code(True, "Entries of the archive share the same bytes."),
    "external-entity": Code(True, "An XML part declares a document type or entities."),
    # content was read; somebody should know
    "name-mismatch": Code(False, "The content is readable but of another type than the name says."),
    "part-damaged": Code(False, "A part beside the main text (a note, a header) is broken and was left out."),
    "truncated": Code(False, "The end of the file is missing; what could be read may not be all."),
    "cut": Code(False, "Only the beginning was read: text, rows or pages above the limit are left out."),
    "entry-unread": Code(False, "A file within the archive can't be read."),
    "macros": Code(False, "The file carries macros (a VBA project), whatever its name says."),
    "embedded-object": Code(False, "Another file or an OLE or ActiveX object is embedded."),
    "nested-archive": Code(False, "The archive contains another archive, which isn't opened."),
    "unsafe-name": Code(False, "An entry's name points outside the folder or can't be a file name."),
    "duplicate-name": Code(False, "Two entries of the archive have the same name; the first was taken."),
    "symlink": Code(False, "An entry of the archive is a symbolic link; it isn't followed or created."),
    "control-characters-in-name": Code(False, "The name has control or direction-changing characters."),
    "external-link": Code(False, "The file loads or runs something from outside when it is opened."),
    "remote-template": Code(False, "The document template lies outside the file."),
    "remote-image": Code(False, "An image is loaded from outside the file."),
    "tracked-changes": Code(False, "Tracked changes (insertions, deletions, moves) were left in."),
    "comments": Code(False, "Comments were left in."),
    "hidden-text": Code(False, "The file has text that a reader of the page can't see."),
    "hidden-slide": Code(False, "The presentation has hidden slides."),
    "hidden-sheet": Code(False, "The workbook has hidden sheets."),
    "hidden-rows": Code(False, "The workbook has hidden rows or columns with content."),
    "pdf-javascript": Code(False, "The PDF carries JavaScript."),
    "pdf-launch": Code(False, "The PDF has an action that starts a program or opens another file."),
    "pdf-embedded-file": Code(False, "Files are attached inside the PDF."),
    "text-layer": Code(
        False, "The text is an invisible layer over scanned pages and wasn't seen by the signer."
    ),
    "unread": Code(False, "Nobody has opened the file yet: whoever holds it will read it later."),
    "no-text": Code(False, "Pages are pictures and weren't read: OCR isn't installed or was switched off."),
    "ocr-incomplete": Code(False, "OCR stopped at the limit of pages or time; later pages weren't read."),
    "ocr-failed": Code(False, "OCR could not be run on pages that are pictures."),
    "ocr-doubtful": Code(False, "OCR was unsure of much of what it read."),
}


def problem(code: str, location: str = "", **detail: str | int) -> FileProblem:
    """A `Problem` with the code's own fatality; an unknown code raises KeyError."""
    return FileProblem(code, CODES[code].fatal, location, detail)
