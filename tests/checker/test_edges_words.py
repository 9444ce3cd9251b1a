"""Either half of an either-or in the rules on types, roles, compliance and names; near-misses stay silent."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.checker import factory
from tests.checker.edits import PERSON, UNMET, Edit, at, both, in_part
from tests.checker.factory import Draft
from tests.checker.judging import SILENT, judged, said
from tests.checker.spoilt_facts import told
from xianxing.law import Result, load_guide


def copied(draft: Draft) -> None:
    draft.unit("joint")["contribution"] = draft.unit("lead")["contribution"]


NEW_FIELD = both(
    at("project.new_rule_field", True), at("project.new_rule_reason", "现行规则没有覆盖此类登记方式")
)


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        (at("project.exemptions", []), "project.exemptions"),
        (both(at("project.exemptions", []), NEW_FIELD), ""),
        (both(at("project.exemptions", []), at("project.new_rule_field", True)), "project.new_rule_reason"),
        (both(at("project.exemptions", []), at("project.new_rule_reason", "有理由")), "project.exemptions"),
        (at("project.exemptions[0].rule", "无"), "project.exemptions"),
    ],
)
def test_business_innovation_rests_on_an_exemption_or_on_a_new_field(edit: Edit, place: str) -> None:
    draft = factory.business_innovation()
    edit(draft)
    assert said("exemption-or-new-field", draft) == ({(UNMET, place)} if place else set())


@pytest.mark.parametrize(
    ("edit", "result"),
    [
        (at("project.new_rule_field", True), UNMET),
        (NEW_FIELD, SILENT),
        (at("project.new_rule_reason", "有理由"), SILENT),
    ],
)
def test_a_new_field_is_reasoned_whatever_the_type(edit: Edit, result: str) -> None:
    assert judged("new-field-reasoned", edit) == result


def test_where_the_type_asks_for_it_another_rule_speaks_of_the_reason() -> None:
    edit = both(at("project.exemptions", []), at("project.new_rule_field", True))
    assert judged("new-field-reasoned", edit, factory.business_innovation) == SILENT


SUSPENDS = "试点期间暂不执行《证券公司内部控制指引》第二十条，由系统代替人工复核。"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        (SUSPENDS, UNMET),
        ("工具突破现行双人复核的规定，改由模型独立完成核对，符合现行监管法规。", PERSON),
        ("为提高效率，放宽投资者适当性要求，符合现行监管法规，合规负责人已评估。", PERSON),
        ("项目不突破现行监管规定，也不规避适当性要求，符合现行监管法规。", SILENT),
    ],
)
def test_a_rule_set_aside_by_each_of_three_ways(text: str, result: str) -> None:
    assert judged("rules-kept", at("content.compliance_note", text)) == result


def test_what_a_new_field_sets_aside_is_for_a_person_and_an_exemption_is_judged_apart() -> None:
    words = at("content.compliance_note", SUSPENDS)
    assert judged("rules-kept", both(words, NEW_FIELD)) == PERSON
    assert judged("rules-kept", words, factory.business_innovation) == SILENT


@pytest.mark.parametrize("key", ["contribution", "agreement"])
@pytest.mark.parametrize(
    ("rule", "text"),
    [("name-lending", "公司仅以名义参与申报，其余事项另有安排，详细内容见协议。"),
     ("work-denied", "公司不派驻人员参与研发和运维，模块由外包团队完成。"),
     ("agreement-reached", "双方对任务分工和经费承担仍有分歧，承担研发和运维。")],
)  # fmt: skip
def test_both_cells_of_a_unit_are_read(rule: str, text: str, key: str) -> None:
    draft = factory.joint()
    draft.unit("lead")[key] = text
    assert said(rule, draft) == {(PERSON, f"unit[lead].{key}")}


def test_one_unit_alone_lends_no_name_but_may_do_no_work() -> None:
    draft = factory.alone()
    draft.unit("lead")["contribution"] = "公司不派驻人员参与研发，仅以名义申报，模块由外包团队完成。"
    assert said("name-lending", draft) == set()
    assert said("agreement-reached", draft) == set()
    assert said("work-denied", draft) == {(PERSON, "unit[lead].contribution")}


def test_copied_work_is_told_at_the_later_unit_with_its_share() -> None:
    draft = factory.joint()
    copied(draft)
    assert said("work-copied", draft) == {(PERSON, "unit[joint].contribution")}
    found = [one for one in draft.report().findings if one.rule == "work-copied"]
    assert found[0].evidence == {"percent": 100}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("业务场景由云杉证券提供，产品部门提交文件。", SILENT),
        ("业务场景由知微智能提供，产品部门提交文件。", PERSON),
        ("业务场景由东江数字科技有限公司提供，产品部门提交文件。", PERSON),
        ("业务场景由产品部门提供，合规岗位复核后放行。", SILENT),
    ],
)
def test_who_supplies_the_scenario_by_its_own_cell(text: str, result: str) -> None:
    assert judged("scenario-named", at("content.scenario", text)) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("企业债券发行的底稿核验服务", SILENT),
        ("医疗纠纷和房产交易的合同审查", UNMET),
        ("企业内部文件的一般性文字核对", PERSON),
        ("企业破产清算的文件核对，不涉及证券期货业务", UNMET),
        ("", UNMET),
        ("无", UNMET),
    ],
)
def test_the_scenario_of_a_service_institution(text: str, result: str) -> None:
    assert judged("service-scenario", at("unit[firm].scenario_business", text), factory.law_firm) == result


@pytest.mark.parametrize(
    ("edit", "result"),
    [
        (in_part("compliance_report", 2, "综上，项目承载业务符合现行行业监管法规，同意申报。"), SILENT),
        (in_part("compliance_report", 2, "综上，项目部分环节不符合现行监管规定。"), UNMET),
        (in_part("compliance_report", 0, "评估发现个别环节尚不符合现行监管规定，已列入整改。"), PERSON),
        (in_part("compliance_report", 2, "综上，未发现不符合监管规定的情形，业务符合现行监管法规。"), SILENT),
    ],
)
def test_what_the_compliance_report_concludes(edit: Edit, result: str) -> None:
    assert judged("compliance-argued", edit) == result


def test_a_report_that_argues_without_naming_a_rule_is_for_a_person() -> None:
    edit = in_part("compliance_report", 1, "对照适用的监管要求逐条评估，责任主体不变。")
    assert judged("compliance-argued", edit) == PERSON


@pytest.mark.parametrize(
    ("needs", "text", "result"),
    [
        (False, "所涉新产品须经中国证监会核准后方可开展。", PERSON),
        (True, "所涉新产品须经中国证监会核准后方可开展。", SILENT),
        (False, "试点期满后扩大范围须经监管部门批准。", SILENT),
    ],
)
def test_an_approval_that_a_cell_speaks_of(needs: bool, text: str, result: str) -> None:
    edit = both(at("project.needs_approval", needs), at("content.overview", "项目核验产品文件。" + text))
    assert judged("approval-declared", edit) == result


@pytest.mark.parametrize(
    ("personal", "assessed", "result"),
    [(True, True, SILENT), (True, False, UNMET), (False, False, SILENT)],
)
def test_an_impact_assessment_where_personal_information_is_processed(
    personal: bool, assessed: bool, result: str
) -> None:
    edit = both(at("content.personal_information", personal), at("content.impact_assessment", assessed))
    assert judged("impact-assessed", edit) == result


@pytest.mark.parametrize(
    "edit",
    [
        at("content.technologies", ["生物识别"]),
        at("content.core_technology", "以人脸比对核实经办人身份，再抽取条款。"),
    ],
)
def test_biometrics_without_personal_information_are_for_a_person(edit: Edit) -> None:
    assert judged("impact-assessed", edit) == PERSON


@pytest.mark.parametrize(
    ("text", "result"),
    [("", SILENT), ("应急措施另行明确。恢复时间目标为四小时，逐级上报并封存日志，合规部门补做核查。", SILENT),
     ("应急措施另行明确。", PERSON)],
)  # fmt: skip
def test_a_cell_that_mostly_puts_off_is_told_from_one_that_does_so_in_passing(text: str, result: str) -> None:
    assert judged("demands-not-denied", at("content.emergency_plan", text)) == result


def test_spreading_is_asked_of_the_type_that_asks_for_it() -> None:
    words = at("content.spreadability", "工具按公司特有的文件格式开发，仅适用于本公司，由公司自行维护。")
    assert judged("demands-not-denied", words) == PERSON
    assert judged("demands-not-denied", both(words, at("project.type", "public_service"))) == SILENT


def test_of_an_exemption_that_lacks_two_parts_the_row_is_told_and_nothing_else_of_it() -> None:
    draft = factory.business_innovation()
    draft.project["exemptions"][0].update(rule="", scope="", months=0)
    assert said("exemption-explicit", draft) == {(UNMET, "project.exemptions[0]")}
    draft.project["exemptions"][0].update(rule="证券登记业务细则")
    assert said("exemption-explicit", draft) == {
        (UNMET, "project.exemptions[0].scope"), (UNMET, "project.exemptions[0].months"),
    }  # fmt: skip


def test_a_tentative_name_is_told_on_the_clause_of_its_own_field() -> None:
    draft = factory.joint()
    draft.unit("joint")["contacts"][0]["name"] = "待定"
    draft.unit("joint")["internal_review"]["reviewer"] = "某某"
    found = [one for one in draft.said_by("cell-placeholder") if one.result is Result.UNMET]
    guide = load_guide(factory.GUIDE)
    clauses = {one.location.rpartition(".")[2]: one.clause for one in found}
    assert clauses == {
        "name": guide.field("unit.contacts.name").clause,
        "reviewer": guide.field("unit.internal_review.reviewer").clause,
    }
    assert "4.1.1" not in clauses.values()


@pytest.mark.parametrize(
    ("flags", "loud"),
    [((False, False), True), ((True, False), False), ((False, None), False), ((True, None), False)],
)
def test_whether_data_leave_the_country_is_compared_only_where_every_row_says_so(
    flags: tuple[bool | None, ...], loud: bool
) -> None:
    draft = factory.joint()
    row = dict(draft.content["data_sources"][0])
    draft.content["data_sources"] = [row | {"crosses_border": flag} for flag in flags if flag is not None]
    if None in flags:
        row.pop("crosses_border")
        draft.content["data_sources"].append(row)
    parts = draft.paper("technical_security_report").parts
    parts[next(iter(parts))].append("训练数据同步至香港数据中心。")
    assert bool(said("facts-agree", draft)) is loud


@pytest.mark.parametrize("length", [19, 20, 21])
def test_of_a_jurisdiction_twenty_characters_are_quoted(length: int) -> None:
    draft = factory.joint()
    place = ("北京市海淀区中关村南大街甲乙丙丁戊己庚辛壬癸")[:length]
    assert len(place) == length
    draft.unit("lead")["jurisdiction"] = place
    [found] = [one for one in draft.said_by("unit-territory") if one.location == "unit[lead].jurisdiction"]
    assert place[:20] in found.message
    assert place[:21] not in found.message or length <= 20


@pytest.mark.parametrize(
    ("name", "results"),
    [
        ("证券公司", []),
        ("股份有限公司", []),
        ("云杉股份公司", [Result.MANUAL_REVIEW]),
        ("云杉证券", [Result.UNMET]),
    ],
)
def test_a_row_is_a_unit_s_by_what_is_its_own_in_the_name(name: str, results: list[Result]) -> None:
    draft = factory.joint()
    draft.paper("implementation_plan").parts["九、有关情况"] = [("单位", "投入人数"), (name, "140")]
    said = [one.result for one in draft.said_by("rows-agree") if one.result is not Result.MET]
    assert said == results


@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("核查自2023年12月4日至2024年1月12日进行，访谈九人。", SILENT),
        ("核查自2023年12月4日至2024年1月15日进行，访谈九人。", PERSON),
        ("于2023年12月4日至29日开展测评，全部完成。", SILENT),
        ("公司将于2024年1月3日至16日补充测试。", SILENT),
        ("于2024年1月8日至3月29日分批测试。", SILENT),
        ("抽取自2023年12月4日至2024年1月15日的交易数据用于测试。", SILENT),
    ],
)
def test_what_an_assessment_reports_is_over_when_it_is_signed(words: str, result: str) -> None:
    assert judged("facts-agree", told("technical_security_report", words)) == result


def test_a_plan_may_tell_of_an_assessment_after_its_signature() -> None:
    words = told("implementation_plan", "自2023年12月4日至2024年1月15日组织测评。")
    assert judged("facts-agree", words) == SILENT


@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("核验文件三千份、用户二百人为上限。", SILENT),
        ("核验文件3,000份封顶。", SILENT),
        ("核验文件三千五百份封顶。", PERSON),
        ("核验文件三千五百家封顶。", SILENT),
        ("抽查底稿三千五百份封顶。", SILENT),
        ("按照五千份核验文件测算。", SILENT),
        ("单日核验文件五百份封顶。", SILENT),
    ],
)
def test_a_limit_of_the_same_thing_in_the_same_measure(words: str, result: str) -> None:
    assert judged("limits-agree", told("business_risk_report", words)) == result


@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("工具标出差异，复核岗自行决定是否退回文件。", SILENT),
        ("工具标出差异，由复核人员直接拒绝或者放行。", SILENT),
        ("工具替复核人员自行决定是否退回文件。", PERSON),
        ("工具标出差异，直接拒绝文件。", PERSON),
    ],
)
def test_who_decides_is_the_subject(words: str, result: str) -> None:
    assert judged("automation-declared", told("implementation_plan", words)) == result
    assert judged("automation-declared", at("content.scenario", words)) == result


@pytest.mark.parametrize(("name", "results"), [("", set()), ("云岭测评技术有限公司", {PERSON})])
@pytest.mark.parametrize("base", [factory.joint, factory.alone])
def test_a_tester_that_is_hired_is_no_unit_of_the_filing(
    name: str, results: set[str], base: Callable[[], Draft]
) -> None:
    draft = base()
    unit = draft.unit("lead")
    unit["agreement"] = "费用按期支付；测评机构只出具结论，不参与研发和运营，公司承担全部责任。"
    unit["name"] = name or unit["name"]
    assert {result for result, _ in said("work-denied", draft)} == results


@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("承载业务符合现行行业监管法规。", SILENT),
        ("多数环节符合规定，直接销售环节是否与适当性规则抵触尚待专家论证。", PERSON),
        ("多数环节符合规定，其余环节目前难以判断是否合规。", PERSON),
        ("承载业务符合现行监管法规，如难以判断是否合规则停止。", SILENT),
        ("承载业务符合现行监管法规；工具无法判断是否一致的，转人工。", SILENT),
    ],
)
def test_a_conclusion_that_leaves_open_what_it_is_asked(words: str, result: str) -> None:
    edit = in_part("compliance_report", 2, words)
    assert judged("compliance-argued", edit) == result


@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("时间较紧，没来得及逐项复核。", PERSON),
        ("没有就合作方的数据开展核对，同意报送。", PERSON),
        ("来不及补充的附件已更正。逐页核对，同意报送。", SILENT),
        ("未对核对结果提出异议，同意报送。", SILENT),
        ("经审查不予报送。", UNMET),
    ],
)
def test_a_review_that_says_nothing_was_looked_at(words: str, result: str) -> None:
    assert judged("review-in-favour", at("unit[joint].lead_review.opinion", words)) == result
