"""Fields, their conditions and limits."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xianxing.law import Basis, Condition, FieldKind, FieldNeed, Guide, Public

DAY = date(2024, 1, 20)
NOTHING: dict[str, object] = {}


def test_a_condition_compares_one_field_with_values() -> None:
    condition = Condition("project.type", ("a", "b"))
    assert condition.holds({"project.type": "a"}.get)
    assert not condition.holds({"project.type": "c"}.get)
    assert not condition.holds(NOTHING.get)


def test_a_negated_condition_holds_where_nothing_is_written() -> None:
    assert Condition("x", (True,), negated=True).holds(NOTHING.get)


def test_true_is_not_one() -> None:
    assert not Condition("x", (True,)).holds({"x": 1}.get)
    assert not Condition("x", (1,)).holds({"x": True}.get)


@given(st.booleans(), st.booleans())
def test_all_and_any_combine(first: bool, second: bool) -> None:
    parts = (Condition("a", (True,)), Condition("b", (True,)))
    values = {"a": first, "b": second}
    assert Condition(all=parts).holds(values.get) == (first and second)
    assert Condition(any=parts).holds(values.get) == (first or second)
    assert Condition(all=parts).paths() == {"a", "b"}


def test_columns_are_found_by_path_and_inherit_from_their_table(reference: Guide) -> None:
    cap = reference.field("content.scale.cap")
    assert cap.kind is FieldKind.NUMBER and cap.clause == "2.3"
    assert cap.filler == reference.field("content.scale").filler
    assert [column.key for column in reference.field("content.milestones").columns] == ["name", "date"]


def test_an_unknown_field_is_a_key_error(reference: Guide) -> None:
    assert not reference.has_field("content.nothing")
    with pytest.raises(KeyError):
        reference.field("content.nothing")


@pytest.mark.clause("4.3.4")
def test_the_guide_limits_cells_of_the_filing_form_and_practice_those_of_the_sheet(reference: Guide) -> None:
    cell, sheet = reference.field("content.overview"), reference.field("unit.contribution")
    assert (
        reference.limit(cell, DAY) == 500 and cell.limit_basis is Basis.GUIDE and cell.limit_clause == "4.3.4"
    )
    assert reference.limit(sheet, DAY) == 500 and sheet.limit_basis is Basis.PRACTICE
    name = reference.field("project.name")
    assert reference.limit(name, DAY) == 50 and name.limit_basis is Basis.PRACTICE
    assert reference.limit(reference.field("content.scale.cap"), DAY) is None


@pytest.mark.clause("4.3.4")
def test_every_text_cell_has_a_limit(reference: Guide) -> None:
    for field in reference.fields.values():
        for part in (field, *field.columns):
            if part.kind in (FieldKind.TEXT, FieldKind.SHORT_TEXT) and part.group != "material":
                assert reference.limit(part, DAY), part.path


@pytest.mark.clause("3.2.1")
def test_exemptions_are_needed_by_business_innovation_outside_a_new_field(reference: Guide) -> None:
    field = reference.field("project.exemptions")
    values = {"project.type": "business_innovation", "project.new_rule_field": False}
    assert field.required(values.get)
    assert not field.required((values | {"project.new_rule_field": True}).get)
    assert not field.required((values | {"project.type": "public_service"}).get)


@pytest.mark.clause("3.1.3")
def test_a_service_institution_names_its_scenario(reference: Guide) -> None:
    field = reference.field("unit.scenario_business")
    assert field.required({"unit.kind": "service_institution"}.get)
    assert not field.required({"unit.kind": "fund_custodian"}.get)


@pytest.mark.clause("3.1.c")
def test_an_agreement_is_needed_only_where_several_file(reference: Guide) -> None:
    field = reference.field("unit.agreement")
    assert field.required({"filing.joint": True}.get)
    assert not field.required({"filing.joint": False}.get)


@pytest.mark.clause("4.3.1")
def test_the_lead_reviews_the_others_and_not_itself(reference: Guide) -> None:
    field = reference.field("unit.lead_review")
    assert field.required({"unit.lead": False}.get)
    assert not field.required({"unit.lead": True}.get)


@pytest.mark.clause("2.1")
def test_the_scenario_comes_from_a_licensed_institution(reference: Guide) -> None:
    licences = reference.field("unit.licences")
    assert licences.required({"unit.kind": "securities_futures_operator"}.get)
    assert not licences.required({"unit.kind": "technology_firm"}.get)
    assert reference.field("unit.scenario_provider").basis is Basis.GUIDE


@pytest.mark.clause("2.3")
def test_emergency_and_exit_are_prepared_by_the_guides_own_words(reference: Guide) -> None:
    for path in ("content.emergency_plan", "content.exit_plan"):
        field = reference.field(path)
        assert field.clause == "2.3" and field.basis is Basis.GUIDE and field.required(NOTHING.get)


@pytest.mark.clause("2.2")
def test_the_use_for_the_real_economy_is_asked_for(reference: Guide) -> None:
    field = reference.field("content.real_economy")
    assert field.clause == "2.2" and field.required(NOTHING.get) and field.basis is Basis.PRACTICE


@pytest.mark.clause("5.3.4")
def test_commitments_rest_on_pilot_institutions_only(reference: Guide) -> None:
    field = reference.field("unit.commitments")
    assert field.required({"unit.kind": "securities_futures_operator"}.get)
    assert not field.required({"unit.kind": "technology_firm"}.get)


def test_choices_come_from_the_guide_itself(reference: Guide) -> None:
    kinds = {choice.value for choice in reference.field("unit.kind").choices}
    assert kinds == set(reference.unit_kinds)
    directions = [choice.value for choice in reference.field("project.directions").choices]
    assert directions == [*range(1, 12), "other"]
    chosen = reference.field("project.type").choice("public_service")
    assert chosen is not None and chosen.clause == "3.2.2"
    assert reference.field("project.type").choice("poetry") is None


def test_labels_and_guidance_stand_in_both_languages(reference: Guide) -> None:
    for field in reference.fields.values():
        for part in (field, *field.columns):
            assert part.label.zh and part.label.en, part.path
        if field.group != "material":
            assert field.guidance.zh and field.guidance.en, field.path


@pytest.mark.clause("4.1.1")
def test_what_the_working_group_alone_reads_never_feeds_the_public_sheet(reference: Guide) -> None:
    for path in (
        "content.architecture",
        "content.algorithms",
        "unit.contacts",
        "unit.agreement",
        "project.type_reason",
    ):
        field = reference.field(path)
        assert field.public is Public.NO
        assert all(column.public is Public.NO for column in field.columns)


def test_optional_fields_are_never_required(reference: Guide) -> None:
    optional = [field for field in reference.fields.values() if field.need is FieldNeed.OPTIONAL]
    assert {field.path for field in optional} >= {
        "content.glossary",
        "content.trade_secrets",
        "unit.sanctions",
    }
    assert not any(field.required(NOTHING.get) for field in optional)
