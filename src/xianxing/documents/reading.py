"""Reading untrusted files: content is parsed in a child process with limits, never in the caller's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from xianxing.documents.child import Child
from xianxing.documents.limits import Limits, OcrMode
from xianxing.documents.model import Document, FileKind, FileProblem
from xianxing.documents.ocr import is_available
from xianxing.documents.problems import problem
from xianxing.documents.showing import PageImage, from_plain
from xianxing.documents.transfer import from_json

if TYPE_CHECKING:
    from xianxing.documents.forms_back.raw import RawForm

Source = Path | str | bytes
_HASHED_AT_MOST = 4  # times the size limit: larger files aren't even hashed


def read_document(
    source: Source, *, name: str | None = None, limits: Limits | None = None, ocr: OcrMode = OcrMode.AUTO
) -> Document:
    """Read one file, given as a path or as its bytes. Never raises for a bad file.

    `name` is the name that people gave it (default: the path's) and tells only what it claims to be.
    Whatever is wrong stands in `problems`; where the child process crashed, took too long or too much
    memory, that is the only thing there (`worker-crashed`, `too-slow`, `too-large`).
    """
    if name is None:
        name = "" if isinstance(source, bytes) else Path(source).name
    with Reader(limits or Limits(), ocr) as reader:
        return reader.read(source, name)


def read_documents(
    files: Iterable[tuple[Source, str]], *, limits: Limits | None = None, ocr: OcrMode = OcrMode.AUTO
) -> Iterator[Document]:
    """Read many files, (path or bytes, name) each, in order, with one child process. As `read_document`."""
    with Reader(limits or Limits(), ocr) as reader:
        for source, name in files:
            yield reader.read(source, name)


def draw_page(source: Source, page: int, *, name: str = "", limits: Limits | None = None) -> PageImage:
    """Draw one page (from 1) of a PDF or picture, in a child process of its own. Never raises for a bad file.

    What can't be drawn has the code of a problem in `failure`: `encrypted`, `damaged`, `too-large`,
    `too-slow`, `worker-crashed`, `unsupported-type`, or `not-found` for a page that isn't there.
    """
    bounds = limits or Limits()
    _size, _sha256, failure = _measure(source, bounds)
    if failure:
        return PageImage(failure=failure)
    with Reader(bounds, OcrMode.NEVER) as reader:
        return reader.draw(
            source, name or (Path(source).name if isinstance(source, (str, Path)) else ""), page
        )


class Reader:
    """Keeps a child process for text and, once a picture page was met, one for OCR; restarts what was
    killed.
    """

    def __init__(self, limits: Limits, ocr: OcrMode) -> None:
        self.limits = limits
        self.ocr = ocr
        self._text: Child | None = None
        self._ocr: Child | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in (self._text, self._ocr):
            if child is not None:
                child.stop()

    def read(self, source: Source, name: str) -> Document:
        """Read one file; a second time with OCR where pages are pictures."""
        size, sha256, failure = _measure(source, self.limits)
        if failure:
            return unread(name, size, sha256, problem(failure, size=size))
        if self._text is None:
            self._text = Child()
        document = self._ask(self._text, source, name, (size, sha256), ocr=False)
        pages = any(known.code == "no-text" for known in document.problems)
        wanted = pages or any(picture.holds_words for picture in document.pictures)
        if not wanted or self.ocr is OcrMode.NEVER or not is_available():
            return document
        if self._ocr is None:
            self._ocr = Child()
        again = self._ask(self._ocr, source, name, (size, sha256), ocr=True)
        if again.usable:
            return again
        return _with_problem(document, "ocr-failed") if pages else document

    def read_form(self, source: Source, name: str) -> tuple[Document, RawForm | None]:
        """Read a Word file, and as a form of ours too: lines and tables with tags, None where impossible."""
        # here, because it loads what parses Word, which this process does without otherwise
        from xianxing.documents.forms_back.raw import raw_from_json

        size, sha256, failure = _measure(source, self.limits)
        if failure:
            return unread(name, size, sha256, problem(failure, size=size)), None
        if self._text is None:
            self._text = Child()
        answer = self._answer("form", self._text, source, name)
        if "document" in answer:
            try:
                form = answer["form"]
                return from_json(answer["document"]), None if form is None else raw_from_json(form)
            except (KeyError, TypeError, ValueError):
                answer = {"failure": "worker-crashed"}
        return unread(name, size, sha256, problem(answer["failure"])), None

    def draw(self, source: Source, name: str, page: int) -> PageImage:
        """As `draw_page`, with this reader's child process."""
        if self._text is None:
            self._text = Child()
        answer = self._answer("page", self._text, source, name, page=page)
        if "image" in answer:
            try:
                return from_plain(answer["image"])
            except (KeyError, TypeError, ValueError):
                answer = {"failure": "worker-crashed"}
        return PageImage(failure=str(answer["failure"]))

    def _ask(self, child: Child, source: Source, name: str, known: tuple[int, str], *, ocr: bool) -> Document:
        answer = self._answer("read", child, source, name, ocr=ocr)
        if "document" in answer:
            try:
                return from_json(answer["document"])
            except (KeyError, TypeError, ValueError):
                answer = {"failure": "worker-crashed"}
        return unread(name, *known, problem(answer["failure"]))

    def _answer(self, task: str, child: Child, source: Source, name: str, **wanted: int) -> dict[str, Any]:
        request: dict[str, Any] = {"task": task, "name": name, "limits": asdict(self.limits), **wanted}
        if isinstance(source, bytes):
            request["bytes"] = len(source)
        else:
            request["path"] = str(Path(source).resolve())
        limits = self.limits
        by_ocr = limits.ocr_seconds + limits.picture_seconds if wanted.get("ocr") else 0
        seconds = limits.wall_seconds + by_ocr
        return child.ask(request, source if isinstance(source, bytes) else b"", seconds=seconds)


def _measure(source: Source, limits: Limits) -> tuple[int, str, str]:
    """Size, SHA-256, and the code of what forbids reading; the hash is empty for what is far too large."""
    if isinstance(source, bytes):
        size, digest = len(source), hashlib.sha256(source).hexdigest()
        return size, digest, "too-large" if size > limits.file_bytes else "" if size else "empty-file"
    path = Path(source)
    try:
        if not path.is_file():
            return 0, "", "not-found"
        size = path.stat().st_size
        if size > limits.file_bytes * _HASHED_AT_MOST:
            return size, "", "too-large"
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError):
        return 0, "", "not-found"
    return size, digest, "too-large" if size > limits.file_bytes else "" if size else "empty-file"


def _with_problem(document: Document, code: str) -> Document:
    from dataclasses import replace

    return replace(document, problems=(*document.problems, problem(code)))


def unread(name: str, size: int, sha256: str, failure: FileProblem) -> Document:
    """A document of which nothing could be read."""
    return Document(
        name=name, kind=FileKind.OTHER, size=size, sha256=sha256, problems=(failure,), text_source="none"
    )
