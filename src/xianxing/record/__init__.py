"""A tamper-evident record: chained events, one Merkle log, signed heads, proofs for whoever doubts us.

`Record` over a `Store` is the way in; `write_dossier` the way out. See `docs/record.md`.
"""

from xianxing.record.algorithms import HASHES, SHA256, SIGNATURE, SM3, HashAlgorithm, hash_algorithm
from xianxing.record.audit import SealedEntry, audit, seal_faults
from xianxing.record.canonical import CanonicalError, canonical, instant, parse, parse_instant
from xianxing.record.dossier import write_dossier
from xianxing.record.events import ERASE, Act, Contents, EventSkeleton, LogEntry
from xianxing.record.heads import Head, parse_head, read_head
from xianxing.record.keyring import KeyEntry, KeyRing
from xianxing.record.log import Record, RecordError, SealError
from xianxing.record.merkle import ProofError
from xianxing.record.notes import (
    LOG,
    SEAL,
    WITNESS,
    NoteError,
    PublicKey,
    SignedNote,
    SigningKey,
    load_key,
    new_key,
    parse_note,
    parse_vkey,
    save_key,
)
from xianxing.record.receipts import ReceiptProof, parse_receipt
from xianxing.record.seals import SealKey, SealKeys
from xianxing.record.store import LogStore, SqliteStore, StoreError
from xianxing.record.witness import ForkError, Witness, WitnessError, consistency_text, parse_consistency

__all__ = [
    "ERASE",
    "HASHES",
    "LOG",
    "SEAL",
    "SHA256",
    "SIGNATURE",
    "SM3",
    "WITNESS",
    "Act",
    "CanonicalError",
    "Contents",
    "EventSkeleton",
    "ForkError",
    "HashAlgorithm",
    "Head",
    "KeyEntry",
    "KeyRing",
    "LogEntry",
    "LogStore",
    "NoteError",
    "ProofError",
    "PublicKey",
    "ReceiptProof",
    "Record",
    "RecordError",
    "SealError",
    "SealKey",
    "SealKeys",
    "SealedEntry",
    "SignedNote",
    "SigningKey",
    "SqliteStore",
    "StoreError",
    "Witness",
    "WitnessError",
    "audit",
    "canonical",
    "consistency_text",
    "hash_algorithm",
    "instant",
    "load_key",
    "new_key",
    "parse",
    "parse_consistency",
    "parse_head",
    "parse_instant",
    "parse_note",
    "parse_receipt",
    "parse_vkey",
    "read_head",
    "save_key",
    "seal_faults",
    "write_dossier",
]
