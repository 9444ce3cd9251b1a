"""The segments of a difference: both texts can be read from them, and they suit Chinese."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xianxing.pilot.filings.draft.diff import SegmentKind, differ, differ_values

TEXTS = st.text(alphabet=st.sampled_from("试点机构的风险，。 abAB12\n"), max_size=60)


@given(old=TEXTS, new=TEXTS)
def test_both_texts_can_be_read_from_the_segments(old: str, new: str) -> None:
    segments = differ(old, new)
    assert "".join(part.text for part in segments if part.change is not SegmentKind.ADDED) == old
    assert "".join(part.text for part in segments if part.change is not SegmentKind.REMOVED) == new
    assert all(part.text for part in segments)


def test_a_latin_word_changes_whole_and_chinese_by_character() -> None:
    parts = [
        (part.change.value, part.text)
        for part in differ("采用OCR技术，平均两小时", "采用LLM技术，平均三小时")
    ]
    assert parts == [
        ("same", "采用"), ("removed", "OCR"), ("added", "LLM"), ("same", "技术，平均"),
        ("removed", "两"), ("added", "三"), ("same", "小时"),
    ]  # fmt: skip


def test_a_row_differs_column_by_column() -> None:
    changed = differ_values({"name": "甲", "date": "2024-09-30"}, {"name": "甲", "date": "2024-10-31"})
    assert [part.column for part in changed] == ["date"]
    assert differ_values([1, 2], [1, 2]) == ()
