"""Backup: every table as of one moment, the encrypted files as they are, a signed list; never a key."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext as _

from xianxing.pilot.cases.domain.heads import sign_head
from xianxing.pilot.cases.keys import ring, signing_key
from xianxing.pilot.cases.models import SignedHead
from xianxing.pilot.cases.upkeep import manifest, tables
from xianxing.pilot.cases.upkeep.manifest import BackupError, Manifest
from xianxing.pilot.protection.triggers import differences
from xianxing.record.canonical import canonical

Say = Callable[[str], None]


def make_backup(*, folder: Path, real_now: datetime, say: Say = lambda _line: None) -> Manifest:
    """Write a backup into an absent or empty folder and list it under a head signed now.

    One format for both databases, without their own tools, so that a backup can be read, checked and restored
    by this program alone, also on the other database. Log-ins, keys and the settings are not in it. It holds
    people's accounts: keep it as safe as the database. Their second factors open only with the same
    XIANXING_SECRET_KEY. The folder appears under its name only when all is in it. BackupError when a key lies
    among the files. A database with other triggers is backed up all the same, and `say` is told first.
    """
    _refuse_keys_among_files()
    other = differences()
    if other:
        say(
            _("triggers are missing or were changed, ask xianxing doctor: {names}").format(
                names=", ".join(other)
            )
        )
    if folder.exists() and any(folder.iterdir()):
        raise BackupError(_("{folder} is not empty").format(folder=folder))
    head = sign_head(at=real_now)
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        (part / "tables").mkdir(parents=True, mode=0o700)
        rows = _dump_tables(part, say)
        _copy_files(part, say)
        (part / "head.txt").write_text(head.note, "utf-8")
        (part / "keys.json").write_bytes(canonical(ring().as_json()))
        listed = manifest.list_contents(
            part,
            origin=settings.XIANXING_LOG_ORIGIN,
            at=real_now,
            size=head.size,
            rows=rows,
            migrations=tables.migrations(),
        )
        manifest.write(listed, part, signing_key())
        _sync(part)
        part.replace(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return listed


def files_folder() -> Path:
    """Where the encrypted files lie."""
    return Path(settings.XIANXING_FILES) / "objects"


def stored_names() -> set[str]:
    """The names of the files that rows of the database expect, those erased left out."""
    stored = apps.get_model("filings", "StoredFile")
    return set(stored._base_manager.filter(erased_at__isnull=True).values_list("name", flat=True))


def _dump_tables(part: Path, say: Say) -> dict[str, int]:
    rows: dict[str, int] = {}
    with tables.snapshot():
        for model in tables.tables():
            label = model._meta.label_lower
            rows[label] = tables.dump(model, part / "tables" / f"{label}.jsonl")
            say(f"{label}: {rows[label]}")
        if not SignedHead.objects.exists():
            raise BackupError(_("the snapshot holds no signed head"))
        expected = stored_names()
        (part / "files").mkdir()
        (part / "expected.txt").write_text("".join(f"{name}\n" for name in sorted(expected)), "utf-8")
    return rows


def _copy_files(part: Path, say: Say) -> None:
    """Copy what the snapshot expects; one erased since then stays erased, others must be there."""
    expected = (part / "expected.txt").read_text("utf-8").split()
    gone = []
    for number, name in enumerate(expected, start=1):
        source = files_folder() / name[:2] / name
        try:
            shutil.copyfile(source, part / "files" / name)
        except FileNotFoundError:
            gone.append(name)
        if number % 100 == 0 or number == len(expected):
            say(_("files: {done}/{all}").format(done=number, all=len(expected)))
    lost = set(gone) & stored_names()
    if lost:
        raise BackupError(_("stored files are missing: {names}").format(names=", ".join(sorted(lost)[:5])))


def _refuse_keys_among_files() -> None:
    kept = Path(settings.XIANXING_FILES).resolve()
    for path in (Path(settings.XIANXING_KEYS), Path(settings.XIANXING_FILE_KEYS)):
        if path.resolve().is_relative_to(kept):
            raise BackupError(_("{path} lies among the files; keys are kept elsewhere").format(path=path))


def _sync(part: Path) -> None:
    """Have everything on disk before the folder gets its name."""
    for path in (*part.rglob("*"), part):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
