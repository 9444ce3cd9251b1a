"""Large answers from disk: a file without a name that is gone once it was sent, whatever happens."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import IO

from django.conf import settings
from django.http import FileResponse

from xianxing.pilot.filings.files.names import disposition


def spool() -> IO[bytes]:
    """A new file on disk for an answer. It has no name, so that a process that dies leaves nothing."""
    scratch = Path(settings.SCRATCH_DIR)
    scratch.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryFile(dir=scratch)


def send_file(file: IO[bytes], name: str, content_type: str = "application/zip") -> FileResponse:
    """The whole of an open file as a download under this name, piece by piece; closed when it was sent."""
    file.seek(0)
    response = FileResponse(file, content_type=content_type)
    response["Content-Disposition"] = disposition(name)
    response["Cache-Control"] = "private, no-store"
    return response


def send_copy(path: Path, name: str) -> FileResponse:
    """A zip that lies in a folder which is about to be removed."""
    file = spool()
    with path.open("rb") as source:
        shutil.copyfileobj(source, file)
    return send_file(file, name)


def send_folder(folder: Path, name: str) -> FileResponse:
    """A folder as a zip; the folder may go as soon as this returns."""
    file = spool()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    return send_file(file, name)
