"""核验先行卷宗：只需 Python 3.9 以上，不用任何软件包，也不连网。 Checks a Xianxing dossier in plain Python.

    python verify.py [FOLDER] [--key KEY]... [--head FILE]

退出码：0 全部一致，1 有问题，2 用法不对。 Exit status: 0 all agrees, 1 problems, 2 bad usage.

这一个文件自成一体，故意不与先行的其他代码共用任何部分。请使用您自己另行取得的一份：卷宗里的副本也可能被改。
This one file stands alone and on purpose shares no code with the rest of Xianxing. Use a copy that you got
from elsewhere: the one inside a dossier might have been changed as well.

--key   您另行取得的日志公钥（名称+编号+base64）；不给出时，只能证明卷宗自身一致。
        the log's public key, got from elsewhere; without it only the dossier's own consistency is shown.
--head  您另行取得的日志头（公示页或回执）；卷宗须含同样的日志头。
        a head that you got from elsewhere; the dossier must hold the same one.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NamedTuple

TITLE = "xianxing dossier/1"
MEMBERS = "algorithms case clause commitment erases format previous role sequence step time"
LAST_SECOND = 253402300799
Hash = Callable[[bytes], bytes]


class Problem(NamedTuple):
    """What is wrong, in which file and, where it belongs to one, which event."""

    file: str
    event: int | None
    zh: str
    en: str

    def __str__(self) -> str:
        where = self.file + (f"（事件 event {self.event}）" if self.event else "")
        return f"✘ {where}：{self.zh} / {self.en}"


class Fault(Exception):
    """A single check that failed, with its Chinese and English reason."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh, self.en = zh, en


class Report(NamedTuple):
    """Everything found: problems, and what a reader should know even when there are none."""

    problems: list[Problem]
    facts: list[str]


P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def _add(a: Point, b: Point) -> Point:
    s, t = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = t - s, d - c, d + c, t + s
    return e * f % P, g * h % P, f * g % P, e * h % P


def _multiply(scalar: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point, scalar = _add(point, point), scalar >> 1
    return total


def _point(raw: bytes) -> Point | None:
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (not x and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519_holds(key: bytes, message: bytes, signature: bytes) -> bool:
    """Ed25519 (RFC 8032 §5.1.7): whether `signature` is by `key` over `message`; never raises."""
    if len(key) != 32 or len(signature) != 64:
        return False
    public, commitment, scalar = _point(key), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if public is None or commitment is None or BASE is None or scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    left, right = _multiply(scalar, BASE), _add(commitment, _multiply(challenge, public))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 == (left[1] * right[2] - right[1] * left[2]) % P


def sm3(data: bytes) -> bytes:
    """SM3 as GB/T 32905-2016 describes it."""
    start = "7380166f4914b2b9172442d7da8a0600a96f30bc163138aae38dee4db0fb0e4e"
    state = [int(start[place : place + 8], 16) for place in range(0, 64, 8)]
    padded = data + b"\x80" + bytes((55 - len(data)) % 64) + (8 * len(data)).to_bytes(8, "big")
    for place in range(0, len(padded), 64):
        state = _sm3_block(state, padded[place : place + 64])
    return b"".join(word.to_bytes(4, "big") for word in state)


def _turn(word: int, places: int) -> int:
    places %= 32
    return (word << places | word >> (32 - places)) & 0xFFFFFFFF


def _sm3_block(state: list[int], block: bytes) -> list[int]:
    w = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 64, 4)]
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ _turn(w[j - 3], 15)
        w.append(x ^ _turn(x, 15) ^ _turn(x, 23) ^ _turn(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        early = j < 16
        turned = _turn(a, 12)
        ss1 = _turn((turned + e + _turn(0x79CC4519 if early else 0x7A879D8A, j)) & 0xFFFFFFFF, 7)
        ff = a ^ b ^ c if early else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if early else (e & f) | (~e & g)
        tt1 = (ff + d + (ss1 ^ turned) + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
        tt2 = (gg + h + ss1 + w[j]) & 0xFFFFFFFF
        a, b, c, d = tt1, a, _turn(b, 9), c
        e, f, g, h = tt2 ^ _turn(tt2, 9) ^ _turn(tt2, 17), e, _turn(f, 19), g
    mixed = (a, b, c, d, e, f, g, h)
    return [state[place] ^ mixed[place] for place in range(8)]


def hash_named(name: Any) -> Hash:
    """The hash under the name that records carry."""
    if name == "SHA-256":
        return lambda data: hashlib.sha256(data).digest()
    if name == "SM3":
        return sm3
    raise Fault(f"不认识的散列算法 {name}", f"unknown hash {name}")


def inclusion_root(digest: Hash, index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes:
    """The root to which the path leads; ValueError when the path doesn't fit the tree."""
    if size == 1:
        if index or path:
            raise ValueError("path too long")
        return leaf
    if not path or not 0 <= index < size:
        raise ValueError("path too short")
    left = 1 << (size - 1).bit_length() - 1
    if index < left:
        return digest(b"\x01" + inclusion_root(digest, index, left, leaf, path[:-1]) + path[-1])
    return digest(b"\x01" + path[-1] + inclusion_root(digest, index - left, size - left, leaf, path[:-1]))


def consistency_roots(
    digest: Hash, old: int, new: int, path: Sequence[bytes], known: bytes | None
) -> tuple[bytes, bytes]:
    """The roots of both trees to which the path leads; `known` is the older root while it stays whole."""
    if old == new:
        if len(path) != (known is None):
            raise ValueError("path of another length")
        found = path[0] if known is None else known
        return found, found
    if not path or not 0 < old < new:
        raise ValueError("path too short")
    left = 1 << (new - 1).bit_length() - 1
    if old <= left:
        first, second = consistency_roots(digest, old, left, path[:-1], known)
        return first, digest(b"\x01" + second + path[-1])
    first, second = consistency_roots(digest, old - left, new - left, path[:-1], None)
    return digest(b"\x01" + path[-1] + first), digest(b"\x01" + path[-1] + second)


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
    """A published Ed25519 key; kind 1 signs heads, kind 4 witnesses."""

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
    if key.kind not in (1, 4) or len(key.raw) != 32 or key.id != expected or spelt != line:
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


class Head(NamedTuple):
    """A signed head: how many leaves, which root, signed when."""

    origin: str
    size: int
    root: bytes
    time: datetime
    hash: str
    note: Note


def read_head(data: bytes) -> Head:
    """A head; Fault when malformed. Its signatures are not checked yet."""
    note = read_note(data)
    lines = note.text.split("\n")
    pattern = r"[^\n]+\n(0|[1-9]\d{0,18})\n[A-Za-z0-9+/]{43}=\ntime [^\n]+\n(hash SM3\n)?"
    if not re.fullmatch(pattern, note.text):
        raise Fault("不是日志头", "not a head")
    name = "SM3" if lines[4] else "SHA-256"
    return Head(lines[0], int(lines[1]), base64.b64decode(lines[2]), read_time(lines[3][5:]), name, note)


class Checker:
    """One dossier, its problems collected as they are found."""

    def __init__(self, files: dict[str, bytes], pins: Sequence[str], published: Sequence[Head]) -> None:
        self.files, self.pins, self.published = files, pins, published
        self.problems: list[Problem] = []
        self.facts: list[str] = []
        self.altered: set[str] = set()
        self.manifest: dict[str, str] = {}
        self.count = 0
        self.withheld: set[int] = set()
        self.keys: list[tuple[Key, dict[str, Any]]] = []
        self.witnesses: list[Key] = []

    def report(self, file: str, zh: str, en: str) -> None:
        """Note a problem; the event to which a file belongs is read off its name."""
        number = re.fullmatch(r"(?:events|payloads|proofs)/(\d+)\.json", file)
        self.problems.append(Problem(file, int(number[1]) if number else None, zh, en))

    def attempt(self, file: str, check: Callable[..., Any], *arguments: Any) -> Any:
        """The check's result; None where it failed (noted) or the file was found altered before."""
        if file in self.altered:
            return None
        try:
            if file not in self.files:
                raise Fault("缺少文件", "the file is missing")
            return check(*arguments)
        except Fault as fault:
            self.report(file, fault.zh, fault.en)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
            self.report(file, "内容不成形", "the content is malformed")
        self.altered.add(file)
        return None

    def run(self) -> Report:
        """All checks, in the order in which they rest on one another."""
        if not self.attempt("manifest.txt", self.check_manifest):
            self.manifest, self.withheld = {}, set()
        self.attempt("keys.json", self.check_keys)
        head = self.attempt("head.txt", self.check_head, "head.txt")
        heads = [head] if head else []
        for stem in sorted(name[:-4] for name in self.files if re.fullmatch(r"heads/\d+\.txt", name)):
            earlier = self.check_earlier(stem, head) if head else None
            heads += [earlier] if earlier else []
        for given in self.published:
            if (given.origin, given.size, given.root) not in [(h.origin, h.size, h.root) for h in heads]:
                self.report("head.txt", "没有您给出的日志头", "the head that you gave isn't here")
        self.check_events(head)
        return Report(self.problems, self.facts)

    def check_manifest(self) -> bool:
        """The signed list of files: each with its digest, none missing, none added."""
        note = read_note(self.files["manifest.txt"])
        title, *lines = note.text[:-1].split("\n")
        listed: dict[str, tuple[str, str]] = {}
        for line in lines:
            word, _, rest = line.partition(" ")
            if word == "file":
                digest, size, name = rest.split(" ", 2)
                listed[name] = (digest, size)
            else:
                self.manifest[word] = rest
        key, digest_of = read_key(self.manifest["key"]), hash_named(self.manifest["hash"])
        if title != TITLE or not note.stamps(key):
            raise Fault("清单没有其密钥的签名", "the list isn't signed by its key")
        for name in sorted((set(listed) | set(self.files)) - {"manifest.txt"}):
            if name not in listed:
                self.report(name, "清单里没有这个文件", "the list doesn't have this file")
            elif name not in self.files:
                self.report(name, "缺少文件", "the file is missing")
            elif listed[name] != (digest_of(self.files[name]).hex(), str(len(self.files[name]))):
                self.report(name, "内容被改动", "the content was changed")
            else:
                continue
            self.altered.add(name)
        self.count, self.withheld = int(self.manifest["events"]), set(json.loads(self.manifest["withheld"]))
        if self.count > len(listed) or not all(type(number) is int for number in self.withheld):
            raise Fault("清单的数目不对", "the list's numbers are impossible")
        case, origin = json.loads(self.manifest["case"]), self.manifest["origin"]
        self.facts += [f"案件 case: {case}", f"日志 log: {origin}", f"密钥 key: {key.line}"]
        return True

    def check_keys(self) -> None:
        """The ring of keys; the list's own key must be in it, and be one that the reader gave."""
        ring = read_json(self.files["keys.json"])
        self.keys = [(read_key(entry["key"]), entry) for entry in ring["keys"]]
        self.witnesses = [read_key(line) for line in ring["witnesses"]]
        line = self.manifest.get("key")
        if line is None:
            return
        own = [entry for key, entry in self.keys if key.line == line]
        if not own:
            raise Fault("清单的密钥不在密钥表中", "the key of the list isn't in the ring")
        if not covers(own[0], read_time(self.manifest["time"])):
            raise Fault("清单的密钥在导出时无效", "the key of the list wasn't valid at the export")
        if self.pins and line not in self.pins:
            raise Fault("清单的密钥不是您给出的密钥", "the key of the list isn't one that you gave")

    def check_head(self, file: str, anchored: bool = False) -> Head:
        """A head under a key that was good then; a revoked key's needs an anchor that can't be backdated."""
        head = read_head(self.files[file])
        if "keys.json" in self.altered:
            return head
        if self.manifest and (head.origin, head.hash) != (self.manifest["origin"], self.manifest["hash"]):
            raise Fault("日志头属于另一日志", "the head belongs to another log")
        stamps = {w.name: max(found) for w in self.witnesses for found in [head.note.stamps(w)] if found}
        signers = [entry for key, entry in self.keys if key.name == head.origin and head.note.stamps(key)]
        if not signers:
            raise Fault("日志头没有已知密钥的签名", "no known key signed the head")
        faults = [self.standing(entry, head.time, stamps, anchored) for entry in signers]
        if all(faults):
            raise next(filter(None, faults))
        self.facts.append(f"日志头 head: {file}, {head.size} 条 leaves, {head.time.isoformat()}")
        for name, stamp in stamps.items():
            self.facts.append(
                f"见证 witness: {name}, {time.asctime(time.gmtime(min(stamp, LAST_SECOND)))} UTC"
            )
        return head

    def standing(self, entry: Any, at: datetime, stamps: dict[str, int], anchored: bool) -> Fault | None:
        """Why a head under this key can't be believed, if so."""
        if not covers(entry, at):
            return Fault("签名密钥在该时间无效", "the signing key wasn't valid at that time")
        limit = read_time(entry["revoked"]).timestamp() if entry["revoked"] else None
        if limit and not anchored and not any(stamp < limit for stamp in stamps.values()):
            return Fault("密钥已撤销，又无见证", "its key was revoked and no witness anchors it")
        if self.pins and not anchored and entry["key"] not in self.pins:
            return Fault("日志头的密钥不是您给出的密钥", "the head's key isn't one that you gave")
        return None

    def check_earlier(self, stem: str, head: Head) -> Head | None:
        """An earlier head is contained in the dossier's head, and so anchored by it."""
        earlier = self.attempt(f"{stem}.txt", read_head, self.files[f"{stem}.txt"])
        proven = earlier and self.attempt(f"{stem}.json", self.check_consistency, stem, earlier, head)
        checked: Head | None = proven and self.attempt(f"{stem}.txt", self.check_head, f"{stem}.txt", True)
        return checked

    def check_consistency(self, stem: str, old: Head, new: Head) -> bool:
        """The consistency proof of an earlier head leads to both roots."""
        path = [bytes.fromhex(step) for step in read_json(self.files[f"{stem}.json"])["path"]]
        digest = hash_named(new.hash)
        if old.size == 0:
            agrees = not path and old.root == digest(b"")
        else:
            agrees = consistency_roots(digest, old.size, new.size, path, old.root) == (old.root, new.root)
        if not agrees or old.hash != new.hash:
            raise Fault("早先的日志头与现在的不一致", "the earlier head isn't contained in the present one")
        return True

    def check_events(self, head: Head | None) -> None:
        """Every event: well-formed, chained, in the log, its payload the one it committed to."""
        numbers = [int(name[7:-5]) for name in self.files if re.fullmatch(r"events/\d{4,}\.json", name)]
        count = self.count if self.manifest else max(numbers, default=0)
        events = {n: self.attempt(name_of("events", n), self.check_event, n) for n in range(1, count + 1)}
        erased = {event["erases"]: n for n, event in events.items() if event and event["erases"]}
        gone = {*self.withheld, *erased}
        for number, event in events.items():
            if not event:
                continue
            self.attempt(name_of("events", number), self.check_link, number, events.get(number - 1))
            if head:
                self.attempt(name_of("proofs", number), self.check_proof, number, event, head)
            payload = name_of("payloads", number)
            if payload in self.files or payload in self.altered:
                self.attempt(payload, self.check_payload, number, event, number in gone)
            elif self.manifest and number not in gone and all(events.values()):
                self.report(payload, "缺少内容，又无删除记录", "the payload is missing, not erased")
        self.facts.append(f"事件 events: {count}")
        if self.withheld:
            self.facts.append(f"未附内容 withheld: {sorted(self.withheld)}")
        self.facts += [f"已删除内容 erased: {n} (事件 event {by})" for n, by in sorted(erased.items())]

    def check_event(self, number: int) -> dict[str, Any]:
        """The skeleton: all its members, at its place, of this case."""
        event: dict[str, Any] = read_json(self.files[name_of("events", number)])
        if " ".join(sorted(event)) != MEMBERS or event["format"] != "xianxing-event/1":
            raise Fault("不是事件记录", "not an event")
        if event["sequence"] != number:
            raise Fault(f"文件里是事件 {event['sequence']}", f"it holds event {event['sequence']}")
        if self.manifest and event["case"] != json.loads(self.manifest["case"]):
            raise Fault("事件属于另一案件", "the event belongs to another case")
        hash_named(event["algorithms"]["hash"])
        read_time(event["time"])
        target = event["erases"]
        if target is not None and not (type(target) is int and 0 < target < number):
            raise Fault("删除的对象不对", "an erasure names an impossible event")
        return event

    def check_link(self, number: int, before: dict[str, Any] | None) -> None:
        """The event names the digest of the one before it."""
        event = read_json(self.files[name_of("events", number)])
        if number > 1 and not before:
            return
        expected = self.chained(number - 1, before).hex() if before else "0" * 64
        if event["previous"] != expected:
            raise Fault(f"与事件 {number - 1} 接不上", f"it doesn't follow event {number - 1}")

    def chained(self, number: int, event: dict[str, Any]) -> bytes:
        """The digest by which the next event names this one."""
        digest = hash_named(event["algorithms"]["hash"])
        return digest(b"xianxing/event/1\n" + self.files[name_of("events", number)])

    def check_proof(self, number: int, event: dict[str, Any], head: Head) -> None:
        """The event stands in the log under the head's root."""
        proof = read_json(self.files[name_of("proofs", number)])
        blind, path = bytes.fromhex(proof["blind"]), [bytes.fromhex(step) for step in proof["path"]]
        chained = self.chained(number, event)
        digest = hash_named(head.hash)
        leaf = digest(b"\x00" + digest(b"xianxing/leaf/1\n" + blind + chained))
        if len(blind) != 32 or inclusion_root(digest, proof["index"], head.size, leaf, path) != head.root:
            raise Fault("证明与日志头不符", "the proof doesn't lead from the event to the head")

    def check_payload(self, number: int, event: dict[str, Any], gone: bool) -> None:
        """The payload is the one to which the event committed, and it may still be here."""
        sealed = read_json(self.files[name_of("payloads", number)])
        body = write_json(sealed["payload"])
        salt = bytes.fromhex(sealed["salt"])
        digest = hash_named(event["algorithms"]["hash"])
        if len(salt) != 32 or digest(b"xianxing/payload/1\n" + salt + body).hex() != event["commitment"]:
            raise Fault("内容不是该事件所承诺的", "the payload isn't the one to which the event committed")
        if gone:
            raise Fault("内容应已删除或未附", "the payload should be erased or withheld, and is here")


def name_of(folder: str, number: int) -> str:
    """The file of an event in `events`, `payloads` or `proofs`."""
    return f"{folder}/{number:04d}.json"


def covers(entry: dict[str, Any], moment: datetime) -> bool:
    """Whether a key of the ring was valid at that moment by its own dates."""
    ends = [read_time(entry[name]) for name in ("until", "revoked") if entry[name]]
    return read_time(entry["since"]) <= moment and all(moment < end for end in ends)


def check_dossier(folder: Path, pins: Sequence[str] = (), published: Sequence[bytes] = ()) -> Report:
    """Check a dossier folder; Fault when a head given by the reader can't be read."""
    files: dict[str, bytes] = {}
    odd: list[Problem] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            odd.append(Problem(name, None, "不是普通文件", "not an ordinary file"))
        elif path.is_file():
            files[name] = path.read_bytes()
    report = Checker(files, pins, [read_head(data) for data in published]).run()
    return Report(odd + report.problems, report.facts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check and print; returns the exit status."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--key", action="append", default=[], metavar="KEY")
    parser.add_argument("--head", action="append", default=[], type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    try:
        report = check_dossier(options.folder, options.key, [path.read_bytes() for path in options.head])
    except (OSError, Fault) as trouble:
        print(f"无法读取 can't read: {trouble}")
        return 2
    print("先行卷宗核验 Xianxing dossier check")
    for fact in report.facts:
        print("  " + fact)
    for problem in report.problems:
        print(problem)
    if report.problems:
        print(f"结果：有 {len(report.problems)} 处问题。 Result: {len(report.problems)} problem(s).")
        return 1
    if not options.key:
        print("注意：请核对上面的密钥。 Note: compare the key above with its published source.")
    print("结果：全部一致。 Result: everything agrees.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
