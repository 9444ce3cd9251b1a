"""One dossier, checked file by file."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from xianxing.record.verifier.curve import ed25519_holds
from xianxing.record.verifier.digests import consistency_roots, hash_named, inclusion_root
from xianxing.record.verifier.findings import Fault, Problem, Report
from xianxing.record.verifier.texts import (
    Key,
    ParsedHead,
    read_head,
    read_json,
    read_key,
    read_note,
    read_time,
    write_json,
)

TITLE = "xianxing dossier/2"
TITLES = ("xianxing dossier/1", TITLE)  # the first form knew no seals
WORDS = ("origin", "case", "events", "withheld", "hash", "time", "key")
PACKAGE = "xianxing package/1"  # files that are handed over under a signed list; no events go along
PACKAGE_WORDS = ("origin", "number", "case", "hash", "time", "key")
MEMBERS = "algorithms case clause commitment erases format previous role sequence step time"
LAST_SECOND = 253402300799


class Checker:
    """One dossier, its problems collected as they are found."""

    def __init__(self, files: dict[str, bytes], pins: Sequence[str], published: Sequence[ParsedHead]) -> None:
        self.files, self.pins, self.published = files, pins, published
        self.problems: list[Problem] = []
        self.facts: list[str] = []
        self.altered: set[str] = set()
        self.manifest: dict[str, str] = {}
        self.package = False
        self.count = 0
        self.withheld: set[int] = set()
        self.keys: list[tuple[Key, dict[str, Any]]] = []
        self.witnesses: list[Key] = []
        self.seals: list[tuple[Key, dict[str, Any]]] = []
        self.before: ParsedHead | None = None
        self.sealed = 0

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
        if self.package:
            self.check_signers()
            for _given in self.published:
                self.report("manifest.txt", "材料包不含日志头", "a package holds no head")
            return Report(self.problems, self.facts)
        head = self.attempt("head.txt", self.check_head, "head.txt")
        heads = [head] if head else []
        self.check_signers()
        for stem in sorted(name[:-4] for name in self.files if re.fullmatch(r"heads/\d+\.txt", name)):
            earlier = self.check_earlier(stem, head) if head else None
            heads += [earlier] if earlier else []
        for given in self.published:
            if (given.origin, given.size, given.root) not in [(h.origin, h.size, h.root) for h in heads]:
                self.report("head.txt", "没有您给出的日志头", "the head that you gave isn't here")
        self.check_before(heads)
        self.check_events(head)
        return Report(self.problems, self.facts)

    def check_manifest(self) -> bool:
        """The signed list of files: each with its digest, none missing, none added."""
        note = read_note(self.files["manifest.txt"])
        title, *lines = note.text[:-1].split("\n")
        listed: dict[str, tuple[str, str]] = {}
        self.package = title == PACKAGE
        words = PACKAGE_WORDS if self.package else WORDS
        for line in lines:
            word, _, rest = line.partition(" ")
            if word == "file":
                digest, size, name = rest.split(" ", 2)
                if name in listed:
                    raise Fault(f"清单里有多余的行：{line}", f"the list has an extra line: {line}")
                listed[name] = (digest, size)
            elif word in words and word not in self.manifest:
                self.manifest[word] = rest
            else:
                raise Fault(f"清单里有多余的行：{line}", f"the list has an extra line: {line}")
        key, digest_of = read_key(self.manifest["key"]), hash_named(self.manifest["hash"])
        if title not in (*TITLES, PACKAGE) or not note.stamps(key):
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
        case, origin = json.loads(self.manifest["case"]), self.manifest["origin"]
        self.facts += [f"案件 case: {case}", f"日志 log: {origin}", f"密钥 key: {key.line}"]
        if self.package:
            self.tell_package(len(listed))
            return True
        self.count, self.withheld = int(self.manifest["events"]), set(json.loads(self.manifest["withheld"]))
        if self.count > len(listed) or not all(type(number) is int for number in self.withheld):
            raise Fault("清单的数目不对", "the list's numbers are impossible")
        return True

    def tell_package(self, count: int) -> None:
        """Say which package this is, by number and by the digest of its list, and how many files it has."""
        digest = hash_named("SHA-256")(self.files["manifest.txt"]).hex()
        self.facts += [f"材料包 package: {self.manifest['number']}", f"摘要 digest: {digest}"]
        self.facts += [f"时间 made: {self.manifest['time']}", f"文件 files: {count}"]

    def check_keys(self) -> None:
        """The ring of keys; the list's own key must be in it, and be one that the reader gave."""
        ring = read_json(self.files["keys.json"])
        self.keys = [(read_key(entry["key"]), entry) for entry in ring["keys"]]
        self.witnesses = [read_key(line) for line in ring["witnesses"]]
        seals = ring.get("seals", {"keys": [], "before": ""})
        self.seals = [(read_key(entry["key"]), entry) for entry in seals["keys"]]
        self.before = read_head(seals["before"].encode()) if seals["before"] else None
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

    def check_signers(self) -> None:
        """Nobody signed anything here whom the ring of keys doesn't name."""
        known = {(key.name, key.id) for key in [*(key for key, _ in self.keys), *self.witnesses]}
        if "keys.json" in self.altered:
            return
        for file in sorted(self.files):
            if file not in self.altered and re.fullmatch(r"manifest\.txt|head\.txt|heads/\d+\.txt", file):
                for name, key_id, _value in read_note(self.files[file]).signatures:
                    if (name, key_id) not in known:
                        who = f"{name} {key_id.hex()}"
                        self.report(
                            file,
                            f"有不认识的签名者 {who}",
                            f"it is signed by {who}, whom the ring doesn't name",
                        )

    def check_before(self, heads: Sequence[ParsedHead]) -> None:
        """The head over what was performed before seals were made is one that this dossier proves."""
        before = self.before
        if before and (before.size, before.root) not in [(head.size, head.root) for head in heads]:
            self.report(
                "keys.json",
                "封印启用前的日志头不在卷宗中",
                "the head over what was performed before seals were made isn't proven here",
            )

    def check_seal(self, number: int, event: dict[str, Any], head: ParsedHead) -> None:
        """The act was sealed when it was performed, at its place, by a key that seals there."""
        proof = read_json(self.files[name_of("proofs", number)])
        place, seal = proof["index"], bytes.fromhex(proof.get("seal", ""))
        if self.before and place < self.before.size:
            if seal:
                raise Fault("封印启用之前的行为带有封印", "it bears a seal, and seals began later")
            return
        if not seal:
            raise Fault("行为没有封印", "the act bears no seal")
        named = [entry for key, entry in self.seals if key.id == seal[:4]]
        if not named:
            raise Fault("封印的密钥不在密钥表中", "the seal is by a key that the ring doesn't name")
        text = f"xianxing/seal/1\n{head.origin}\n{place}\n{self.chained(number, event).hex()}\n"
        if not ed25519_holds(read_key(named[0]["key"]).raw, text.encode(), seal[4:]):
            raise Fault("封印不成立", "the seal doesn't hold: it was made for another act, place or log")
        until, revoked = named[0]["until"], named[0]["revoked"]
        if place < named[0]["since"] or (until is not None and place >= until):
            raise Fault("封印密钥在该位置未启用", "the sealing key wasn't in use at this place")
        if revoked is not None and place >= revoked:
            raise Fault("封印密钥在该位置已撤销", "the sealing key is revoked at this place")
        self.sealed += 1

    def check_head(self, file: str, anchored: bool = False) -> ParsedHead:
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

    def check_earlier(self, stem: str, head: ParsedHead) -> ParsedHead | None:
        """An earlier head is contained in the dossier's head, and so anchored by it."""
        earlier = self.attempt(f"{stem}.txt", read_head, self.files[f"{stem}.txt"])
        proven = earlier and self.attempt(f"{stem}.json", self.check_consistency, stem, earlier, head)
        checked: ParsedHead | None = proven and self.attempt(
            f"{stem}.txt", self.check_head, f"{stem}.txt", True
        )
        return checked

    def check_consistency(self, stem: str, old: ParsedHead, new: ParsedHead) -> bool:
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

    def check_events(self, head: ParsedHead | None) -> None:
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
            if head and self.seals:
                self.attempt(name_of("proofs", number), self.check_seal, number, event, head)
            payload = name_of("payloads", number)
            if payload in self.files or payload in self.altered:
                self.attempt(payload, self.check_payload, number, event, number in gone)
            elif self.manifest and number not in gone and all(events.values()):
                self.report(payload, "缺少内容，又无删除记录", "the payload is missing, not erased")
        self.facts.append(f"事件 events: {count}")
        self.tell_seals(count)
        self.check_texts()
        if self.withheld:
            self.facts.append(f"未附内容 withheld: {sorted(self.withheld)}")
        self.facts += [f"已删除内容 erased: {n} (事件 event {by})" for n, by in sorted(erased.items())]

    def check_texts(self) -> None:
        """Each text beside the events is one whose digest a payload names, and is what that digest says."""
        payloads = [name for name in self.files if re.fullmatch(r"payloads/\d{4,}\.json", name)]
        named = {word for name in payloads if name not in self.altered for word in self.digests_in(name)}
        texts = sorted(name for name in self.files if name.startswith("texts/"))
        for name in texts:
            self.attempt(name, self.check_text, name, named)
        if texts:
            self.facts.append(f"所载文本 texts: {len(texts)}")

    def check_text(self, name: str, named: set[str]) -> None:
        """The text has the digest that its name says, and a payload of this dossier names it."""
        digest = hash_named("SHA-256")(self.files[name]).hex()
        if name != f"texts/{digest}.json":
            raise Fault("内容与其名称中的摘要不符", "the content isn't what the digest in its name says")
        if digest not in named:
            raise Fault("没有事件写明这段文本", "no event that is shown names this text")

    def digests_in(self, name: str) -> set[str]:
        """The SHA-256 digests that a payload writes down."""
        return set(re.findall(r'"sha256:([0-9a-f]{64})"', self.files[name].decode(errors="replace")))

    def tell_seals(self, count: int) -> None:
        """Say how many acts are sealed, and of the others why not."""
        if not self.seals:
            self.facts.append("封印 seals: 无，卷宗或日志的旧格式 none, an older form of dossier or log")
            return
        self.facts.append(f"封印 seals: {self.sealed}")
        if self.before and self.sealed < count:
            when = self.before.time.isoformat()
            self.facts.append(
                f"封印启用之前 performed before seals were made: {count - self.sealed}, 日志头 head {when}"
            )

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

    def check_proof(self, number: int, event: dict[str, Any], head: ParsedHead) -> None:
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
