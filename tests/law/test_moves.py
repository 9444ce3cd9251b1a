"""What only stands elsewhere is told apart from what differs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xianxing.law.moves import Paragraphs, compare_paragraphs, moved

ORDER = list("abcdefgh")


@given(st.permutations(ORDER))
def test_those_that_stay_keep_their_order_and_no_fewer_could_be_moved(other: list[str]) -> None:
    stay = [key for key in other if key not in moved(ORDER, other)]
    assert stay == sorted(stay)
    longest = max(
        (sum(1 for bit in range(8) if mask >> bit & 1))
        for mask in range(256)
        if (run := [key for bit, key in enumerate(other) if mask >> bit & 1]) == sorted(run)
    )
    assert len(stay) == longest


def test_one_that_goes_to_the_end_is_the_only_one_moved() -> None:
    assert moved(ORDER, [*ORDER[1:], "a"]) == {"a"}
    assert moved(ORDER, ["x", *ORDER, "y"]) == moved(ORDER, ORDER[:3]) == frozenset()


def test_an_inserted_paragraph_leaves_the_others_alone() -> None:
    left, right = compare_paragraphs(Paragraphs(("甲", "乙")), Paragraphs(("甲", "新", "乙")))
    assert left == {} and list(right.values()) == ["新"]
