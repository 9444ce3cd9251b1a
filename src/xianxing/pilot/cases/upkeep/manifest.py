"""A backup's list of contents: a note signed with the log's key; a changed backup is never restored."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from xianxing.record.canonical import instant
from xianxing.record.keyring import KeyRing
from xianxing.record.notes import NoteError, SignedNote, SigningKey, parse_note

TITLE = "xianxing-backup/1"
NAME = "manifest.txt"
PIECE = 1024 * 1024


class BackupError(RuntimeError):
    """The backup can't be made or restored; the message says why. Nothing was changed."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: rows by table, migrations, and each file with its digest."""

    origin: str
    time: str
    size: int
    rows: dict[str, int]
    migrations: tuple[str, ...]
    files: dict[str, str]

    @property
    def text(self) -> str:
        """What is signed."""
        lines = [TITLE, f"origin {self.origin}", f"time {self.time}", f"entries {self.size}"]
        lines += [f"migration {name}" for name in self.migrations]
        lines += [f"table {name} {count}" for name, count in sorted(self.rows.items())]
        lines += [f"file {digest} {name}" for name, digest in sorted(self.files.items())]
        return "\n".join(lines) + "\n"


def list_contents(
    folder: Path, *, origin: str, at: datetime, size: int, rows: dict[str, int], migrations: list[str]
) -> Manifest:
    """The manifest of a folder as it stands."""
    files = {name: digest_of(folder / name) for name in _names(folder)}
    return Manifest(origin, instant(at), size, rows, tuple(migrations), files)


def write(manifest: Manifest, folder: Path, key: SigningKey) -> None:
    """Sign it and put it into the folder."""
    (folder / NAME).write_text(SignedNote(manifest.text).signed(key).encode(), "utf-8")


def read(folder: Path, ring: KeyRing, *, accept_revoked: bool = False) -> Manifest:
    """Read and check a backup: the signature, and every file against its digest, none missing, none added.

    A list under a revoked key may be its thief's, whatever time it names: it needs `accept_revoked`.
    """
    try:
        note = parse_note((folder / NAME).read_text("utf-8"))
        signers = [entry for entry in ring.keys if note.signed_by(entry.key)]
    except (OSError, NoteError) as problem:
        raise BackupError(_("the backup's list can't be used: {problem}").format(problem=problem)) from None
    if not signers:
        raise BackupError(_("no key of this site's ring signed the backup's list"))
    if not accept_revoked and all(entry.revoked for entry in signers):
        raise BackupError(_("the key that signed the backup's list is revoked; its thief may have made it"))
    manifest = _parse(note.text)
    found = set(_names(folder))
    if found != set(manifest.files):
        different = sorted(found ^ set(manifest.files))
        raise BackupError(
            _("files are missing or were added: {names}").format(names=", ".join(different[:5]))
        )
    for name, digest in manifest.files.items():
        if digest_of(folder / name) != digest:
            raise BackupError(_("{name} was changed").format(name=name))
    return manifest


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _names(folder: Path) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(name for path in files if (name := path.relative_to(folder).as_posix()) != NAME)


def _parse(text: str) -> Manifest:
    title, *lines = text.splitlines()
    words = [line.split(" ", 2) for line in lines]
    single = {word[0]: word[1] for word in words if word[0] in ("origin", "time", "entries")}
    if title != TITLE or len(single) != 3:
        raise BackupError(_("the backup's list is of another kind"))
    return Manifest(
        single["origin"],
        single["time"],
        int(single["entries"]),
        {word[1]: int(word[2]) for word in words if word[0] == "table"},
        tuple(word[1] for word in words if word[0] == "migration"),
        {word[2]: word[1] for word in words if word[0] == "file"},
    )
