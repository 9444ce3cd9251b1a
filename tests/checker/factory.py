"""Complete, valid filings for the tests, in memory and on disk, to be spoilt one edit at a time.

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
from tests.checker.words import FILES, LICENCES, NAME, PUBLIC, REASON, SURNAMES, TITLES, WORK, Form, content
from xianxing.checker import CheckReport, check_filing, registry
from xianxing.checker.case import CheckContext
from xianxing.checker.filing import FilingFile, FolderFiling
from xianxing.checker.folder import filing_of
from xianxing.documents.extract import extract
from xianxing.documents.limits import Limits
from xianxing.documents.model import Document
from xianxing.law import Finding, Result, load_guide
from xianxing.law.rules import Registry

AS_OF = date(2024, 1, 20)
GUIDE = "shenzhen-2023"


@cache
def _read(data: bytes, name: str) -> Document:
    return extract(data, name, Limits(), ocr=False)


@dataclass
class Draft:
    """A filing to edit: `form` as in filing.toml, `papers` by file name, `raw` files as they are."""

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

    def filing(self) -> FolderFiling:
        """The filing as the checker reads it, files read in this process."""
        files = self.files()

        def document(item: FilingFile) -> Document | None:
            return _read(files[item.file], item.file) if item.file in files else None

        return filing_of(copy.deepcopy(self.form), document)

    def report(self, as_of: date = AS_OF) -> CheckReport:
        """What the checker says about it."""
        return check_filing(self.filing(), load_guide(self.form.get("guide", GUIDE)), as_of)

    def findings(self, *results: Result, as_of: date = AS_OF) -> list[Finding]:
        return [finding for finding in self.report(as_of).findings if finding.result in results]

    def said_by(self, rule: str, as_of: date = AS_OF) -> list[Finding]:
        """What one rule says, the others not asked: in a fraction of a report's time."""
        guide = load_guide(self.form.get("guide", GUIDE))
        alone = Registry([registry.rules[rule]], registry.messages)
        return alone.run(CheckContext(self.filing(), guide, as_of), guide)

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
        "id": unit_id,
        "name": name,
        "uscc": code(serial),
        "kind": kind,
        "registered_in": "深圳市",
        "jurisdiction": "深圳",
        "lead": False,
        "scenario_provider": False,
        "scenario_business": "",
        "contribution": work,
        "staff": 8 + serial,
        "budget_yuan": 1_000_000 + serial,
        "contacts": [
            {
                "name": f"{SURNAMES[serial]}明远",
                "department": "金融科技部",
                "title": "部门总经理",
                "department_head": True,
                "mobile": f"1390000{serial:02d}01",
                "email": f"head{serial}@unit{serial}.example",
            },
            {
                "name": f"{SURNAMES[serial]}知秋",
                "department": "合规管理部",
                "title": "高级经理",
                "department_head": False,
                "mobile": f"1390000{serial:02d}02",
                "email": f"second{serial}@unit{serial}.example",
            },
        ],
        "commitments": [{"text": f"{short}按季向专项工作组报告运行情况"}],
        "internal_review": {
            "reviewer": f"{SURNAMES[serial]}怀瑾",
            "date": date(2024, 1, 15),
            "opinion": "经各部门会审，材料真实、准确、完整，同意报送",
        },
        "truth_pledge": {
            "signatory": f"{SURNAMES[serial]}秉文",
            "title": "总经理",
            "date": date(2024, 1, 18),
        },
    }
    if kind not in ("technology_firm", "core_institution"):
        row["licences"] = [
            {
                "name": LICENCES[kind],
                "number": f"编号Z{serial:06d}",
                "authority": "中国证监会",
                "valid_to": date(2028, 12, 31),
            }
        ]
    return row | over


def assemble(units: list[Form], **project: Any) -> Draft:
    """A filing of these units, with all five reports issued and signed by the right people."""
    joint = len(units) > 1
    lead = next(row for row in units if row["lead"])
    providers = [row for row in units if row["scenario_provider"]]
    for row in units:
        if joint:
            row.setdefault(
                "agreement",
                (
                    f"联合协议约定，{row['name']}承担前述任务并保证质量，享有相应成果，因其过错造成的损"
                    f"失由其承担，协议至退出落实之日终止。"
                ),
            )
        if joint and not row["lead"]:
            reviewer = lead["internal_review"]["reviewer"]
            row.setdefault(
                "lead_review",
                {
                    "reviewer": reviewer,
                    "date": date(2024, 1, 17),
                    "opinion": "查验了营业执照、人员和测试记录，与材料相符",
                },
            )
    form: Form = {
        "guide": GUIDE,
        "batch": "shenzhen-2023-2",
        "project": {
            "name": NAME,
            "type": "technology_empowerment",
            "type_reason": REASON,
            "directions": [2],
            "trial_months": 12,
            "planned_start": date(2024, 9, 2),
            "new_rule_field": False,
            "new_rule_reason": "",
            "needs_approval": False,
        }
        | project,
        "content": content(providers[0]["name"] if providers else lead["name"]),
        "unit": units,
        "material": [],
    }
    draft = Draft(form)
    signing = providers if lead["kind"] == "technology_firm" else [lead]
    for number, row in enumerate(signing):
        _file(
            draft, "compliance_report", compliance, [row], row, TITLES.get(row["name"], "合规负责人"), number
        )
    _file(draft, "implementation_plan", implementation, units, lead, "总经理", 0)
    if providers:
        for kind, paper in (
            ("business_risk_report", risk),
            ("technical_security_report", security),
            ("investor_protection_plan", investor),
        ):
            _file(draft, kind, paper, [providers[0]], providers[0], "总经理", 0)
    return draft


def _file(
    draft: Draft,
    kind: str,
    make: Callable[..., Paper],
    issuers: list[Form],
    signer: Form,
    title: str,
    number: int,
) -> None:
    name = {row["id"]: f"{SURNAMES[place]}慎之" for place, row in enumerate(draft.units)}
    file = f"{FILES[kind]}{number or ''}.docx"
    signed = [(row["name"], name[row["id"]], title if row is signer else "总经理") for row in issuers]
    draft.papers[file] = make(draft.project["name"], [row["name"] for row in issuers], signed)
    draft.form["material"].append(
        {
            "kind": kind,
            "file": file,
            "issuers": [row["id"] for row in issuers],
            "signatory": name[signer["id"]],
            "signatory_title": title,
            "signatory_unit": signer["id"],
            "signed_on": date(2024, 1, 12),
        }
    )


def joint(**project: Any) -> Draft:
    """A securities firm, lead and supplier of the scenario, with a technology firm."""
    lead = unit(
        "lead", "云杉证券股份有限公司", "securities_futures_operator", 1, lead=True, scenario_provider=True
    )
    return assemble(
        [
            lead,
            unit(
                "joint",
                "杭州知微智能有限公司",
                "technology_firm",
                2,
                registered_in="杭州市",
                jurisdiction="浙江",
            ),
        ],
        **project,
    )


def alone() -> Draft:
    """A securities firm by itself."""
    return assemble(
        [
            unit(
                "lead",
                "云杉证券股份有限公司",
                "securities_futures_operator",
                1,
                lead=True,
                scenario_provider=True,
            )
        ]
    )


def fund_manager() -> Draft:
    """A fund manager whose 督察长 signs."""
    return assemble(
        [
            unit(
                "fund",
                "远岫基金管理有限公司",
                "securities_futures_operator",
                3,
                lead=True,
                scenario_provider=True,
                jurisdiction="深圳辖区",
            )
        ]
    )


def futures_firm() -> Draft:
    """A futures firm whose 首席风险官 signs, registered in a district."""
    return assemble(
        [
            unit(
                "futures",
                "北辰期货有限公司",
                "securities_futures_operator",
                4,
                lead=True,
                scenario_provider=True,
                registered_in="深圳市前海深港合作区",
                jurisdiction="深圳证监局辖区",
            ),
        ]
    )


def custodian() -> Draft:
    """A custodian bank with a licence that never ends."""
    bank = unit("bank", "海晏银行股份有限公司", "fund_custodian", 5, lead=True, scenario_provider=True)
    bank["licences"] = [
        {
            "name": "证券投资基金托管资格",
            "number": "证监许字999号",
            "authority": "中国证监会",
            "valid_to": "长期",
        }
    ]
    return assemble([bank])


def law_firm() -> Draft:
    """A law firm, lead, with a securities business as its scenario; the partner in charge signs."""
    scenario = "律师函证与证券发行法律尽职调查中的底稿核验，服务于股票、债券公开发行业务。"
    firm = unit(
        "firm",
        "广东明衡律师事务所",
        "service_institution",
        6,
        lead=True,
        scenario_provider=True,
        scenario_business=scenario,
    )
    return assemble(
        [
            firm,
            unit(
                "tech",
                "成都析理科技有限公司",
                "technology_firm",
                7,
                registered_in="成都市",
                jurisdiction="四川",
            ),
        ]
    )


def core_institution() -> Draft:
    """A core institution, which has no licence and whose project is in no listed direction."""
    core = unit("core", "湾岸登记科技有限公司", "core_institution", 8, lead=True, scenario_provider=True)
    return assemble([core], type="public_service", type_reason=PUBLIC, directions=["other"])


def technology_lead() -> Draft:
    """A technology firm of another city as lead, with two institutions that supply the scenario."""
    return assemble(
        [
            unit(
                "tech",
                "苏州经纬数据有限公司",
                "technology_firm",
                9,
                lead=True,
                registered_in="苏州市",
                jurisdiction="江苏",
            ),
            unit("one", "云杉证券股份有限公司", "securities_futures_operator", 1, scenario_provider=True),
            unit("two", "鹏岭股权交易中心有限责任公司", "regional_equity_market", 10, scenario_provider=True),
        ]
    )


def business_innovation() -> Draft:
    """业务创新类 with an explicit exemption and a parallel submission."""
    draft = alone()
    draft.project.update(
        type="business_innovation",
        type_reason="本项目是科技支持下的金融服务创新，现行登记规则要求逐笔纸质确认，需要豁免后方可开展。",
        needs_approval=True,
        exemptions=[
            {"rule": "证券登记业务细则", "article": "第十二条", "scope": "纸质确认单的要求", "months": 12}
        ],
        approvals=[
            {
                "authority": "中国证监会",
                "reference": "受理第88号",
                "status": "filed",
                "date": date(2024, 1, 10),
            }
        ],
    )
    note = (
        "试点业务依照现行登记规则开展，仅就证券登记业务细则第十二条申请豁免，其余业务符合现行监管法规"
        "，合规负责人已出具评估报告。"
    )
    draft.content["compliance_note"] = note
    return draft


CLEAN: dict[str, Callable[[], Draft]] = {
    maker.__name__: maker
    for maker in (
        joint,
        alone,
        fund_manager,
        futures_firm,
        custodian,
        law_firm,
        core_institution,
        technology_lead,
        business_innovation,
    )
}
