"""Random ledgers over random groups, whose trades add up in every way that the rule knows."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from tests.toolbox.related_parties.folders import HEAD, companies, write

NAMES = [f"E{number}" for number in range(12)]


def random_ledger(place: Path, seed: int, *, unit: int = 1) -> Path:
    """A folder with a random ledger over a random group that changes in the middle of a year."""
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
        kind, amount = chance.choice(["asset", "lease"]), chance.randrange(1, 99) * unit
        cells = (
            f"T{number}", day, chance.choice(NAMES), kind, amount,
            chance.choice(["", "land", "hall"]), disclosed, chance.choice(["", "", "S1", "S2"]),
        )  # fmt: skip
        trades.append(",".join(map(str, cells)))
    return write(
        place, HEAD,
        entities="id,name,kind\n" + companies("F", "P", "Q", *NAMES),
        holdings="holder,held,equity,from,to\n" + "\n".join(held) + "\n",
        trades="id,date,counterparty,kind,amount,target,disclosed_on,approvals\n" + "\n".join(trades) + "\n",
        financials="date,net_assets\n2023-12-31,500000000\n",
        approvals="id,body,date\nS1,shareholders,2024-06-01\nS2,shareholders,2025-01-15\n",
    )  # fmt: skip
