"""A sketch tells how alike two texts are, and bands bring those that are alike together."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xianxing.pilot.relations.sketches import bands, likeness, shingles, sketch

SIGNS = [chr(code) for code in range(0x4E00, 0x4E00 + 2500)]


def a_text(draw: random.Random, length: int = 4_000) -> str:
    return "".join(draw.choices(SIGNS, k=length))


def mixed(draw: random.Random, text: str, share: float) -> str:
    """The text with a part of it written anew."""
    cut = int(len(text) * share)
    return text[:cut] + a_text(draw, len(text) - cut)


@pytest.mark.parametrize("share", [1.0, 0.9, 0.7, 0.5, 0.2, 0.0])
def test_the_estimate_lies_near_the_true_likeness(share: float) -> None:
    draw = random.Random(5)
    text = a_text(draw)
    other = mixed(draw, text, share)
    one, two = shingles([text]), shingles([other])
    true = len(one & two) / len(one | two)
    assert abs(likeness(sketch([text]), sketch([other])) - true) < 0.13


def test_texts_that_are_half_alike_mostly_share_a_band_and_strangers_never() -> None:
    draw = random.Random(3)
    met = strangers = 0
    for _each in range(40):
        text = a_text(draw, 3_000)
        near = mixed(draw, text, 0.75)  # a likeness of about 0.6
        met += bool(set(bands(sketch([text]))) & set(bands(sketch([near]))))
        strangers += bool(set(bands(sketch([text]))) & set(bands(sketch([a_text(draw, 3_000)]))))
    assert met >= 36
    assert strangers == 0


@given(st.text())
def test_width_blanks_and_punctuation_do_not_count(text: str) -> None:
    assert shingles([text]) == shingles([f"  {text}。\n"])
    assert sketch([text]) == sketch([f"，{text} "])


def test_an_empty_text_is_like_nothing() -> None:
    assert likeness(sketch([]), sketch([])) == 0.0
    assert bands(sketch(["短"])) == []
