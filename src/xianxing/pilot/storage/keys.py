"""The master keys: a file outside database and backup, from which data keys are wrapped (AES-256-GCM).

The file is TOML, readable by its owner only: `active` names the key for new things, `[keys]` holds each key
under its id, in base64. To rotate, a key is added and made active; the old one stays until all is wrapped
anew, and is then put into a file of its own. In the demonstration a missing file is made; its key is called
demo, and no other site takes one of that name.
"""

from __future__ import annotations

import base64
import os
import secrets
import stat
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from xianxing.i18n import gettext

KEY_BYTES, NONCE_BYTES = 32, 12
DISTINCT_BYTES = 16  # of a key: of 32 random ones about 30 differ
LONGEST_ID = 20
DEMO_KEY = "demo"


class KeyFileError(RuntimeError):
    """The key file is missing, open to others, or holds no usable key. Never says what a key is."""


@dataclass(frozen=True)
class MasterKeys:
    """The keys of one file; `active` is the id of the one that wraps."""

    active: str
    keys: Mapping[str, bytes] = field(repr=False)

    def wrap(self, data_key: bytes, about: bytes) -> tuple[str, bytes]:
        """The active key's id, and the data key encrypted under it and bound to what it is about."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return self.active, nonce + AESGCM(self.keys[self.active]).encrypt(nonce, data_key, about)

    def unwrap(self, key_id: str, wrapped: bytes, about: bytes) -> bytes:
        """The data key again. KeyFileError where the master key is gone or isn't the one."""
        if key_id not in self.keys:
            raise KeyFileError(gettext("the key file has no key {key}").format(key=key_id))
        try:
            return AESGCM(self.keys[key_id]).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], about)
        except InvalidTag:
            message = gettext("key {key} doesn't open this data key")
            raise KeyFileError(message.format(key=key_id)) from None


def master_keys() -> MasterKeys:
    """The keys of the file that the settings name, read again when the file changes."""
    path = Path(settings.XIANXING_FILE_KEYS)
    if settings.DEMO and not path.exists():
        with suppress(FileExistsError):  # another process was first
            new_key_file(path, DEMO_KEY)
    try:
        state = path.stat()
    except OSError:
        message = gettext("the key file {file} can't be read; make one with: xianxing keys new")
        raise KeyFileError(message.format(file=path.name)) from None
    if os.name == "posix" and stat.S_IMODE(state.st_mode) & 0o077:
        message = gettext("the key file {file} is open to others; allow its owner only (0600)")
        raise KeyFileError(message.format(file=path.name))
    keys = _read(path, state.st_mtime_ns, state.st_size)
    if any(name.startswith(DEMO_KEY) for name in keys.keys) and not settings.DEMO:
        message = gettext("the key file {file} is the demonstration's; make one for this site")
        raise KeyFileError(message.format(file=path.name))
    return keys


def new_key_file(path: Path, key_id: str) -> None:
    """Make a key file with one new key; FileExistsError where there is one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _put_new(path, MasterKeys(key_id, {key_id: secrets.token_bytes(KEY_BYTES)}))


def add_key(path: Path, key_id: str) -> None:
    """Add a new key to the file and make it the active one; the others stay. ValueError for a known id."""
    old = _parse(path.read_text("utf-8"), path)
    if key_id in old.keys:
        raise ValueError(gettext("the key file has a key {key} already").format(key=key_id))
    _replace(path, MasterKeys(key_id, {**old.keys, key_id: secrets.token_bytes(KEY_BYTES)}))


def retire_keys(path: Path) -> list[Path]:
    """Take every key but the active one out of the file, each into a file of its own beside it.

    Those are `retired-ID.toml`: what was backed up under such a key is read with nothing else. Done again
    after a crash, it finishes.
    """
    held, kept = _parse(path.read_text("utf-8"), path), []
    for name in sorted(set(held.keys) - {held.active}):
        aside = path.with_name(f"retired-{name}.toml")
        with suppress(FileExistsError):
            _put_new(aside, MasterKeys(name, {name: held.keys[name]}))
        if _parse(aside.read_text("utf-8"), aside).keys.get(name) != held.keys[name]:
            message = gettext("{file} holds another key; move it elsewhere")
            raise KeyFileError(message.format(file=aside.name))
        kept.append(aside)
    _replace(path, MasterKeys(held.active, {held.active: held.keys[held.active]}))
    return kept


def readmit_key(path: Path, retired: Path) -> str:
    """Put a retired key back into the file, not as the active one; gives its id. ValueError when known."""
    held, back = _parse(path.read_text("utf-8"), path), _parse(retired.read_text("utf-8"), retired)
    if back.active in held.keys:
        raise ValueError(gettext("the key file has a key {key} already").format(key=back.active))
    _replace(path, MasterKeys(held.active, {**back.keys, **held.keys}))
    return back.active


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _size: int) -> MasterKeys:
    return _parse(path.read_text("utf-8"), path)


def _parse(text: str, path: Path) -> MasterKeys:
    try:
        data = tomllib.loads(text)
        keys = {str(name): base64.b64decode(value, validate=True) for name, value in data["keys"].items()}
        active = str(data["active"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError):
        message = gettext("the key file {file} is not in its form: active, and [keys] in base64")
        raise KeyFileError(message.format(file=path.name)) from None
    if active not in keys or any(
        len(key) != KEY_BYTES or len(name) > LONGEST_ID for name, key in keys.items()
    ):
        message = gettext("the key file {file} needs keys of {count} bytes and the active one among them")
        raise KeyFileError(message.format(file=path.name, count=KEY_BYTES))
    if any(len(set(key)) < DISTINCT_BYTES for key in keys.values()):
        message = gettext(
            "the key file {file} holds a key that isn't random; make it anew: xianxing keys new"
        )
        raise KeyFileError(message.format(file=path.name))
    return MasterKeys(active, keys)


def _put_new(path: Path, keys: MasterKeys) -> None:
    """A new file that is there whole or not at all; FileExistsError where there is one."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    _write(draft, keys)
    try:
        os.link(draft, path)
    finally:
        draft.unlink()
    sync_folder(path.parent)


def _replace(path: Path, keys: MasterKeys) -> None:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    _write(draft, keys)
    draft.replace(path)
    sync_folder(path.parent)


def _write(path: Path, keys: MasterKeys) -> None:
    lines = [f'active = "{keys.active}"', "[keys]"]
    lines += [f'"{name}" = "{base64.b64encode(key).decode()}"' for name, key in keys.keys.items()]
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write("\n".join(lines) + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Have a folder's names on disk, so that a file moved into it survives a power cut."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
