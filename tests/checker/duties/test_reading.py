"""Duties that can't be used are refused with their file and key; patterns are put together from lists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xianxing.checker.duties.denials import denial_of, stated_clauses
from xianxing.checker.duties.patterns import alternatives, beginnings, begun, expanded
from xianxing.checker.duties.reading import duties, read_duties, read_forms
from xianxing.law import load_guide
from xianxing.law.errors import GuideError

FORMS = """
[word]
no = "不 未"
[form.refusal]
says = "不做"
ways = [{ words = '{no}', then = '·{owed}' }, { words = '概免', ahead = '{owed}~' }]
unless = '如果'
"""
DUTY = """
[complaints]
clause = "5.2.3"
topic = "投诉"
owed = "受理 答复"
spares = ["受理投诉"]
[complaints.matches]
refusal = "不受理投诉"
"""


def files(tmp_path: Path, forms: str = FORMS, duty: str = DUTY) -> tuple[list[Path], Path]:
    paths = tmp_path / "duty.toml", tmp_path / "forms.toml"
    paths[0].write_text(duty, "utf-8")
    paths[1].write_text(forms, "utf-8")
    return [paths[0]], paths[1]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("对投诉不予答复", "不予答复"),
        ("投诉的答复概免", "答复概免"),
        ("如果不答复投诉", ""),
        ("不再和客户就投诉答复", ""),
        ("答复投诉", ""),
    ],
)
def test_a_way_puts_the_lists_of_a_duty_beside_the_words_of_the_form(
    tmp_path: Path, text: str, quote: str
) -> None:
    paths, forms = files(tmp_path)
    (duty,) = read_duties(paths, forms)
    said = denial_of(duty, stated_clauses(text, read_forms(forms)[1].values()))
    assert (said.quote if said else "") == quote


@pytest.mark.parametrize(
    ("forms", "duty", "place"),
    [
        (FORMS.replace("'如果'", "'('"), DUTY, "form.refusal.unless"),
        (FORMS.replace("'{no}'", "'{nobody}'"), DUTY, "form.refusal.ways[0].words"),
        (FORMS, DUTY.replace("owed", "owing"), "duty.complaints"),
        (FORMS, DUTY.replace('refusal = "不受理投诉"', ""), "duty.complaints.matches.refusal"),
        (FORMS, DUTY.replace('spares = ["受理投诉"]', ""), "duty.complaints.spares"),
        (FORMS, DUTY.replace('clause = "5.2.3"', ""), "duty.complaints.clause"),
    ],
)
def test_a_duty_that_cannot_be_used_is_refused_with_its_place(
    tmp_path: Path, forms: str, duty: str, place: str
) -> None:
    with pytest.raises(GuideError) as refused:
        read_duties(*files(tmp_path, forms, duty))
    assert place in str(refused.value)


def test_every_part_of_a_pattern_can_be_compiled_and_every_clause_is_one_of_the_guide() -> None:
    clauses = load_guide("shenzhen-2023").clauses
    for duty in duties():
        assert duty.clause in clauses
        for listed in duty.lists.values():
            assert re.compile(expanded(listed, duty.lists))


@pytest.mark.parametrize(
    ("pattern", "first"),
    [
        ("不予|未经", {"不", "未"}),
        ("(?:一律|均)?不", {"一", "均", "不"}),
        ("(?<!不)默认", {"默"}),
        ("(?:甲(?:乙|丙)|丁)戊", {"甲", "丁"}),
        ("[^，]甲", set()),
        ("甲{0,2}乙", {"甲", "乙"}),
        ("甲?", set()),
    ],
)
def test_the_characters_by_which_a_pattern_begins_are_told(pattern: str, first: set[str]) -> None:
    assert beginnings(pattern) == first
    assert re.compile(begun(pattern))


def test_blanks_separate_the_words_of_a_list() -> None:
    assert alternatives("受理  答复") == "(?:受理|答复)"
    assert expanded("{no}~{no}", {"no": "不"}) == "不[^，,。；;]{0,6}?不"
