"""A receipt in one text (C2SP tlog-proof): event, inclusion proof, signed head; checked without the log."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from xianxing.record import merkle
from xianxing.record.canonical import canonical, parse
from xianxing.record.events import EventSkeleton, chained_digest, leaf_data, read_event
from xianxing.record.heads import Head, read_head
from xianxing.record.keyring import KeyRing
from xianxing.record.notes import NoteError, SignedNote

HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True)
class ReceiptProof:
    """Proof that an event stood in the log when the head was signed. It holds no payload and no salt."""

    skeleton: bytes
    blind: bytes
    index: int
    path: tuple[bytes, ...]
    note: SignedNote

    @property
    def event(self) -> EventSkeleton:
        """The skeleton, read."""
        return read_event(self.skeleton)

    def encode(self) -> str:
        """The text of the receipt."""
        extra = canonical({"blind": self.blind.hex(), "event": self.skeleton.decode()})
        lines = [HEADER, f"extra {base64.b64encode(extra).decode()}", f"index {self.index}"]
        lines += [base64.b64encode(step).decode() for step in self.path]
        return "\n".join(lines) + "\n\n" + self.note.encode()

    def check(self, ring: KeyRing) -> Head:
        """The head under which the event stands; NoteError or ProofError when it doesn't."""
        head, note = read_head(self.note.encode())
        ring.check(head, note)
        chained = chained_digest(self.event.hash, self.skeleton)
        leaf = merkle.leaf_hash(head.hash, leaf_data(head.hash, self.blind, chained))
        merkle.verify_inclusion(head.hash, self.index, head.size, leaf, self.path, head.root)
        return head


def parse_receipt(text: str) -> ReceiptProof:
    """Read a receipt; NoteError unless spelt as `Receipt.encode` would. Checks no proof."""
    try:
        above, _, below = text.partition("\n\n")
        header, extra, index, *path = above.split("\n")
        value = parse(base64.b64decode(extra.removeprefix("extra "), validate=True))
        if not isinstance(value, dict) or header != HEADER:
            raise ValueError("not a receipt")
        receipt = ReceiptProof(
            str(value["event"]).encode(),
            bytes.fromhex(str(value["blind"])),
            int(index.removeprefix("index ")),
            tuple(base64.b64decode(step, validate=True) for step in path),
            read_head(below)[1],
        )
        if receipt.encode() != text:
            raise ValueError("another spelling")
    except (ValueError, KeyError) as problem:
        raise NoteError(f"not a receipt: {problem}") from None
    return receipt
