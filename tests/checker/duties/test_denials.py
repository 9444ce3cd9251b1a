"""Each duty is found denied by the example of each of its forms; lawful sentences near to it are spared."""

from __future__ import annotations

import pytest

from tests.acceptance.statements_read import ROOT, read_planted
from xianxing.checker.duties.denials import denial_of, denials_in, stated_clauses
from xianxing.checker.duties.reading import denial_forms, duties, examples

LEAST = 0.89  # of the sentences of `third.toml`, once mended on them
DUTIES = {duty.name: duty for duty in duties()}


@pytest.mark.parametrize("name", DUTIES)
def test_each_form_of_a_duty_finds_its_example(name: str) -> None:
    for duty, form, text in examples():
        if duty.name == name:
            alone = [
                clause for clause in stated_clauses(text) if form in {one.name for one, _, _ in clause.forms}
            ]
            found = [denial_of(duty, [clause]) for clause in alone]
            assert any(found), (form, text)
            assert name in {one.duty.name for one in denials_in(text)}, (form, text)


@pytest.mark.parametrize("name", DUTIES)
def test_no_duty_is_denied_where_one_spares(name: str) -> None:
    assert [
        (text, one.duty.name, one.quote) for text in DUTIES[name].spares for one in denials_in(text)
    ] == []


def test_prose_that_the_duties_were_widened_by_is_found_and_none_of_the_lawful() -> None:
    sentences = [*read_planted([ROOT / "third.toml"])]
    found = [one for one in sentences if any(denials_in(one.text))]
    assert [one.text for one in found if not one.wanted] == []
    assert len(found) / sum(one.wanted for one in sentences) >= LEAST


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("客户投诉的，公司概不受理", True),
        ("恶意投诉的，公司概不受理", False),
        ("如公司不受理投诉，由合规部门督办", False),
        ("公司不得以系统判定为由，拒绝受理投诉", False),
        ("公司不受理投诉", True),
        ("公司不影响受理投诉", False),
        ("评估未完成，不得转常态化运营", False),
        ("口令以明文保存", True),
        ("口令不以明文保存", False),
        ("投诉", False),
    ],
)
def test_a_condition_and_a_prohibition_are_no_denial(text: str, found: bool) -> None:
    assert bool([*denials_in(text)]) is found


def test_a_duty_is_named_once_for_a_text_with_its_clause_and_words() -> None:
    said = [*denials_in("公司不受理投诉。来访投诉也概不受理。")]
    assert [(one.duty.name, one.duty.clause, one.form, one.quote) for one in said] == [
        ("complaints", "5.2.3", "refusal", "不受理")
    ]


def test_every_form_says_in_words_what_it_is_and_serves_a_duty() -> None:
    used = {form for duty in duties() for form in duty.forms}
    assert used == set(denial_forms())
    assert all(form.says for form in denial_forms().values())
