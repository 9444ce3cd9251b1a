"""Each phrase finds its examples and spares the others; phrases that can't be used are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from xianxing.checker import registry
from xianxing.checker.phrases import phrase, phrases, read_phrases
from xianxing.law.errors import GuideError

MATCHES = [(name, text) for name, one in phrases().items() for text in one.matches]
SPARES = [(name, text) for name, one in phrases().items() for text in one.spares]


@pytest.mark.parametrize(("name", "text"), MATCHES)
def test_a_phrase_finds_its_example(name: str, text: str) -> None:
    assert phrase(name).find(text)


@pytest.mark.parametrize(("name", "text"), SPARES)
def test_a_phrase_spares_its_counterexample(name: str, text: str) -> None:
    assert phrase(name).find(text) is None


def test_every_phrase_is_of_a_rule() -> None:
    rules = {rule.id for rule in registry}
    assert {name.partition(".")[0] for name in phrases()} <= rules


GOOD = """
[shape]
who = '(?:甲|乙)'
["some-rule".one]
words = '{who}不'
unless = '如果'
matches = ["甲不"]
spares = ["丙不"]
"""


def read(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "phrases.toml"
    file.write_text(text, "utf-8")
    return file


def test_what_spares_a_piece_spares_no_other_piece(tmp_path: Path) -> None:
    one = read_phrases(read(tmp_path, GOOD))["some-rule.one"]
    assert one.find("如果甲不") is None
    assert one.find("如果甲不，乙不") is not None
    assert [piece for _, piece in one.findings("甲不。如果乙不；乙不")] == ["甲不", "乙不"]


SPARING = """
["some-rule".one]
words = '不做'
after = '(?:乙|乙来，)$'
before = '的[^。]*罚'
matches = ["甲不做"]
spares = ["乙不做"]
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("甲来，不做", True),
        ("乙来，不做", False),
        ("乙来。不做", True),
        ("乙来，甲不做", True),
        ("不做的，一律罚", False),
        ("不做。做的罚", True),
        ("不做；迟的罚\n乙不做", True),
        ("乙不做，不做的罚", False),
        ("乙不做，甲不做", True),
    ],
)
def test_what_stands_around_a_place_spares_this_place_only(tmp_path: Path, text: str, found: bool) -> None:
    assert (read_phrases(read(tmp_path, SPARING))["some-rule.one"].find(text) is not None) is found


def test_a_comma_within_a_number_parts_no_clause(tmp_path: Path) -> None:
    one = read_phrases(read(tmp_path, GOOD.replace("'{who}不'", "'不超过[0-9,]+份'")))["some-rule.one"]
    hits = [hit.group() for hit, _ in one.findings("不超过9,000份,如果更多,不超过12,3份")]
    assert hits == ["不超过9,000份"]


@pytest.mark.parametrize(
    ("within", "text", "found"),
    [
        ("sentence", "如果下雨，甲不", False),
        ("clause", "如果下雨，甲不", True),
        ("sentence", "如果下雨。甲不", True),
        ("text", "如果下雨。甲不", False),
        ("clause", "如果\t甲不", True),
        ("sentence", "如果\t甲不", False),
        ("sentence", "如果\n甲不", True),
    ],
)
def test_a_phrase_is_looked_for_within_its_piece(tmp_path: Path, within: str, text: str, found: bool) -> None:
    file = read(tmp_path, GOOD.replace("unless", f'within = "{within}"\nunless'))
    assert (read_phrases(file)["some-rule.one"].find(text) is not None) is found


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("'{who}不'", "'('", '"some-rule".one.words'),
        ("'如果'", "'('", '"some-rule".one.unless'),
        ("unless = '如果'", "after = '('", '"some-rule".one.after'),
        ("unless = '如果'", "before = '('", '"some-rule".one.before'),
        ('matches = ["甲不"]', "matches = []", '"some-rule".one.matches'),
        ('spares = ["丙不"]', "", '"some-rule".one.spares'),
        ("unless =", 'within = "chapter"\nunless =', '"some-rule".one.within'),
        ("unless =", "unles =", '"some-rule".one.unles'),
    ],
)
def test_a_phrase_that_cannot_be_used_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, place: str
) -> None:
    with pytest.raises(GuideError) as refused:
        read_phrases(read(tmp_path, GOOD.replace(old, new)))
    assert place.replace('"', "") in str(refused.value).replace('"', "")
