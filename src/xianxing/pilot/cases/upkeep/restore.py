"""Restore: into an empty site, in one transaction, and only what proves itself."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from xianxing.pilot.cases.keys import ring
from xianxing.pilot.cases.models import Log
from xianxing.pilot.cases.sealing import checked_record
from xianxing.pilot.cases.upkeep import manifest, tables
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.cases.upkeep.backup import files_folder, stored_names
from xianxing.pilot.cases.upkeep.manifest import BackupError, Manifest
from xianxing.pilot.cases.upkeep.papers import paper_faults
from xianxing.pilot.cases.upkeep.publications import publication_faults
from xianxing.pilot.protection.triggers import differences
from xianxing.pilot.storage.contents import file_faults
from xianxing.pilot.storage.keys import KeyFileError, master_keys
from xianxing.pilot.storage.sealed_values import missing_keys, value_faults
from xianxing.record import audit
from xianxing.record.heads import read_head
from xianxing.record.keyring import KeyRing
from xianxing.record.notes import NoteError

Say = Callable[[str], None]


def restore_backup(
    *,
    folder: Path,
    head: str | None,
    accept_loss: bool = False,
    accept_revoked: bool = False,
    say: Say = lambda _line: None,
) -> Manifest:
    """Restore a backup into a migrated, empty database and an empty store of files.

    Before anything is kept: the list's signature and all digests, the number of rows, the audit of the whole
    record, cases and publications against their events, the triggers of every app, the log against `head`, a
    signed head that was published (the backup's own where None), and whether this site has the keys of all
    that lies sealed.
    BackupError otherwise, also when the published log was longer than the backup unless `accept_loss`, and
    for a list under a revoked key unless `accept_revoked`; then nothing of it is in the database. The keys
    must be in place already.
    """
    held = ring()
    listed = manifest.read(folder, held, accept_revoked=accept_revoked)
    say(_("{count} files checked").format(count=len(listed.files)))
    _refuse_other_site(listed)
    copied = _stage_files(folder)
    try:
        with transaction.atomic():
            _load(folder, listed, say)
            _prove(folder, head, held, accept_loss, say)
            _refuse_unprotected()
            _refuse_unreadable()
            _refuse_other_bytes(copied)
            _settle_files(copied)
    except (ValueError, DatabaseError) as problem:
        raise BackupError(_("the rows can't be loaded: {problem}").format(problem=problem)) from problem
    finally:
        shutil.rmtree(copied, ignore_errors=True)
    return listed


def _refuse_other_site(listed: Manifest) -> None:
    if listed.origin != settings.XIANXING_LOG_ORIGIN:
        raise BackupError(_("this is the backup of the log {origin}").format(origin=listed.origin))
    if list(listed.migrations) != tables.migrations():
        different = sorted(set(listed.migrations) ^ set(tables.migrations()))
        raise BackupError(
            _("the database is of another version: {names}").format(names=", ".join(different[:5]))
        )
    _refuse_unprotected()
    for model in tables.tables():
        # The log's one row is made by whoever looks at the log first, and says nothing yet.
        if model is not Log and model._base_manager.exists():
            raise BackupError(
                _("the database is not empty: {table} has rows").format(table=model._meta.label_lower)
            )
    if files_folder().exists() and any(path.is_file() for path in files_folder().rglob("*")):
        raise BackupError(_("{path} is not empty").format(path=files_folder()))


def _refuse_unprotected() -> None:
    """Rows that may be changed afterwards prove nothing: every app's triggers stand, before and after."""
    other = differences()
    if other:
        raise BackupError(_("triggers are missing or were changed: {names}").format(names=", ".join(other)))


def _load(folder: Path, listed: Manifest, say: Say) -> None:
    models = tables.tables()
    if {model._meta.label_lower for model in models} != set(listed.rows):
        raise BackupError(_("the backup has other tables than this version"))
    with tables.without_triggers():
        Log.objects.all()._raw_delete("default")
        for model in models:
            label = model._meta.label_lower
            count = tables.load(model, folder / "tables" / f"{label}.jsonl")
            if count != listed.rows[label] or model._base_manager.count() != count:
                raise BackupError(
                    _("{table} has another number of rows than the list says").format(table=label)
                )
            say(f"{label}: {count}")
    tables.reset_sequences(models)


def _prove(folder: Path, head: str | None, held: KeyRing, accept_loss: bool, say: Say) -> None:
    record = checked_record()
    faults = [*audit(record), *publication_faults(), *case_faults(), *paper_faults(record)]
    if faults:
        raise BackupError(_("the record contradicts itself: {fault}").format(fault=faults[0]))
    say(_("{count} entries audited").format(count=record.size))
    try:
        published, note = read_head(head or (folder / "head.txt").read_text("utf-8"))
        held.check(published, note)
    except NoteError as problem:
        raise BackupError(_("the published head can't be used: {problem}").format(problem=problem)) from None
    if published.size > record.size:
        if not accept_loss:
            lost = published.size - record.size
            raise BackupError(
                _("the published log had {count} more entries than this backup").format(count=lost)
            )
    elif record.root(published.size) != published.root:
        raise BackupError(_("the record is not the one under the published head"))
    say(_("the record stands under the published head"))


def _refuse_unreadable() -> None:
    """What lies sealed in the backup must be readable again under the keys of this site."""
    try:
        missing = missing_keys(master_keys())
    except KeyFileError as problem:
        raise BackupError(str(problem)) from None
    if missing:
        names = ", ".join(sorted(missing))
        raise BackupError(
            _("things in it are sealed under keys that aren't here: {names}").format(names=names)
        )


def _refuse_other_bytes(staged: Path) -> None:
    faults = [*value_faults(), *file_faults(staged)]
    if faults:
        raise BackupError(_("a stored file isn't what the record names: {fault}").format(fault=faults[0]))


def _stage_files(folder: Path) -> Path:
    """Copy the files beside the store, so that at the end one move puts them in place."""
    staged = files_folder().with_name("restoring")
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True, mode=0o700)
    for path in (folder / "files").iterdir() if (folder / "files").exists() else ():
        target = staged / path.name[:2] / path.name
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, target)
    return staged


def _settle_files(staged: Path) -> None:
    present = {path.name for path in staged.rglob("*") if path.is_file()}
    missing = stored_names() - present
    if missing:
        raise BackupError(_("files are missing: {names}").format(names=", ".join(sorted(missing)[:5])))
    target = files_folder()
    if target.exists():
        shutil.rmtree(target)
    staged.replace(target)
