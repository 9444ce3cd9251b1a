"""A case as a folder that proves itself: events, payloads, proofs, heads, and a verifier for plain Python.

manifest.txt     what is here, with digests, as a signed note
keys.json        the log's keys with their validity, and the witnesses
head.txt         the signed head that covers every event; heads/ earlier ones, each with its proof
events/0001.json    the skeleton                 payloads/0001.json  salt and payload, unless erased
proofs/0001.json    place, blind and path, and the act's seal
texts/DIGEST.json   words that a payload names by their SHA-256
verify.py, README.txt
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from xianxing.record.canonical import JSON, canonical, instant, parse
from xianxing.record.events import LogEntry
from xianxing.record.heads import Head, read_head
from xianxing.record.keyring import KeyRing
from xianxing.record.log import Record, RecordError
from xianxing.record.notes import SignedNote, SigningKey
from xianxing.record.package import ListedFile, signed_list
from xianxing.record.standalone import verifier
from xianxing.record.verifier.checker import TITLE

README = """\
先行卷宗 Xianxing dossier

本文件夹载有一个案件的全部记录，任何人都可自行核验，不必信任制作它的系统：
    python verify.py
请使用您自己另行取得的 verify.py，并用 --key 给出日志公布的公钥。各文件请勿改动。

This folder holds the record of one case. Anyone can check it without trusting the system that made it:
    python verify.py
Use a copy of verify.py that you got from elsewhere, and give the log's published key with --key.
"""


def write_dossier(
    folder: Path,
    record: Record,
    case: str,
    *,
    key: SigningKey,
    ring: KeyRing,
    time: datetime,
    head: SignedNote | None = None,
    earlier: Sequence[SignedNote] = (),
    withhold: Collection[int] = (),
    texts: Iterable[bytes] = (),
) -> None:
    """Write the dossier of `case` into `folder`, which must be absent or empty.

    `head` (by default the latest signed one, with its cosignatures if given here) must cover every event;
    `earlier` are heads that readers may hold, such as those of receipts. The payloads of the events in
    `withhold` are left out for readers who may not see them; the list says so. `texts` are words of which a
    payload names the SHA-256. Of other cases nothing gets in but their number. RecordError when the head is
    too old, the case unknown or the folder not empty.
    """
    newest, note = read_head((head or record.latest_head()).encode())
    entries = list(record.store.entries(case))
    if not entries or entries[-1].index >= newest.size:
        raise RecordError("no such case, or the head is older than its last event")
    if folder.exists() and any(folder.iterdir()):
        raise RecordError(f"{folder} is not empty")
    files = {
        "README.txt": README.encode(),
        "verify.py": verifier(),
        "keys.json": canonical(ring.as_json()),
        "head.txt": note.encode().encode(),
    }
    for entry in entries:
        files |= _of_event(record, entry, newest.size, entry.sequence in withhold)
    before = [read_head(ring.seals.before)[1]] if ring.seals.before else []
    for number, old in enumerate([*before, *earlier], start=1):
        files |= _of_head(record, number, old, newest)
    files |= {f"texts/{hashlib.sha256(text).hexdigest()}.json": text for text in texts}
    files["manifest.txt"] = _manifest(files, record, case, entries, key, time, withhold)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _of_event(record: Record, entry: LogEntry, size: int, withheld: bool) -> dict[str, bytes]:
    stem = f"{entry.sequence:04d}.json"
    proof: JSON = {
        "blind": entry.blind.hex(),
        "index": entry.index,
        "path": [step.hex() for step in record.prove_inclusion(entry.index, size)],
        **({"seal": entry.seal.hex()} if entry.seal else {}),
    }
    files = {f"events/{stem}": entry.skeleton, f"proofs/{stem}": canonical(proof)}
    if entry.contents and not withheld:
        shown = {"payload": parse(entry.contents.payload), "salt": entry.contents.salt.hex()}
        files[f"payloads/{stem}"] = canonical(shown)
    return files


def _of_head(record: Record, number: int, old: SignedNote, newest: Head) -> dict[str, bytes]:
    head, note = read_head(old.encode())
    path = [step.hex() for step in record.prove_consistency(head.size, newest.size)]
    stem = f"heads/{number:04d}"
    return {f"{stem}.txt": note.encode().encode(), f"{stem}.json": canonical({"path": path})}


def _manifest(
    files: dict[str, bytes],
    record: Record,
    case: str,
    entries: Sequence[LogEntry],
    key: SigningKey,
    time: datetime,
    withhold: Collection[int],
) -> bytes:
    store = record.store
    kept = [e.sequence for e in entries if e.sequence in withhold and e.contents]
    words = {
        "origin": store.origin,
        "case": canonical(case).decode(),
        "events": str(len(entries)),
        "withheld": canonical(kept).decode(),
        "hash": store.hash.name,
        "time": instant(time),
        "key": key.public.vkey,
    }
    listed = {
        name: ListedFile(name, store.hash.digest(content).hex(), len(content))
        for name, content in files.items()
    }
    return signed_list(TITLE, words, listed, key)
