"""What stands under a heading says something, or only promises and repeats (clauses 4.2.2–4.2.5, 2.3)."""

from __future__ import annotations

import pytest

from tests.checker.factory import Draft, joint
from xianxing.checker.text.substance import ENOUGH, only_promises, own_words
from xianxing.law import Result

PROMISES = (
    "退出机制将根据项目运行情况另行制定。",
    "补偿方案视实际情况确定，详见后续公告。",
    "应急预案正在制定中。",
    "具体安排待入选后再行研究。",
    "相关内容后续补充。",
    "待定",
)
RESTATED = (
    ("投诉响应机制", "公司建立完善的投诉响应机制，及时妥善处理各类投诉。"),
    ("风险监测", "我公司高度重视风险监测工作，严格按照有关规定执行。"),
    ("退出机制", "本项目具备健全的退出机制。"),
)
SAID = (
    ("投诉响应机制", "客户可通过热线投诉，专人受理，十日内答复。"),
    ("补偿机制", "设立专户准备金200万元，不足部分另行补充。"),
    ("应急预案", "发生异常时停用系统、转人工办理，并报告专项工作组。"),
    ("防控措施", "岗位分离、双人复核、限额管理。"),
    ("退出机制", "试点结束后停用系统，删除数据，恢复人工办理。"),
    ("市场风险", "本项目不买卖证券，只提示差异，价格波动与结果无关。"),
    ("应急预案", "预案每年演练一次，演练后按照发现的问题另行修订。"),
)


@pytest.mark.parametrize("text", PROMISES)
def test_a_promise_is_no_substance(text: str) -> None:
    assert only_promises(text)
    assert own_words(text, "退出机制") == 0


@pytest.mark.parametrize(("heading", "text"), RESTATED)
def test_the_headings_own_words_are_no_substance(heading: str, text: str) -> None:
    assert own_words(text, heading) < ENOUGH


@pytest.mark.parametrize(("heading", "text"), SAID)
def test_an_arrangement_is_substance(heading: str, text: str) -> None:
    assert not only_promises(text)
    assert own_words(text, heading) >= ENOUGH


def test_a_promise_beside_an_arrangement_leaves_the_arrangement() -> None:
    text = "停用系统、恢复人工并封存日志。其余事项另行约定。"
    assert own_words(text, "退出机制") == len("停用系统、恢复人工并封存日志")


def said(draft: Draft, rule: str) -> list[tuple[Result, str]]:
    found = draft.findings(Result.UNMET, Result.MANUAL_REVIEW)
    return [(one.result, one.location.partition("#")[0]) for one in found if one.rule == rule]


@pytest.mark.clause("4.2.5")
@pytest.mark.parametrize("text", [*PROMISES, RESTATED[2][1]])
def test_a_part_that_is_only_promised_is_sent_back(text: str) -> None:
    draft = joint()
    paper = draft.paper("investor_protection_plan")
    paper.parts = {key: [text] if "退出" in key else body for key, body in paper.parts.items()}
    assert said(draft, "parts-treated") == [(Result.UNMET, "投资者保护方案.docx")]


@pytest.mark.clause("2.3")
@pytest.mark.parametrize("text", ["应急预案正在制定中。", "预案视试点运行情况另行制定。"])
def test_an_emergency_plan_that_is_only_promised_is_none(text: str) -> None:
    draft = joint()
    draft.content["emergency_plan"] = text
    assert said(draft, "emergency-prepared") == [(Result.UNMET, "content.emergency_plan")]


@pytest.mark.clause("2.3")
def test_an_exit_that_is_only_promised_is_none_and_one_cell_of_it_a_question() -> None:
    draft = joint()
    row = draft.content["exit_plan"][0]
    row["funds"] = "资金清退方式另行制定。"
    assert said(draft, "exit-prepared") == [(Result.MANUAL_REVIEW, "content.exit_plan[0].funds")]
    row.update(
        dict.fromkeys(("customers", "data", "funds", "announcement", "timetable"), "届时另行研究确定。")
    )
    assert (Result.UNMET, "content.exit_plan[0]") in said(draft, "exit-prepared")


@pytest.mark.clause("4.1.1")
def test_a_cell_that_only_promises_is_sent_back() -> None:
    draft = joint()
    draft.content["spreadability"] = "推广安排待试点结束后另行研究。"
    assert said(draft, "cell-placeholder") == [(Result.UNMET, "content.spreadability")]
