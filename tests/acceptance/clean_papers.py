"""The files of a clean filing: cover, body, tables and signatures of each kind."""

from __future__ import annotations

import re
from datetime import date

from tests.acceptance.clean_author import (
    RISKS,
    Author,
    gloss,
    load_text,
    milestones,
)
from tests.acceptance.model import Block, Doc, Signature, Tree


def materials(author: Author, kind: str) -> list[tuple[Tree, Doc]]:
    if kind == "compliance_report":
        return _compliance(author)
    if kind in ("presentation", "intellectual_property", "other", "translation"):
        from tests.acceptance.extras import extra

        return [extra(author, kind)]
    return [_report(author, kind)]


def file_name(author: Author, kind: str, ending: str) -> str:
    return f"{load_text('reports')['file'][kind][author.voice]}.{ending}"


def _signers(author: Author) -> list[Tree]:
    if author.lead["kind"] == "technology_firm":
        return author.providers
    return [author.lead]


def _compliance(author: Author) -> list[tuple[Tree, Doc]]:
    made = []
    for unit in _signers(author):
        index = author.spec["unit"].index(unit)
        fmt = "scan" if author.spec.get("scan") else ("pdf" if author.number % 4 == 3 else "docx")
        name = file_name(author, "compliance_report", "pdf" if fmt in ("scan", "pdf") else "docx")
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


def _report(author: Author, kind: str) -> tuple[Tree, Doc]:
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
        "file": file_name(author, kind, fmt),
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
    author: Author, kind: str, units: list[Tree], signers: list[tuple[Tree, str, str]], fmt: str
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
    return glossed(doc, author)


def _numbered(index: int, title: str, style: int) -> str:
    numerals = "一二三四五六七八九十"
    return (f"{numerals[index]}、{title}", f"{index + 1}. {title}", f"第{numerals[index]}章　{title}")[
        style % 3
    ]


def _cover(author: Author, kind: str, units: list[Tree]) -> list[Block]:
    title = load_text("reports")["file"][kind][0]
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


def _body(author: Author, key: str, units: list[Tree], first: bool, merged: bool) -> list[Block]:
    options = author.body(key)
    text = author.fill(
        options[(author.voice + author.number + author.turn) % len(options)],
        signer_unit=units[0].get("name", ""),
    )
    lead_in = load_text("reports")["lead_in"].get(key, "") if merged else ""
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


def _body_table(author: Author, key: str) -> list[list[str]]:
    spec = author.spec
    if key == "data":
        return [["来源", "种类", "用途"], *spec["sources"]]
    if key == "schedule":
        rows = milestones(spec["start"], spec["months"])
        return [["里程碑", "日期"], *([row["name"], f"{row['date']:%Y年%m月%d日}"] for row in rows)]
    if key == "risks":
        names = ("市场风险", "信用风险", "流动性风险", "操作风险", "合规风险", "舆情风险")
        values = RISKS.values()
        return [["类别", "表现", "监测", "措施"], *([n, *row] for n, row in zip(names, values, strict=True))]
    if key == "law_table":
        laws = re.findall(r"《[^》]+》", spec["laws"])
        return [["业务环节", "规定", "结论"], *(["业务办理与管理", law, "符合"] for law in laws)]
    return []


def glossed(doc: Doc, author: Author) -> Doc:
    """Gloss the terms at their first use in the whole document, in reading order."""
    mark = "\x1f"
    pieces = [mark.join([block.text, *(cell for row in block.rows for cell in row)]) for block in doc.blocks]
    whole = gloss("\x1e".join(pieces), author.spec["terms"], author.voice != 1)
    for block, piece in zip(doc.blocks, whole.split("\x1e"), strict=True):
        block.text, *cells = piece.split(mark)
        stream = iter(cells)
        block.rows = [[next(stream) for _ in row] for row in block.rows]
    return doc
