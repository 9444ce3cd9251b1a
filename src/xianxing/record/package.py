"""A package of files that a stranger can check: a zip with a signed list of what is in it, and a verifier.

manifest.txt     what is here, with SHA-256 digests, as a signed note; its own SHA-256 is the package's digest
keys.json        the log's keys with their validity
verify.py, README.txt
and the files that are handed over
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from xianxing.record.algorithms import SHA256
from xianxing.record.canonical import canonical, instant
from xianxing.record.keyring import KeyRing
from xianxing.record.notes import SignedNote, SigningKey
from xianxing.record.standalone import verifier
from xianxing.record.verifier.checker import PACKAGE

MANIFEST = "manifest.txt"
OWN = frozenset((MANIFEST, "keys.json", "verify.py", "README.txt"))
README = """\
先行材料包 Xianxing package

本材料包由 manifest.txt 列明全部文件及其摘要，并有签名，任何人都可自行核验，不必信任制作它的系统：
    python verify.py
请使用您自己另行取得的 verify.py，并用 --key 给出日志公布的公钥。各文件请勿改动、增减。

manifest.txt lists all files of this package with their digests, under a signature. Anyone can check it:
    python verify.py
Use a copy of verify.py that you got from elsewhere, and give the log's published key with --key.
"""


@dataclass(frozen=True)
class ListedFile:
    """A file as a list names it, with the digest of its bytes in hex."""

    name: str
    digest: str
    size: int


@dataclass(frozen=True)
class Packed:
    """A package that was written: its digest, and every file that was handed over, in order."""

    digest: str
    files: tuple[ListedFile, ...]


def write_package(
    target: IO[bytes],
    contents: Iterable[tuple[str, Iterable[bytes]]],
    *,
    number: str,
    case: str,
    key: SigningKey,
    ring: KeyRing,
    time: datetime,
) -> Packed:
    """Write the package as a zip into an open file; one piece of one file is in memory at a time.

    `contents` are names and pieces. ValueError for a name that stands twice, is one of the package's own, or
    leads out of the folder.
    """
    made: dict[str, ListedFile] = {}
    own = {"README.txt": README.encode(), "keys.json": canonical(ring.as_json()), "verify.py": verifier()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in contents:
            _refuse_name(name, made)
            made[name] = _written(archive, name, pieces)
        handed = tuple(made.values())
        for name, data in own.items():
            made[name] = _written(archive, name, [data])
        words = {
            "origin": key.name, "number": number, "case": canonical(case).decode(), "hash": SHA256.name,
            "time": instant(time), "key": key.public.vkey,
        }  # fmt: skip
        manifest = signed_list(PACKAGE, words, made, key)
        archive.writestr(MANIFEST, manifest)
    return Packed(hashlib.sha256(manifest).hexdigest(), handed)


def signed_list(
    title: str, words: Mapping[str, str], files: Mapping[str, ListedFile], key: SigningKey
) -> bytes:
    """A list of files as a signed note: a title, words that say what it is, a line a file."""
    lines = [title, *(f"{word} {said}" for word, said in words.items())]
    lines += [f"file {one.digest} {one.size} {name}" for name, one in sorted(files.items())]
    return SignedNote("\n".join(lines) + "\n").signed(key).encode().encode()


def _written(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> ListedFile:
    seen, size = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as sink:
        for piece in pieces:
            seen.update(piece)
            size += len(piece)
            sink.write(piece)
    return ListedFile(name, seen.hexdigest(), size)


def _refuse_name(name: str, made: Mapping[str, ListedFile]) -> None:
    parts = name.split("/")
    if name in made or name in OWN or "\n" in name or not all(parts) or {".", ".."} & set(parts):
        raise ValueError(f"not a name for a file of a package: {name!r}")
