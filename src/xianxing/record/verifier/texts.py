"""Canonical JSON, instants, keys, signed notes and heads, read strictly."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import datetime
from typing import Any, NamedTuple

from xianxing.record.verifier.curve import ed25519_holds
from xianxing.record.verifier.findings import Fault


def ordered(value: Any) -> Any:
    """The value with its members in the order of UTF-16 code units (RFC 8785 §3.2.3)."""
    if isinstance(value, dict):
        return {name: ordered(value[name]) for name in sorted(value, key=lambda n: n.encode("utf-16-be"))}
    return [ordered(item) for item in value] if isinstance(value, list) else value


def write_json(value: Any) -> bytes:
    """The canonical bytes of a value."""
    return json.dumps(ordered(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def read_json(data: bytes) -> Any:
    """Canonical JSON (RFC 8785, without floating-point numbers); Fault for any other spelling."""

    def refuse(text: str) -> Any:
        raise ValueError(text)

    try:
        value = json.loads(data.decode("utf-8"), parse_float=refuse, parse_constant=refuse)
        again = write_json(value)
    except (ValueError, RecursionError):
        raise Fault("不是规范的 JSON", "not canonical JSON") from None
    if again != data:
        raise Fault("JSON 的写法不规范", "the JSON is spelt in another way")
    return value


def read_time(text: Any) -> datetime:
    """An instant as records write it."""
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", text):
        raise Fault(f"时间写法不对：{text}", f"not an instant: {text}")
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z")
    except ValueError:
        raise Fault(f"没有这个时间：{text}", f"no such instant: {text}") from None


class Key(NamedTuple):
    """A published Ed25519 key; kind 1 signs heads, kind 4 witnesses, kind 83 seals acts."""

    name: str
    id: bytes
    kind: int
    raw: bytes
    line: str


def read_key(line: Any) -> Key:
    """A key line: name+id+base64."""
    parts = line.split("+", 2) if isinstance(line, str) else []
    try:
        material = base64.b64decode(parts[2], validate=True)
        key = Key(parts[0], bytes.fromhex(parts[1]), material[0], material[1:], line)
    except (ValueError, IndexError):
        raise Fault("公钥行无法读取", "a key line is unreadable") from None
    expected = hashlib.sha256(key.name.encode() + b"\n" + material).digest()[:4]
    spelt = f"{key.name}+{key.id.hex()}+{base64.b64encode(material).decode()}"
    if key.kind not in (1, 4, 83) or len(key.raw) != 32 or key.id != expected or spelt != line:
        raise Fault("公钥与编号不符", "a key doesn't fit its id")
    return key


class Note(NamedTuple):
    """A text with its signature lines (name, key id, value)."""

    text: str
    signatures: list[tuple[str, bytes, bytes]]

    def stamps(self, key: Key) -> list[int]:
        """The key's lines, each as its time (0 for a log's key); Fault for one that doesn't hold."""
        found = []
        for name, key_id, value in self.signatures:
            if (name, key_id) != (key.name, key.id):
                continue
            message, stamp = self.text.encode(), 0
            if key.kind == 4:
                stamp, value = int.from_bytes(value[:8], "big"), value[8:]
                message = f"cosignature/v1\ntime {stamp}\n{self.text}".encode()
            if not ed25519_holds(key.raw, message, value):
                raise Fault(f"{name} 的签名不成立", f"the signature of {name} doesn't hold")
            found.append(stamp)
        return found


def read_note(data: bytes) -> Note:
    """A signed note; Fault unless in its one spelling."""
    try:
        text, blank, below = data.decode("utf-8").rpartition("\n\n")
        signatures, again = [], text + blank
        for line in below.split("\n")[:-1]:
            _dash, name, coded = line.split(" ")
            raw = base64.b64decode(coded, validate=True)
            signatures.append((name, raw[:4], raw[4:]))
            again += f"— {name} {base64.b64encode(raw).decode()}\n"
    except ValueError:
        raise Fault("签名文本无法读取", "the signed text is unreadable") from None
    if not blank or not signatures or again.encode() != data:
        raise Fault("签名文本的写法不对", "the signed text is spelt in another way")
    return Note(text + "\n", signatures)


class ParsedHead(NamedTuple):
    """A signed head: how many leaves, which root, signed when."""

    origin: str
    size: int
    root: bytes
    time: datetime
    hash: str
    note: Note


def read_head(data: bytes) -> ParsedHead:
    """A head; Fault when malformed. Its signatures are not checked yet."""
    note = read_note(data)
    lines = note.text.split("\n")
    pattern = r"[^\n]+\n(0|[1-9]\d{0,18})\n[A-Za-z0-9+/]{43}=\ntime [^\n]+\n(hash SM3\n)?"
    if not re.fullmatch(pattern, note.text):
        raise Fault("不是日志头", "not a head")
    name = "SM3" if lines[4] else "SHA-256"
    return ParsedHead(
        lines[0], int(lines[1]), base64.b64decode(lines[2]), read_time(lines[3][5:]), name, note
    )
