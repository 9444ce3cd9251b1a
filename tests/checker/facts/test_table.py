"""The table of facts: each phrase finds its examples and spares the others; what can't be used is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from xianxing.checker.facts.compare import (
    SAME,
    ended_by,
    same_moment,
    same_number,
    same_numbers,
    same_sum,
    same_word,
)
from xianxing.checker.facts.form import DERIVED
from xianxing.checker.facts.papers import mentions_in
from xianxing.checker.facts.table import KINDS, Topic, TopicPhrase, fact_table, read_table
from xianxing.checker.facts.values import READ, Moment, Value
from xianxing.law import load_guide
from xianxing.law.errors import GuideError

PHRASES = [(topic, one) for topic in fact_table().topics for one in topic.phrases]
MATCHES = [(topic, one, text) for topic, one in PHRASES for text in one.phrase.matches]
SPARES = [(topic, one, text) for topic, one in PHRASES for text in one.phrase.spares]


@pytest.mark.parametrize(
    ("topic", "one", "text"), MATCHES, ids=lambda value: str(getattr(value, "key", value))[:20]
)
def test_a_phrase_finds_its_example_and_reads_its_value(topic: Topic, one: TopicPhrase, text: str) -> None:
    assert one.phrase.find(text)
    if one.context is None:
        assert mentions_in(topic, text)


@pytest.mark.parametrize(
    ("topic", "one", "text"), SPARES, ids=lambda value: str(getattr(value, "key", value))[:20]
)
def test_a_phrase_spares_its_counterexample(topic: Topic, one: TopicPhrase, text: str) -> None:
    assert one.phrase.find(text) is None


def test_every_source_is_a_field_of_the_guide_or_reckoned() -> None:
    guide = load_guide("shenzhen-2023")
    for topic in fact_table().topics:
        for source in topic.sources:
            assert source in DERIVED if source.startswith("@") else guide.has_field(source)
    for rows in fact_table().rows:
        for column in rows.columns:
            assert guide.has_field(f"{rows.table}.{column.key}")
        assert guide.has_field(f"{rows.table}.{rows.name}")


def test_every_kind_can_be_read_and_compared() -> None:
    kinds = {topic.kind for topic in fact_table().topics}
    kinds |= {column.kind for rows in fact_table().rows for column in rows.columns}
    assert kinds <= set(KINDS) | {"numbers"}
    assert kinds <= set(SAME)
    assert kinds - {"unit", "units", "choice"} <= set(READ)


@pytest.mark.parametrize(
    ("same", "said", "given", "agree"),
    [
        (same_number, 12.0, 12.0, True),
        (same_number, 12.0, 12.01, False),
        (same_number, "12", 12.0, False),
        (same_sum, 1_000_000.0, 1_000_001.0, True),
        (same_sum, 1_000_000.0, 1_005_000.0, False),
        (same_sum, 1_000_000.0, 995_001.0, True),
        (same_sum, 1_000_100.0, 1_000_001.0, False),
        (same_numbers, (6.0, 1.0), (1.0,), True),
        (same_numbers, (6.0,), (1.0,), False),
        (same_moment, Moment(2024, 7), Moment(2024, 7, 31), True),
        (same_moment, Moment(2024, 7, 1), Moment(2024, 7), True),
        (same_moment, Moment(2024, 7, 1), Moment(2024, 7, 2), False),
        (same_moment, Moment(2024, 7), Moment(2025, 7), False),
        (ended_by, Moment(2024, 7, 31), Moment(2024, 7, 31), True),
        (ended_by, Moment(2024, 8, 1), Moment(2024, 7, 31), False),
        (ended_by, Moment(2024, 7), Moment(2024, 7, 2), True),
        (ended_by, Moment(2024, 8), Moment(2024, 7, 31), False),
        (ended_by, 1.0, Moment(2024, 7, 31), False),
        (same_word, "第十二条", "第 十二 条", True),
        (same_word, "第十二条第一款", "第十二条", True),
        (same_word, "第十三条", "第十二条", False),
        (same_word, "", "第十二条", False),
    ],
)
def test_when_two_values_are_one(same: object, said: Value, given: Value, agree: bool) -> None:
    assert callable(same)
    assert same(said, given) is agree


GOOD = """
[topic.one]
name = { zh = "期限", en = "length" }
kind = "months"
sources = ["project.trial_months"]
[[topic.one.phrase]]
words = '期限为{months}'
matches = ["期限为12个月"]
spares = ["期限不变"]
"""


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('kind = "months"', 'kind = "weeks"', "topic.one.kind"),
        ("{months}", "(", "topic.one.phrase[0].words"),
        ('matches = ["期限为12个月"]', "matches = []", "topic.one.phrase[0].matches"),
        ('spares = ["期限不变"]', "spares = []", "topic.one.phrase[0].spares"),
        ("words =", 'within = "page"\nwords =', "topic.one.phrase[0].within"),
        ("words =", 'wrods = "x"\nwords =', "topic.one.phrase[0].wrods"),
        ("sources =", 'lable = "x"\nsources =', "topic.one.lable"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, place: str
) -> None:
    file = tmp_path / "table.toml"
    file.write_text(GOOD, "utf-8")
    assert [topic.key for topic in read_table(file).topics] == ["one"]
    file.write_text(GOOD.replace(old, new), "utf-8")
    with pytest.raises(GuideError) as refused:
        read_table(file)
    assert place in str(refused.value)
