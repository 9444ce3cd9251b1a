"""A filing out of the database: into a folder of the folder format, or into a zip of one."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from xianxing.checker.folder import FORM
from xianxing.documents.model import FileKind
from xianxing.pilot.filings.draft.form import load_form
from xianxing.pilot.filings.files.names import safe_path
from xianxing.pilot.filings.folder.writing import filing_toml
from xianxing.pilot.filings.models import Filing, StoredFile
from xianxing.pilot.filings.permissions import standing, visible_units
from xianxing.pilot.filings.storage.vault import pieces, write_to
from xianxing.pilot.parties.models import User
from xianxing.workdays.clocks import CHINA_TIME

_WORTH_PACKING = frozenset({FileKind.TEXT.value, ""})  # the others are packed already


def export_filing(*, filing: Filing, folder: Path, by: User | None, at: datetime) -> Path:
    """Write a filing into a new or empty folder: a commented `filing.toml`, which is returned, and the files.

    A person gets the sheets that the person may see, of other units only their id and code. Without a person,
    for the operator's command, everything. The folder's body has the filing's digest where all sheets are in
    it. Raises FileExistsError for a folder with anything in it, Stranger for who may not read it.
    """
    form, files = _contents(filing, by, at)
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, stored, _content in files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        write_to(stored, target)
    target = folder / FORM
    target.write_text(form, "utf-8")
    return target


def pack_filing(*, filing: Filing, target: IO[bytes], by: User, at: datetime) -> None:
    """Write the same folder as a zip into an open file. One piece of one file is in memory at a time, and no
    file lies on disk in plain but in the zip. Stranger for who may not read it.
    """
    form, files = _contents(filing, by, at)
    with zipfile.ZipFile(target, "w") as archive:
        _entry(archive, FORM, [form.encode()], "", at)
        for name, stored, content in files:
            _entry(archive, name, pieces(stored), content, at)


def _entry(archive: zipfile.ZipFile, name: str, content: Iterable[bytes], kind: str, at: datetime) -> None:
    entry = zipfile.ZipInfo(name, at.astimezone(CHINA_TIME).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED if kind in _WORTH_PACKING else zipfile.ZIP_STORED
    with archive.open(entry, "w") as sink:
        for piece in content:
            sink.write(piece)


def _contents(
    filing: Filing, by: User | None, at: datetime
) -> tuple[str, Iterator[tuple[str, StoredFile, str]]]:
    """The text of `filing.toml`, and each file under its safe name with its type."""
    who = standing(by, filing, at=at) if by is not None else None
    form = load_form(filing, sheets=visible_units(who) if who else None)

    def files() -> Iterator[tuple[str, StoredFile, str]]:
        taken = {FORM}
        for material, version in form.materials:
            if version is None or version.file.erased_at is not None:
                continue
            name = safe_path(material.file_name)
            if name not in taken:
                taken.add(name)
                yield name, version.file, version.content

    return filing_toml(form.data, form.guide), files()
