"""Texts made to be compared without end: the answer comes, holds both texts, and says that it is coarse."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xianxing.documents.apart import Comparer, comparer
from xianxing.documents.capacity import BusyError, Capacity
from xianxing.documents.comparing import MOST_WORK, SHORT, align, compare
from xianxing.pilot.filings.draft.diff import SegmentKind, Segments, differ, differ_all

QUADRATIC = [
    ("甲乙" * 9_000, "乙甲" * 9_000),
    ("，" * 19_000, "，甲" * 9_000),
    ("甲\n" * 9_000, "乙\n甲\n" * 4_000),
]


def both(segments: Segments) -> tuple[str, str]:
    return (
        "".join(part.text for part in segments if part.change is not SegmentKind.ADDED),
        "".join(part.text for part in segments if part.change is not SegmentKind.REMOVED),
    )


@pytest.mark.parametrize(("old", "new"), QUADRATIC)
def test_the_answer_holds_both_texts_and_says_that_it_is_coarse(old: str, new: str) -> None:
    segments = differ(old, new)
    assert both(segments) == (old, new)
    assert segments.coarse


def test_many_such_pairs_share_the_work_of_one() -> None:
    pairs = [(f"{number}" + "甲乙" * 300, f"{number}" + "乙甲" * 300) for number in range(200)]
    found = differ_all(pairs)
    assert [both(one) for one in found] == pairs
    assert found[-1].coarse
    assert 600 * 300 * len(pairs) > MOST_WORK


def test_a_long_text_with_a_short_change_is_compared_by_character_where_it_changed() -> None:
    lines = [f"第{number}段：本项目采用大模型处理文本。" for number in range(800)]
    changed = [*lines[:400], lines[400].replace("采用", "不采用"), *lines[401:]]
    segments = differ("\n".join(lines), "\n".join(changed))
    assert not segments.coarse
    assert [part.text for part in segments if part.change is SegmentKind.ADDED] == ["不"]
    assert not [part for part in segments if part.change is SegmentKind.REMOVED]


def test_lists_of_passages_are_aligned_or_given_up_as_a_whole() -> None:
    steps, coarse = align(["同"] * 30_000, ["同", "异"] * 15_000)
    assert coarse
    assert [step[0] for step in steps][-1] == "replace"
    assert align(["a", "b", "c"], ["a", "x", "c"]) == (
        [("equal", 0, 1, 0, 1), ("replace", 1, 2, 1, 2), ("equal", 2, 3, 2, 3)], False,
    )  # fmt: skip


TEXTS = st.text(alphabet=st.sampled_from("试点，。 ab1\n"), max_size=40)


@settings(max_examples=60)
@given(st.lists(TEXTS, max_size=12), st.lists(TEXTS, max_size=12), st.integers(0, 3))
def test_whatever_the_length_both_texts_can_be_read_from_the_steps(
    old: list[str], new: list[str], many: int
) -> None:
    before, after = "\n".join(old) * (1 + many * SHORT // 50), "\n".join(new) * (1 + many * SHORT // 50)
    steps = compare(before, after)["steps"]
    assert isinstance(steps, list)
    assert "".join(step[1] for step in steps) == before
    assert "".join(step[2] for step in steps) == after
    assert all(step[1] == step[2] for step in steps if step[0])


def test_where_no_process_is_free_the_answer_is_coarse_at_once() -> None:
    busy = Comparer(most=1, waiting=0, seconds=0.0)
    with busy._capacity.place("somebody"):
        assert busy.compare([("a b", "a c")]) == [([(False, "a b", "a c")], True)]
    assert busy.compare([("a b", "a c")])[0][1] is False
    busy.stop()


def test_a_comparer_whose_process_died_gives_a_coarse_answer_and_starts_another() -> None:
    comparer.compare([("a b", "a c")])
    child = comparer._idle[-1]
    assert child._process is not None
    child._process.kill()
    child._process.wait()
    assert comparer.compare([("甲", "甲乙")])[0][1] in (True, False)
    assert comparer.compare([("甲", "甲乙")]) == [([(True, "甲", "甲"), (False, "", "乙")], False)]


def test_nobody_waits_where_too_many_wait_and_one_visitor_has_only_so_many_places() -> None:
    capacity = Capacity(most=1, each=1, waiting=0, seconds=30.0)
    with capacity.place("a"):
        with pytest.raises(BusyError) as own, capacity.place("a"):
            pass
        with pytest.raises(BusyError) as other, capacity.place("b"):
            pass
    assert (own.value.own, other.value.own) == (True, False)
    with capacity.place("a"), pytest.raises(BusyError):
        threading.Thread(target=lambda: None).start()
        with capacity.place("b"):
            pass


def test_who_waits_gets_the_place_that_becomes_free() -> None:
    capacity, inside, leave, got = (
        Capacity(most=1, each=1, waiting=1, seconds=60.0),
        *(threading.Event() for _ in "abc"),
    )

    def first() -> None:
        with capacity.place("a"):
            inside.set()
            leave.wait(60)

    def second() -> None:
        with capacity.place("b"):
            got.set()

    threads = [threading.Thread(target=one) for one in (first, second)]
    threads[0].start()
    assert inside.wait(60)
    threads[1].start()
    leave.set()
    assert got.wait(60)
    for thread in threads:
        thread.join()
