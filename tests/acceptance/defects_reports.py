"""Defects of what the reports say, who issued them and who signed them."""

from __future__ import annotations

import re
from datetime import date

from tests.acceptance.clean import prepared
from tests.acceptance.defects import SEEN, TOLD, Defect, Edit, both, material
from tests.acceptance.model import Block, Filing

CR, IP, BR = "compliance_report", "implementation_plan", "business_risk_report"
TS, PP = "technical_security_report", "investor_protection_plan"
FILE = {kind: (f"{{{kind}}}", "material") for kind in (CR, IP, BR, TS, PP)}


def without(kind: str, *keys: str) -> Edit:
    """Take a section out, its heading and everything below it."""

    def run(filing: Filing) -> None:
        doc = filing.doc(kind)
        kept = []
        for block in doc.blocks:
            wanted = set(block.key.split(",")) - set(keys) if block.key else {""}
            if wanted:
                kept.append(block)
        assert len(kept) < len(doc.blocks), (filing.id, kind, keys)
        doc.blocks = kept

    return run


def hollow(kind: str, key: str, text: str = "") -> Edit:
    """Leave the heading of a section and empty what stands below it."""

    def run(filing: Filing) -> None:
        doc = filing.doc(kind)
        place = next(i for i, block in enumerate(doc.blocks) if block.key == key and block.kind != "heading")
        doc.blocks = [block for block in doc.blocks if block.key != key or block.kind == "heading"]
        if text:
            doc.blocks.insert(place, Block("para", text, key=key))

    return run


def hidden(kind: str, key: str, look: str) -> Edit:
    """Keep a section for machines only: heading and text cannot be seen by a reader."""

    def run(filing: Filing) -> None:
        for block in filing.doc(kind).blocks:
            if block.key == key:
                block.look = look
                block.kind = "para"

    return run


def sign(kind: str, place: int = 0, **values: str) -> Edit:
    """Change a signature in the document only."""

    def run(filing: Filing) -> None:
        for key, value in values.items():
            setattr(filing.doc(kind).signatures[place], key, value)

    return run


def signed_by(title: str, unit: str = "", kind: str = CR) -> Edit:
    """Another person signs, in the form and in the document alike."""

    def run(filing: Filing) -> None:
        entry = filing.material(kind)
        entry["signatory_title"] = title
        signature = filing.doc(kind).signatures[0]
        signature.title = title
        signature.layout = 0
        if unit:
            entry["signatory_unit"] = unit
            entry["issuers"] = [unit]
            signature.unit = filing.unit(unit)["name"]

    return run


def issued_by(kind: str, unit: str) -> Edit:
    """A report issued by another unit, in the form, on the cover and in the signature."""

    def run(filing: Filing) -> None:
        entry, doc = filing.material(kind), filing.doc(kind)
        old = doc.signatures[0].unit
        entry.update(issuers=[unit], signatory_unit=unit)
        for signature in doc.signatures:
            signature.unit = filing.unit(unit)["name"]
        doc.signatures = doc.signatures[:1]
        for block in doc.blocks:
            if block.kind == "cover":
                block.text = block.text.replace(old, filing.unit(unit)["name"])

    return run


def replace(kind: str, old: str, new: str, only: str = "") -> Edit:
    """Replace text in one document, everywhere or in one kind of block."""

    def run(filing: Filing) -> None:
        changed = 0
        for block in filing.doc(kind).blocks:
            if (not only or block.kind == only) and old in block.text:
                block.text = block.text.replace(old, new)
                changed += 1
        assert changed, (filing.id, kind, old)

    return run


def no_law(filing: Filing) -> None:
    """A compliance report that praises the technology and never speaks of a rule."""
    doc = filing.doc(CR)
    cover = [block for block in doc.blocks if block.kind in ("title", "cover")]
    text = "系统采用先进的技术架构，界面友好，运行稳定，受到使用人员的普遍好评。项目团队经验丰富，进度正常。"
    doc.blocks = [
        *cover,
        Block("heading", "一、项目简介"),
        Block("para", text, notes=["系统：指本项目系统。"]),
    ]
    doc.blocks += [
        Block("heading", "二、团队情况"),
        Block("para", "团队成员共二十人，全部具有本科以上学历。"),
    ]


def cover_only(filing: Filing) -> None:
    doc = filing.doc(CR)
    doc.blocks = [block for block in doc.blocks if block.kind in ("title", "cover")]


def only_one_pilot(filing: Filing) -> None:
    entries = [entry for entry in filing.data["material"] if entry["kind"] == CR]
    filing.data["material"].remove(entries[1])
    del filing.files[entries[1]["file"]]


def one_signature(kind: str) -> Edit:
    """Only the first unit signed the document."""

    def run(filing: Filing) -> None:
        filing.doc(kind).signatures = filing.doc(kind).signatures[:1]

    return run


def no_explained_term(filing: Filing) -> None:
    doc = filing.doc(IP)
    for block in doc.blocks:
        block.notes = []
        head, _, _ = block.text.partition("本文件使用了")
        block.text = head


def drop_word(kind: str, word: str) -> Edit:
    """Take out every clause of a sentence that has the word."""

    def run(filing: Filing) -> None:
        for block in filing.doc(kind).blocks:
            block.text = re.sub(f"[^，。；、]*{word}[^，。；、]*", "", block.text)

    return run


def removals() -> list[Defect]:
    """Every section with a heading of its own, taken out of reports written in the other hands."""
    bases = ("solo_broker-b", "rating-c", "fund-b", "custodian-c", "broker_tech-d")
    found = []
    for base in bases:
        filing = prepared(base)
        for kind, clause in ((IP, "4.2.2"), (BR, "4.2.3"), (TS, "4.2.4"), (PP, "4.2.5")):
            if not any(entry["kind"] == kind for entry in filing.data["material"]):
                continue
            alone = [block.key for block in filing.doc(kind).blocks if block.kind == "heading"]
            found += [
                Defect(
                    f"{base}-{kind}-{key}",
                    base,
                    without(kind, key),
                    (clause,),
                    FILE[kind],
                    SEEN,
                    part=PARTS[key],
                )
                for key in alone
                if "," not in key and key not in OPTIONAL
            ]
    return found


def _signed_as(filing: Filing, title: str) -> None:
    """Another function signs, in the layout of the clean filing."""
    filing.material(CR)["signatory_title"] = title
    filing.doc(CR).signatures[0].title = title


PARTS = {
    "scene": "应用场景",
    "logic": "业务逻辑",
    "principle": "技术",
    "architecture": "架构",
    "algorithm": "算法",
    "data": "数据",
    "screens": "界面",
    "schedule": "进度",
    "risks": "风险",
    "monitoring": "监测",
    "control": "防控",
    "emergency": "应急",
    "complaints": "投诉",
    "compensation": "补偿",
    "exit": "退出",
    "network": "网络",
    "system": "系统",
    "data_security": "数据",
    "privacy": "个人信息",
    "tech_monitoring": "监测",
    "tech_control": "防控",
    "tech_emergency": "应急",
}
OPTIONAL = ("team", "principles", "closing", "tech_scope", "tech_result")

DEFECTS: list[Defect] = [
    # 四(一)2 the compliance report
    Defect("cr-finance", "solo_broker", signed_by("财务总监"), ("4.1.2",), FILE[CR]),
    Defect("cr-technology", "broker_tech", signed_by("首席信息官"), ("4.1.2",), FILE[CR]),
    Defect("cr-sales", "fund", signed_by("市场部总经理"), ("4.1.2",), FILE[CR]),
    Defect("cr-tech-partner", "broker_tech", signed_by("合规负责人", "joint"), ("4.1.2",), FILE[CR]),
    Defect("cr-tech-lead", "two_pilots", signed_by("合规负责人", "lj"), ("4.1.2",), (*FILE[CR], "")),
    Defect("cr-sponsor-signs", "law_firm", signed_by("合规总监", "sponsor"), ("4.1.2",), FILE[CR]),
    Defect("cr-one-pilot", "two_pilots", only_one_pilot, ("4.1.2",), ("",), SEEN),
    Defect("cr-other-name", "rating", sign(CR, name="简不同"), ("4.1.2",), FILE[CR], SEEN),
    Defect("cr-other-title", "rating", sign(CR, title="财务负责人"), ("4.1.2",), FILE[CR], SEEN),
    Defect("cr-unsigned", "solo_broker", sign(CR, name="＿＿＿＿＿"), ("4.1.2",), FILE[CR], SEEN),
    Defect(
        "cr-no-signature", "exemption", lambda f: f.doc(CR).signatures.clear(), ("4.1.2",), FILE[CR], SEEN
    ),
    Defect(
        "cr-form-unsigned", "rating", material(CR, signatory="", signatory_title=""), ("4.1.2",), FILE[CR]
    ),
    Defect(
        "cr-form-undated", "rating", lambda f: f.material(CR).pop("signed_on"), ("4.1.2",), FILE[CR], TOLD
    ),
    Defect(
        "cr-future", "exemption", material(CR, signed_on=date(2024, 6, 1)), ("4.1.2", "4.1.1"), FILE[CR], SEEN
    ),
    Defect("cr-other-date", "exemption", sign(CR, on="2022年3月5日"), ("4.1.2", "4.1.1"), FILE[CR], SEEN),
    Defect("cr-no-law", "solo_broker", no_law, ("4.1.2",), FILE[CR], SEEN),
    Defect(
        "cr-negative",
        "solo_broker",
        replace(CR, "项目承载业务符合现行行业监管法规", "项目承载业务不符合现行行业监管法规，存在多处违规"),
        ("4.1.2",),
        FILE[CR],
        SEEN,
    ),
    Defect("cr-cover-only", "minimal", cover_only, ("4.1.2",), FILE[CR], SEEN),
    Defect("cr-no-argument", "exemption", without(CR, "law_table", "conclusion"), ("4.1.2",), FILE[CR], SEEN),
    # 四(二) who issues
    Defect("ip-lead-only", "long", material(IP, issuers=["sec"]), ("4.2.2",), FILE[IP]),
    Defect("ip-signed-by-one", "two_pilots", one_signature(IP), ("4.2.2",), FILE[IP], SEEN),
    Defect("br-tech", "fund", issued_by(BR, "tech1"), ("4.2.3",), FILE[BR]),
    Defect("br-not-provider", "exemption", issued_by(BR, "b"), ("4.2.3",), FILE[BR]),
    Defect("pp-tech", "equity_tech", issued_by(PP, "tech"), ("4.2.5",), FILE[PP]),
    Defect("ts-tech", "two_pilots", issued_by(TS, "lj"), ("4.2.4",), FILE[TS]),
    Defect("ts-third-unnamed", "equity_tech", material(TS, third_party=""), ("4.2.4",), FILE[TS]),
    Defect(
        "br-form-only",
        "fund",
        both(issued_by(BR, "tech1"), material(BR, issuers=["lead"], signatory_unit="lead")),
        ("4.2.3", "4.1.1", "4.3.1"),
        FILE[BR],
        SEEN,
    ),
    Defect("pp-unsigned-issuers", "rating", material(PP, issuers=[]), ("4.2.5",), FILE[PP], SEEN),
    # 四(二)2 sections
    Defect("ip-no-scene", "solo_broker", without(IP, "scene"), ("4.2.2",), FILE[IP], SEEN),
    Defect(
        "ip-no-architecture",
        "broker_tech",
        without(IP, "principle", "architecture"),
        ("4.2.2",),
        FILE[IP],
        SEEN,
        part="架构",
    ),
    Defect("ip-no-algorithm", "solo_broker", without(IP, "algorithm"), ("4.2.2",), FILE[IP]),
    Defect("ip-no-data", "exemption", without(IP, "data"), ("4.2.2",), FILE[IP], SEEN, part="数据"),
    Defect("ip-no-screens", "futures", without(IP, "screens"), ("4.2.2",), FILE[IP]),
    Defect("ip-no-schedule", "rating", without(IP, "schedule"), ("4.2.2",), FILE[IP]),
    # 四(二)3
    Defect("br-no-monitoring", "solo_broker", without(BR, "monitoring"), ("4.2.3",), FILE[BR]),
    Defect("br-no-emergency", "rating", without(BR, "emergency"), ("4.2.3",), FILE[BR]),
    Defect(
        "br-no-complaints", "broker_tech", without(BR, "complaints"), ("4.2.3",), FILE[BR], SEEN, part="投诉"
    ),
    Defect(
        "br-no-compensation",
        "exemption",
        without(BR, "compensation"),
        ("4.2.3",),
        FILE[BR],
        SEEN,
        part="补偿",
    ),
    Defect("br-no-exit", "custodian", without(BR, "exit"), ("4.2.3",), FILE[BR], SEEN, part="退出"),
    Defect("br-no-risks", "futures", without(BR, "risks"), ("4.2.3",), FILE[BR], SEEN),
    Defect(
        "br-no-opinion-risk",
        "solo_broker",
        both(
            replace(BR, "、合规风险和舆情风险", "和合规风险"), lambda f: f.doc(BR).first("table").rows.pop()
        ),
        ("4.2.3",),
        FILE[BR],
        SEEN,
    ),
    # 四(二)4
    Defect("ts-no-network", "futures", without(TS, "network"), ("4.2.4",), FILE[TS], SEEN),
    Defect(
        "ts-no-privacy",
        "two_pilots",
        both(without(TS, "privacy"), drop_word(TS, "个人信息")),
        ("4.2.4",),
        FILE[TS],
        SEEN,
    ),
    Defect("ts-no-emergency", "two_pilots", without(TS, "tech_emergency"), ("4.2.4",), FILE[TS]),
    Defect("ts-no-monitoring", "solo_broker", without(TS, "tech_monitoring"), ("4.2.4",), FILE[TS]),
    # 四(二)5
    Defect("pp-no-complaints", "solo_broker", without(PP, "complaints"), ("4.2.5",), FILE[PP]),
    Defect(
        "pp-no-compensation",
        "custodian",
        without(PP, "compensation"),
        ("4.2.5",),
        FILE[PP],
        SEEN,
        part="补偿",
    ),
    Defect("pp-no-exit", "law_firm", without(PP, "exit"), ("4.2.5",), FILE[PP]),
    Defect("pp-hollow-exit", "rating", hollow(PP, "exit"), ("4.2.5",), FILE[PP], SEEN),
    Defect(
        "pp-placeholder",
        "rating",
        hollow(PP, "compensation", "（本节待补充）"),
        ("4.2.5", "4.1.1"),
        FILE[PP],
        SEEN,
    ),
    Defect("pp-white", "solo_broker", hidden(PP, "compensation", "white"), ("4.2.5",), FILE[PP]),
    Defect("br-vanish", "solo_broker", hidden(BR, "exit", "vanish"), ("4.2.3",), FILE[BR]),
    Defect("pp-tiny", "rating", hidden(PP, "complaints", "tiny"), ("4.2.5",), FILE[PP]),
    # 四(三)5 in documents
    Defect(
        "english-docx",
        "law_firm",
        replace(BR, "从源头控制准入", "引入SOAR平台，从源头控制准入"),
        ("4.3.5",),
        FILE[BR],
    ),
    Defect(
        "english-docx-table",
        "solo_broker",
        lambda f: f.doc(IP).find("data")[1].rows.append(["第三方", "OAuth令牌", "登录"]),
        ("4.3.5",),
        FILE[IP],
    ),
    Defect(
        "english-pdf",
        "broker_tech",
        replace(TS, "落实最小授权", "部署WAF并落实最小授权"),
        ("4.3.5",),
        FILE[TS],
    ),
    Defect("no-footnotes", "solo_broker", no_explained_term, ("4.3.5",), FILE[IP], SEEN),
    # the same names everywhere
    Defect(
        "other-project-cover",
        "rating",
        replace(BR, "债券发行人信用风险画像与指标权重分析工具", "供应链金融资产穿透识别系统"),
        ("4.1.1", "4.2.3", "4.3.1"),
        FILE[BR],
        SEEN,
    ),
    Defect(
        "other-unit-cover",
        "solo_broker",
        replace(PP, "岭川证券股份有限公司", "云澜证券股份有限公司", "cover"),
        ("4.1.1", "4.2.5", "4.3.1"),
        FILE[PP],
        SEEN,
    ),
    Defect(
        "other-project-cr",
        "broker_tech",
        replace(CR, "场外衍生品保证金多方核对与预警平台", "跨境收益互换智能定价平台"),
        ("4.1.1", "4.1.2", "4.3.1"),
        FILE[CR],
        SEEN,
    ),
    # harder ones
    Defect(
        "project-name-slip",
        "rating",
        replace(IP, "债券发行人信用风险画像与指标权重分析工具", "债券发行人信用风险画像与指标权重分析系统"),
        ("4.1.1", "4.2.2", "4.3.1"),
        FILE[IP],
        SEEN,
    ),
    Defect(
        "cr-unit-old-name",
        "solo_broker",
        both(
            sign(CR, unit="岭川证券经纪有限责任公司"),
            replace(CR, "岭川证券股份有限公司", "岭川证券经纪有限责任公司"),
        ),
        ("4.1.1", "4.1.2", "4.3.1"),
        FILE[CR],
        SEEN,
    ),
    Defect("cr-layout-finance", "law_firm", lambda f: _signed_as(f, "财务总监"), ("4.1.2",), FILE[CR]),
]
