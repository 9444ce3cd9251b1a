"""Defects of who files what: the call, kinds and places of units, roles, type conditions."""

from __future__ import annotations

from datetime import date

from tests.acceptance.defects import SEEN, TEXT, TOLD, Defect, append, both, drop, put
from tests.acceptance.form_edits import (
    as_of,
    copied_contribution,
    only_technology,
    shared_contact,
    twice,
)

DEFECTS: list[Defect] = [
    # 通知: the window and the call
    Defect("too-early", "solo_broker", as_of(date(2023, 11, 20)), ("0",), ("",)),
    Defect("too-late", "solo_broker", as_of(date(2024, 2, 5)), ("0",), ("",)),
    Defect("unknown-batch", "rating", put("batch", "shenzhen-2023-9"), ("0",), ("",), TOLD, unreadable=True),
    Defect("unknown-guide", "rating", put("guide", "nowhere-1999"), ("0",), ("",), TOLD, unreadable=True),
    # 二 principles
    Defect(
        "provider-tech",
        "broker_tech",
        both(put("unit.0.scenario_provider", False), put("unit.1.scenario_provider", True)),
        ("2.1", "3.1.b"),
        ("",),
    ),
    Defect("no-provider", "broker_tech", put("unit.0.scenario_provider", False), ("2.1", "3.1.b"), ("",)),
    Defect(
        "tech-also-provider",
        "equity_tech",
        put("unit.0.scenario_provider", True),
        ("2.1", "3.1.b"),
        ("",),
        SEEN,
    ),
    Defect("no-licence", "solo_broker", drop("unit.0.licences"), ("2.1",), ("unit[lead]",)),
    Defect("no-licence-custodian", "exemption", drop("unit.1.licences"), ("2.1",), ("unit[b]",), SEEN),
    Defect(
        "licence-expired",
        "fund",
        both(
            put("unit.0.licences.0.valid_to", date(2023, 6, 30)),
            put("unit.0.licences.1.valid_to", date(2023, 6, 30)),
        ),
        ("2.1",),
        ("unit[lead]",),
    ),
    Defect(
        "licence-blank",
        "futures",
        put("unit.0.licences.0", {"name": "", "number": "", "authority": ""}),
        ("2.1",),
        ("unit[qh]",),
    ),
    Defect("no-exit-plan", "rating", drop("content.exit_plan"), ("2.3",), ("content.exit_plan",)),
    Defect(
        "exit-plan-hollow",
        "law_firm",
        put(
            "content.exit_plan",
            [
                {
                    "trigger": "期满",
                    "customers": "",
                    "data": "",
                    "funds": "",
                    "announcement": "",
                    "timetable": "",
                }
            ],
        ),
        ("2.3",),
        ("content.exit_plan",),
    ),
    Defect(
        "no-emergency-plan", "core", put("content.emergency_plan", ""), ("2.3",), ("content.emergency_plan",)
    ),
    Defect("no-scale", "exemption", drop("content.scale"), ("2.3",), ("content.scale",)),
    Defect(
        "no-business-risks",
        "two_pilots",
        drop("content.business_risks"),
        ("4.2.3", "2.3"),
        ("content.business_risks",),
    ),
    Defect(
        "no-technical-risks",
        "two_pilots",
        drop("content.technical_risks"),
        ("4.2.4", "2.3"),
        ("content.technical_risks",),
    ),
    # 三(一) who may file
    Defect(
        "broker-elsewhere",
        "solo_broker",
        both(put("unit.0.registered_in", "上海市"), put("unit.0.jurisdiction", "上海")),
        ("3.1.2",),
        ("unit[lead]",),
    ),
    Defect("fund-elsewhere", "fund", put("unit.0.jurisdiction", "北京"), ("3.1.2",), ("unit[lead]",), SEEN),
    Defect(
        "core-elsewhere",
        "core",
        both(put("unit.0.registered_in", "上海市"), put("unit.0.jurisdiction", "上海")),
        ("3.1.1",),
        ("unit[core]",),
    ),
    Defect(
        "core-registered-elsewhere",
        "core",
        put("unit.0.registered_in", "北京市"),
        ("3.1.1",),
        ("unit[core]",),
        SEEN,
    ),
    Defect(
        "service-elsewhere",
        "rating",
        both(put("unit.0.registered_in", "北京市"), put("unit.0.jurisdiction", "北京")),
        ("3.1.3",),
        ("unit[xd]",),
    ),
    Defect(
        "market-elsewhere",
        "new_field",
        both(put("unit.0.registered_in", "东莞市"), put("unit.0.jurisdiction", "广东")),
        ("3.1.4",),
        ("unit[market]",),
    ),
    Defect(
        "custodian-elsewhere",
        "custodian",
        both(put("unit.0.registered_in", "上海市"), put("unit.0.jurisdiction", "上海")),
        ("3.1.5",),
        ("unit[bank]",),
    ),
    Defect(
        "no-scenario-business",
        "law_firm",
        put("unit.0.scenario_business", ""),
        ("3.1.3",),
        ("unit[lawfirm]",),
    ),
    Defect(
        "foreign-scenario",
        "minimal",
        put("unit.0.scenario_business", TEXT["foreign_scenario"]),
        ("3.1.3",),
        ("unit[cpa]",),
        SEEN,
    ),
    Defect(
        "tech-alone",
        "solo_broker",
        both(put("unit.0.kind", "technology_firm"), drop("unit.0.licences")),
        ("3.1.b", "2.1"),
        ("",),
    ),
    Defect("two-techs", "broker_tech", only_technology, ("3.1.b", "2.1"), ("",)),
    Defect(
        "unknown-kind", "custodian", put("unit.0.kind", "listed_company"), ("3.1",), ("unit[bank]",), SEEN
    ),
    Defect("no-lead", "broker_tech", put("unit.0.lead", False), ("3.1.c", "4.3.3"), ("",)),
    Defect("two-leads", "broker_tech", put("unit.1.lead", True), ("3.1.c", "4.3.3"), ("",)),
    Defect("no-contribution", "exemption", put("unit.1.contribution", ""), ("3.1.c",), ("unit[b]",)),
    Defect("copied-contribution", "broker_tech", copied_contribution(False), ("3.1.a", "3.1.c"), ("",), SEEN),
    Defect(
        "near-copied-contribution", "broker_tech", copied_contribution(True), ("3.1.a", "3.1.c"), ("",), SEEN
    ),
    Defect(
        "nobody-invested",
        "exemption",
        both(put("unit.1.staff", 0), put("unit.1.budget_yuan", 0)),
        ("3.1.a", "3.1.c"),
        ("unit[b]",),
        SEEN,
    ),
    Defect("no-agreement", "long", put("unit.2.agreement", ""), ("3.1.c",), ("unit[law]",)),
    Defect("no-lead-agreement", "long", put("unit.0.agreement", ""), ("3.1.c",), ("unit[sec]",)),
    Defect("shared-contact", "fund", shared_contact, ("3.1.a", "3.1.c", "4.3.3"), ("",), SEEN),
    Defect("unit-twice", "broker_tech", twice, ("3.1.a", "3.1.c", "4.3.3"), ("",), SEEN),
    Defect(
        "id-twice", "broker_tech", put("unit.1.id", "lead"), ("3.1.c", "4.3.3"), ("",), TOLD, unreadable=True
    ),
    # 三(二) types
    Defect("no-exemption", "exemption", drop("project.exemptions"), ("3.2.1",), ("project",)),
    Defect("no-new-rule-reason", "new_field", put("project.new_rule_reason", ""), ("3.2.1",), ("project",)),
    Defect(
        "not-new-field",
        "new_field",
        both(put("project.new_rule_field", False), put("project.new_rule_reason", "")),
        ("3.2.1",),
        ("project",),
    ),
    Defect("no-approval", "exemption", drop("project.approvals"), ("3.2.1",), ("project",)),
    Defect(
        "approval-planned",
        "exemption",
        put(
            "project.approvals",
            [
                {
                    "authority": "中国证监会机构监管部门",
                    "reference": "",
                    "status": "planned",
                    "date": date(2024, 3, 1),
                }
            ],
        ),
        ("3.2.1",),
        ("project",),
    ),
    Defect(
        "exemption-vague",
        "exemption",
        put("project.exemptions", [{"rule": "", "article": "", "scope": "相关规定", "months": 12}]),
        ("3.2.1",),
        ("project.exemptions",),
    ),
    Defect(
        "unknown-type", "futures", put("project.type", "model_innovation"), ("3.2",), ("project.type",), SEEN
    ),
    Defect(
        "large-scale-already",
        "futures",
        put("content.readiness", TEXT["large_scale"]),
        ("3.2.3",),
        ("",),
        SEEN,
    ),
    Defect(
        "no-type-reason",
        "core",
        put("project.type_reason", ""),
        ("3.2", "3.2.2", "3.2.1", "3.2.4"),
        ("project.type_reason",),
    ),
    Defect(
        "no-spread", "custodian", put("content.spreadability", ""), ("3.2.4",), ("content.spreadability",)
    ),
    Defect("no-direction", "minimal", put("project.directions", []), ("3.3",), ("project.directions",), SEEN),
    Defect(
        "direction-12", "minimal", put("project.directions", [12]), ("3.3",), ("project.directions",), SEEN
    ),
    # harder ones
    Defect(
        "licence-unrelated",
        "solo_broker",
        put(
            "unit.0.licences",
            [
                {
                    "name": "增值电信业务经营许可证",
                    "number": "粤B2-990017",
                    "authority": "广东省通信管理局",
                    "valid_to": date(2027, 5, 1),
                }
            ],
        ),
        ("2.1",),
        ("unit[lead]",),
        SEEN,
    ),
    Defect(
        "approval-in-future",
        "exemption",
        both(put("project.approvals.0.date", date(2024, 5, 6)), drop("project.approvals.1")),
        ("3.2.1", "4.1.1"),
        ("project.approvals",),
        SEEN,
    ),
    Defect(
        "approval-blank",
        "exemption",
        put("project.approvals", [{"authority": "", "reference": "", "status": "filed"}]),
        ("3.2.1",),
        ("project.approvals",),
        SEEN,
    ),
    Defect(
        "breaks-rule",
        "custodian",
        append(
            "content.compliance_note",
            "为提高效率，试点期间暂不执行《证券投资基金托管业务管理办法》第十九条关于双人复核的要求。",
        ),
        ("2.1", "3.2.1", "4.1.2"),
        ("",),
        SEEN,
    ),
    Defect("no-batch", "rating", drop("batch"), ("0",), ("",), TOLD, unreadable=True),
]
