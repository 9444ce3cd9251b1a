"""字 by the rule of the folder format, and what must never change the count."""

from __future__ import annotations

import json
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xianxing.documents.characters import COMBINING, CONTROLS, DIRECTION, WHITE_SPACE, WIDE, ZERO_WIDTH
from xianxing.documents.counting import count_characters, count_zi

CHINESE = "资本市场金融科技，创新。（试点）“”、；：！？《》—…"
LETTERS = "abcXYZ0189.,%+-/éßαя"
ANY_TEXT = st.text(
    alphabet=st.one_of(st.sampled_from(CHINESE + LETTERS + " \n\t　"), st.characters(codec="utf-8"))
)


@pytest.mark.clause("4.3.4")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("项目概述", 4),
        ("项目，概述。", 6),
        ("应用程序编程接口（API）", 11),
        ("采用API3.0接口", 5),
        ("可用率99.5%以上", 6),
        ("T+1交收", 3),
        ("2024年1月10日", 6),
        ("JR/T 0060—2021", 4),
        ("hello world", 2),
        ("e-mail: a.b@c.cn", 2),
        ("don’t stop", 2),
        ("“API”", 3),
        ("……——", 4),
        ("中,国", 3),
        ("①②★", 3),
        ("ＡＰＩ", 3),
        ("\u20000𠮷㐀", 3),
        ("项　目 概\t述\r\n完", 5),
        ("かな한글", 4),
        ("α系数β", 4),
    ],
)
def test_counts_as_the_rule_says(text: str, expected: int) -> None:
    assert count_zi(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("API接口", 5), ("a b　c\n", 3), ("e\u0301", 1), ("👍🏽", 2), ("机\u200b密", 2), ("99.5%", 5)],
)
def test_characters_are_every_visible_one(text: str, expected: int) -> None:
    assert count_characters(text) == expected


def test_surrogate_pairs_count_as_the_character_they_stand_for() -> None:
    pair = json.loads('"\\ud842\\udfb7"')
    halves = "\ud842\udfb7"
    assert count_zi(pair) == count_zi(halves) == count_zi("𠮷") == 1
    assert count_characters(halves) == 1
    assert count_zi("a\ud842b") == 1


@given(ANY_TEXT)
def test_normal_forms_change_nothing(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert count_zi(composed) == count_zi(decomposed)
    assert count_characters(composed) == count_characters(decomposed)


@given(ANY_TEXT)
def test_line_ends_change_nothing(text: str) -> None:
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    assert count_zi(unix) == count_zi(unix.replace("\n", "\r\n")) == count_zi(unix.replace("\n", "\r"))


@given(ANY_TEXT, ANY_TEXT)
def test_joining_loses_at_most_the_run_that_grows_together(first: str, second: str) -> None:
    apart = count_zi(first) + count_zi(second)
    assert apart - 1 <= count_zi(first + second) <= apart
    assert count_zi(f"{first}\n{second}") == apart


@given(ANY_TEXT, st.sampled_from("\u200b\u200d\ufeff\u2060\u202e\u00ad\u0301\ufe0f"), st.integers(0, 200))
def test_characters_without_width_change_nothing(text: str, unseen: str, place: int) -> None:
    at = place % (len(text) + 1)
    assert count_zi(text[:at] + unseen + text[at:]) == count_zi(text)
    assert count_characters(text[:at] + unseen + text[at:]) == count_characters(text)


@given(ANY_TEXT)
def test_characters_are_never_fewer_than_zi(text: str) -> None:
    assert 0 <= count_zi(text) <= count_characters(text) <= len(text)


@given(st.text(alphabet=CHINESE))
def test_chinese_text_counts_each_character(text: str) -> None:
    assert count_zi(text) == count_characters(text) == len(text)


@given(st.text(alphabet=LETTERS, min_size=1))
def test_a_run_without_white_space_is_one(text: str) -> None:
    assert count_zi(text) == 1


@pytest.mark.parametrize("table", [WHITE_SPACE, COMBINING, ZERO_WIDTH, DIRECTION, CONTROLS, WIDE])
def test_tables_are_ascending_and_without_overlap(table: tuple[tuple[int, int], ...]) -> None:
    flat = [code for pair in table for code in pair]
    assert flat == sorted(flat)
    assert all(end < start for (_, end), (start, _) in pairwise(table))


def test_every_unified_ideograph_is_wide() -> None:
    ideographs = [
        chr(code) for code in range(0x3400, 0x323B0) if unicodedata.name(chr(code), "").startswith("CJK")
    ]
    assert len(ideographs) > 90_000
    assert count_zi("".join(ideographs)) == len(ideographs)
