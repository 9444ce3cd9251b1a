"""Defects of the files themselves: missing, broken, hostile, marked secret, in English only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.acceptance import hostile
from tests.acceptance.defects import SEEN, TOLD, Defect, Edit, both, material
from tests.acceptance.defects_reports import BR, CR, FILE, IP, PP, TS
from tests.acceptance.model import Block, Doc, Filing
from tests.acceptance.write import render

LOST = ("unmet", "unknown")
PRESENTATION = ("{presentation}", "material")
BROKEN = ("4.1.1", "4.1.2", "4.2.2", "4.2.3", "4.2.4", "4.2.5", "4.2.6", "4.2.7", "4.3.1", "4.3.2")


def missing(kind: str) -> Edit:
    """The form names a file that is not there."""
    return lambda filing: filing.files.__delitem__(filing.material(kind)["file"])


def as_bytes(kind: str, make: Callable[[Doc], bytes]) -> Edit:
    """Replace a document by bytes made from it."""

    def run(filing: Filing) -> None:
        filing.files[filing.material(kind)["file"]] = make(filing.doc(kind))

    return run


def add_file(name: str, content: Doc | bytes, kind: str = "other") -> Edit:
    """Add another material of the lead."""

    def run(filing: Filing) -> None:
        lead = next(unit["id"] for unit in filing.data["unit"] if unit["lead"])
        filing.data["material"].append({"kind": kind, "file": name, "issuers": [lead]})
        filing.files[name] = content

    return run


def renamed_path(kind: str, path: str) -> Edit:
    """The form points outside the folder."""
    return material(kind, file=path)


def header(kind: str, text: str) -> Edit:
    return lambda filing: setattr(filing.doc(kind), "header", text)


def first_line(kind: str, text: str, form: str = "cover") -> Edit:
    return lambda filing: filing.doc(kind).blocks.insert(0, Block(form, text))


def slide(text: str) -> Edit:
    return lambda filing: filing.doc("presentation").blocks.append(Block("slide", text))


def slide_title(new: str) -> Edit:
    """Another project's name on the first slide."""

    def run(filing: Filing) -> None:
        block = filing.doc("presentation").blocks[0]
        block.text = block.text.replace(filing.get("project.name"), new)

    return run


def no_translation(filing: Filing) -> None:
    filing.data["material"].remove(filing.material("translation"))
    del filing.files["信息安全管理体系证书（中文译本）.docx"]


def encrypted_pdf(doc: Doc) -> bytes:
    return render(Doc("pdf", doc.blocks, doc.signatures, extras=("encrypted",)))


def macro_name(filing: Filing) -> None:
    """An honest extension for what it is, and still a macro document."""
    filing.files["附加说明.docm"] = hostile.with_macro(filing.doc(PP))
    filing.data["material"].append({"kind": "other", "file": "附加说明.docm", "issuers": ["lead"]})


ENGLISH = Doc(
    "docx",
    [
        Block("title", "Independent Test Report"),
        Block(
            "para",
            "This report describes the results of the independent performance test of the platform. "
            "All functions were exercised under twice the expected load and no failure was observed during "
            "seventy two hours of continuous operation. The detailed figures are listed in the annex.",
        ),
    ],
)

DEFECTS: list[Defect] = [
    # the mandatory report must be there and readable
    Defect("cr-file-missing", "minimal", missing(CR), ("4.1.2",), (*FILE[CR], "")),
    Defect("cr-truncated", "solo_broker", as_bytes(CR, lambda d: render(d)[:9000]), ("4.1.2",), FILE[CR]),
    Defect("cr-empty", "rating", as_bytes(CR, lambda _: b""), ("4.1.2",), FILE[CR]),
    Defect(
        "cr-encrypted-office",
        "broker_tech",
        as_bytes(CR, lambda _: hostile.encrypted_office()),
        ("4.1.2",),
        FILE[CR],
    ),
    Defect("cr-encrypted-pdf", "futures", as_bytes(CR, encrypted_pdf), ("4.1.2",), FILE[CR]),
    Defect(
        "cr-not-a-document",
        "exemption",
        as_bytes(CR, lambda _: b"\x7fELF" + bytes(range(256)) * 40),
        ("4.1.2",),
        FILE[CR],
    ),
    Defect("cr-bomb", "minimal", as_bytes(CR, hostile.bomb), ("4.1.2",), FILE[CR]),
    # optional files that cannot be used
    Defect("br-missing", "custodian", missing(BR), ("4.2.3",), FILE[BR], LOST),
    Defect("ip-truncated", "rating", as_bytes(IP, lambda d: render(d)[:12000]), ("4.2.2",), FILE[IP], LOST),
    Defect(
        "certificate-missing",
        "two_pilots",
        missing("intellectual_property"),
        ("4.2.6",),
        ("{intellectual_property}", "material"),
        LOST,
    ),
    Defect("ts-bomb", "solo_broker", as_bytes(TS, hostile.bomb), BROKEN, FILE[TS], TOLD),
    Defect(
        "other-nested-zip",
        "rating",
        add_file("附件.zip", hostile.nested_zip(6)),
        BROKEN,
        ("附件.zip", "material"),
        TOLD,
    ),
    Defect(
        "path-up",
        "rating",
        renamed_path(PP, "../rating2/投资者保护方案.docx"),
        BROKEN,
        ("material", "..", ""),
        TOLD,
        unreadable=True,
    ),
    Defect(
        "path-absolute",
        "rating",
        renamed_path(PP, "/etc/hostname"),
        BROKEN,
        ("material", "/etc", ""),
        TOLD,
        unreadable=True,
    ),
    Defect(
        "path-cr-up",
        "minimal",
        renamed_path(CR, "..\\..\\合规评估报告.docx"),
        ("4.1.2", "4.1.1"),
        ("",),
        ("unmet",),
        unreadable=True,
    ),
    Defect(
        "name-control",
        "rating",
        renamed_path(PP, "投资者\u0007保护方案.docx"),
        BROKEN,
        ("",),
        TOLD,
        unreadable=True,
    ),
    # hostile or unfinished documents
    Defect("macro", "solo_broker", as_bytes(PP, hostile.with_macro), BROKEN, FILE[PP], TOLD),
    Defect("macro-docm", "solo_broker", macro_name, BROKEN, ("附加说明.docm", "material"), TOLD),
    Defect(
        "remote-template", "solo_broker", as_bytes(IP, hostile.with_remote_template), BROKEN, FILE[IP], TOLD
    ),
    Defect("remote-image", "law_firm", as_bytes(PP, hostile.with_remote_image), BROKEN, FILE[PP], TOLD),
    Defect("tracked-changes", "law_firm", as_bytes(BR, hostile.with_tracked_changes), BROKEN, FILE[BR], TOLD),
    Defect("comment-left", "exemption", as_bytes(BR, hostile.with_comment), BROKEN, FILE[BR], TOLD),
    Defect("external-entity", "custodian", as_bytes(PP, hostile.with_entity), BROKEN, FILE[PP], TOLD),
    # 四(三)2 marks of secrecy
    Defect("secret-header", "broker_tech", header(IP, "机密★5年"), ("4.3.2",), FILE[IP]),
    Defect("secret-textbox", "solo_broker", first_line(BR, "秘密★1年", "textbox"), ("4.3.2",), FILE[BR]),
    Defect("secret-spaced", "rating", first_line(PP, "机 密 ★ 三 年"), ("4.3.2",), FILE[PP]),
    Defect("secret-pptx", "core", slide("绝密★长期\n内部运行数据"), ("4.3.2",), PRESENTATION),
    Defect("secret-pdf", "futures", first_line(TS, "秘密★10年"), ("4.3.2",), FILE[TS]),
    Defect("secret-title", "law_firm", first_line(IP, "密级：机密"), ("4.3.2",), FILE[IP], SEEN),
    Defect("secret-front", "minimal", first_line(CR, "绝　密"), ("4.3.2",), FILE[CR], SEEN),
    # 四(三)5 English
    Defect(
        "english-attachment",
        "rating",
        add_file("测试报告.docx", ENGLISH),
        ("4.3.5",),
        ("测试报告.docx", "material"),
    ),
    Defect(
        "translation-removed",
        "long",
        no_translation,
        ("4.3.5",),
        ("信息安全管理体系证书（英文）.docx", "material"),
    ),
    Defect(
        "translation-of-nothing",
        "long",
        lambda f: f.material("translation").update(translation_of="别的文件.docx"),
        ("4.3.5",),
        ("",),
        SEEN,
    ),
    Defect(
        "english-pptx",
        "fund",
        slide("技术亮点\n以Transformer模型为基础，支持多轮问答"),
        ("4.3.5",),
        PRESENTATION,
    ),
    Defect(
        "other-project-pptx",
        "core",
        slide_title("跨境理财通智能客服平台"),
        ("4.1.1", "4.2.1", "4.3.1"),
        PRESENTATION,
        SEEN,
    ),
    # combinations that a working group really meets
    Defect(
        "cr-docx-old-date",
        "law_firm",
        both(
            material(CR, signed_on=date(2021, 1, 10)),
            lambda f: setattr(f.doc(CR).signatures[0], "on", "2021年1月10日"),
        ),
        ("4.1.2", "4.1.1", "4.3.1"),
        FILE[CR],
        SEEN,
    ),
    Defect(
        "translation-in-english",
        "long",
        lambda f: f.files.__setitem__("信息安全管理体系证书（中文译本）.docx", ENGLISH),
        ("4.3.5",),
        ("信息安全管理体系证书", "material"),
        SEEN,
    ),
    Defect(
        "english-attachment-pdf",
        "core",
        add_file("测试报告.pdf", Doc("pdf", ENGLISH.blocks)),
        ("4.3.5",),
        ("测试报告.pdf", "material"),
    ),
    Defect(
        "file-listed-twice",
        "rating",
        lambda f: f.data["material"].append(dict(f.material(PP), kind="business_risk_report")),
        BROKEN,
        ("",),
        SEEN,
    ),
    Defect(
        "cr-without-suffix",
        "rating",
        as_bytes(CR, lambda _: "合规评估报告：同意申报。".encode("gb18030")),
        ("4.1.2",),
        FILE[CR],
        SEEN,
    ),
]
