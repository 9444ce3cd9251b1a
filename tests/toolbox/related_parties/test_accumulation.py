"""Accumulation over random ledgers against the sentence of the rule, trade by trade."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.toolbox.related_parties.folders import HEAD, companies, write
from xianxing.toolbox.reading import read_folder
from xianxing.toolbox.related_parties.days import months_off
from xianxing.toolbox.related_parties.layout import LAYOUT
from xianxing.toolbox.related_parties.ledger import JudgedTrade, Ledger
from xianxing.toolbox.related_parties.register import Register
from xianxing.toolbox.related_parties.relations import Relations

NAMES = [f"E{number}" for number in range(12)]


def ledger(place: Path, seed: int) -> tuple[Relations, list[JudgedTrade]]:
    """A random ledger over a random group that changes in the middle of a year."""
    chance = random.Random(seed)
    held = ["P,F,0.6,,"]
    for number, one in enumerate(NAMES):
        above = chance.choice(["P", "P", "Q", *NAMES[:number]])
        held.append(f"{above},{one},0.55,,{chance.choice(['', '2025-01-31'])}")
        if chance.random() < 0.3:
            held.append(f"{chance.choice(['P', 'Q'])},{one},0.3,2025-02-01,")
    trades = []
    for number in range(120):
        day = date(2024, 1, 1) + timedelta(chance.randrange(500))
        disclosed = day + timedelta(chance.randrange(40)) if chance.random() < 0.3 else ""
        kind, amount = chance.choice(["asset", "lease"]), chance.randrange(1, 99)
        cells = (
            f"T{number}", day, chance.choice(NAMES), kind, amount,
            chance.choice(["", "land", "hall"]), disclosed, chance.choice(["", "", "S1", "S2"]),
        )  # fmt: skip
        trades.append(",".join(map(str, cells)))
    folder = write(
        place, HEAD,
        entities="id,name,kind\n" + companies("F", "P", "Q", *NAMES),
        holdings="holder,held,equity,from,to\n" + "\n".join(held) + "\n",
        trades="id,date,counterparty,kind,amount,target,disclosed_on,approvals\n" + "\n".join(trades) + "\n",
        approvals="id,body,date\nS1,shareholders,2024-06-01\nS2,shareholders,2025-01-15\n",
    )  # fmt: skip
    inputs = read_folder(folder, LAYOUT).inputs
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
