"""Unusual and lawful: each of these edits to a clean filing must not lead to any `unmet`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import docx
from docx.oxml import parse_xml

from tests.acceptance.clean import code
from tests.acceptance.defects import TEXT, Edit, append, both, change, drop, put
from tests.acceptance.defects_files import add_file, first_line, header, slide
from tests.acceptance.defects_reports import BR, CR, IP, PP, TS, signed_by
from tests.acceptance.extras import CHINESE, ENGLISH
from tests.acceptance.form_edits import as_of, fill
from tests.acceptance.model import Block, Doc, Filing
from tests.acceptance.write import W


@dataclass(frozen=True)
class Oddity:
    """A lawful oddity; `advice` findings are tolerated where the contract asks for them."""

    id: str
    base: str
    edit: Edit


def both_sign_one(filing: Filing) -> None:
    """Two pilot institutions sign one joint compliance report instead of two."""
    first, second = [entry for entry in filing.data["material"] if entry["kind"] == CR]
    one, two = filing.files[first["file"]], filing.files[second["file"]]
    assert isinstance(one, Doc)
    assert isinstance(two, Doc)
    one.signatures += two.signatures
    first["issuers"] = [*first["issuers"], *second["issuers"]]
    filing.data["material"].remove(second)
    del filing.files[second["file"]]
    for block in one.blocks:
        if block.kind == "cover":
            block.text = block.text.replace(
                "南屏证券有限责任公司", "南屏证券有限责任公司、海屿基金管理有限公司"
            )


def half_width_name(filing: Filing) -> None:
    """The documents write the unit's brackets half-width."""
    for doc in filing.files.values():
        if isinstance(doc, Doc):
            doc.replace("（深圳）", "(深圳)")
            for signature in doc.signatures:
                signature.unit = signature.unit.replace("（深圳）", "(深圳)")


def with_contents(filing: Filing) -> None:
    """A table of contents built of fields, with hidden bookmarks, as Word makes it."""
    name = filing.material(IP)["file"]

    def insert(folder: Path) -> None:
        document = docx.Document(str(folder / name))
        field = (
            f'<w:p xmlns:w="{W}"><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText '
            'xml:space="preserve"> TOC \\o "1-3" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar '
            'w:fldCharType="separate"/></w:r><w:r><w:t>目录</w:t></w:r><w:r><w:rPr><w:vanish/><w:webHidden/></w:rPr>'
            '<w:instrText xml:space="preserve"> PAGEREF _Toc155000001 \\h </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        )
        document.element.body.insert(3, parse_xml(field))
        document.save(str(folder / name))

    filing.post.append(insert)


def merged_controls(filing: Filing) -> None:
    """All of a report's mechanisms under one heading."""
    doc = filing.doc(BR)
    headings = [block for block in doc.blocks if block.kind == "heading"]
    for block in headings[2:]:
        doc.blocks.remove(block)
    headings[1].text = "二、监测、防控、应急、投诉、补偿与退出"


def full_width_date(filing: Filing) -> None:
    filing.doc(CR).signatures[0].on = "２０２４年１月１０日"


def dotted_date(filing: Filing) -> None:
    filing.doc(CR).signatures[0].on = "2024.1.10"


def spaced_name(filing: Filing) -> None:
    """A name of two characters is set with a space, as in many official papers."""
    filing.material(CR)["signatory"] = "江帆"
    filing.doc(CR).signatures[0].name = "江　帆"


def third_and_own(filing: Filing) -> None:
    filing.material(TS)["issuers"] = ["lead", "third_party"]
    filing.material(TS)["third_party"] = "岭南信安测评技术有限公司"


def exact_500_with_breaks(filing: Filing) -> None:
    text = ("试点期间按照约定的范围和频次开展工作并保留记录，" * 40)[:499] + "。"
    filing.put("content.innovation", "\r\n　　".join(text[i : i + 100] for i in range(0, 500, 100)))


def exact_500_rare(filing: Filing) -> None:
    text = "本项目由𠮷林路营业网点先行试用，" + ("试点期间按照约定的范围和频次开展工作并保留记录，" * 40)
    filing.put("content.innovation", text[:499] + "。")


def swap(*pairs: tuple[str, str]) -> Edit:
    """Replace in the whole form."""

    def run(filing: Filing) -> None:
        def walk(value: object) -> object:
            if isinstance(value, str):
                for old, new in pairs:
                    value = value.replace(old, new)
                return value
            if isinstance(value, dict):
                return {key: walk(entry) for key, entry in value.items()}
            if isinstance(value, list):
                return [walk(entry) for entry in value]
            return value

        new = walk(filing.data)
        assert isinstance(new, dict)
        filing.data = new

    return run


def gloss_form(pattern: str) -> Edit:
    """Write the gloss of API in another customary way in the whole filing."""

    def run(filing: Filing) -> None:
        old = re.compile("应用程序编程接口（API）|API（应用程序编程接口）")
        swap_text = pattern
        for path in ("architecture", "core_technology"):
            filing.put(f"content.{path}", old.sub(swap_text, filing.get(f"content.{path}")))
        for doc in filing.files.values():
            if isinstance(doc, Doc):
                for block in doc.blocks:
                    block.text = old.sub(swap_text, block.text)

    return run


def presentation_pdf(filing: Filing) -> None:
    entry = filing.material("presentation")
    slides = filing.doc("presentation").blocks
    del filing.files[entry["file"]]
    entry["file"] = "项目情况介绍.pdf"
    blocks = [Block("title", slides[0].text.split("\n")[0])]
    blocks += [Block("para", line) for block in slides for line in block.text.split("\n")]
    filing.files[entry["file"]] = Doc("pdf", blocks)


def third_unit(filing: Filing) -> None:
    """A second technology firm from far away with work of its own."""
    other = dict(filing.get("unit.1"))
    other.update(
        id="far",
        name="新疆天山数安科技有限公司",
        uscc=code(4711, "650100"),
        registered_in="乌鲁木齐市",
        jurisdiction="新疆",
        contribution=TEXT["far_contribution"],
        agreement=TEXT["far_agreement"],
        commitments=[{"text": "密码模块漏洞四小时内提供修复"}],
        internal_review={
            "reviewer": "艾力江",
            "date": date(2024, 1, 11),
            "opinion": "密码检测材料与实际一致，同意申报",
        },
        lead_review={
            "reviewer": "盛怀远",
            "date": date(2024, 1, 15),
            "opinion": "已核对天山数安的检测报告、人员与证照，未见不符",
        },
        truth_pledge={"signatory": "热合曼", "title": "总经理", "date": date(2024, 1, 16)},
        staff=7,
        budget_yuan=800000,
        contacts=[
            {
                "name": "热娜",
                "department": "密码产品部",
                "title": "部门主任",
                "department_head": True,
                "mobile": "13999990017",
                "email": "rn@far.example",
            },
            {
                "name": "赵启辰",
                "department": "密码产品部",
                "title": "工程师",
                "department_head": False,
                "mobile": "13999990043",
                "email": "zqc@far.example",
            },
        ],
    )
    filing.data["unit"].append(other)
    filing.material(IP)["issuers"].append("far")
    doc = filing.doc(IP)
    doc.replace("成都链衡信息技术有限公司", "成都链衡信息技术有限公司、新疆天山数安科技有限公司")
    from copy import copy

    signature = copy(doc.signatures[1])
    signature.unit, signature.name = "新疆天山数安科技有限公司", "热合曼"
    doc.signatures.append(signature)


def _english_pair(filing: Filing) -> None:
    """An English award certificate with its translation as a PDF."""
    add_file("获奖证书（英文）.docx", Doc("docx", [Block("title", "Award"), Block("para", ENGLISH)]))(filing)
    add_file(
        "获奖证书译文.pdf",
        Doc("pdf", [Block("title", "获奖证书（译文）"), Block("para", CHINESE)]),
        "translation",
    )(filing)
    filing.data["material"][-1]["translation_of"] = "获奖证书（英文）.docx"


def _second_opinion(filing: Filing) -> None:
    """The joint custodian adds a compliance opinion of its own, beside the lead's."""
    from copy import deepcopy

    doc = deepcopy(filing.doc(CR))
    doc.replace("岭川证券股份有限公司", "湾港银行股份有限公司")
    doc.signatures[0].unit, doc.signatures[0].name = "湾港银行股份有限公司", "沈若谷"
    doc.signatures[0].title = "合规负责人"
    name = "联合单位合规意见.docx"
    entry = dict(filing.material(CR), file=name, issuers=["b"], signatory="沈若谷")
    entry.update(signatory_title="合规负责人", signatory_unit="b")
    filing.data["material"].append(entry)
    filing.files[name] = doc


def _plain_headings(filing: Filing) -> None:
    """Headings without style, bold or number."""
    for doc in filing.files.values():
        if isinstance(doc, Doc):
            doc.heading = "plain"
            for block in doc.blocks:
                if block.kind == "heading":
                    block.text = re.sub(r"^(第?[一二三四五六七八九十]+[、章]　?|\d+\. )", "", block.text)


ODDITIES: list[Oddity] = [
    Oddity("last-day", "solo_broker", as_of(date(2024, 1, 31))),
    Oddity("cell-exactly-500", "minimal", fill("content.innovation", 500)),
    Oddity("cell-500-line-ends", "minimal", exact_500_with_breaks),
    Oddity("cell-500-rare-character", "minimal", exact_500_rare),
    Oddity("far-technology-firm", "broker_tech", third_unit),
    Oddity("registered-far-jurisdiction-here", "solo_broker", put("unit.0.registered_in", "珠海市横琴新区")),
    Oddity("place-in-full", "rating", put("unit.0.registered_in", "广东省深圳市福田区莲花街道福中三路")),
    Oddity("jurisdiction-bureau", "rating", put("unit.0.jurisdiction", "深圳证监局辖区")),
    Oddity("licence-without-end", "futures", drop("unit.0.licences.0.valid_to")),
    Oddity(
        "second-licence-without-end",
        "exemption",
        put(
            "unit.0.licences",
            [
                {
                    "name": "经营证券期货业务许可证",
                    "number": "流水号990001230001",
                    "authority": "中国证监会",
                    "valid_to": date(2028, 3, 31),
                },
                {"name": "基金销售业务资格", "number": "销售资格990045号", "authority": "中国证监会"},
            ],
        ),
    ),
    Oddity(
        "public-service-with-exemption",
        "core",
        put(
            "project.exemptions",
            [
                {
                    "rule": "《证券登记结算管理办法》",
                    "article": "第二十五条",
                    "scope": "试点期内电子授权视同书面授权",
                    "months": 24,
                }
            ],
        ),
    ),
    Oddity(
        "exemption-asked",
        "exemption",
        lambda f: f.get("project.exemptions.0").update(status="asked", grantor="中国证监会"),
    ),
    Oddity(
        "exemption-granted",
        "exemption",
        lambda f: f.get("project.exemptions.0").update(
            status="granted", grantor="中国证监会", reference="机构部函990077号", date=date(2024, 1, 5)
        ),
    ),
    Oddity(
        "approval-in-empowerment",
        "custodian",
        both(
            put("project.needs_approval", True),
            put(
                "project.approvals",
                [
                    {
                        "authority": "国家金融监督管理总局深圳监管局",
                        "reference": "深金受990012号",
                        "status": "filed",
                        "date": date(2024, 1, 9),
                    }
                ],
            ),
        ),
    ),
    Oddity("direction-of-its-own", "solo_broker", put("project.directions", ["other"])),
    Oddity("many-directions", "long", put("project.directions", [8, 9, 10, 11])),
    Oddity("already-running-at-home", "custodian", put("content.readiness", TEXT["running_at_home"])),
    Oddity(
        "long-trial",
        "futures",
        both(put("project.trial_months", 30), change("content.overview", "18个月", "30个月")),
    ),
    Oddity(
        "five-contacts-three-heads",
        "core",
        lambda f: f.get("unit.0.contacts").extend(
            [
                {"name": n, "department": d, "title": t, "department_head": h, "mobile": m, "email": e}
                for n, d, t, h, m, e in [
                    ("祁连山", "法律合规部", "总监", True, "13911110001", "q@c.example"),
                    ("白若水", "系统运行部", "总经理", True, "13911110002", "b@c.example"),
                    ("田小满", "业务规则部", "经理", False, "13911110003", "t@c.example"),
                ]
            ]
        ),
    ),
    Oddity(
        "vice-president-contact",
        "rating",
        lambda f: f.get("unit.0.contacts.0").update(department="公司领导", title="副总经理（分管信息技术）"),
    ),
    Oddity("signer-chief-compliance", "solo_broker", signed_by("首席合规官")),
    Oddity("signer-two-posts", "solo_broker", signed_by("合规总监兼首席风险官")),
    Oddity("signer-vice-president", "custodian", signed_by("副行长（分管合规）")),
    Oddity("signer-president-in-charge", "solo_broker", signed_by("副总裁、合规负责人")),
    Oddity("signer-partner", "law_firm", signed_by("合规管理合伙人")),
    Oddity("signer-broker-inspector", "fund", signed_by("督察长（兼副总经理）")),
    Oddity("both-sign-one-report", "two_pilots", both_sign_one),
    Oddity(
        "reviewer-is-signer",
        "futures",
        lambda f: f.unit("qh")["internal_review"].update(reviewer=f.material(CR)["signatory"]),
    ),
    Oddity("one-heading-for-all", "solo_broker", merged_controls),
    Oddity(
        "confidential-computing",
        "core",
        append("content.core_technology", "敏感比对在机密计算环境中完成，不涉及国家秘密。"),
    ),
    Oddity("secret-sharing", "broker_tech", swap(("秘密分享", "秘密共享"))),
    Oddity(
        "no-secrets-sentence",
        "rating",
        first_line(BR, "说明：本报告不含国家秘密，涉及商业秘密的内容已在公示稿中遮蔽。", "para"),
    ),
    Oddity("trade-secret-header", "rating", header(PP, "商业秘密　注意保管")),
    Oddity("internal-header", "law_firm", header(IP, "内部资料")),
    Oddity(
        "pending-in-a-sentence",
        "law_firm",
        append("content.algorithms", "对填写不完整的回函，系统标记为待补充并提醒经办人。"),
    ),
    Oddity("undetermined-coefficient", "rating", append("content.algorithms", "部分参数以待定系数法求解。")),
    Oddity(
        "standards-and-names",
        "rating",
        append("content.architecture", "安全要求参照JR/T 0060—2021、GB/T 35273—2020和ISO/IEC 27001。"),
    ),
    Oddity(
        "address-in-cell",
        "custodian",
        append(
            "content.investor_notice",
            "说明全文见https://www.wangang-bank.example/pilot，意见信箱为pilot@wangang-bank.example。",
        ),
    ),
    Oddity(
        "market-letters", "minimal", append("content.audience", "涉及A股、B股上市公司，按照T+1日频率取数。")
    ),
    Oddity("half-width-gloss", "core", gloss_form("应用程序编程接口(API)")),
    Oddity(
        "full-form-gloss", "core", gloss_form("应用程序编程接口（Application Programming Interface，API）")
    ),
    Oddity("spelled-gloss", "core", gloss_form("API（Application Programming Interface，应用程序编程接口）")),
    Oddity("word-contents", "solo_broker", with_contents),
    Oddity("full-width-date", "exemption", full_width_date),
    Oddity("dotted-date", "exemption", dotted_date),
    Oddity("spaced-name", "exemption", spaced_name),
    Oddity("own-and-third-party", "solo_broker", third_and_own),
    Oddity("presentation-as-pdf", "core", presentation_pdf),
    Oddity("english-with-translation", "rating", _english_pair),
    Oddity(
        "declared-sanction",
        "rating",
        put(
            "unit.0.sanctions",
            [
                {
                    "date": date(2022, 8, 3),
                    "authority": "深圳证监局",
                    "matter": "因跟踪评级报告披露不及时被出具警示函，已于当年整改完毕",
                }
            ],
        ),
    ),
    Oddity("half-width-brackets", "long", half_width_name),
    Oddity("automated-decision", "core", put("content.automated_decision", True)),
    Oddity("data-abroad", "long", put("content.data_sources.1.crosses_border", True)),
    Oddity("no-trade-secrets", "futures", drop("content.trade_secrets")),
    Oddity(
        "hotlines",
        "custodian",
        put("content.complaint_channels.0.channel", "客户服务热线95599、400-8899-0017，投资者服务热线12386"),
    ),
    Oddity("big-number", "custodian", append("content.overview", "试点产品合计规模约为18600000000元。")),
    Oddity(
        "code-in-cell",
        "rating",
        lambda f: f.put(
            "content.overview", f.get("content.overview") + "统一社会信用代码" + f.get("unit.0.uscc") + "。"
        ),
    ),
    Oddity("no-budget-of-own", "law_firm", put("unit.0.budget_yuan", 0)),
    Oddity("small-firm", "minimal", put("unit.0.staff", 2)),
    Oddity("exercise-slide", "fund", slide("附：术语\n应用程序编程接口（API）是系统之间交换数据的接口")),
    Oddity(
        "signature-page-apart",
        "rating",
        lambda f: f.doc(CR).blocks.extend(
            [Block("break"), Block("para", "（本页无正文，为合规评估报告签字页）")]
        ),
    ),
    Oddity(
        "extra-unknown-title",
        "rating",
        lambda f: f.unit("xd")["truth_pledge"].update(title="董事长、法定代表人"),
    ),
    Oddity(
        "business-risks-fewer", "core", lambda f: f.get("content.business_risks").__delitem__(slice(5, 6))
    ),
    Oddity("start-same-as-milestone", "rating", change("content.overview", "分准备", "分前期准备")),
    Oddity(
        "quoted-name",
        "rating",
        lambda f: f.put("content.overview", "“" + f.get("project.name") + "”即" + f.get("content.overview")),
    ),
    Oddity("licence-ends-during-trial", "futures", put("unit.0.licences.0.valid_to", date(2024, 12, 31))),
    Oddity("signer-department-head", "solo_broker", signed_by("合规法律部总经理")),
    Oddity("signer-risk-officer-of-broker", "solo_broker", signed_by("首席风险官")),
    Oddity(
        "glossary-unused",
        "minimal",
        put(
            "content.glossary",
            [{"term": "API", "chinese": "应用程序编程接口", "note": "系统之间交换数据的接口"}],
        ),
    ),
    Oddity("four-units-one-core", "core", put("unit.0.registered_in", "深圳市南山区")),
    Oddity("two-compliance-reports", "exemption", _second_opinion),
    Oddity("numbered-without-headings", "custodian", _plain_headings),
    Oddity("old-contract-date-in-text", "rating", append("content.readiness", "双方合作始于2019年3月1日。")),
    Oddity("future-date-in-report", "rating", first_line(BR, "本报告有效期至2026年12月31日。", "para")),
    Oddity("project-short-name", "rating", first_line(BR, "以下简称“信用画像工具”。", "para")),
    Oddity("unit-short-name", "long", first_line(BR, "衡岳证券（以下简称本公司）编制。", "para")),
    Oddity(
        "other-companies-mentioned",
        "rating",
        first_line(BR, "参考了中国证券业协会和某大型银行股份有限公司的公开做法。", "para"),
    ),
]
