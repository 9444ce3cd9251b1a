"""Random lives of a log: append, erase, sign, rotate, witness, reopen; everything goes on proving itself."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.record.conftest import ORIGIN, START, act
from xianxing.record import (
    HASHES,
    WITNESS,
    KeyRing,
    ReceiptProof,
    Record,
    SqliteStore,
    Witness,
    audit,
    merkle,
    new_key,
    parse_receipt,
    read_head,
    verify,
    write_dossier,
)

CASES = st.sampled_from(["case-a", "case-b", "case-c"])


class Life(RuleBasedStateMachine):
    """The model: how many events each case has, which are erased, and every receipt ever handed out."""

    @initialize(name=st.sampled_from(sorted(HASHES)))
    def begin(self, name: str) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.store = SqliteStore(self.folder / "r.sqlite3", origin=ORIGIN, algorithm=HASHES[name])
        self.record = Record(self.store)
        self.counts: dict[str, int] = {}
        self.erased: set[tuple[str, int]] = set()
        self.receipts: list[ReceiptProof] = []
        self.now = START
        self.key, self.own = new_key(ORIGIN), new_key("witness.example/w", WITNESS)
        self.ring = KeyRing().rotate(self.key.public, START).with_witness(self.own.public)
        self.witness, self.seen = Witness(), 0
        self.witness.trust(self.key.public)

    def later(self) -> None:
        """A minute passes."""
        self.now += timedelta(minutes=1)

    @rule(cases=st.lists(CASES, min_size=1, max_size=6))
    def append(self, cases: list[str]) -> None:
        for case, entry in zip(cases, self.record.append_batch([act(case) for case in cases]), strict=True):
            self.counts[case] = self.counts.get(case, 0) + 1
            assert entry.sequence == self.counts[case]

    @precondition(lambda self: self.counts)
    @rule(data=st.data())
    def erase(self, data: st.DataObject) -> None:
        open_events = [
            (entry.case, entry.sequence)
            for entry in self.store.entries()
            if entry.erases is None and (entry.case, entry.sequence) not in self.erased
        ]
        if open_events:
            case, sequence = data.draw(st.sampled_from(open_events))
            self.record.erase(
                case, sequence, reason="保存期届满", role="secretariat", clause="", time=self.now
            )
            self.erased.add((case, sequence))
            self.counts[case] += 1

    @rule()
    def sign(self) -> None:
        self.later()
        self.record.sign_head(self.key, self.now)

    @rule()
    def rotate(self) -> None:
        self.later()
        self.key = new_key(ORIGIN)
        self.ring = self.ring.rotate(self.key.public, self.now)
        self.witness.trust(self.key.public)

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = SqliteStore(self.folder / "r.sqlite3")
        self.record = Record(self.store)

    @precondition(lambda self: self.store.heads())
    @rule()
    def watch(self) -> None:
        note = self.record.latest_head()
        size = read_head(note.encode())[0].size
        cosigned = self.witness.cosign(
            note, self.record.prove_consistency(self.seen, size), self.own, self.now
        )
        self.seen = size
        assert self.ring.cosigned(cosigned).keys() == {self.own.name}

    @precondition(lambda self: self.counts)
    @rule(data=st.data())
    def take_receipt(self, data: st.DataObject) -> None:
        self.sign()
        case = data.draw(st.sampled_from(sorted(self.counts)))
        sequence = data.draw(st.integers(1, self.counts[case]))
        self.receipts.append(parse_receipt(self.record.receipt(case, sequence).encode()))

    @precondition(lambda self: self.counts)
    @rule(data=st.data())
    def export(self, data: st.DataObject) -> None:
        self.sign()
        case = data.draw(st.sampled_from(sorted(self.counts)))
        earlier = [receipt.note for receipt in self.receipts[-2:]]
        with tempfile.TemporaryDirectory() as folder:
            write_dossier(
                Path(folder),
                self.record,
                case,
                key=self.key,
                ring=self.ring,
                time=self.now,
                earlier=earlier,
            )
            assert verify.check_dossier(Path(folder), [self.key.public.vkey]).problems == []

    @invariant()
    def everything_still_proves(self) -> None:
        if not hasattr(self, "record"):
            return
        assert audit(self.record) == []
        assert self.record.size == sum(self.counts.values())
        gone = {(entry.case, entry.sequence) for entry in self.store.entries() if entry.contents is None}
        assert gone == self.erased
        for receipt in self.receipts[-3:]:
            head = receipt.check(self.ring)
            path = self.record.prove_consistency(head.size, self.record.size)
            merkle.verify_consistency(
                head.hash, head.size, self.record.size, path, head.root, self.record.root()
            )

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)


TestStatefulLife = Life.TestCase
TestStatefulLife.settings = settings(stateful_step_count=15)
