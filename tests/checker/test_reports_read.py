"""Reports divided in ways of their own: labels that open paragraphs, kinds of risk with a chapter each."""

from __future__ import annotations

import pytest

from tests.checker.test_parts import judged
from xianxing.checker.text.parts import Evidence
from xianxing.documents.model import Block, BlockKind, Document, FileKind

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
    return Document("某报告.docx", FileKind.DOCX, 1, "", blocks=tuple(blocks))


@pytest.mark.clause("4.2.2")
def test_labels_that_open_the_paragraphs_are_the_headings_of_a_plan() -> None:
    assert set(judged("implementation_plan", lines(*PLAN)).values()) == {Evidence.TREATED}


@pytest.mark.clause("4.2.2")
@pytest.mark.parametrize(("number", "part"), [(0, "scenario"), (2, "technical_principle"), (4, "algorithms")])
def test_a_label_that_is_not_there_is_missed(number: int, part: str) -> None:
    seen = judged("implementation_plan", lines(*PLAN[:number], *PLAN[number + 1 :]))
    assert seen[part] is Evidence.MISSING


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
    assert {seen[kind] for kind in kinds} == {Evidence.TREATED}
