"""Just below, at and above each boundary of a rule, and both halves of what is an either-or."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.checker import factory
from tests.checker.edits import PERSON, UNMET, Edit, at, both, paper
from tests.checker.factory import AS_OF, Draft
from tests.checker.judging import SILENT, judged, said
from xianxing.law import Result

DAY = timedelta(days=1)
END = date(2025, 9, 2)  # the day on which the trial of the factory's filings is over
START = date(2024, 9, 2)
WORK = "承担抽取模型的研发与现场部署工作按月交付成果"


def milestone(name: str, day: date) -> Edit:
    return at("content.milestones", [{"name": name, "date": day}])


@pytest.mark.parametrize(
    ("name", "day", "result"),
    [
        ("扩大试点", END + timedelta(days=7), SILENT),
        ("扩大试点", END + timedelta(days=8), PERSON),
        ("扩大试点", END + timedelta(days=92), PERSON),
        ("扩大试点", END + timedelta(days=93), UNMET),
        ("试点总结", END + timedelta(days=92), SILENT),
        ("试点总结", END + timedelta(days=93), UNMET),
        ("退出评估", END + timedelta(days=60), SILENT),
        ("完成测试", AS_OF - timedelta(days=540), SILENT),
        ("完成测试", AS_OF - timedelta(days=541), PERSON),
        ("完成测试", AS_OF - timedelta(days=3 * 365), PERSON),
        ("完成测试", AS_OF - timedelta(days=3 * 365 + 1), UNMET),
        ("正式上线", START - DAY, PERSON),
        ("正式上线", START, SILENT),
        ("对外服务", START - DAY, PERSON),
        ("上线准备", START - DAY, SILENT),
    ],
)
def test_milestones_by_the_day(name: str, day: date, result: str) -> None:
    assert judged("milestones-in-trial", milestone(name, day)) == result


def test_a_milestone_without_a_start_or_a_day_is_not_judged() -> None:
    assert (
        judged(
            "milestones-in-trial", both(milestone("正式上线", START - DAY), at("project.planned_start", ""))
        )
        == ""
    )
    assert judged("milestones-in-trial", at("content.milestones", [{"name": "正式上线"}])) == ""


@pytest.mark.parametrize(
    ("start", "result"),
    [
        (AS_OF, UNMET),
        (AS_OF + DAY, UNMET),
        (date(2024, 1, 31), UNMET),  # the last day of the call
        (date(2024, 2, 1), SILENT),
        (AS_OF + timedelta(days=1100), SILENT),
        (AS_OF + timedelta(days=1101), PERSON),
    ],
)
def test_the_planned_start_by_the_day(start: date, result: str) -> None:
    assert judged("planned-start", at("project.planned_start", start)) == result


def test_a_start_in_the_past_and_one_before_the_close_are_told_apart() -> None:
    texts = []
    for day in (AS_OF, AS_OF + DAY):
        draft = factory.joint()
        draft.project["planned_start"] = day
        texts += [one.message for one in draft.findings(Result.UNMET) if one.rule == "planned-start"]
    assert len({text.replace("2024-01-21", "2024-01-20") for text in texts}) == 2


@pytest.mark.parametrize(
    ("months", "result"),
    [
        (0, UNMET),
        (-1, UNMET),
        (1, SILENT),
        (1.5, UNMET),
        (36, SILENT),
        (37, PERSON),
        (120, PERSON),
        (121, UNMET),
    ],
)
def test_the_length_of_the_trial_by_the_month(months: float, result: str) -> None:
    assert judged("trial-months", at("project.trial_months", months)) == result


@pytest.mark.parametrize(
    ("day", "result"),
    [(AS_OF - DAY, UNMET), (AS_OF, PERSON), (END - DAY, PERSON), (END, SILENT), (END + DAY, SILENT)],
)
def test_a_licence_by_its_last_day(day: date, result: str) -> None:
    assert judged("licence-valid", at("unit[lead].licences[0].valid_to", day)) == result


def test_one_licence_through_the_trial_is_enough() -> None:
    def second(draft: Draft) -> None:
        first = draft.unit("lead")["licences"][0]
        draft.unit("lead")["licences"].append(dict(first, name="第二份许可证", valid_to=END - DAY))

    assert judged("licence-valid", second) == SILENT


def test_where_all_licences_end_early_the_table_is_the_place() -> None:
    draft = factory.joint()
    first = draft.unit("lead")["licences"][0]
    first["valid_to"] = END - DAY
    draft.unit("lead")["licences"].append(dict(first, name="第二份许可证"))
    assert said("licence-valid", draft) == {(PERSON, "unit[lead].licences")}


@pytest.mark.parametrize(
    ("edit", "result"),
    [
        (at("unit[joint].contribution", WORK[:19]), PERSON),
        (at("unit[joint].contribution", WORK[:20]), SILENT),
        (at("unit[joint].contribution", "待补充"), UNMET),
        (at("unit[joint].staff", 1), SILENT),
        (at("unit[joint].staff", 0), UNMET),
        (at("unit[joint].budget_yuan", 1), SILENT),
        (at("unit[joint].budget_yuan", 0), PERSON),
        (at("unit[joint].budget_yuan", -1), UNMET),
    ],
)
def test_work_that_is_stated(edit: Edit, result: str) -> None:
    assert judged("work-stated", edit) == result


def test_a_unit_alone_may_put_in_no_money() -> None:
    assert judged("work-stated", at("unit[lead].budget_yuan", 0), factory.alone) == SILENT


@pytest.mark.parametrize(
    ("edit", "result"),
    [
        (at("project.exemptions[0].months", 0), UNMET),
        (at("project.exemptions[0].months", 11), PERSON),
        (at("project.exemptions[0].months", 12), SILENT),
        (at("project.exemptions[0].rule", ""), UNMET),
        (at("project.exemptions[0].scope", "无"), UNMET),
        (
            both(
                at("project.exemptions[0].status", "granted"),
                at("project.exemptions[0].reference", "〔2023〕8号"),
            ),
            SILENT,
        ),
        (at("project.exemptions[0].status", "asked"), SILENT),
    ],
)
def test_an_exemption_that_is_explicit(edit: Edit, result: str) -> None:
    assert judged("exemption-explicit", edit, factory.business_innovation) == result


def test_where_one_part_of_an_exemption_lacks_it_is_named_and_where_two_do_the_row_is() -> None:
    one, two = factory.business_innovation(), factory.business_innovation()
    at("project.exemptions[0].rule", "")(one)
    both(at("project.exemptions[0].rule", ""), at("project.exemptions[0].scope", ""))(two)
    assert said("exemption-explicit", one) == {(UNMET, "project.exemptions[0].rule")}
    assert said("exemption-explicit", two) == {(UNMET, "project.exemptions[0]")}


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        (at("project.approvals[0].status", "planned"), "project.approvals[0].status"),
        (
            both(at("project.approvals[0].status", "filed"), at("project.approvals[0].date", "")),
            "project.approvals[0].date",
        ),
        (at("project.approvals[0].authority", "无"), "project.approvals[0].authority"),
        (
            both(at("project.approvals[0].status", "granted"), at("project.approvals[0].reference", "")),
            "project.approvals[0].reference",
        ),
        (
            both(at("project.approvals[0].status", "granted"), at("project.approvals[0].date", "")),
            "project.approvals[0].date",
        ),
        (at("project.approvals[0].reference", ""), ""),
        (at("project.approvals[0].status", "granted"), ""),
    ],
)
def test_a_parallel_approval(edit: Edit, place: str) -> None:
    draft = factory.business_innovation()
    edit(draft)
    assert said("parallel-approval", draft) == ({(UNMET, place)} if place else set())


@pytest.mark.parametrize(
    ("day", "result"),
    [(AS_OF - timedelta(days=730), SILENT), (AS_OF - timedelta(days=731), PERSON), (AS_OF, SILENT)],
)
@pytest.mark.parametrize(
    "path",
    ["unit[lead].internal_review.date", "unit[joint].lead_review.date", "unit[joint].truth_pledge.date",
     "material[business_risk_report].signed_on"],
)  # fmt: skip
def test_a_review_or_signature_of_years_ago(path: str, day: date, result: str) -> None:
    assert judged("dates-fresh", at(path, day)) == result


@pytest.mark.parametrize("day", [AS_OF, AS_OF + DAY])
@pytest.mark.parametrize(
    "path",
    ["unit[lead].internal_review.date", "unit[joint].lead_review.date", "unit[joint].truth_pledge.date",
     "material[implementation_plan].signed_on"],
)  # fmt: skip
def test_what_has_happened_may_have_happened_today(path: str, day: date) -> None:
    assert judged("dates-past", at(path, day)) == (UNMET if day > AS_OF else SILENT)


def test_an_approval_that_is_planned_and_one_that_was_filed() -> None:
    later = at("project.approvals[0].date", AS_OF + DAY)
    planned = both(later, at("project.approvals[0].status", "planned"))
    assert judged("dates-past", later, factory.business_innovation) == UNMET
    assert judged("dates-past", planned, factory.business_innovation) == SILENT
    exempted = at("project.exemptions[0].date", AS_OF + DAY)
    assert judged("dates-past", exempted, factory.business_innovation) == UNMET


@pytest.mark.parametrize(
    ("edit", "places"),
    [
        (at("unit[joint].lead_review.date", date(2024, 1, 14)), {"unit[joint].lead_review.date"}),
        (at("unit[joint].lead_review.date", date(2024, 1, 15)), set()),
        (at("unit[lead].lead_review", {"date": date(2024, 1, 1)}), set()),
        (at("unit[joint].truth_pledge.date", date(2024, 1, 14)), {"unit[joint].truth_pledge.date"}),
        (at("unit[joint].truth_pledge.date", date(2024, 1, 15)), set()),
        (at("material[implementation_plan].signed_on", date(2024, 1, 18)), set()),
        (at("material[implementation_plan].signed_on", date(2024, 1, 19)), {"material[1].signed_on"}),
        (at("material[compliance_report].signed_on", date(2024, 1, 19)), set()),
        (at("unit[joint].truth_pledge.date", date(2024, 1, 16)), set()),  # the lead signs later
        (at("material[implementation_plan].signed_on", date(2024, 1, 21)), set()),  # `dates-past` says so
    ],
)
def test_reviews_in_their_order(edit: Edit, places: set[str]) -> None:
    draft = factory.joint()
    edit(draft)
    assert said("review-order", draft) == {(PERSON, place) for place in places}


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [
        ("name", "安明远", "unit[joint].contacts"),
        ("email", "HEAD1@unit1.example", "unit[joint].contacts"),
        ("mobile", "139 0000 0101", "unit[joint].contacts"),
        ("mobile", "13900000199", ""),
    ],
)
def test_a_contact_of_two_units_by_any_of_three_signs(key: str, value: str, place: str) -> None:
    draft = factory.joint()
    mine = draft.unit("lead")["contacts"][0]
    mine.update(name="安明远", email="head1@unit1.example", mobile="13900000101")
    draft.unit("joint")["contacts"][0][key] = value
    assert said("people-shared", draft) == ({(PERSON, place)} if place else set())


@pytest.mark.parametrize("record", ["internal_review.reviewer", "truth_pledge.signatory"])
def test_a_reviewer_or_signatory_of_two_units(record: str) -> None:
    draft = factory.joint()
    table, key = record.split(".")
    draft.unit("joint")[table][key] = " ".join(draft.unit("lead")[table][key])
    assert said("people-shared", draft) == {(PERSON, f"unit[joint].{record}")}


@pytest.mark.parametrize("record", ["internal_review.reviewer", "truth_pledge.signatory"])
def test_a_units_own_man_reviews_for_the_lead(record: str) -> None:
    draft = factory.joint()
    table, key = record.split(".")
    draft.unit("joint")["lead_review"]["reviewer"] = draft.unit("joint")[table][key]
    assert said("lead-review-by-lead", draft) == {(PERSON, "unit[joint].lead_review.reviewer")}


@pytest.mark.parametrize(
    ("record", "part"),
    [
        (record, part)
        for record, parts in (
            ("internal_review", ("reviewer", "date", "opinion")),
            ("lead_review", ("reviewer", "date", "opinion")),
            ("truth_pledge", ("signatory", "title", "date")),
        )
        for part in parts
    ],
)
def test_each_part_of_a_review_is_asked_for_by_itself(record: str, part: str) -> None:
    draft = factory.joint()
    draft.unit("joint")[record][part] = ""
    rule = record.replace("_", "-")
    assert said(rule, draft) == {(UNMET, f"unit[joint].{record}.{part}")}


@pytest.mark.parametrize(
    ("title", "result"),
    [
        ("合规专员", PERSON),
        ("助理总经理", SILENT),
        ("实习生", PERSON),
        ("首席工程师", SILENT),
        ("研究员", PERSON),
    ],
)
def test_a_junior_title_at_department_head_level(title: str, result: str) -> None:
    assert judged("contacts-head", at("unit[lead].contacts[0].title", title)) == result


def test_one_head_with_a_fitting_title_is_enough() -> None:
    edit = both(
        at("unit[lead].contacts[0].title", "合规专员"), at("unit[lead].contacts[1].department_head", True)
    )
    assert judged("contacts-head", both(edit, at("unit[lead].contacts[1].title", "部门总经理"))) == SILENT
    assert judged("contacts-head", both(edit, at("unit[lead].contacts[1].title", "分析师"))) == PERSON


def signed(**changes: str) -> Edit:
    """Who signed the business risk report, by its own page."""

    def edit(draft: Draft) -> None:
        report = draft.paper("business_risk_report")
        unit, name, title = report.signed[0]
        report.signed = [(changes.get("unit", unit), changes.get("name", name), changes.get("title", title))]

    return edit


@pytest.mark.parametrize(
    ("edit", "result"),
    [
        (signed(), SILENT),
        (signed(name="旁人甲"), UNMET),
        (signed(unit="杭州知微智能有限公司"), UNMET),
        (signed(unit="云杉证券"), SILENT),
        (signed(unit="东江数字科技有限公司"), SILENT),  # `unit-names-same` says so
        (signed(title="副总经理"), SILENT),  # holds the title of the entry
        (signed(title="首席信息官"), UNMET),
        (signed(title=""), SILENT),
        (paper("business_risk_report", lambda one: setattr(one, "signed_on", "2024年1月13日")), UNMET),
        (at("material[business_risk_report].signed_on", date(2024, 1, 13)), UNMET),
        (at("material[business_risk_report].signatory", ""), SILENT),
    ],
)
def test_the_signature_page_against_the_list(edit: Edit, result: str) -> None:
    assert judged("signature-same", edit) == result


@pytest.mark.parametrize(
    ("day", "result"),
    [(date(1999, 12, 31), UNMET), (date(2000, 1, 1), SILENT)],
)
@pytest.mark.parametrize("record", ["internal_review", "truth_pledge"])
def test_days_of_this_century(record: str, day: date, result: str) -> None:
    assert judged("issued-in-time", at(f"unit[lead].{record}.date", day)) == result


@pytest.mark.parametrize(("year", "result"), [(2020, SILENT), (2021, PERSON), (2024, PERSON)])
def test_a_sanction_of_the_last_three_years(year: int, result: str) -> None:
    def tell(draft: Draft) -> None:
        parts = draft.paper("compliance_report").parts
        parts[next(iter(parts))].append(f"公司{year}年1月被采取责令改正措施，已整改完毕。")

    assert judged("sanctions-stated", tell) == result
