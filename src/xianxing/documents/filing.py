"""Opening a zipped filing into a folder without trusting it: names, links, sizes, counts."""

from __future__ import annotations

import shutil
import unicodedata
import zipfile
from pathlib import Path, PurePosixPath

from xianxing.documents.archive import SafeZip, entry_name, is_symlink, is_unsafe
from xianxing.documents.draft import Fatal
from xianxing.documents.limits import Limits
from xianxing.documents.model import FileProblem
from xianxing.documents.plain import has_control, shown_name
from xianxing.documents.problems import problem

_RUBBISH_FOLDERS = ("__MACOSX",)
_RUBBISH = (".DS_Store", "Thumbs.db", "desktop.ini")


def unpack_filing(zip_path: Path, target_dir: Path, limits: Limits | None = None) -> list[FileProblem]:
    """Unpack a zip of a filing into `target_dir`, which is made and must be empty; returns what was wrong.

    One folder around everything is taken off. Names of archives made on a Chinese Windows are read as GBK.
    An entry that points outside, is a link or a second one of the same name is left out and reported. A
    fatal problem (no zip, encrypted, bomb, overlapping entries, too many or too large files) leaves the
    folder empty. What files a system itself adds (.DS_Store, lock files of Word) are left out without a
    word. Raises FileExistsError when the folder isn't empty.
    """
    limits = limits or Limits()
    target_dir.mkdir(parents=True, exist_ok=True)
    if any(target_dir.iterdir()):
        raise FileExistsError(target_dir)
    try:
        if zip_path.stat().st_size > limits.filing_bytes:
            raise Fatal("too-large", limit=limits.filing_bytes)
        with zip_path.open("rb") as stream:
            if stream.read(4) not in (b"PK\x03\x04", b"PK\x05\x06"):
                raise Fatal("empty-file" if zip_path.stat().st_size == 0 else "mistyped", claimed="zip")
            archive = SafeZip(stream, _for_filings(limits))
            return _Unpacking(archive, target_dir, limits).run()
    except FileNotFoundError:
        return [problem("not-found")]
    except Fatal as fatal:
        for entry in target_dir.iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        return [fatal.problem]


def _for_filings(limits: Limits) -> Limits:
    from dataclasses import replace

    return replace(limits, unpacked_bytes=limits.filing_bytes, archive_entries=limits.filing_files * 4)


class _Unpacking:
    def __init__(self, archive: SafeZip, target: Path, limits: Limits) -> None:
        self.archive, self.target, self.limits = archive, target, limits
        self.problems: list[FileProblem] = []

    def run(self) -> list[FileProblem]:
        chosen = self._chosen()
        top = _only_folder([name for name, _ in chosen])
        if len(chosen) > self.limits.filing_files:
            raise Fatal("too-many-entries", count=len(chosen), limit=self.limits.filing_files)
        taken: set[str] = set()
        folders: set[str] = set()
        for name, entry in chosen:
            inner = name.removeprefix(top)
            folded = unicodedata.normalize("NFC", inner).casefold()
            above = {str(parent) for parent in PurePosixPath(folded).parents}
            if folded in taken | folders or above & taken:
                self.problems.append(problem("duplicate-name", shown_name(inner)))
                continue
            taken.add(folded)
            folders |= above
            self._write(self.target / inner, entry)
        return self.problems

    def _chosen(self) -> list[tuple[str, zipfile.ZipInfo]]:
        """The entries that are files of the filing, under NFC names."""
        chosen = []
        for entry in self.archive.entries:
            name = entry_name(entry)
            if entry.is_dir() or (name.endswith("/") and not entry.file_size):
                if is_unsafe(name):
                    self.problems.append(problem("unsafe-name", shown_name(name)))
                continue
            if _is_rubbish(name):
                continue
            if is_symlink(entry):
                self.problems.append(problem("symlink", shown_name(name)))
            elif has_control(name):
                self.problems.append(problem("control-characters-in-name", shown_name(name)))
            elif is_unsafe(name):
                self.problems.append(problem("unsafe-name", shown_name(name)))
            else:
                chosen.append((unicodedata.normalize("NFC", str(PurePosixPath(name))), entry))
        return chosen

    def _write(self, path: Path, entry: zipfile.ZipInfo) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            for piece in self.archive.stream(entry, self.limits.file_bytes):
                stream.write(piece)


def _is_rubbish(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and (
        parts[0] in _RUBBISH_FOLDERS or parts[-1] in _RUBBISH or parts[-1].startswith(("~$", "._"))
    )


def _only_folder(names: list[str]) -> str:
    """The folder (with its slash) that holds every file, "" when there is none or filing.toml is outside."""
    firsts = {name.split("/", 1)[0] for name in names}
    if len(firsts) == 1 and all("/" in name for name in names):
        return f"{firsts.pop()}/"
    return ""
