"""Defects of cells and tables: which rule must say what, where, on which clause."""

from __future__ import annotations

from tests.checker.edits import (
    PERSON,
    UNMET,
    Case,
    at,
    both,
    without,
)

LONG = "项目的创新在于把同一条款在不同文件中的表述关联起来逐项核验并给出出处。" * 16


CASES: list[Case] = [
    Case("field-filled", UNMET, "4.1.1", "content.overview", at("content.overview", "")),
    Case("field-filled", UNMET, "3.2.4", "content.pain_points", at("content.pain_points", "——")),
    Case("field-filled", UNMET, "2.1", "content.scenario", without("content.scenario")),
    Case("field-filled", UNMET, "5.1.2", "content.audience", at("content.audience", "待补充")),
    Case("field-filled", UNMET, "2.3", "content.scale", at("content.scale", [])),
    Case("field-filled", UNMET, "2.3", "content.exit_plan[1].funds", at("content.exit_plan[1].funds", "")),
    Case(
        "field-filled",
        UNMET,
        "4.2.3",
        "content.business_risks[2].owner",
        at("content.business_risks[2].owner", ""),
    ),
    Case("field-filled", UNMET, "5.2.3", "content.complaint_channels", at("content.complaint_channels", [])),
    Case("field-filled", UNMET, "4.2.5", "content.compensation", at("content.compensation", "无")),
    Case("field-filled", UNMET, "4.2.2", "content.milestones", at("content.milestones", [])),
    Case(
        "field-filled", UNMET, "4.3.3", "unit[lead].contacts[1].email", at("unit[lead].contacts[1].email", "")
    ),
    Case("field-filled", UNMET, "4.3.3", "unit[joint].uscc", at("unit[joint].uscc", "")),
    Case("field-filled", UNMET, "3.3", "project.directions", at("project.directions", [])),
    Case("field-type", UNMET, "5.3", "project.trial_months", at("project.trial_months", "十二")),
    Case("field-type", UNMET, "5.1.3", "project.planned_start", at("project.planned_start", "明年")),
    Case("field-type", UNMET, "5.1.3", "project.planned_start", at("project.planned_start", "2024-02-30")),
    Case("field-type", UNMET, "4.1.1", "content.overview", at("content.overview", 12)),
    Case("field-type", UNMET, "2.3", "content.scale[0].cap", at("content.scale[0].cap", "三千")),
    Case("field-type", UNMET, "4.2.3", "content.business_risks", at("content.business_risks", "见报告")),
    Case("choice-known", UNMET, "3.2", "project.type", at("project.type", "innovation")),
    Case("choice-known", UNMET, "3.1", "unit[joint].kind", at("unit[joint].kind", "listed_company")),
    Case("choice-known", UNMET, "3.3", "project.directions", at("project.directions", [12])),
    Case("keys-known", PERSON, "4.1.1", "", at("content.overveiw", "……")),
    Case("cell-length", UNMET, "4.3.4", "content.innovation", at("content.innovation", LONG)),
    Case("cell-length", UNMET, "4.3.4", "unit[lead].contribution", at("unit[lead].contribution", LONG)),
    Case("cell-length", UNMET, "4.3.4", "project.name", at("project.name", "面" * 51)),
    Case(
        "cell-characters",
        PERSON,
        "4.3.4",
        "content.algorithms",
        at("content.algorithms", "算法说明" * 60 + "，版本12345678901234567890" * 20),
    ),
    Case(
        "cell-placeholder",
        UNMET,
        "4.1.1",
        "content.real_economy",
        at("content.real_economy", "对实体经济的作用待补充。项目提高了披露质量，有助于投资者决策。"),
    ),
    Case(
        "cell-placeholder",
        UNMET,
        "4.1.1",
        "content.effects[0].target",
        at("content.effects[0].target", "XXX"),
    ),
    Case(
        "cell-placeholder",
        UNMET,
        "4.1.1",
        "content.spreadability",
        at("content.spreadability", "部署约需【请填写】周，规则文本公开共享，不收取费用。"),
    ),
    Case(
        "cell-placeholder",
        UNMET,
        "4.3.1",
        "unit[joint].contribution",
        at("unit[joint].contribution", "承担模型研发和缺陷修复，具体人员名单待定。"),
    ),
    Case(
        "cell-placeholder",
        UNMET,
        "4.1.1",
        "content.core_technology",
        at("content.core_technology", "具体内容详见《项目实施方案》第三章。"),
    ),
    Case("cell-placeholder", UNMET, "4.1.1", "content.scenario", at("content.scenario", "测试测试测试")),
    Case(
        "cell-placeholder",
        UNMET,
        "4.1.1",
        "content.pain_points",
        at("content.pain_points", "【待信息技术部门提供】"),
    ),
    Case(
        "cell-placeholder",
        UNMET,
        "4.1.1",
        "content.spreadability",
        at("content.spreadability", "部署一套约需**万元，周期十周，规则文本公开共享，不收取费用。"),
    ),
    Case(
        "cell-placeholder",
        UNMET,
        "4.3.3",
        "unit[joint].contacts[0].name",
        at("unit[joint].contacts[0].name", "白慎之（暂定）"),
    ),
    Case(
        "cells-copied",
        PERSON,
        "4.1.1",
        "content.innovation",
        lambda d: d.content.update(innovation=d.content["overview"]),
    ),
    Case("name-one-line", UNMET, "4.1.1", "project.name", at("project.name", "面向公募产品。\n一致性核验")),
    Case(
        "table-rows-distinct",
        PERSON,
        "2.3",
        "content.scale[1]",
        lambda d: d.content["scale"].append(dict(d.content["scale"][0])),
    ),
    Case("numbers-sensible", UNMET, "2.3", "content.scale[0].cap", at("content.scale[0].cap", -1)),
    Case(
        "numbers-sensible", UNMET, "5.2.1", "content.monitoring[0].red", at("content.monitoring[0].red", 99.9)
    ),
    Case(
        "risk-kinds", PERSON, "4.2.3", "content.business_risks", lambda d: d.content["business_risks"].pop()
    ),
    Case("emergency-prepared", UNMET, "2.3", "content.emergency_plan", at("content.emergency_plan", "无")),
    Case("exit-prepared", UNMET, "2.3", "content.exit_plan", at("content.exit_plan", [])),
    Case(
        "impact-assessed",
        UNMET,
        "4.2.4",
        "content.impact_assessment",
        both(at("content.personal_information", True), at("content.impact_assessment", False)),
    ),
    Case(
        "impact-assessed",
        UNMET,
        "4.2.4",
        "content.impact_assessment",
        at("content.personal_information", True),
    ),
    Case(
        "data-abroad",
        PERSON,
        "4.2.2",
        "content.data_sources[0].crosses_border",
        at("content.data_sources[0].crosses_border", True),
    ),
]
