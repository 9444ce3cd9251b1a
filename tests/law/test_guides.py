"""The built-in packages as data, and that a city is nothing but data."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import xianxing
from xianxing.law import ClauseStatus, Guide, Result, known_guides, load_guide
from xianxing.procedure import load_procedure

SOURCE = Path(xianxing.__file__).parent
CITIES = re.compile(
    "深圳|广州|北京|上海|南京|浙江|杭州|云港|shenzhen|guangzhou|beijing|nanjing|zhejiang|hangzhou|cloudport",
    re.IGNORECASE,
)
DIRECTIONS = [f"3.3.{number}" for number in range(1, 12)]


def test_no_citys_name_stands_in_code() -> None:
    for path in SOURCE.rglob("*.py"):
        found = CITIES.search(path.read_text("utf-8"))
        assert found is None, f"{path.relative_to(SOURCE)}: {found and found.group()}"


def test_packages_hold_data_only() -> None:
    assert {path.suffix for path in (SOURCE / "guides").rglob("*") if path.is_file()} == {".toml"}


@pytest.mark.parametrize("name", known_guides())
def test_every_built_in_guide_loads_and_speaks_both_languages(name: str) -> None:
    guide = load_guide(name)
    assert guide.label.zh and guide.label.en
    for clause in guide.clauses.values():
        assert clause.display and clause.text.zh and clause.text.en, clause.id
        assert bool(clause.note.zh) == bool(clause.note.en)


@pytest.mark.clause("3.3")
def test_the_eleven_directions_are_clauses_of_their_own(reference: Guide) -> None:
    assert [direction.clause for direction in reference.directions] == DIRECTIONS
    assert reference.directions_open
    built = {clause for clause in DIRECTIONS if reference.clause(clause).status is ClauseStatus.IMPLEMENTED}
    assert built == {"3.3.2", "3.3.5"}
    planned = {clause for clause in DIRECTIONS if reference.clause(clause).status is ClauseStatus.PLANNED}
    assert planned == {*DIRECTIONS} - built


def test_hedges_are_data(reference: Guide) -> None:
    def words(clause: str) -> set[str]:
        return {hedge.word for hedge in reference.clause(clause).hedges}

    assert words("3.1") == {"主要"}
    assert "等" in words("3.1.2") and "等" not in words("3.1.1")
    assert "原则上" in words("5.3.3")
    assert "鼓励" in words("3.1.b")


def test_every_clause_has_a_display_form_of_its_own(reference: Guide) -> None:
    displays = [clause.display for clause in reference.clauses.values()]
    assert len(set(displays)) == len(displays)
    assert reference.clause("4.3.4").display == "四(三)4"


@pytest.mark.clause("4")
def test_the_filing_channel_lies_outside(reference: Guide) -> None:
    assert reference.channel.external and reference.channel.clause == "4"


@pytest.mark.clause("3.2")
@pytest.mark.clause("3.2.2")
@pytest.mark.clause("3.2.3")
@pytest.mark.clause("3.2.4")
def test_there_are_four_types_each_with_a_test_of_its_own(reference: Guide) -> None:
    types = reference.project_types
    assert [kind.clause for kind in types.values()] == ["3.2.1", "3.2.2", "3.2.3", "3.2.4"]
    assert "基础性" in types["public_service"].test.zh
    assert "没有规模型成功案例" in types["technology_innovation"].test.zh
    assert "推广" in types["technology_empowerment"].test.zh
    assert "等" in {hedge.word for hedge in reference.clause("3.2").hedges}


@pytest.mark.clause("3.2.1")
def test_only_business_innovation_requires_an_exemption_or_a_new_field(reference: Guide) -> None:
    requiring = [kind.key for kind in reference.project_types.values() if kind.requires]
    assert requiring == ["business_innovation"]
    assert reference.project_type("business_innovation").clause == "3.2.1"


def test_forbidden_words_are_never_said_of_a_project() -> None:
    for path in (SOURCE / "guides").rglob("*.toml"):
        text = path.read_text("utf-8")
        assert "备案通过" not in text, path
        assert not re.search("项目(获得|取得)?(批准|许可|认证)", text), path


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("notice_workdays", "public_notice_days"),
        ("extension_months", "extension_months_max"),
        ("correction_rounds", "correction_rounds_max"),
        ("completeness_workdays", "formality_days"),
        ("correction_workdays", "correction_days"),
        ("exit_step_workdays", "exit_step_days"),
        ("objection_answer_workdays", "comments_days"),
        ("trial_months_usual", "trial_months"),
    ],
)
def test_settings_and_procedure_name_the_same_numbers(reference: Guide, ours: str, theirs: str) -> None:
    assert reference.number(ours, date(2024, 1, 20)) == load_procedure(reference.name).number(theirs)


def test_another_city_has_other_kinds_numbers_clauses_and_types(invented: Guide, reference: Guide) -> None:
    assert not set(invented.unit_kinds) & set(reference.unit_kinds)
    assert not set(invented.project_types) & set(reference.project_types)
    assert not set(invented.materials) & set(reference.materials)
    assert not set(invented.clauses) & set(reference.clauses)
    day = date(2025, 3, 10)
    assert invented.limit(invented.field("content.summary"), day) == 300
    assert invented.number("contacts_min", day) == 3
    assert not invented.channel.external
    assert invented.territory_ok("licensed_bank", "云港市东区", "") is Result.MET
    assert invented.territory_ok("licensed_bank", "东区", "") is Result.MANUAL_REVIEW
    assert invented.territory_ok("start_up", "远山", "") is Result.NOT_APPLICABLE
    assert invented.batch("cloudport-2025-1").accepts(day)


def test_each_clause_of_the_reference_answers_to_one_of_the_other_city_or_to_none(invented: Guide) -> None:
    assert invented.cite("4.3.4") == "D.1"
    assert invented.cite("4.2.6") == ""
    assert invented.cite("7.7") is None
    assert invented.cite("D.1") == "D.1"
