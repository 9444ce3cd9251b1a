"""A filing out of the database into a folder of the folder format."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from xianxing.checker.folder import FORM
from xianxing.pilot.filings.access import standing, visible_units
from xianxing.pilot.filings.form import load_form
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.names import safe_path
from xianxing.pilot.filings.storage.vault import write_to
from xianxing.pilot.filings.writing import filing_toml
from xianxing.pilot.parties.models import User


def export_filing(*, filing: Filing, folder: Path, by: User | None, at: datetime) -> Path:
    """Write a filing into a new or empty folder: a commented `filing.toml`, which is returned, and the files.

    A person gets the sheets that the person may see, of other units only their id and code. Without a person,
    for the operator's command, everything. The folder's body has the filing's digest where all sheets are in
    it. Raises FileExistsError for a folder with anything in it, Refused for a stranger.
    """
    who = standing(by, filing, at=at) if by is not None else None
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(folder)
    form = load_form(filing, sheets=visible_units(who) if who else None)
    folder.mkdir(parents=True, exist_ok=True)
    for material, version in form.materials:
        if version is None or version.file.erased_at is not None:
            continue
        target = folder / safe_path(material.file_name)
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            write_to(version.file, target)
    target = folder / FORM
    target.write_text(filing_toml(form.data, form.guide), "utf-8")
    return target
