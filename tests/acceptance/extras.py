"""The presentation, certificates and other optional material of the clean filings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.acceptance.model import Block, Doc, Tree

if TYPE_CHECKING:
    from tests.acceptance.clean_author import Author

ENGLISH = (
    "This is to certify that the information security management system of Hangzhou Yuxi Intelligence "
    "has been assessed and found to conform to the requirements of the standard. The scope covers the "
    "design, development and operation of text analysis services. "
    "The certificate remains valid subject to surveillance audits."
)
CHINESE = (
    "兹证明杭州语溪智能科技有限公司的信息安全管理体系经评审符合该标准的要求，范围覆盖文本分析服务的设计、"
    "开发与运行。证书在监督审核合格的前提下持续有效。"
)


def extra(author: Author, kind: str) -> tuple[Tree, Doc]:
    """One optional material that is no report."""
    from tests.acceptance.clean_papers import file_name, glossed

    holder = author.spec["unit"][-1] if kind == "intellectual_property" else author.lead
    if author.spec["id"] == "long" and kind != "presentation":
        holder = author.spec["unit"][1]
    entry: Tree = {"kind": kind, "issuers": [holder["id"]]}
    if kind == "presentation":
        entry["file"] = file_name(author, kind, "pptx")
        entry["issuers"] = [unit["id"] for unit in author.spec["unit"]]
        return entry, glossed(Doc("pptx", _slides(author)), author)
    if kind == "intellectual_property":
        entry["file"] = file_name(author, kind, "png")
        lines = [
            "计算机软件著作权登记证书",
            f"软件名称：{author.spec['sys']}软件",
            f"著作权人：{holder['name']}",
        ]
        return entry, Doc("png", [Block("title", lines[0]), *(Block("para", line) for line in lines[1:])])
    if kind == "other":
        entry["file"] = "信息安全管理体系证书（英文）.docx"
        return entry, Doc("docx", [Block("title", "Certificate of Registration"), Block("para", ENGLISH)])
    entry["file"] = "信息安全管理体系证书（中文译本）.docx"
    entry["translation_of"] = "信息安全管理体系证书（英文）.docx"
    return entry, Doc("docx", [Block("title", "信息安全管理体系证书（中文译本）"), Block("para", CHINESE)])


def _slides(author: Author) -> list[Block]:
    spec = author.spec
    comparison = [["方面", "现在", "试点后"], *spec["comparison"]]
    slides = [
        f"{spec['name']}\n" + "、".join(unit["name"] for unit in spec["unit"]),
        author.fill("项目背景\n{pain1}\n{pain2}\n{pain3}"),
        author.fill("业务场景\n{flow}"),
        author.fill("技术方案\n{tech}\n{arch}"),
        author.fill("风险防控与投资者保护\n设有{fund}万元补偿资金\n{emergency}"),
        author.fill("谢谢\n{L}"),
    ]
    blocks = [Block("slide", text) for text in slides]
    blocks[2].rows = comparison
    return blocks
