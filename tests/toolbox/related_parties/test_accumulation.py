"""Accumulation over random ledgers against the sentence of the rule, trade by trade."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.toolbox.related_parties.random_ledgers import random_ledger
from xianxing.toolbox.reading import read_folder
from xianxing.toolbox.related_parties.days import months_off
from xianxing.toolbox.related_parties.layout import LAYOUT
from xianxing.toolbox.related_parties.ledger import JudgedTrade, Ledger
from xianxing.toolbox.related_parties.register import Register
from xianxing.toolbox.related_parties.relations import Relations


def ledger(place: Path, seed: int) -> tuple[Relations, list[JudgedTrade]]:
    """A random ledger, judged."""
    inputs = read_folder(random_ledger(place, seed), LAYOUT).inputs
    assert inputs is not None
    relations = Relations(Register.read(inputs), "F")
    return relations, Ledger(inputs, relations).judged()


def adds_up(relations: Relations, one: JudgedTrade, earlier: JudgedTrade, level: str) -> bool:
    """The rule's sentence."""
    if not earlier.related or earlier.day <= months_off(one.day, -12):
        return False
    if level == "board":
        closed = earlier.row.day("disclosed_on")
    else:
        days = [row.day("date") for row in earlier.approvals]
        closed = min((day for day in days if day), default=None)
    if closed is not None and closed < one.day:
        return False
    target, kind = one.row.text("target"), one.row.text("kind")
    if target and (target, kind) == (earlier.row.text("target"), earlier.row.text("kind")):
        return True
    control = relations.control(one.day)
    mine, theirs = one.row.text("counterparty"), earlier.row.text("counterparty")
    return bool(control.family(mine) & control.family(theirs))


@pytest.mark.parametrize("seed", range(8))
def test_sums_are_those_of_the_rules_sentence(tmp_path: Path, seed: int) -> None:
    relations, trades = ledger(tmp_path, seed)
    related = [trade for trade in trades if trade.related]
    assert len(related) > 5
    for place, one in enumerate(related):
        assert one.sums is not None
        for level, total in (("board", one.sums.board), ("shareholders", one.sums.shareholders)):
            before = [
                trade.row.number("amount") or 0
                for trade in related[:place]
                if adds_up(relations, one, trade, level)
            ]
            assert total == sum(before) + (one.row.number("amount") or 0), (one.id, level)
