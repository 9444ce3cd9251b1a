"""A section that asks for pictures has one that shows something; a schedule lies ahead (clause 4.2.2)."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import docx
import pytest

from tests.checker.factory import Draft, joint
from tests.checker.papers import SCREEN, Row, screen
from tests.documents.build import lines, pdf
from tests.documents.planted import blank_picture
from xianxing.checker.rules.plans import last_day
from xianxing.law import Finding, Result

HEADING = "七、功能界面截图"
pytestmark = pytest.mark.clause("4.2.2")


def said(draft: Draft, rule: str = "parts-treated") -> list[tuple[Result, str]]:
    found: list[Finding] = draft.findings(Result.UNMET, Result.MANUAL_REVIEW, Result.UNKNOWN)
    return [(one.result, one.location) for one in found if one.rule == rule]


def plan(**parts: list[str]) -> Draft:
    """A filing whose plan has these words under its heading of pictures, and what stands elsewhere."""
    draft = joint()
    paper = draft.paper("implementation_plan")
    screens: list[str | Row] = [*parts.pop("screens", ["图1　差异清单界面"])]
    paper.parts = {**paper.parts, HEADING: screens}
    for key, body in parts.items():
        name = next((one for one in paper.parts if key in one), key)
        paper.parts[name] = [*paper.parts.get(name, []), *body]
    return draft


def pictured(draft: Draft, data: bytes) -> Draft:
    """The filing with that picture in place of the one in its plan."""
    entry = draft.entry("implementation_plan")
    document = docx.Document(BytesIO(draft.papers.pop(entry["file"]).word()))
    part = next(one for one in document.part.package.iter_parts() if "image" in str(one.partname))
    part._blob = data
    stream = BytesIO()
    document.save(stream)
    draft.raw[entry["file"]] = stream.getvalue()
    return draft


def test_a_screen_that_shows_something_is_enough() -> None:
    assert said(plan(screens=[SCREEN, "图1　差异清单界面"])) == []


@pytest.mark.parametrize("words", ["图1　差异清单界面", "主要功能界面截图如下。", "界面见下图，数据为模拟。"])
def test_a_promise_without_a_picture_is_sent_back(words: str) -> None:
    assert said(plan(screens=[words])) == [(Result.UNMET, f"项目实施方案.docx#heading={HEADING}")]


@pytest.mark.parametrize("data", [blank_picture(), blank_picture((1, 1)), blank_picture((2000, 10))])
def test_an_empty_picture_is_none(data: bytes) -> None:
    draft = pictured(plan(screens=[SCREEN, "图1　差异清单界面"]), data)
    assert [result for result, _ in said(draft)] == [Result.UNMET]


def test_a_picture_of_another_part_is_not_the_screen() -> None:
    assert [result for result, _ in said(plan(系统架构=[SCREEN]))] == [Result.UNMET]


def test_a_picture_in_an_annex_may_be_the_screen() -> None:
    assert [result for result, _ in said(plan(附图=[SCREEN]))] == [Result.MANUAL_REVIEW]


def test_a_picture_handed_in_beside_the_plan_may_be_the_screen() -> None:
    draft = plan()
    draft.add("other", "界面.png", screen())
    assert [result for result, _ in said(draft)] == [Result.MANUAL_REVIEW]


def test_a_pdf_without_pictures_is_for_a_person() -> None:
    draft = plan()
    entry = draft.entry("implementation_plan")
    paper = draft.papers.pop(entry["file"])
    body = [paper.title, *(line for part in paper.parts.items() for line in (part[0], *map(str, part[1])))]
    entry["file"] = "项目实施方案.pdf"
    draft.raw["项目实施方案.pdf"] = pdf(lines(*body))
    assert [result for result, _ in said(draft)] == [Result.MANUAL_REVIEW]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022年3月至9月完成开发", date(2022, 9, 30)),
        ("2023年第四季度上线", date(2023, 12, 31)),
        ("2023年底前完成", date(2023, 12, 31)),
        ("2023年上半年完成", date(2023, 6, 30)),
        ("2023.10.15上线，2023-11验收", date(2023, 11, 30)),
        ("２０２３年２月", date(2023, 2, 28)),
        ("2023年Q2", date(2023, 6, 30)),
        ("入选后第3个月上线，2023年1月已完成开发", None),
        ("T+30日完成部署，此前于2023年1月立项", None),
        ("明年完成", None),
    ],
)
def test_the_last_day_of_a_schedule(text: str, day: date | None) -> None:
    assert last_day(text) == day


def scheduled(*words: str) -> Draft:
    draft = joint()
    paper = draft.paper("implementation_plan")
    paper.parts = {**paper.parts, "八、开发进度": list(words)}
    return draft


def test_a_schedule_wholly_in_the_past_is_sent_back() -> None:
    place = "项目实施方案.docx#heading=八、开发进度"
    draft = scheduled("2022年6月完成开发，2023年3月上线试运行，2023年10月总结。")
    assert said(draft, "schedule-ahead") == [(Result.UNMET, place)]


def test_a_schedule_that_ended_just_now_is_for_a_person() -> None:
    draft = scheduled("2023年11月完成开发，2023年12月上线试运行。")
    assert [result for result, _ in said(draft, "schedule-ahead")] == [Result.MANUAL_REVIEW]


def test_a_schedule_that_ends_after_the_filing_is_content() -> None:
    assert said(scheduled("2022年6月完成开发，2024年1月底上线。"), "schedule-ahead") == []


def test_milestones_of_the_form_lie_ahead_too() -> None:
    draft = joint()
    draft.content["milestones"] = [{"name": "联调测试", "date": date(2023, 9, 1)}]
    assert said(draft, "schedule-ahead") == [(Result.UNMET, "content.milestones")]
