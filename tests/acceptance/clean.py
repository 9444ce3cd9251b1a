"""Fourteen clean filings, composed from the texts beside this file in three hands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from stdnum.cn import uscc

from tests.acceptance.model import Block, Doc, Filing, Signature, Tree

TEXTS = Path(__file__).parent / "texts"
SURNAMES = "顾陆沈程温梁贺傅谈乔卫简祝伍桑裴闵柯屠荀"
GIVEN = (
    "明舟",
    "若川",
    "景深",
    "知夏",
    "伯安",
    "雨棠",
    "思源",
    "望舒",
    "文澜",
    "子衡",
    "清越",
    "怀瑾",
    "书屿",
    "云起",
)
RISKS = {
    "market": ("行情剧烈波动时提示滞后，影响处理时机", "统计高波动日的响应时间", "设定响应上限，超时转人工"),
    "credit": ("对方资信恶化未能及时反映，造成垫付或者拖欠", "按周核对资信变化", "设置额度并要求补充担保"),
    "liquidity": (
        "处理延误导致资金或者份额不能按时到位",
        "监测在途金额与时长",
        "预留备用额度，优先处理到期事项",
    ),
    "operational": (
        "人员过度依赖系统，复核流于形式",
        "抽查复核记录与停留时长",
        "按比例随机重做，结果纳入考核",
    ),
    "compliance": ("规则更新后系统未同步调整", "逐月核对规则变更台账", "生效前完成修订并双人复核"),
    "public_opinion": ("对外表述不当被误解为监管机构认可", "每日检索公开报道", "统一口径，及时澄清更正"),
}
TECH_RISKS = {
    "network": ("外部攻击者尝试入侵对外接口", "边界流量与告警实时监测", "白名单、限速与入侵检测"),
    "system": ("关键服务故障导致中断", "健康检查与容量监测", "双机热备并定期切换演练"),
    "data": ("数据被篡改或者丢失", "每日校验摘要", "异地备份与恢复验证"),
    "personal_information": ("个人信息被超范围查询", "访问日志分析", "字段遮蔽、审批后限时可见"),
}


@cache
def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((TEXTS / f"{name}.toml").read_text(encoding="utf-8"))


def gloss(text: str, terms: list[list[str]], chinese_first: bool) -> str:
    """Write each [[TERM]] with its Chinese gloss at its first use in the text and bare afterwards."""
    for term, chinese, _ in terms:
        mark = re.escape(f"[[{term}]]")
        full = f"{chinese}（{term}）" if chinese_first else f"{term}（{chinese}）"
        text = re.sub(f"(?:{chinese}（{mark}）|{mark})", full, text, count=1)
        text = re.sub(f"(?:{chinese}（{mark}）|{mark})", term, text)
    return text


@dataclass
class _Author:
    """Everything that one filing's texts are filled from."""

    spec: Tree
    number: int
    turn: int = 0

    @property
    def voice(self) -> int:
        return int(self.spec["voice"])

    @property
    def lead(self) -> Tree:
        found: Tree = next(unit for unit in self.spec["unit"] if unit["lead"])
        return found

    @property
    def providers(self) -> list[Tree]:
        return [unit for unit in self.spec["unit"] if unit["provider"]]

    def fill(self, text: str, **more: object) -> str:
        spec = self.spec
        facts = {
            **{key: value for key, value in spec.items() if isinstance(value, str | int)},
            "L": self.lead["short"],
            "P": "、".join(unit["short"] for unit in self.providers),
            "exempt": spec.get("exempt", "试点不申请任何监管规则豁免。"),
            **more,
        }
        return text.format(**facts)

    def cell(self, text: str, **more: object) -> str:
        """One cell, glossed at first use."""
        return gloss(self.fill(text, **more), self.spec["terms"], self.voice != 1)

    def sections(self, kind: str) -> list[Any]:
        """Headings of a report with the contents that stand under each."""
        if self.turn == 3:
            return list(_load("fourth_hand")["headings"][kind][self.voice])
        hand = 3 + (self.voice + self.turn) % 3 if self.turn else self.voice
        return list(_load("reports")["headings"][kind][hand])

    def body(self, key: str) -> list[str]:
        """The ways in which one content is written."""
        own = _load("fourth_hand")["body"].get(key) if self.turn == 3 else None
        return list(own or _load("reports")["body"][key])

    def person(self, index: int) -> str:
        place = self.number * 29 + index * 11
        return SURNAMES[place % len(SURNAMES)] + GIVEN[(place // 3 + index) % len(GIVEN)]


def clean_filings() -> list[Filing]:
    """All clean filings, in the order of the texts, each with its reports in four hands."""
    specs = list(enumerate(_load("filings")["filing"]))
    return [_filing(_Author(spec, number, turn)) for turn in range(4) for number, spec in specs]


@cache
def _clean() -> dict[str, Filing]:
    return {filing.id: filing for filing in clean_filings()}


def clean_ids() -> list[str]:
    """The names of the clean filings."""
    return list(_clean())


def prepared(base: str, edit: Callable[[Filing], object] | None = None) -> Filing:
    """A copy of a clean filing with one edit."""
    filing = _clean()[base].copy()
    if edit:
        edit(filing)
    return filing


def _filing(author: _Author) -> Filing:
    spec = author.spec
    data: Tree = {"guide": "shenzhen-2023", "batch": "shenzhen-2023-2"}
    data["project"] = _project(author)
    data["content"] = _content(author)
    data["unit"] = [_unit(author, unit, index) for index, unit in enumerate(spec["unit"])]
    data["material"] = []
    filing = Filing(spec["id"] + ("", "-b", "-c", "-d")[author.turn], data, {})
    for kind in spec["materials"]:
        for entry, doc in _materials(author, kind):
            data["material"].append(entry)
            filing.files[entry["file"]] = doc
    return filing


def _project(author: _Author) -> Tree:
    spec = author.spec
    reason = _load("voices")["type_reason"][spec["type"]]
    project: Tree = {
        "name": spec["name"],
        "type": spec["type"],
        "type_reason": author.cell(reason),
        "directions": spec["directions"],
        "trial_months": spec["months"],
        "planned_start": spec["start"],
        "new_rule_field": "new_rule_reason" in spec,
        "new_rule_reason": spec.get("new_rule_reason", ""),
        "needs_approval": "approvals" in spec,
    }
    keys = ("rule", "article", "scope", "months")
    if "exemptions" in spec:
        project["exemptions"] = [dict(zip(keys, row, strict=True)) for row in spec["exemptions"]]
    keys = ("authority", "reference", "status", "date")
    if "approvals" in spec:
        project["approvals"] = [dict(zip(keys, row, strict=True)) for row in spec["approvals"]]
    return project


def _content(author: _Author) -> Tree:
    spec = author.spec
    voice = _load("voices")["voice"][author.voice]
    staff = sum(_staff(author, index) for index in range(len(spec["unit"])))
    content: Tree = {}
    flags = {
        "core_technology": {"technologies": spec["technologies"]},
        "algorithms": {
            "automated_decision": spec["automated"],
            "personal_information": spec["personal"],
            "impact_assessment": spec["personal"],
        },
    }
    for key, text in voice.items():
        content[key] = author.cell(text, staff=staff)
        content.update(flags.get(key, {}))
    content["state_secrets"] = False
    content.update(_tables(author))
    return content


def _rows(keys: str, rows: list[list[Any]]) -> list[Tree]:
    return [dict(zip(keys.split(), row, strict=True)) for row in rows]


def _tables(author: _Author) -> Tree:
    spec = author.spec
    owners = ("业务运营部", "合规管理部", "风险管理部", "信息技术部", "客户服务中心", "法律事务部")
    business = [[kind, *row, owners[i]] for i, (kind, row) in enumerate(RISKS.items())]
    technical = [[kind, *row, "信息技术部"] for kind, row in TECH_RISKS.items()]
    tables: Tree = {
        "scale": _rows("item unit cap", spec["scale"]),
        "data_sources": _rows(
            "source kind purpose crosses_border", [[*row, False] for row in spec["sources"]]
        ),
        "comparison": _rows("aspect present proposed", spec["comparison"]),
        "effects": _rows("indicator baseline target definition cadence", spec["effects"]),
        "business_risks": _rows("kind description monitoring measure owner", business),
        "technical_risks": _rows("kind description monitoring measure owner", technical),
        "monitoring": _rows("indicator unit amber red direction cadence", _MONITORING),
        "complaint_channels": _rows("channel days owner", _complaints(author)),
        "exit_plan": _rows("trigger customers data funds announcement timetable", _EXITS),
        "milestones": _milestones(spec["start"], spec["months"]),
        "trade_secrets": _rows(
            "field reason",
            [["algorithms", "参数与阈值公开后可能被规避"], ["architecture", "公开后增加被攻击的可能"]],
        ),
    }
    if spec["terms"]:
        tables["glossary"] = _rows("term chinese note", spec["terms"])
    return tables


_MONITORING: list[list[Any]] = [
    ["系统可用率", "%", 99.5, 99.0, "below", "monthly"],
    ["业务差错件数", "件", 3, 8, "above", "monthly"],
    ["投诉件数", "件", 2, 6, "above", "monthly"],
]
_EXITS: list[list[Any]] = [
    [
        "期满并达到预期效果",
        "重新确认后转入常态化服务",
        "纳入统一数据目录管理",
        "补偿资金保留十二个月",
        "官方网站公告",
        "期满前九十日启动",
    ],
    [
        "效果不达标或者自行申请结束",
        "恢复原有办理方式",
        "三十日内删除试点数据",
        "结清补偿后释放",
        "公告并逐户通知",
        "决定后六十日内完成",
    ],
    [
        "出现重大隐患或者被强制退出",
        "当日停用并转人工办理",
        "立即封存日志与数据",
        "全额用于先行补偿",
        "二十四小时内公告",
        "三十日内完成处置",
    ],
]


def _complaints(author: _Author) -> list[list[Any]]:
    short = author.providers[0]["short"]
    return [
        [f"{short}服务热线与营业场所", 15, "客户服务中心投诉处理岗"],
        ["官方网站意见信箱", 15, "合规管理部投资者保护岗"],
        ["监管部门转办件", 30, "合规管理部负责人"],
    ]


def _months_later(start: date, months: int) -> date:
    month = start.month - 1 + months
    return date(start.year + month // 12, month % 12 + 1, 15)


def _milestones(start: date, months: int) -> list[Tree]:
    rows = [
        ["完成生产环境部署与安全测试", _months_later(start, -1)],
        ["启动试运行", start],
        ["扩大到全部试点范围", _months_later(start, months // 3)],
        ["中期评估", _months_later(start, months // 2)],
        ["试点总结与退出评估", _months_later(start, months - 1)],
    ]
    return _rows("name date", rows)


def _staff(author: _Author, index: int) -> int:
    return int(author.spec["staff"]) - 5 * index


def code(number: int, region: str) -> str:
    """An invented unified social credit code with a right check digit."""
    stem = f"91{region}MA5{number * 7919 % 1000000:06d}"[:17]
    return stem + str(uscc.calc_check_digit(stem))


def _region(place: str) -> str:
    known = {"成都": "510100", "北京": "110108", "浙江": "330100"}
    return next((value for key, value in known.items() if key in place), "440300")


def _role(unit: Tree) -> str:
    if unit["lead"]:
        return "lead_provider" if unit["provider"] or unit["kind"] != "technology_firm" else "lead_tech"
    if unit["provider"]:
        return "provider"
    return "tech" if unit["kind"] == "technology_firm" else "joint"


def _unit(author: _Author, unit: Tree, index: int) -> Tree:
    voices = _load("voices")
    options = voices["contribution"][_role(unit)]
    staff = _staff(author, index)
    s = unit["short"]
    pick = author.voice + index
    text = options[pick % len(options)]
    joint = len(author.spec["unit"]) > 1
    agreements = voices["agreement"]["lead" if unit["lead"] else "other"]
    agreement = agreements[pick % len(agreements)].format(s=s) if joint else ""
    tree: Tree = {
        "id": unit["id"],
        "name": unit["name"],
        "uscc": code(sum(map(ord, unit["name"])), _region(unit["registered_in"])),
        "kind": unit["kind"],
        "registered_in": unit["registered_in"],
        "jurisdiction": unit["jurisdiction"],
        "lead": unit["lead"],
        "scenario_provider": unit["provider"],
        "scenario_business": unit.get("scenario_business", ""),
        "contribution": text.format(s=s, work=unit["work"], staff=staff),
        "staff": staff,
        "budget_yuan": 3600000 - 900000 * index,
        "agreement": agreement,
    }
    rows = [[*row] for row in unit["licences"]]
    if rows:
        tree["licences"] = _rows("name number authority valid_to", rows)
    tree.update(_people(author, unit, index))
    return tree


def _people(author: _Author, unit: Tree, index: int) -> Tree:
    base = index * 10
    mobile = 13900010000 + author.number * 1000 + index * 100
    host = f"unit{author.number}{index}.example"
    contacts = [
        [author.person(base), "业务发展部", "部门总经理", True, str(mobile + 17), f"a@{host}"],
        [author.person(base + 1), "信息技术部", "高级经理", False, str(mobile + 43), f"b@{host}"],
    ]
    tree: Tree = {
        "contacts": _rows("name department title department_head mobile email", contacts),
        "commitments": _rows("text", [[f"{unit['short']}按季提交运行情况"], [_PROMISES[index % 3]]]),
        "internal_review": {
            "reviewer": author.person(base + 2),
            "date": date(2024, 1, 12),
            "opinion": _OPINIONS[index % 3],
        },
    }
    if not unit["lead"]:
        tree["lead_review"] = {
            "reviewer": author.person(2),
            "date": date(2024, 1, 15),
            "opinion": f"已核对{unit['short']}的证照、人员与技术资料，与材料一致",
        }
    tree["truth_pledge"] = {
        "signatory": author.person(base + 3),
        "title": "总经理",
        "date": date(2024, 1, 16),
    }
    return tree


_PROMISES = ("试点规模不超过申报上限", "不将业务数据用于其他目的", "核心人员变动提前二十日告知")
_OPINIONS = (
    "经业务、合规与信息技术部门会审，材料真实、准确、完整，同意报送",
    "已核对技术资料、知识产权和人员信息，与事实相符",
    "所述业务、人员与数据属实，同意共同申报",
)


def _materials(author: _Author, kind: str) -> list[tuple[Tree, Doc]]:
    if kind == "compliance_report":
        return _compliance(author)
    if kind in ("presentation", "intellectual_property", "other", "translation"):
        from tests.acceptance.extras import extra

        return [extra(author, kind)]
    return [_report(author, kind)]


def _file(author: _Author, kind: str, ending: str) -> str:
    return f"{_load('reports')['file'][kind][author.voice]}.{ending}"


def _signers(author: _Author) -> list[Tree]:
    if author.lead["kind"] == "technology_firm":
        return author.providers
    return [author.lead]


def _compliance(author: _Author) -> list[tuple[Tree, Doc]]:
    made = []
    for unit in _signers(author):
        index = author.spec["unit"].index(unit)
        fmt = "scan" if author.spec.get("scan") else ("pdf" if author.number % 4 == 3 else "docx")
        name = _file(author, "compliance_report", "pdf" if fmt in ("scan", "pdf") else "docx")
        if len(_signers(author)) > 1:
            name = name.replace(".", f"（{unit['short']}）.")
        who = author.person(index * 10 + 4)
        entry = {
            "kind": "compliance_report",
            "file": name,
            "issuers": [unit["id"]],
            "signatory": who,
            "signatory_title": unit["cco"],
            "signatory_unit": unit["id"],
            "signed_on": date(2024, 1, 10),
        }
        made.append((entry, _document(author, "compliance_report", [unit], [(unit, who, unit["cco"])], fmt)))
    return made


def _report(author: _Author, kind: str) -> tuple[Tree, Doc]:
    spec = author.spec
    fmt = "pdf" if kind == "technical_security_report" and author.number % 2 else "docx"
    units = author.spec["unit"] if kind == "implementation_plan" else author.providers
    third = spec.get("third_party", "") if kind == "technical_security_report" else ""
    signers = [
        (
            unit,
            author.person(spec["unit"].index(unit) * 10 + 5),
            ("总经理", "分管负责人", "首席信息官")[i % 3],
        )
        for i, unit in enumerate(units)
    ]
    entry: Tree = {
        "kind": kind,
        "file": _file(author, kind, fmt),
        "issuers": ["third_party"] if third else [unit["id"] for unit in units],
    }
    if third:
        entry["third_party"] = third
        signers = [({"name": third, "short": third}, author.person(77), "技术负责人")]
    entry["signatory"] = signers[0][1]
    entry["signatory_title"] = signers[0][2]
    if not third:
        entry["signatory_unit"] = units[0]["id"]
    entry["signed_on"] = date(2024, 1, 11)
    shown = [{"name": third, "short": third}] if third else units
    return entry, _document(author, kind, shown, signers, fmt)


def _document(
    author: _Author, kind: str, units: list[Tree], signers: list[tuple[Tree, str, str]], fmt: str
) -> Doc:
    number = author.number
    doc = Doc(fmt, heading=("style", "bold", "plain")[(author.voice + number + author.turn) % 3])
    doc.blocks += _cover(author, kind, units)
    sections = author.sections(kind)
    for index, (title, keys) in enumerate(sections):
        doc.blocks.append(Block("heading", _numbered(index, title, number), key=",".join(keys)))
        for key in keys:
            doc.blocks += _body(
                author, key, units, index == 0 and key == keys[0], author.turn > 0 and len(keys) > 1
            )
    whole = [("2024年1月10日", "2024年01月10日", "二〇二四年一月十日")[number % 3], "2024年1月11日"]
    layout = (number + author.voice) % 5 + (5 if author.turn else 0)
    on = whole[0] if kind == "compliance_report" else whole[1]
    doc.signatures = [Signature(unit["name"], who, title, on, layout) for unit, who, title in signers]
    return _glossed(doc, author)


def _numbered(index: int, title: str, style: int) -> str:
    numerals = "一二三四五六七八九十"
    return (f"{numerals[index]}、{title}", f"{index + 1}. {title}", f"第{numerals[index]}章　{title}")[
        style % 3
    ]


def _cover(author: _Author, kind: str, units: list[Tree]) -> list[Block]:
    title = _load("reports")["file"][kind][0]
    names = "、".join(unit["name"] for unit in units)
    project = author.spec["name"]
    covers = [
        [
            "深圳资本市场金融科技创新试点项目申报材料",
            f"项目名称：{project}",
            f"出具单位：{names}",
            "出具日期：2024年1月9日",
        ],
        [f"关于“{project}”的{title}", f"编制单位：{names}", "二〇二四年一月"],
        [f"项目：{project}", f"单位：{names}", "2024年1月"],
    ]
    lines = covers[(author.number + author.voice + author.turn) % 3]
    blocks = [Block("title", title), *(Block("cover", line) for line in lines)]
    return blocks + ([Block("break")] if author.number % 2 == 0 else [])


def _body(author: _Author, key: str, units: list[Tree], first: bool, merged: bool) -> list[Block]:
    options = author.body(key)
    text = author.fill(
        options[(author.voice + author.number + author.turn) % len(options)],
        signer_unit=units[0].get("name", ""),
    )
    lead_in = _load("reports")["lead_in"].get(key, "") if merged else ""
    block = Block("para", lead_in + text, key=key)
    blocks = [block]
    if first:
        terms = author.spec["key_terms"]
        block.text += "本文件使用了" + "、".join(f"“{term}”" for term, _ in terms) + "等术语，含义见脚注。"
        block.notes = [f"{term}：{meaning}。" for term, meaning in terms]
    if key == "screens":
        blocks += [Block("image", key=key), Block("para", "图1　办理页面（模拟数据）", key=key)]
        blocks += [Block("image", key=key), Block("para", "图2　复核页面（模拟数据）", key=key)]
    rows = _body_table(author, key)
    return blocks + ([Block("table", rows=rows, key=key)] if rows else [])


def _body_table(author: _Author, key: str) -> list[list[str]]:
    spec = author.spec
    if key == "data":
        return [["来源", "种类", "用途"], *spec["sources"]]
    if key == "schedule":
        rows = _milestones(spec["start"], spec["months"])
        return [["里程碑", "日期"], *([row["name"], f"{row['date']:%Y年%m月%d日}"] for row in rows)]
    if key == "risks":
        names = ("市场风险", "信用风险", "流动性风险", "操作风险", "合规风险", "舆情风险")
        values = RISKS.values()
        return [["类别", "表现", "监测", "措施"], *([n, *row] for n, row in zip(names, values, strict=True))]
    if key == "law_table":
        laws = re.findall(r"《[^》]+》", spec["laws"])
        return [["业务环节", "规定", "结论"], *(["业务办理与管理", law, "符合"] for law in laws)]
    return []


def _glossed(doc: Doc, author: _Author) -> Doc:
    """Gloss the terms at their first use in the whole document, in reading order."""
    mark = "\x1f"
    pieces = [mark.join([block.text, *(cell for row in block.rows for cell in row)]) for block in doc.blocks]
    whole = gloss("\x1e".join(pieces), author.spec["terms"], author.voice != 1)
    for block, piece in zip(doc.blocks, whole.split("\x1e"), strict=True):
        block.text, *cells = piece.split(mark)
        stream = iter(cells)
        block.rows = [[next(stream) for _ in row] for row in block.rows]
    return doc
