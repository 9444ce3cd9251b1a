"""Complete, valid filings for the tests, in memory and on disk with real Word files, to be spoilt one edit at a time.

    filing = joint()                              # a securities firm and a technology firm
    filing.content["exit_plan"] = []              # one edit
    assert filing.unmet() == {("exit-prepared", "content.exit_plan")}

All institutions, people and numbers are invented.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import tomlkit
from stdnum.cn import uscc

from tests.checker.papers import Paper, compliance, implementation, investor, risk, security
from xianxing.checker import Report, check_filing
from xianxing.checker.filing import Filing, FilingFile
from xianxing.checker.folder import filing_of
from xianxing.documents.extract import extract
from xianxing.documents.limits import Limits
from xianxing.documents.model import Document
from xianxing.law import Finding, Result, load_guide

AS_OF = date(2024, 1, 20)
GUIDE = "shenzhen-2023"
Form = dict[str, Any]


@cache
def _read(data: bytes, name: str) -> Document:
    return extract(data, name, Limits(), ocr=False)


@dataclass
class Draft:
    """A filing that can be edited: `form` as in filing.toml, `papers` by file name, `raw` files as they are."""

    form: Form
    papers: dict[str, Paper] = field(default_factory=dict)
    raw: dict[str, bytes] = field(default_factory=dict)

    @property
    def project(self) -> Form:
        return self.form["project"]  # type: ignore[no-any-return]

    @property
    def content(self) -> Form:
        return self.form["content"]  # type: ignore[no-any-return]

    @property
    def units(self) -> list[Form]:
        return self.form["unit"]  # type: ignore[no-any-return]

    def unit(self, unit_id: str) -> Form:
        return next(unit for unit in self.units if unit["id"] == unit_id)

    def entry(self, kind: str) -> Form:
        return next(entry for entry in self.form["material"] if entry["kind"] == kind)

    def paper(self, kind: str) -> Paper:
        return self.papers[self.entry(kind)["file"]]

    def drop(self, kind: str) -> None:
        """Take a kind of material out, entry and file."""
        entry = self.entry(kind)
        self.form["material"].remove(entry)
        self.papers.pop(entry["file"], None)
        self.raw.pop(entry["file"], None)

    def add(self, kind: str, file: str, data: bytes, **entry: Any) -> None:
        """Put a file in, with its entry."""
        self.form["material"].append({"kind": kind, "file": file, **entry})
        self.raw[file] = data

    def files(self) -> dict[str, bytes]:
        return {name: paper.word() for name, paper in self.papers.items()} | self.raw

    def write(self, folder: Path) -> Path:
        """The filing as a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "filing.toml").write_text(tomlkit.dumps(self.form), "utf-8")
        for name, data in self.files().items():
            (folder / name).write_bytes(data)
        return folder

    def filing(self) -> Filing:
        """The filing as the checker reads it, files read in this process."""
        files = self.files()

        def document(item: FilingFile) -> Document | None:
            return _read(files[item.file], item.file) if item.file in files else None

        return filing_of(copy.deepcopy(self.form), document)

    def report(self, as_of: date = AS_OF) -> Report:
        """What the checker says about it."""
        return check_filing(self.filing(), load_guide(self.form.get("guide", GUIDE)), as_of)

    def findings(self, *results: Result, as_of: date = AS_OF) -> list[Finding]:
        return [finding for finding in self.report(as_of).findings if finding.result in results]

    def unmet(self, as_of: date = AS_OF) -> set[tuple[str, str]]:
        """Rule and location of everything unmet."""
        return {(one.rule, one.location) for one in self.findings(Result.UNMET, as_of=as_of)}

    def for_a_person(self) -> set[tuple[str, str]]:
        """Rule and location of everything for manual review."""
        return {(one.rule, one.location) for one in self.findings(Result.MANUAL_REVIEW)}


def code(serial: int) -> str:
    """An invented 统一社会信用代码 with a right check character."""
    body = f"91440300MA5X{serial:05d}"
    return body + uscc.calc_check_digit(body)


def unit(unit_id: str, name: str, kind: str, serial: int, **over: Any) -> Form:
    """A unit sheet that is in order, with words of its own."""
    short = name.removesuffix("股份有限公司").removesuffix("有限责任公司").removesuffix("有限公司")
    work = WORK[serial % len(WORK)].replace("本单位", short)
    row: Form = {
        "id": unit_id, "name": name, "uscc": code(serial), "kind": kind, "registered_in": "深圳市", "jurisdiction": "深圳",
        "lead": False, "scenario_provider": False, "scenario_business": "", "contribution": work,
        "staff": 8 + serial, "budget_yuan": 1_000_000 + serial,
        "contacts": [
            {"name": f"{SURNAMES[serial]}明远", "department": "金融科技部", "title": "部门总经理", "department_head": True,
             "mobile": f"1390000{serial:02d}01", "email": f"head{serial}@unit{serial}.example"},
            {"name": f"{SURNAMES[serial]}知秋", "department": "合规管理部", "title": "高级经理", "department_head": False,
             "mobile": f"1390000{serial:02d}02", "email": f"second{serial}@unit{serial}.example"},
        ],
        "commitments": [{"text": f"{short}按季向专项工作组报告运行情况"}],
        "internal_review": {"reviewer": f"{SURNAMES[serial]}怀瑾", "date": date(2024, 1, 15), "opinion": "经各部门会审，材料真实、准确、完整，同意报送"},
        "truth_pledge": {"signatory": f"{SURNAMES[serial]}秉文", "title": "总经理", "date": date(2024, 1, 18)},
    }  # fmt: skip
    if kind not in ("technology_firm", "core_institution"):
        row["licences"] = [
            {"name": LICENCES[kind], "number": f"编号Z{serial:06d}", "authority": "中国证监会", "valid_to": date(2028, 12, 31)}
        ]
    return row | over


def assemble(units: list[Form], **project: Any) -> Draft:
    """A filing of these units, with all five reports issued and signed by the right people."""
    joint = len(units) > 1
    lead = next(row for row in units if row["lead"])
    providers = [row for row in units if row["scenario_provider"]]
    for row in units:
        if joint:
            row.setdefault("agreement", f"联合协议约定，{row['name']}承担前述任务并保证质量，享有相应成果，因其过错造成的损失由其承担，协议至退出落实之日终止。")
        if joint and not row["lead"]:
            reviewer = lead["internal_review"]["reviewer"]
            row.setdefault("lead_review", {"reviewer": reviewer, "date": date(2024, 1, 17), "opinion": "查验了营业执照、人员和测试记录，与材料相符"})
    form: Form = {
        "guide": GUIDE, "batch": "shenzhen-2023-2",
        "project": {
            "name": NAME, "type": "technology_empowerment", "type_reason": REASON, "directions": [2], "trial_months": 12,
            "planned_start": date(2024, 9, 2), "new_rule_field": False, "new_rule_reason": "", "needs_approval": False,
        } | project,
        "content": content(providers[0]["name"] if providers else lead["name"]),
        "unit": units,
        "material": [],
    }  # fmt: skip
    draft = Draft(form)
    signing = providers if lead["kind"] == "technology_firm" else [lead]
    for number, row in enumerate(signing):
        _file(draft, "compliance_report", compliance, [row], row, TITLES.get(row["name"], "合规负责人"), number)
    _file(draft, "implementation_plan", implementation, units, lead, "总经理", 0)
    if providers:
        for kind, paper in (("business_risk_report", risk), ("technical_security_report", security), ("investor_protection_plan", investor)):
            _file(draft, kind, paper, [providers[0]], providers[0], "总经理", 0)
    return draft


def _file(draft: Draft, kind: str, make: Callable[..., Paper], issuers: list[Form], signer: Form, title: str, number: int) -> None:
    name = {row["id"]: f"{SURNAMES[place]}慎之" for place, row in enumerate(draft.units)}
    file = f"{FILES[kind]}{number or ''}.docx"
    signed = [(row["name"], name[row["id"]], title if row is signer else "总经理") for row in issuers]
    draft.papers[file] = make(draft.project["name"], [row["name"] for row in issuers], signed)
    draft.form["material"].append({
        "kind": kind, "file": file, "issuers": [row["id"] for row in issuers], "signatory": name[signer["id"]],
        "signatory_title": title, "signatory_unit": signer["id"], "signed_on": date(2024, 1, 12),
    })  # fmt: skip


def joint(**project: Any) -> Draft:
    """A securities firm, lead and supplier of the scenario, with a technology firm."""
    lead = unit("lead", "云杉证券股份有限公司", "securities_futures_operator", 1, lead=True, scenario_provider=True)
    return assemble([lead, unit("joint", "杭州知微智能有限公司", "technology_firm", 2, registered_in="杭州市", jurisdiction="浙江")], **project)


def alone() -> Draft:
    """A securities firm by itself."""
    return assemble([unit("lead", "云杉证券股份有限公司", "securities_futures_operator", 1, lead=True, scenario_provider=True)])


def fund_manager() -> Draft:
    """A fund manager whose 督察长 signs."""
    return assemble([unit("fund", "远岫基金管理有限公司", "securities_futures_operator", 3, lead=True, scenario_provider=True, jurisdiction="深圳辖区")])


def futures_firm() -> Draft:
    """A futures firm whose 首席风险官 signs, registered in a district."""
    return assemble([
        unit("futures", "北辰期货有限公司", "securities_futures_operator", 4, lead=True, scenario_provider=True,
             registered_in="深圳市前海深港合作区", jurisdiction="深圳证监局辖区"),
    ])  # fmt: skip


def custodian() -> Draft:
    """A custodian bank with a licence that never ends."""
    bank = unit("bank", "海晏银行股份有限公司", "fund_custodian", 5, lead=True, scenario_provider=True)
    bank["licences"] = [{"name": "证券投资基金托管资格", "number": "证监许字999号", "authority": "中国证监会", "valid_to": "长期"}]
    return assemble([bank])


def law_firm() -> Draft:
    """A law firm, lead, with a securities business as its scenario; the partner in charge signs."""
    scenario = "律师函证与证券发行法律尽职调查中的底稿核验，服务于股票、债券公开发行业务。"
    firm = unit("firm", "广东明衡律师事务所", "service_institution", 6, lead=True, scenario_provider=True, scenario_business=scenario)
    return assemble([firm, unit("tech", "成都析理科技有限公司", "technology_firm", 7, registered_in="成都市", jurisdiction="四川")])


def core_institution() -> Draft:
    """A core institution, which has no licence and whose project is in no listed direction."""
    core = unit("core", "湾岸登记科技有限公司", "core_institution", 8, lead=True, scenario_provider=True)
    return assemble([core], type="public_service", type_reason=PUBLIC, directions=["other"])


def technology_lead() -> Draft:
    """A technology firm of another city as lead, with two institutions that supply the scenario."""
    return assemble([
        unit("tech", "苏州经纬数据有限公司", "technology_firm", 9, lead=True, registered_in="苏州市", jurisdiction="江苏"),
        unit("one", "云杉证券股份有限公司", "securities_futures_operator", 1, scenario_provider=True),
        unit("two", "鹏岭股权交易中心有限责任公司", "regional_equity_market", 10, scenario_provider=True),
    ])  # fmt: skip


def business_innovation() -> Draft:
    """业务创新类 with an explicit exemption and a parallel submission."""
    draft = alone()
    draft.project.update(
        type="business_innovation", type_reason="本项目是科技支持下的金融服务创新，现行登记规则要求逐笔纸质确认，需要豁免后方可开展。", needs_approval=True,
        exemptions=[{"rule": "证券登记业务细则", "article": "第十二条", "scope": "纸质确认单的要求", "months": 12}],
        approvals=[{"authority": "中国证监会", "reference": "受理第88号", "status": "filed", "date": date(2024, 1, 10)}],
    )  # fmt: skip
    note = "试点业务依照现行登记规则开展，仅就证券登记业务细则第十二条申请豁免，其余业务符合现行监管法规，合规负责人已出具评估报告。"
    draft.content["compliance_note"] = note
    return draft


CLEAN: dict[str, Callable[[], Draft]] = {
    maker.__name__: maker
    for maker in (
        joint, alone, fund_manager, futures_firm, custodian, law_firm, core_institution, technology_lead, business_innovation
    )
}  # fmt: skip

NAME = "面向公募产品说明书的一致性核验工具"
REASON = "产品文件前后不一致是各家机构的共性痛点，人工核对费时且易漏。本项目以自然语言处理辅助核对，不改变业务规则，能够提质增效，工具和规则库可在行业推广。"
PUBLIC = "项目为市场各机构提供统一的核验服务，任何机构均可按公开标准接入，具有基础性和公共性，属于新型信息技术服务。"
SURNAMES = "安白柴邓樊葛贺嵇康凌茅"
TITLES = {"远岫基金管理有限公司": "督察长", "北辰期货有限公司": "首席风险官", "广东明衡律师事务所": "负责合伙人"}
LICENCES = {
    "securities_futures_operator": "经营证券期货业务许可证", "service_institution": "律师事务所执业许可证",
    "regional_equity_market": "区域性股权市场运营机构资格", "fund_custodian": "证券投资基金托管资格",
}  # fmt: skip
FILES = {
    "compliance_report": "合规评估报告", "implementation_plan": "项目实施方案", "business_risk_report": "业务风险防控报告",
    "technical_security_report": "技术安全评估报告", "investor_protection_plan": "投资者保护方案",
}  # fmt: skip
WORK = (
    "本单位负责核验规则的业务定义和验收，派出合规、产品、信息技术三方面人员逐条复核规则，并承担机房与服务器投入。",
    "本单位主导项目方向和进度，提供产品文件样本、组织影子运行和人工复核，承担对持有人的全部对外责任。",
    "本单位承担抽取模型和比对引擎的研发，派驻工程师现场调优，自有算力用于训练，成果由牵头方逐项验收。",
    "本单位制定核验清单并组织三个产品线试用，建立复核岗位和问题台账，投入专职人员维护规则库。",
    "本单位提供交割单和合约文本，验证衍生品条款的核验效果，承担应急值守和系统接入改造。",
    "本单位以托管账务数据比对说明书的费率条款，组织估值、清算、法务三个团队共同验收。",
    "本单位承担法律条款核验清单的编制，组织律师抽样复核结果，对法律意见独立负责。",
    "本单位研发条款抽取组件和版面还原程序，提供现场部署、培训与缺陷修复服务。",
    "本单位承担公共接口和统一标准的制定，运营核验服务并保障全市场平稳接入。",
    "本单位主导平台研发，组织联调测试和安全加固，协调两家机构的部署节奏。",
    "本单位提供挂牌企业披露文件场景，审核接入机构资质，受理企业投诉并支付补偿。",
)


def content(provider: str) -> Form:
    """The cells of the form for a checking tool whose scenario this provider supplies."""
    return {
        "overview": "项目建设产品说明书一致性核验工具，对招募说明书、合同、概要之间的费率、期限、投资范围等条款自动比对，输出差异线索，由合规人员核实后处理。",
        "pain_points": "产品文件版本多、更新频繁，人工比对依赖经验，漏检后需要更正公告，既影响持有人判断，也增加监管沟通成本，各家机构普遍面临同样的困难。",
        "scenario": f"业务场景由{provider}提供：产品部门提交文件，系统逐条比对并标注出处，合规岗位复核后退回修改或者放行，全程留痕。",
        "audience": "服务对象为产品、合规、信息披露岗位的内部人员，授权用户不超过一百二十人，不面向投资者直接提供服务。",
        "scale": [{"item": "年核验文件", "unit": "份", "cap": 3000}],
        "core_technology": "采用版面分析与光学字符识别（OCR）还原文档结构，再以自然语言处理（NLP）抽取条款要素，按规则库逐项比对并给出原文出处。",
        "technologies": ["人工智能"],
        "architecture": "系统部署在自有机房，分为接入、抽取、比对、展示四层，通过应用程序编程接口（API）与信息披露系统连接，日志保存不少于六个月。",
        "algorithms": "条款抽取使用序列标注模型，比对采用规则与相似度结合，差异按影响程度排序，阈值由合规部门按季审定，模型只提示不定性。",
        "automated_decision": False, "personal_information": False,
        "data_sources": [{"source": "信息披露系统", "kind": "产品法律文件", "purpose": "条款比对", "crosses_border": False}],
        "innovation": "首次把分散在多份文件中的同一条款关联起来核验，并对每条差异给出原文位置，改变了逐页翻阅的做法，核验结果可以复用和追溯。",
        "comparison": [{"aspect": "核验方式", "present": "人工逐页比对", "proposed": "系统比对加人工复核"}],
        "effects": [{"indicator": "单份核验耗时", "baseline": "6 小时", "target": "不高于 1 小时", "definition": "从提交到复核完成的平均时间", "cadence": "monthly"}],
        "regulatory_insight": "可为产品法律文件的电子化报送提供字段标准样例，并为抽查披露一致性提供线索。",
        "spreadability": "规则库与具体机构解耦，同业部署约需六周，硬件投入较小，规则文本公开共享，不收取授权费用。",
        "real_economy": "减少披露差错，保护持有人知情权，有助于居民理财产品信息透明，降低机构更正成本。",
        "compliance_note": "项目属于既有信息披露管理活动的辅助工具，不改变审批权限，不涉及监管规则豁免，符合现行监管法规，合规负责人已出具评估报告。",
        "business_risks": [
            {"kind": kind, "description": f"{what}影响处理结果", "monitoring": "每周抽查", "measure": "人工复核并限时纠正", "owner": "合规管理部"}
            for kind, what in (("market", "核验延迟"), ("credit", "遗漏发行人条款"), ("liquidity", "赎回条款误判"),
                               ("operational", "操作失误"), ("compliance", "规则未及时更新"), ("public_opinion", "差错引发报道"))
        ],
        "technical_risks": [
            {"kind": kind, "description": f"{what}导致服务异常", "monitoring": "实时告警", "measure": "冗余部署与演练", "owner": "信息技术部"}
            for kind, what in (("network", "网络入侵"), ("system", "节点故障"), ("data", "文件被篡改"), ("personal_information", "经办人信息外泄"))
        ],
        "monitoring": [{"indicator": "系统可用率", "unit": "%", "amber": 99.5, "red": 99, "direction": "below", "cadence": "monthly"}],
        "emergency_plan": "系统中断时恢复人工比对，四小时内恢复；批量误判时停用相应规则并回退版本；发现泄露立即断网取证，按规定向专项工作组报告过程和结果。",
        "complaint_channels": [{"channel": "客户服务热线", "days": 15, "owner": "投诉处理岗"}],
        "compensation": "单列风险补偿准备金一百万元，因核验差错致持有人直接损失的，查明后十个工作日内先行补偿，再向责任方追偿。",
        "investor_notice": "在官方网站刊登试点说明，载明目的、期限、投诉渠道和退出安排，持有人可随时查询。",
        "exit_plan": [
            {"trigger": "期满达标", "customers": "平移至常态化系统", "data": "纳入数据目录管理", "funds": "准备金保留一年后释放", "announcement": "官网公告", "timetable": "三十日内完成"},
            {"trigger": "强制退出", "customers": "当日停用并恢复人工", "data": "封存日志备查", "funds": "准备金用于先行补偿", "announcement": "当日公告", "timetable": "停用后三十日内"},
        ],
        "milestones": [{"name": "完成部署与联调测试", "date": date(2024, 7, 31)}, {"name": "首批产品线启用", "date": date(2024, 9, 2)}, {"name": "试点总结", "date": date(2025, 8, 20)}],
        "readiness": "已完成需求调研和原型验证，以历史文件回测差异召回率为九成，尚未接入生产流程。",
        "local_support": "无",
        "glossary": [
            {"term": "OCR", "chinese": "光学字符识别", "note": "把图像中的文字转为文本的技术"},
            {"term": "NLP", "chinese": "自然语言处理", "note": "让计算机处理人类语言的技术"},
            {"term": "API", "chinese": "应用程序编程接口", "note": "系统之间交换数据的接口"},
        ],
        "state_secrets": False,
        "trade_secrets": [{"field": "algorithms", "reason": "阈值属于商业秘密"}],
    }  # fmt: skip
