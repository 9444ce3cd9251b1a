"""What cells and papers say in words: no work, no agreement, no arrangement, a return, a sanction untold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.checker import factory
from tests.checker.edits import CARE, PERSON, PLAN, RISK, UNMET, Case, Edit, at, both
from tests.checker.factory import Draft
from tests.checker.papers import Paper
from tests.checker.spoilt_facts import in_table, told

CERTIFICATE = "软件著作权登记证书.docx"


def certificate(owner: str) -> Edit:
    """A certificate that names its owner."""

    def edit(draft: Draft) -> None:
        paper = Paper("计算机软件著作权登记证书", "核验软件", [], {"证书": [f"著作权人：{owner}"]}, [], [])
        draft.papers[CERTIFICATE] = paper
        draft.form["material"].append(
            {"kind": "intellectual_property", "file": CERTIFICATE, "issuers": ["lead"]}
        )

    return edit


def signed(kind: str, unit: str, title: str) -> Edit:
    """The signature page of a report, with the signatory of the entry under another unit or office."""

    def edit(draft: Draft) -> None:
        draft.paper(kind).signed = [(unit, draft.entry(kind)["signatory"], title)]

    return edit


CONTRIBUTION, AGREEMENT = "unit[joint].contribution", "unit[joint].agreement"
CELLS: tuple[tuple[str, str, str, str], ...] = (
    ("work-denied", "3.1.c", CONTRIBUTION, "公司不派驻人员参与研发和运维，相关模块由外包团队完成。"),
    ("work-denied", "3.1.c", AGREEMENT, "知微智能主要负责会议组织、材料打印，其余由牵头单位承担。"),
    ("agreement-reached", "3.1.c", AGREEMENT, "双方对任务分工和经费承担仍有分歧，待进一步商议。"),
    ("name-lending", "3.1.a", CONTRIBUTION, "知微智能在成果上共同署名，并按年收取品牌使用费二十万元。"),
    (
        "no-return-promised",
        "2.1",
        "content.overview",
        "项目核验产品说明书，投资者本金绝对安全，年化收益不低于百分之八。",
    ),
    (
        "no-endorsement-claimed",
        "4.1.1",
        "content.innovation",
        "本工具由地方金融监管局背书，首次把分散的同一条款关联起来。",
    ),
    (
        "unlicensed-business",
        "2.1",
        "content.scenario",
        "知微公司另行以自己的名义向外部投资者提供荐股建议，并按月收取咨询费，合规岗位复核。",
    ),
    (
        "demands-not-denied",
        "2.3",
        "content.readiness",
        "本项目规模很小，不需要退出方案，历史文件回测召回率为九成。",
    ),
    (
        "demands-not-denied",
        "4.2.5",
        "content.audience",
        "面向内部岗位，平台不设投诉渠道，企业有意见可以自行解决。",
    ),
    (
        "demands-not-denied",
        "4.2.4",
        "content.readiness",
        "个人信息保护影响评估耗时较长，本次不做，回测召回率为九成。",
    ),
    ("demands-not-denied", "2.3", "content.emergency_plan", "应急处置的具体安排届时视情况另行确定。"),
    ("demands-not-denied", "4.2.5", "content.compensation", "补偿标准与资金来源待公司董事会审议后明确。"),
    ("demands-not-denied", "2.3", "content.exit_plan[0].customers", "届时视情况另行确定"),
    (
        "rules-kept",
        "2.1",
        "content.scenario",
        "产品部门提交文件，重大关联交易不再提交审议，待制度修订后补办手续。",
    ),
    (
        "type-argued",
        "3.2.4",
        "project.type_reason",
        "产品文件不一致是共性痛点，本项目提质增效，现阶段也不考虑在行业内推广。",
    ),
    (
        "type-argued",
        "3.2.4",
        "project.type_reason",
        "本项目属于技术创新类，能够提质增效，解决共性痛点，可在行业推广。",
    ),
    (
        "limits-agree",
        "4.1.1",
        "content.audience",
        "面向内部岗位，每年核验文件不设门槛，年核验文件总数不超过五千份。",
    ),
    (
        "plans-ahead",
        "4.2.2",
        "content.readiness",
        "已完成需求调研，系统计划于2023年6月上线，回测召回率为九成。",
    ),
)
PAPERS: tuple[tuple[str, str, str, Edit], ...] = (
    (
        "agreement-reached",
        "3.1.c",
        PLAN,
        told("implementation_plan", "双方尚未形成一致意见，知微智能保留退出试点的权利。"),
    ),
    ("no-return-promised", "2.1", CARE, told("investor_protection_plan", "参与试点的企业稳赚不赔。")),
    (
        "unlicensed-business",
        "2.1",
        PLAN,
        told("implementation_plan", "科技企业无证券业务资格，但可以直接接受委托。"),
    ),
    (
        "demands-not-denied",
        "2.3",
        RISK,
        told("business_risk_report", "本平台不存在退出的可能，故不对退出作任何安排。"),
    ),
    (
        "demands-not-denied",
        "4.2.5",
        CARE,
        told("investor_protection_plan", "企业办理过业务的，均视为已经同意建档。"),
    ),
    ("limits-agree", "4.1.1", RISK, told("business_risk_report", "试点年度核验文件不超过五千份。")),
    ("limits-agree", "4.1.1", CARE, told("investor_protection_plan", "核验文件以5,000份封顶。")),
    ("limits-agree", "4.1.1", RISK, told("business_risk_report", "核验文件五千份、用户一百名为上限。")),
    ("plans-ahead", "4.2.2", PLAN, told("implementation_plan", "系统拟于2023年12月启动联调。")),
)
CASES: list[Case] = [
    *(Case(rule, PERSON, clause, place, at(place, text)) for rule, clause, place, text in CELLS),
    *(Case(rule, PERSON, clause, file, edit) for rule, clause, file, edit in PAPERS),
    Case(
        "type-argued",
        PERSON,
        "3.2.2",
        "project.type_reason",
        both(
            at("project.type", "public_service"),
            at(
                "project.type_reason",
                "基础性公共性服务，供公司内部行政办公使用，其他机构不能接入，统一建设。",
            ),
        ),
    ),
    Case(
        "sanctions-stated",
        PERSON,
        "5.3.8",
        "unit[lead].sanctions",
        told("compliance_report", "公司2022年5月因资料留存问题被采取责令改正措施，已整改完毕。"),
    ),
    Case(
        "sanctions-stated",
        PERSON,
        "5.3.8",
        "unit[joint].sanctions",
        told("implementation_plan", "杭州知微智能有限公司2021年被出具警示函。"),
    ),
    Case(
        "sums-add-up",
        UNMET,
        "4.1.1",
        PLAN,
        in_table(
            "implementation_plan",
            ("用途", "金额（万元）"),
            ("服务器", "80"),
            ("人力", "100"),
            ("合计", "200"),
        ),
    ),
    Case(
        "signer-one-office",
        PERSON,
        "4.1.2",
        "unit[lead].contacts[0].title",
        both(
            at("unit[lead].contacts[0].title", "信息技术部总经理"),
            lambda d: d.unit("lead")["contacts"][0].update(name=d.entry("compliance_report")["signatory"]),
        ),
    ),
    Case(
        "signer-one-office",
        PERSON,
        "4.1.2",
        "unit[lead].truth_pledge.title",
        both(
            at("unit[lead].truth_pledge.title", "首席信息官"),
            lambda d: d.unit("lead")["truth_pledge"].update(
                signatory=d.entry("compliance_report")["signatory"]
            ),
        ),
    ),
    Case("certificate-of-unit", PERSON, "4.2.6", CERTIFICATE, certificate("东江数字科技有限公司")),
    Case(
        "signature-same",
        UNMET,
        "4.2.3",
        RISK,
        signed("business_risk_report", "杭州知微智能有限公司", "总经理"),
    ),
    Case(
        "signature-same",
        UNMET,
        "4.2.3",
        RISK,
        signed("business_risk_report", "云杉证券股份有限公司", "首席信息官"),
    ),
    Case(
        "codes-same",
        UNMET,
        "4.3.3",
        PLAN,
        told("implementation_plan", f"云杉证券股份有限公司的统一社会信用代码为{factory.code(77)}。"),
    ),
    Case(
        "codes-same",
        UNMET,
        "4.3.3",
        PLAN,
        told("implementation_plan", "云杉证券股份有限公司", f"统一社会信用代码：{factory.code(78)}"),
    ),
    Case(
        "contacts-distinct",
        PERSON,
        "4.3.3",
        "unit[joint].contacts[1]",
        lambda d: d.unit("joint")["contacts"].__setitem__(1, dict(d.unit("lead")["contacts"][0])),
    ),
    Case(
        "facts-agree",
        UNMET,
        "4.1.1",
        PLAN,
        told("implementation_plan", "申报单位：云杉证券股份有限公司、东江数字科技有限公司"),
    ),
]

SILENT_WORDS: dict[str, tuple[Edit, Callable[[], Draft]]] = {
    name: (edit, factory.joint)
    for name, edit in {
        "work that is not lent": at(
            CONTRIBUTION, "知微智能派出十人承担抽取模型研发，不以转包或挂名方式参与，交付成果逐项验收。"
        ),
        "a supervisor's side in the system": at(
            "content.architecture", "系统部署在自有机房，分为四层，监管侧授权由监管链同步，接口按标准开放。"
        ),
        "no silent consent": at(
            "content.investor_notice", "确认页不采用默认同意，官方网站刊登试点说明，写明退出安排和咨询电话。"
        ),
        "a firm founded with approval": told(
            "compliance_report", "公司经中国证监会批准设立，持有业务许可证。"
        ),
        "no promise": told(
            "investor_protection_plan", "不得向投资者承诺保本或者最低收益，误报不可能完全避免。"
        ),
        "how things were before": at(
            "content.pain_points",
            "以往没有建立应急预案，企业没有投诉渠道，各家机构普遍面临同样的困难，费时易漏。",
        ),
        "a detail put off beside the rule itself": at(
            "content.compensation",
            "单列风险补偿准备金一百万元，因核验差错致直接损失的，查明后十个工作日内先行补偿。实施细则另行制定。",
        ),
        "a sanction told of": both(
            at(
                "unit[lead].sanctions",
                [{"date": date(2022, 5, 1), "authority": "深圳证监局", "matter": "责令改正，已整改"}],
            ),
            told("compliance_report", "公司2022年5月因资料留存问题被采取责令改正措施，已整改完毕。"),
        ),
        "a sanction of long ago": told("compliance_report", "公司2020年5月被采取责令改正措施，已整改完毕。"),
        "no sanction": told("compliance_report", "公司2022年以来未被采取监管措施。"),
        "a certificate of the joint unit": certificate("杭州知微智能有限公司"),
        "a certificate of a person": certificate("白慎之"),
        "the limit as it is": told("business_risk_report", "试点年度核验文件不超过三千份。"),
        "a limit of one day": told("business_risk_report", "单日核验文件不超过五十份。"),
        "a limit of something else": told("business_risk_report", "归档合同不超过五千份。"),
        "what was done already": told(
            "implementation_plan", "系统已于2023年6月完成部署，原计划于2023年3月上线。"
        ),
        "a plan of this month": told("implementation_plan", "系统拟于2024年1月完成联调。"),
        "a total that is rounded": in_table(
            "implementation_plan", ("用途", "金额"), ("服务器", "80.4"), ("人力", "100.4"), ("合计", "180")
        ),
        "a total beside shares": in_table(
            "implementation_plan", ("用途", "占比"), ("服务器", "40%"), ("人力", "50%"), ("合计", "100%")
        ),
        "a column with words": in_table(
            "implementation_plan", ("用途", "金额"), ("服务器", "80"), ("人力", "自筹"), ("合计", "200")
        ),
        "one row and its total": in_table(
            "implementation_plan", ("用途", "金额"), ("服务器", "80"), ("合计", "200")
        ),
        "a signer with two offices of compliance": both(
            at("unit[lead].contacts[0].title", "合规总监"),
            lambda d: d.unit("lead")["contacts"][0].update(name=d.entry("compliance_report")["signatory"]),
        ),
        "the code as it is": told(
            "implementation_plan", f"云杉证券股份有限公司的统一社会信用代码为{factory.code(1)}。"
        ),
        "a code of nobody here": told("implementation_plan", f"某供应商的信用代码为{factory.code(77)}。"),
        "an office in other brackets": both(
            at("material[business_risk_report].signatory_title", "总经理（分管风险）"),
            signed("business_risk_report", "云杉证券股份有限公司", "总经理(分管风险)"),
        ),
        "disagreement foreseen": told("implementation_plan", "如双方未能达成一致，由领导小组决定。"),
    }.items()
}
