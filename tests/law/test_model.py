"""Dated values, organs, places, titles, materials."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xianxing.i18n import language
from xianxing.law import Basis, Guide, Issuer, NoValueError, Result, Signer, Text, TitleVerdict
from xianxing.law.text import plain

DAY = date(2024, 1, 20)


def test_a_text_follows_the_language() -> None:
    text = Text("甲", "A")
    assert str(text) == "甲"
    with language("en"):
        assert str(text) == "A"
        assert str(Text("只有中文", "")) == "只有中文"


@given(st.text())
def test_the_plain_form_is_stable_and_without_space(text: str) -> None:
    once = plain(text)
    assert not any(character.isspace() for character in once)
    assert plain("ＡＢ c\n") == "abc"


def test_a_parameter_is_read_as_of_a_day(invented: Guide) -> None:
    assert invented.number("cell_limit", date(2025, 12, 31)) == 300
    assert invented.number("cell_limit", date(2026, 1, 1)) == 350
    assert invented.parameters["cell_limit"].latest.value == 350
    with pytest.raises(NoValueError, match="cell_limit"):
        invented.number("cell_limit", date(2024, 12, 31))


def test_a_choice_is_no_number(reference: Guide) -> None:
    with pytest.raises(TypeError):
        reference.number("report_cadence", DAY)
    with pytest.raises(TypeError):
        reference.number("refiling", DAY)


@pytest.mark.clause("4.3.3")
def test_two_contacts_one_of_them_a_head(reference: Guide) -> None:
    assert reference.number("contacts_min", DAY) == 2
    assert reference.number("contact_heads_min", DAY) == 1
    assert reference.number("leads", DAY) == 1


@pytest.mark.clause("5.1.3")
@pytest.mark.clause("5.3.3")
def test_the_numbers_of_the_later_life(reference: Guide) -> None:
    assert reference.number("notice_workdays", DAY) == 5
    assert reference.number("extension_months", DAY) == 12
    assert reference.number("extensions_max", DAY) == 1
    assert all(
        reference.parameters[key].basis is Basis.GUIDE for key in ("notice_workdays", "extension_months")
    )


def test_what_the_guide_leaves_open_is_practice_with_a_source(reference: Guide) -> None:
    settings = reference.settings()
    assert len(settings) >= 20
    for setting in settings:
        assert setting.basis is Basis.PRACTICE and setting.open
        assert all(value.source.zh and value.since and value.checked_until for value in setting.values), (
            setting.key
        )


def test_every_parameter_has_a_value_during_the_call(reference: Guide) -> None:
    for parameter in reference.parameters.values():
        assert parameter.on(DAY).source.en, parameter.key


def test_an_organ_is_named_as_it_was_called_then(reference: Guide, invented: Guide) -> None:
    organ = reference.organs["local_finance"]
    assert organ.on(DAY).name != organ.on(date(2025, 6, 1)).name
    assert organ.on(date(2025, 6, 1)).confidence == "reported"
    with pytest.raises(NoValueError):
        invented.organs["working_group"].on(date(2024, 1, 1))


@pytest.mark.clause("0")
def test_the_window_holds_both_its_days(reference: Guide) -> None:
    batch = reference.batch("shenzhen-2023-2")
    assert batch.accepts(date(2023, 11, 29)) and batch.accepts(date(2024, 1, 31))
    assert not batch.accepts(date(2023, 11, 28)) and not batch.accepts(date(2024, 2, 1))


@pytest.mark.clause("3.1.1")
@pytest.mark.clause("3.1.2")
@pytest.mark.clause("3.1.4")
@pytest.mark.clause("3.1.5")
@pytest.mark.parametrize(
    ("kind", "registered", "jurisdiction", "result"),
    [
        ("core_institution", "深圳市", "北京", Result.MET),
        ("core_institution", "北京市", "深圳", Result.UNMET),
        ("securities_futures_operator", "上海市", "深圳", Result.MET),
        ("securities_futures_operator", "深圳市", "广东", Result.MANUAL_REVIEW),
        ("securities_futures_operator", "深圳市", "上海", Result.UNMET),
        ("service_institution", "北京市", "深圳证监局辖区", Result.MET),
        ("regional_equity_market", "广东省深圳市南山区", "", Result.MET),
        ("regional_equity_market", "广东省广州市", "深圳", Result.UNMET),
        ("fund_custodian", "", "", Result.UNKNOWN),
        ("fund_custodian", "上海市", "中国证监会深圳监管局", Result.MET),
        ("core_institution", "南山区", "", Result.MANUAL_REVIEW),
        ("core_institution", "中国(广东)自由贸易试验区深圳前海蛇口片区", "", Result.MET),
        ("core_institution", "深圳以外", "", Result.MANUAL_REVIEW),
        ("core_institution", " 深 圳 市 ", "", Result.MET),
    ],
)
def test_each_kind_has_its_own_test_of_territory(
    reference: Guide, kind: str, registered: str, jurisdiction: str, result: Result
) -> None:
    assert reference.territory_ok(kind, registered, jurisdiction) is result


@pytest.mark.clause("3.1.b")
def test_a_technology_firm_may_be_registered_anywhere_and_leads_only_jointly(reference: Guide) -> None:
    assert reference.territory_ok("technology_firm", "杭州市", "") is Result.NOT_APPLICABLE
    firm = reference.unit_kind("technology_firm")
    assert firm.lead == "joint" and not firm.pilot
    others = [kind for kind in reference.unit_kinds.values() if kind.key != "technology_firm"]
    assert all(kind.pilot and kind.lead == "always" for kind in others)


@pytest.mark.clause("3.1")
def test_open_lists_stay_open_in_the_data(reference: Guide) -> None:
    assert {kind.key for kind in reference.unit_kinds.values() if kind.open} == {
        "securities_futures_operator",
        "service_institution",
    }
    assert [kind.key for kind in reference.unit_kinds.values() if kind.core] == ["core_institution"]


@pytest.mark.clause("4.1.2")
@pytest.mark.parametrize(
    ("title", "kind", "name", "verdict"),
    [
        ("合规负责人", "regional_equity_market", "某股权交易中心", TitleVerdict.ACCEPTED),
        ("合规总监", "securities_futures_operator", "某证券股份有限公司", TitleVerdict.ACCEPTED),
        ("督察长", "securities_futures_operator", "某基金管理有限公司", TitleVerdict.ACCEPTED),
        ("督察长", "securities_futures_operator", "某证券股份有限公司", TitleVerdict.UNDECIDED),
        ("首席风险官", "securities_futures_operator", "某期货有限公司", TitleVerdict.ACCEPTED),
        ("首席风险官", "securities_futures_operator", "某证券股份有限公司", TitleVerdict.UNDECIDED),
        ("主任会计师", "service_institution", "某会计师事务所（特殊普通合伙）", TitleVerdict.ACCEPTED),
        ("执行事务合伙人", "service_institution", "某律师事务所", TitleVerdict.ACCEPTED),
        ("管理合伙人", "service_institution", "某资信评级有限公司", TitleVerdict.UNDECIDED),
        ("副总裁（分管合规工作）", "fund_custodian", "某银行", TitleVerdict.ACCEPTED),
        ("分管合规工作的高级管理人员", "core_institution", "某登记结算公司", TitleVerdict.ACCEPTED),
        (
            "信息技术部总经理",
            "securities_futures_operator",
            "某证券股份有限公司",
            TitleVerdict.OTHER_FUNCTION,
        ),
        ("市场销售总监", "fund_custodian", "某银行", TitleVerdict.OTHER_FUNCTION),
        ("合规部总经理", "securities_futures_operator", "某证券股份有限公司", TitleVerdict.UNDECIDED),
        ("董事长", "securities_futures_operator", "某证券股份有限公司", TitleVerdict.UNDECIDED),
        ("合规负责人助理", "securities_futures_operator", "某证券股份有限公司", TitleVerdict.UNDECIDED),
        ("", "securities_futures_operator", "某证券股份有限公司", TitleVerdict.UNDECIDED),
    ],
)
def test_titles_of_the_compliance_signer(
    reference: Guide, title: str, kind: str, name: str, verdict: TitleVerdict
) -> None:
    assert reference.title(title, kind, name, DAY) is verdict


def test_a_title_speaks_only_while_it_is_in_force(invented: Guide) -> None:
    assert invented.title("合规主管", "insurer", "某保险", date(2025, 1, 1)) is TitleVerdict.ACCEPTED
    assert invented.title("合规主管", "insurer", "某保险", date(2024, 12, 31)) is TitleVerdict.UNDECIDED


@pytest.mark.clause("4.2.2")
@pytest.mark.clause("4.2.3")
@pytest.mark.clause("4.2.4")
@pytest.mark.clause("4.2.5")
def test_who_issues_and_signs_what(reference: Guide) -> None:
    assert [material.key for material in reference.materials.values() if material.mandatory] == [
        "compliance_report"
    ]
    assert reference.material("compliance_report").signed_by is Signer.COMPLIANCE_HEAD
    issued = {key: material.issued_by for key, material in reference.materials.items()}
    assert issued["implementation_plan"] is Issuer.ALL_UNITS
    assert issued["business_risk_report"] is issued["investor_protection_plan"] is Issuer.SCENARIO_PROVIDER
    assert issued["technical_security_report"] is Issuer.SCENARIO_PROVIDER_OR_THIRD_PARTY


@pytest.mark.clause("4.2.1")
@pytest.mark.clause("4.2.6")
@pytest.mark.clause("4.2.7")
def test_supporting_material_is_optional_and_needs_no_signature(reference: Guide) -> None:
    for key, clause in (("presentation", "4.2.1"), ("intellectual_property", "4.2.6"), ("other", "4.2.7")):
        material = reference.material(key)
        assert material.clause == clause and not material.mandatory
        assert material.signed_by is Signer.NOBODY and material.sections == ()


def test_sections_are_found_by_meaning(reference: Guide) -> None:
    plan = reference.material("investor_protection_plan")
    compensation = plan.section("compensation")
    for heading in ("三、风险补偿机制", "先行赔付与准备金", "第二章 损失分担"):
        assert compensation.in_heading(heading), heading
    assert not compensation.in_heading("投诉处理")
    assert compensation.in_text("查明事实后十个工作日内先行赔付。")
    with pytest.raises(KeyError):
        plan.section("weather")


def test_every_open_list_and_section_list_of_the_guide_says_so(reference: Guide) -> None:
    for key in (
        "implementation_plan",
        "business_risk_report",
        "technical_security_report",
        "investor_protection_plan",
    ):
        material = reference.material(key)
        assert material.sections_basis is Basis.GUIDE and material.sections_open and material.sections
    assert reference.material("compliance_report").sections_basis is Basis.PRACTICE


def test_severities_come_from_the_rule_then_the_family(invented: Guide, reference: Guide) -> None:
    assert invented.severity("cell-length", "form").value == "advice"
    assert invented.severity("cell-length-elsewhere", "form").value == "correction"
    assert reference.severity("anything", "window").value == "blocking"
