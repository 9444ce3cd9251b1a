"""An event: a public skeleton in its case's hash chain, and a payload outside that it commits to.

- commitment = H("xianxing/payload/1\\n" ‖ salt ‖ canonical payload), salt 32 random bytes: no guess of the
  payload can be tested without the salt, and erasing salt and payload leaves every other value as it was;
- chained digest = H("xianxing/event/1\\n" ‖ canonical skeleton), and the skeleton names its predecessor's;
- leaf data = H("xianxing/leaf/1\\n" ‖ blind ‖ chained digest), blind 32 random bytes kept with the skeleton:
  whoever holds the whole log learns neither case nor act from its leaves.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from xianxing.record.algorithms import HASHES, SIGNATURE, HashAlgorithm, hash_algorithm
from xianxing.record.canonical import (
    JSON,
    CanonicalError,
    Plain,
    canonical,
    instant,
    parse,
    quote,
)

FORMAT = "xianxing-event/1"
ERASE = "erase"
SECRET_BYTES = 32
FIRST = "0" * 64
MEMBERS = frozenset(
    (
        "format",
        "algorithms",
        "case",
        "sequence",
        "step",
        "time",
        "role",
        "clause",
        "commitment",
        "erases",
        "previous",
    )
)

_PLAIN = r'"([^"\\\x00-\x1f]*)"'  # a text without anything that JSON escapes
_COUNT = "([1-9][0-9]{0,14})"
_TIME = '"([0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}[.][0-9]{6}Z)"'
_SPELT = re.compile(
    rf'{{"algorithms":{{"hash":{_PLAIN},"signature":"{SIGNATURE}"}},"case":{_PLAIN},"clause":{_PLAIN}'
    rf',"commitment":{_PLAIN},"erases":(?:null|{_COUNT}),"format":"{FORMAT}","previous":{_PLAIN}'
    rf',"role":{_PLAIN},"sequence":{_COUNT},"step":{_PLAIN},"time":{_TIME}}}'
).fullmatch


@dataclass(frozen=True)
class Act:
    """What happened, before it is chained. `payload`: who, on what basis, digest of what was seen."""

    case: str
    step: str
    role: str
    clause: str
    time: datetime
    payload: Mapping[str, Plain]


@dataclass(frozen=True)
class EventSkeleton:
    """The skeleton: it may be shown; it names nobody and holds no bare digest of a guessable value."""

    case: str
    sequence: int
    step: str
    time: datetime
    role: str
    clause: str
    commitment: str
    previous: str
    hash: HashAlgorithm
    erases: int | None = None

    def encode(self) -> bytes:
        """The canonical skeleton, written out because every act passes here; `read_event` checks it."""
        names = (self.case, self.clause, self.commitment, self.previous, self.role, self.step)
        try:
            case, clause, commitment, previous, _role, _step = map(quote, names)
            return (
                f'{{"algorithms":{{"hash":"{self.hash.name}","signature":"{SIGNATURE}"}},"case":{case}'
                f',"clause":{clause},"commitment":{commitment},"erases":{self.erases or "null"}'
                f',"format":"{FORMAT}","previous":{previous}'
            ).encode() + skeleton_end(self.role, self.sequence, self.step, self.time)
        except (UnicodeEncodeError, TypeError):
            raise CanonicalError(f"a name of the act is no text: {names!r}") from None


@dataclass(frozen=True)
class Contents:
    """A payload in canonical bytes with the salt of its commitment."""

    salt: bytes
    payload: bytes

    def commitment(self, algorithm: HashAlgorithm) -> str:
        """What the skeleton carries, in hexadecimal."""
        return algorithm.digest(b"xianxing/payload/1\n" + self.salt + self.payload).hex()


@dataclass(frozen=True)
class LogEntry:
    """An event as the log keeps it: place, skeleton, blind, the subtree hashes it completed, its seal."""

    index: int
    case: str
    sequence: int
    skeleton: bytes
    blind: bytes
    hashes: bytes
    contents: Contents | None
    erases: int | None = None
    seal: bytes = b""

    @property
    def event(self) -> EventSkeleton:
        """The skeleton, read."""
        return read_event(self.skeleton)


def skeleton_end(role: str, sequence: int, step: str, time: datetime) -> bytes:
    """The end of every canonical skeleton with these members: who compares them needn't read the rest."""
    said = f',"role":{quote(role)},"sequence":{sequence:d},"step":{quote(step)},"time":"{instant(time)}"}}'
    return said.encode()


def salted(payload: Mapping[str, Plain]) -> Contents:
    """Canonical bytes and a fresh salt; CanonicalError for a payload outside the canonical form."""
    return Contents(secrets.token_bytes(SECRET_BYTES), canonical(payload))


def chained_digest(algorithm: HashAlgorithm, skeleton: bytes) -> bytes:
    """What the next event of the case names as its predecessor."""
    return algorithm.digest(b"xianxing/event/1\n" + skeleton)


def hash_named(skeleton: bytes, log: HashAlgorithm) -> HashAlgorithm:
    """The algorithm that a canonical skeleton names, with the rest unread; the log's for any other bytes."""
    name = skeleton.removeprefix(b'{"algorithms":{"hash":"').partition(b'"')[0]
    return HASHES.get(name.decode("ascii", "replace"), log)


def leaf_data(algorithm: HashAlgorithm, blind: bytes, chained: bytes) -> bytes:
    """The bytes of the log's leaf."""
    return algorithm.digest(b"xianxing/leaf/1\n" + blind + chained)


def read_event(skeleton: bytes) -> EventSkeleton:
    """Read canonical skeleton bytes; ValueError for anything else.

    Most match `_SPELT`, which has no other spelling. What else is read must encode to the same bytes: that
    proves its spelling.
    """
    try:
        found = _SPELT(skeleton.decode())
    except UnicodeDecodeError as problem:
        raise CanonicalError(f"not canonical JSON: {problem}") from None
    return _spelt(*found.groups()) if found else _parsed(skeleton)


def _spelt(
    algorithm: str, case: str, clause: str, commitment: str, erases: str | None, previous: str, role: str,
    sequence: str, step: str, time: str,
) -> EventSkeleton:  # fmt: skip
    return EventSkeleton(
        case, int(sequence), step, datetime.fromisoformat(time), role, clause, commitment, previous,
        hash_algorithm(algorithm), int(erases) if erases else None,
    )  # fmt: skip


def _parsed(skeleton: bytes) -> EventSkeleton:
    value = parse(skeleton, spelling=False)
    if not isinstance(value, dict) or value.keys() != MEMBERS or value["format"] != FORMAT:
        raise ValueError(f"not an event of {FORMAT}")
    algorithms, sequence, erases = value["algorithms"], value["sequence"], value["erases"]
    if not isinstance(algorithms, dict) or algorithms.get("signature") != SIGNATURE:
        raise ValueError("the event names an unknown signature algorithm")
    if not _counts(sequence) or not (erases is None or _counts(erases)):
        raise ValueError("sequence numbers count from 1")
    event = EventSkeleton(
        case=_text(value["case"]),
        sequence=int(str(sequence)),
        step=_text(value["step"]),
        time=datetime.fromisoformat(_text(value["time"])),
        role=_text(value["role"]),
        clause=_text(value["clause"]),
        commitment=_text(value["commitment"]),
        previous=_text(value["previous"]),
        hash=hash_algorithm(_text(algorithms.get("hash"))),
        erases=None if erases is None else int(str(erases)),
    )
    if event.encode() != skeleton:
        raise CanonicalError("the same event has another canonical spelling")
    return event


def _counts(value: JSON) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _text(value: JSON) -> str:
    if not isinstance(value, str):
        raise ValueError("a member that should be a string isn't")
    return value
