"""Reports divided in ways of their own: labels that open paragraphs, kinds of risk with a chapter each."""

from __future__ import annotations

import re

import pytest

from tests.factories.parts import judged
from xianxing.checker.rules.compliance import CONFORMS
from xianxing.checker.rules.consistency import _near_unit
from xianxing.checker.rules.secrecy import _certain
from xianxing.checker.rules.wording import _noted
from xianxing.checker.text.data import risk_words
from xianxing.checker.text.english import english_words
from xianxing.checker.text.parts import Treatment
from xianxing.checker.text.placeholders import Filled, filled
from xianxing.documents.model import Block, BlockKind, Document, DocumentNote, FileKind, PictureInside

PLAN = (
    "应用场景。企业向投资机构提供资料、向担保机构申请增信两个场景，由交易中心主导。",
    "业务逻辑。建档、授权、核验、撤回、争议五个环节，以企业授权为起点。",
    "技术实现原理。联盟链存摘要，凭证管授权，核验只比对签名。",
    "系统架构。七个节点分布在三处机房，服务层在境内政务云。",
    "算法逻辑。摘要树分支更新，五元组精确匹配，孤立森林识别异常。",
    "数据应用。登记托管、政务、征信三类数据经授权调取，均不出境。",
    "功能界面。",
    "图一 档案工作台",
    "开发进度。六月底部署完成，八月首批上线，次年三月建档完成。",
)


def lines(*texts: str) -> Document:
    blocks = [Block(BlockKind.HEADING, "某报告", 1, "某报告")]
    blocks += [Block(BlockKind.PARAGRAPH, text, 0, "某报告") for text in texts]
    picture = PictureInside("heading=某报告", 480, 240, True)
    return Document("某报告.docx", FileKind.DOCX, 1, "", blocks=tuple(blocks), pictures=(picture,))


@pytest.mark.clause("4.2.2")
def test_labels_that_open_the_paragraphs_are_the_headings_of_a_plan() -> None:
    assert set(judged("implementation_plan", lines(*PLAN)).values()) == {Treatment.TREATED}


@pytest.mark.clause("4.2.2")
@pytest.mark.parametrize(("number", "part"), [(0, "scenario"), (2, "technical_principle"), (4, "algorithms")])
def test_a_label_that_is_not_there_is_missed(number: int, part: str) -> None:
    seen = judged("implementation_plan", lines(*PLAN[:number], *PLAN[number + 1 :]))
    assert seen[part] is Treatment.MISSING


@pytest.mark.clause("4.2.3")
@pytest.mark.parametrize("label", ["编写说明", "编制说明", "撰写依据", "起草说明"])
def test_a_note_on_who_wrote_a_report_is_not_the_part_that_it_lacks(label: str) -> None:
    said = lines(
        f"{label}。本报告由应用场景提供方某股权交易中心有限责任公司出具，针对某项目。",
        "市场方面的风险。核验回执可能被当作价值背书，引发非理性定价。",
        "操作方面的风险。接入机构经办人员越权或误操作。",
        "如何监测。运营部每周汇总核验次数、撤回时长、摘要不符条数，设关注值与预警值，越线即报。",
        "应急处置。全部暂停时启用线下窗口；资料造假的冻结档案；滥用数据的断开证书。",
    )
    assert judged("business_risk_report", said)["control"] is Treatment.MISSING


@pytest.mark.clause("4.2.3")
def test_measures_after_the_sentence_on_a_risk_are_for_a_person_to_place() -> None:
    said = lines(
        "市场方面的风险。核验回执可能被当作价值背书。对单户设十万元的限额。",
        "信用方面的风险。企业提供不实资料获得融资。",
        "如何监测。运营部每周汇总核验次数、撤回时长、摘要不符条数，设关注值与预警值，越线即报。",
        "应急处置。全部暂停时启用线下窗口；资料造假的冻结档案；滥用数据的断开证书。",
    )
    assert judged("business_risk_report", said)["control"] is not Treatment.MISSING


@pytest.mark.clause("4.2.4")
def test_a_heading_that_says_the_kind_of_risk_outright_needs_no_sign_in_its_text() -> None:
    said = lines(
        "网络安全。双层防火墙和双向证书，未见高危漏洞。",
        "系统安全。两个节点断电时仍可用，三个断电后转只读。",
        "数据安全。原文加密，抽样一千条全部一致。",
        "个人信息保护。相关字段在出口被过滤，抓包未见带出。",
    )
    seen = judged("technical_security_report", said)
    kinds = ("network", "system", "data", "personal_information")
    assert {seen[kind] for kind in kinds} == {Treatment.TREATED}


def grid(*rows: tuple[str, str]) -> Document:
    blocks = [Block(BlockKind.PARAGRAPH, "南岭证券股份有限公司")]
    blocks += [Block(BlockKind.TABLE_ROW, "\t".join(row), cells=row) for row in rows]
    picture = PictureInside("heading=某报告", 480, 240, True)
    return Document("某报告.docx", FileKind.DOCX, 1, "", blocks=tuple(blocks), pictures=(picture,))


CARE = (
    ("有意见找谁", "热线、网点、信箱三条渠道受理，一律编号登记，十五日内书面答复，不服的可以申请调解。"),
    ("有损失怎么赔", "先行赔付的资金来自二百万元准备金，经申请、核实、核定、支付四步，二十个工作日办结。"),
    ("停下来之后", "退出前三十日公告，未办完的投诉和赔付继续办理，个人信息三十日内删除并出具确认。"),
)


@pytest.mark.clause("4.2.5")
def test_a_table_that_holds_the_report_has_its_left_column_for_headings() -> None:
    assert set(judged("investor_protection_plan", grid(*CARE)).values()) == {Treatment.TREATED}


@pytest.mark.clause("4.2.5")
def test_a_row_that_such_a_table_lacks_is_missed() -> None:
    assert judged("investor_protection_plan", grid(*CARE[:2], CARE[0]))["exit"] is Treatment.MISSING


@pytest.mark.clause("4.1.2")
@pytest.mark.parametrize(
    "said",
    [
        "其承载的业务合于现行法律、行政法规和部门规章，可以申报。",
        "各环节的安排与现行监管规定不相抵触。",
        "各项做法与《证券公司监督管理条例》的规定一致。",
    ],
)
def test_conformity_is_argued_in_many_words(said: str) -> None:
    assert CONFORMS.search(said)


@pytest.mark.clause("4.2.3")
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("liquidity", "误报使回购交割顺延，造成流动性紧张。"),
        ("market", "行情剧烈波动时提示滞后。"),
        ("credit", "未识别出的交易对手集中违约。"),
    ],
)
def test_a_kind_of_risk_is_analysed_without_the_word(kind: str, said: str) -> None:
    assert re.search(risk_words(kind), said)


@pytest.mark.clause("4.2.5")
def test_a_part_that_is_only_put_off_is_hollow() -> None:
    said = (*CARE[:2], ("停下来之后", "退出机制暂未制定，待项目入选后另行研究确定。"))
    blocks = [
        block
        for heading, text in said
        for block in (
            Block(BlockKind.HEADING, heading, 1, heading),
            Block(BlockKind.PARAGRAPH, text, 0, heading),
        )
    ]
    document = Document("某报告.docx", FileKind.DOCX, 1, "", blocks=tuple(blocks))
    assert judged("investor_protection_plan", document)["exit"] is Treatment.HOLLOW


@pytest.mark.clause("4.3.5")
@pytest.mark.parametrize(
    ("before", "text", "noted"),
    [
        ("采用OCR", "光学字符识别。", True),
        ("采用OCR技术", "把图像变为文字的技术。", True),
        ("经OCR转成文字，写入知识图谱", "用节点和边表示事物的方式。", False),
        ("经OCR转成文字，写入知识图谱", "与OCR（光学字符识别）相配。", True),
    ],
)
def test_a_footnote_glosses_the_word_that_its_mark_stands_behind(before: str, text: str, noted: bool) -> None:
    assert _noted("OCR", DocumentNote(text, before + "。", before)) is noted


@pytest.mark.parametrize(
    "said",
    ["示例账号以某某代称客户姓名。", "界面提示用户“请输入关键字”后查询。"],
)
def test_words_of_a_screen_and_a_stand_in_for_a_name_are_no_placeholders(said: str) -> None:
    assert filled(said) is Filled.YES


@pytest.mark.parametrize("said", ["某某科技有限公司负责测评。", "客服电话：请填写。"])
def test_what_stands_for_a_name_or_asks_for_one_still_is(said: str) -> None:
    assert filled(said) in (Filled.PARTLY, Filled.PLACEHOLDER)


@pytest.mark.clause("4.3.5")
def test_a_formula_is_no_english_word() -> None:
    assert [one.text for one in english_words("斜率公式为y=ax+b，容差千分之五。")] == []


@pytest.mark.clause("4.3.3")
@pytest.mark.parametrize(("before", "hit"), [("（原名", None), ("与", "南岭证券股份有限公司")])
def test_a_former_name_is_no_slip_of_the_pen(before: str, hit: str | None) -> None:
    known = {"南岭证券股份有限公司": "南岭证券股份有限公司"}
    assert _near_unit(f"{before}南岭证券有限责任公司）合作。", known) == hit


@pytest.mark.clause("4.3.2")
@pytest.mark.parametrize(
    ("source", "confidence", "marking", "certain"),
    [
        ("file", None, "机密", True),
        ("ocr", 0.97, "绝密★启用前", True),
        ("ocr", 0.97, "绝密", False),
        ("ocr", 0.7, "绝密★启用前", False),
    ],
)
def test_a_starred_marking_read_well_from_a_scan_is_certain(
    source: str, confidence: float | None, marking: str, certain: bool
) -> None:
    document = Document("某.pdf", FileKind.PDF, 1, "", text_source=source, ocr_confidence=confidence)
    assert _certain(document, marking) is certain
