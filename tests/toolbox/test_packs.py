"""A number of a rule counts on its days, with its own comparator; what overlaps or isn't known is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from xianxing.law import NoValueError
from xianxing.toolbox.packs import load_packs

TWO = """
[[pack]]
id = "board"
effective_from = 2022-01-07
effective_to = 2026-04-23
source = { zh = "上市规则", en = "Listing rules" }
article = "6.3.6"
confirmed = true
checked_on = 2025-12-31
numbers = [
  { key = "amount", comparator = ">", threshold = "3000000", unit = "CNY" },
  { key = "ratio", comparator = ">=", threshold = "0.005" },
]

[[pack]]
id = "board"
key = "amount"
effective_from = 2026-04-24
source = "上市规则"
comparator = ">="
threshold = "5000000"
unit = "CNY"
confirmed = false
checked_on = 2026-05-01
"""


def packs_of(place: Path, text: str) -> Path:
    place.mkdir(exist_ok=True)
    (place / "rules.toml").write_text(text, "utf-8")
    return place


def test_the_day_that_is_looked_at_chooses_the_number(tmp_path: Path) -> None:
    packs = load_packs(packs_of(tmp_path / "p", TWO))
    last, first = packs.on("amount", date(2026, 4, 23)), packs.on("amount", date(2026, 4, 24))
    assert (last.threshold, last.comparator, last.confirmed) == (Decimal(3_000_000), ">", True)
    assert (first.threshold, first.comparator, first.confirmed) == (Decimal(5_000_000), ">=", False)
    assert packs.find("ratio", date(2026, 4, 24)) is None
    with pytest.raises(NoValueError):
        packs.on("amount", date(2022, 1, 6))
    with pytest.raises(NoValueError):
        packs.on("amount", date(2023, 1, 1), pack="another")


def test_the_comparator_is_the_pack_s_and_exact(tmp_path: Path) -> None:
    packs = load_packs(packs_of(tmp_path / "p", TWO))
    amount, ratio = packs.on("amount", date(2023, 1, 1)), packs.on("ratio", date(2023, 1, 1))
    assert [amount.holds(value) for value in (2_999_999, 3_000_000, 3_000_001)] == [False, False, True]
    assert ratio.holds(Fraction(5, 1000))
    assert not ratio.holds(Fraction(5, 1000) - Fraction(1, 10**40))


def test_the_digest_follows_every_word_of_a_pack(tmp_path: Path) -> None:
    one = load_packs(packs_of(tmp_path / "one", TWO)).digest
    assert load_packs(packs_of(tmp_path / "same", TWO)).digest == one
    other = TWO.replace("5000000", "5000001")
    assert load_packs(packs_of(tmp_path / "other", other)).digest != one


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("effective_from = 2026-04-24", "effective_from = 2026-04-23", "stands twice"),
        ('comparator = ">="\nthreshold', 'comparator = "≥"\nthreshold', "≥"),
        ('unit = "CNY"\nconfirmed', 'units = "CNY"\nconfirmed', "units"),
        ("checked_on = 2026-05-01", 'checked_on = "soon"', "board"),
        ('threshold = "5000000"', 'threshold = "much"', "board"),
    ],
)
def test_a_pack_that_contradicts_itself_is_refused(old: str, new: str, said: str, tmp_path: Path) -> None:
    assert old in TWO
    with pytest.raises(ValueError, match=said):
        load_packs(packs_of(tmp_path / "bad", TWO.replace(old, new)))


def test_packs_past_their_check_are_counted(tmp_path: Path) -> None:
    packs = load_packs(packs_of(tmp_path / "p", TWO))
    assert [packs.past_check(date(2025, 12, 31)), packs.past_check(date(2026, 1, 1))] == [0, 2]
    assert len(packs.in_force(None)) == 3
    assert len(packs.in_force(date(2026, 4, 24))) == 1
