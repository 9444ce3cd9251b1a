"""A guide that extends another: merged by key, never more certain than what was read."""

from __future__ import annotations

import pytest

from tests.law.conftest import MINIMAL, Write
from xianxing.i18n import language
from xianxing.law import GuideError, load_guide
from xianxing.law.package import merge

OVERLAY = 'name = { zh = "邻镇", en = "Next town" }\nstatus = "partial"\nextends = "small-town"\n'


def test_tables_merge_by_key_and_lists_replace() -> None:
    base = {"a": {"x": 1, "y": [1, 2]}, "b": {"z": 1}}
    assert merge(base, {"a": {"y": [3]}, "c": 1}) == {"a": {"x": 1, "y": [3]}, "b": {"z": 1}, "c": 1}


def test_texts_and_conditions_replace_as_a_whole() -> None:
    base = {"t": {"zh": "甲", "en": "A"}, "when": {"field": "f", "is": 1}}
    assert merge(base, {"t": {"zh": "乙", "en": "B"}, "when": {"field": "g", "is_not": 2}}) == {
        "t": {"zh": "乙", "en": "B"},
        "when": {"field": "g", "is_not": 2},
    }


def test_absent_removes_an_inherited_table() -> None:
    assert merge({"a": {"x": 1}, "b": {"x": 1}}, {"a": {"absent": True}}) == {"b": {"x": 1}}


def test_inherited_clauses_of_a_partial_guide_are_not_verified(write_guide: Write) -> None:
    root = write_guide()
    clause = '[clause.2]\ndisplay="二"\ntext={zh="改",en="changed"}\nstatus="planned"\n'
    write_guide("next_town", bare=True, guide=OVERLAY, clauses=clause)
    guide = load_guide("next_town", [root])
    assert guide.partial
    assert [clause.id for clause in guide.clauses.values() if clause.verified] == ["2"]
    assert guide.clause("2").text.zh == "改"
    assert guide.clause("1").text.zh == "甲"


def test_an_overlay_may_say_itself_that_a_clause_is_not_verified(write_guide: Write) -> None:
    root = write_guide()
    clause = '[clause.2]\ndisplay="二"\ntext={zh="改",en="changed"}\nstatus="planned"\nverified=false\n'
    write_guide("next_town", bare=True, guide=OVERLAY, clauses=clause)
    assert not load_guide("next_town", [root]).clause("2").verified


def test_batches_and_official_sentences_are_never_inherited(write_guide: Write) -> None:
    batch = '[batch.b]\nlabel={zh="b",en="b"}\nclause="1"\nopens=2025-02-01\ncloses=2025-03-01'
    sentence = 'sentences=[{clause="1",length=1,digest="x"}]'
    root = write_guide(guide=MINIMAL["guide"] + batch, source=sentence)
    write_guide("next_town", bare=True, guide=OVERLAY)
    guide = load_guide("next_town", [root])
    assert load_guide("small-town", [root]).batches and load_guide("small-town", [root]).sentences
    assert guide.batches == {} and guide.sentences == ()


def test_no_batch_opens_under_a_partial_guide(write_guide: Write) -> None:
    root = write_guide()
    batch = '[batch.b]\nlabel={zh="b",en="b"}\nclause="1"\nopens=2025-02-01\ncloses=2025-03-01'
    write_guide("next_town", bare=True, guide=OVERLAY + batch)
    with language("en"), pytest.raises(GuideError, match="no batch may open under a partial guide"):
        load_guide("next_town", [root])


def test_packages_that_extend_each_other_are_refused(write_guide: Write) -> None:
    root = write_guide("a", bare=True, guide='extends = "b"')
    write_guide("b", bare=True, guide='extends = "a"')
    with language("en"), pytest.raises(GuideError, match="extend each other"):
        load_guide("a", [root])


def test_the_second_city_is_a_partial_overlay_of_known_differences() -> None:
    guide = load_guide("guangzhou-2023")
    base = load_guide("shenzhen-2023")
    assert guide.partial and guide.extends == base.name and guide.batches == {}
    assert "listed_company" in guide.unit_kinds and "listed_company" not in base.unit_kinds
    assert guide.channel.label.zh != base.channel.label.zh
    assert guide.territories["city"].exact != base.territories["city"].exact
    assert not guide.verified(["4.3.4"]) and guide.verified(["4"])
    assert not guide.clause("6.1").verified
