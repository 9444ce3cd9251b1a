"""A procedure, a simple calendar and a cast of people for the tests of this room."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from xianxing.law.package import BUILT_IN, find_package
from xianxing.procedure import (
    Actor,
    MemoryStore,
    Performed,
    Procedure,
    RefusedError,
    current,
    load_procedure,
    open_case,
    perform,
)
from xianxing.procedure.events import JSON, CaseState
from xianxing.procedure.loader import OtherFiles, other_files, parse_procedure
from xianxing.procedure.model import Particular, State, Step
from xianxing.procedure.particulars import asked_particulars
from xianxing.procedure.ticking import CHINA

UNITS = ["broker", "techfirm"]


@cache
def pilot() -> Procedure:
    """The procedure of the guide that this product was built for."""
    return load_procedure("shenzhen-2023")


@cache
def earlier() -> Procedure:
    """The version before incidents, rectifications and changes of units became items."""
    data = tomllib.loads((Path(__file__).parent / "earlier" / "procedure.toml").read_text("utf-8"))
    package = find_package("shenzhen-2023", (BUILT_IN,))
    return parse_procedure(data, "shenzhen-2023", "procedure.toml", other_files(package))


def copy(tmp_path: Path, old: str = "", new: str = "") -> Path:
    """A copy of the guide's folder in which one passage of the procedure reads differently."""
    folder = tmp_path / "copy_2023"
    shutil.copytree(BUILT_IN / "shenzhen_2023", folder)
    path = folder / "procedure.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return folder


class Weekdays:
    """Monday to Friday, provisional from a given year on: enough to test clocks, wrong for the real world."""

    def __init__(self, known_until: int = 2030) -> None:
        self.known_until = known_until

    def add_workdays(self, start: date, days: int) -> tuple[date, bool]:
        """Counting from the day after `start`."""
        day = start
        while days:
            day += timedelta(days=1)
            days -= day.weekday() < 5
        return day, day.year > self.known_until


def person(name: str, *roles: str, unit: str = "") -> Actor:
    """Somebody with these roles."""
    return Actor(name, frozenset(roles), unit)


APPLICANT = ("lead", "unit", "unit_reviewer", "unit_signatory", "lead_reviewer", "lead_compliance")
BROKER = person("陈启明", *APPLICANT, "pilot_institution", "pilot_compliance", unit="broker")
TECH = person("林知远", "unit", "unit_reviewer", "unit_signatory", "lead", "lead_reviewer", unit="techfirm")
STAFF = person("秘书甲", "secretariat", "risk_reviewer")
STAFF_TWO = person("秘书乙", "secretariat", "risk_reviewer")
HEAD = person("组长", "group_head")
DEPUTY = person("副组长", "group_head")
EXPERTS = [person("专家一", "expert"), person("专家二", "expert")]
BUREAU = person("监管员", "technology_bureau", "evaluation_panel", "business_department")
PUBLIC = person("读者", "public")
GOOD: Mapping[str, JSON] = {
    "reason": "理由见附件",
    "eligibility": "eligible",
    "innovation_basis": "exemption",
    "parallel_approval": "not_needed",
    "exemption": "granted",
    "completeness": "complete",
    "consultation_view": "agrees",
    "departments": "took_part",
    "department_view": "reserved",
    "finding": "none_found",
    "heard": "all_spoke",
    "scenario_after": "pilot_institution",
    "end_ground": "own_request",
    "force_ground": "breach_of_commitments",
    "extension_length": 6,
}


def checklist(fact: str, value: bool = True) -> dict[str, JSON]:
    """A checklist with each item answered alike."""
    return dict.fromkeys(pilot().facts[fact].items, value)


USUAL: Mapping[str, JSON] = {
    "text": "甲机关〔2024〕1号",
    "long_text": "见所附文件",
    "number": 1,
    "whole": 12,
    "instant": "2024-01-08T10:00:00+08:00",
}


def usual(procedure: Procedure, step: Step, given: Mapping[str, JSON], day: date) -> dict[str, JSON]:
    """What a step records beside these answers, in the usual words; days are two years ahead."""
    answers = {fact: str(value) for fact, value in given.items() if fact in step.asks}
    ahead = (day + timedelta(days=730)).isoformat()
    past = (day - timedelta(days=1)).isoformat()
    return {
        one.id: USUAL.get(one.kind, past if one.past else day.isoformat() if one.within else ahead)
        for one in asked_particulars(procedure, step, answers)
    }


def at(day: date, hour: int = 10) -> datetime:
    """An hour of a day in China."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=CHINA)


class Case:
    """One case in a store of its own, with the day on which the next act happens."""

    def __init__(
        self,
        procedure: Procedure | None = None,
        day: date = date(2024, 1, 8),
        calendar: Weekdays | None = None,
        **facts: str,
    ) -> None:
        self.procedure = procedure or pilot()
        self.store, self.day = MemoryStore(calendar or Weekdays(), self.procedure), day
        known = {"core": "no", "lead_kind": "pilot_institution", "project_type": "other", **facts}
        lead = "techfirm" if known["lead_kind"] == "technology_firm" else "broker"
        groups = {"units": UNITS, "pilot_institutions": ["broker"], "lead": [lead]}
        self.lead = TECH if lead == "techfirm" else BROKER
        open_case(self.store, "c", self.procedure, self.lead, known, groups, at(day))

    def do(self, step: str, actor: Actor, second: Actor | None = None, **payload: JSON) -> Performed:
        """Take a step with the usual answers, some of them replaced."""
        conditions: dict[str, JSON] = {
            "exit_conditions": checklist("exit_conditions"),
            "extension_conditions": checklist("extension_conditions"),
        }
        given = {**GOOD, **conditions, **payload}
        if step in self.procedure.steps and "particulars" not in given:
            given["particulars"] = usual(self.procedure, self.procedure.steps[step], given, self.day)
        if step in self.procedure.steps and "item" not in given:
            open_now = self.state.items_of(self.procedure.steps[step])
            given |= {"item": open_now[0].id} if open_now else {}
        return perform(self.store, "c", step, actor, given, at(self.day), second=second)

    @property
    def state(self) -> CaseState:
        """Where the case stands."""
        return current(self.store, "c")

    def attest(self) -> None:
        """Everybody confirms what is frozen."""
        for actor in (BROKER, TECH):
            self.do("review_unit", actor)
        self.do("review_as_lead", self.lead)
        as_lead = self.lead is BROKER
        self.do("sign_compliance_as_lead" if as_lead else "sign_compliance_as_partner", BROKER)
        for actor in (BROKER, TECH):
            self.do("give_consent", actor)

    def file(self) -> None:
        """From draft to filed and registered."""
        self.do("freeze", self.lead)
        self.attest()
        self.do("file", self.lead)
        core = current(self.store, "c").facts["core"] == "yes"
        self.do("register_core" if core else "register_local", STAFF)

    def recognise(self) -> None:
        """From the initial reading of a core institution's filing to professional evaluation."""
        self.do("report_to_bureau", HEAD)
        self.do("recognise", BUREAU)

    def select(self) -> None:
        """From the formality check to professional evaluation."""
        self.do("pass_formality", STAFF)
        self.do("complete_risk_assessment", STAFF)
        self.do("invite_experts", STAFF, members={"experts": ["专家一", "专家二"]})
        for expert in EXPERTS:
            self.do("give_opinion", expert)
        self.do("close_opinions", STAFF)
        self.hear_departments()
        self.do("evaluate_additionally", STAFF)
        self.do("select", HEAD)

    def hear_departments(self) -> None:
        """The views of the city's departments, one letter each."""
        departments: JSON = {"departments": ["工信局", "金融局"]}
        self.do("invite_departments", STAFF, members=departments)
        for department in ("工信局", "金融局"):
            self.do("give_department_view", STAFF, STAFF_TWO, item=department, evidence="来函5号")

    def announce(self) -> None:
        """From professional evaluation into the public notice."""
        self.do("pass_evaluation", BUREAU)
        for actor in (BROKER, TECH):
            self.do("confirm_public_sheet", actor)
        self.do("open_notice", STAFF)

    def start(self) -> None:
        """From the public notice to a running trial."""
        self.day += timedelta(days=8)
        self.do("record_finding", HEAD)
        self.do("record_consultation", BUREAU)
        self.do("allow_start", HEAD, DEPUTY)
        self.do("publish_formally", STAFF)

    def run(self) -> Case:
        """A running trial."""
        self.file()
        self.select()
        self.announce()
        self.start()
        return self

    def leave(self, decision: str, second: Actor | None = None, **payload: JSON) -> None:
        """From running to the carrying out of an exit."""
        self.do("open_exit_by_institution", BROKER)
        self.do("assess_exit_oneself", BROKER)
        self.do("finish_exit_assessment", STAFF)
        self.do(decision, HEAD, second, **payload)
        self.do("give_technology_view", BUREAU)
        if decision == "decide_normalise":
            self.hear_business_departments()
        self.do("conclude_exit_consultation", HEAD)

    def hear_business_departments(self, *names: str) -> None:
        """The views of CSRC's business departments on an exit, one letter each."""
        asked = names or ("机构司",)
        self.do("invite_business_departments", STAFF, members={"business_departments": list(asked)})
        for name in asked:
            self.do("give_business_view", STAFF, STAFF_TWO, item=name, evidence="来函6号")


def state(case: Case) -> str:
    """Where the case stands."""
    return current(case.store, "c").state


def refused(case: Case, step: str, *people: object, code: str, **payload: object) -> RefusedError:
    """What a step is refused with, by this code; nothing is written."""
    before = case.store.events("c")
    with pytest.raises(RefusedError) as caught:
        case.do(step, *people, **payload)  # type: ignore[arg-type]
    assert caught.value.code == code, caught.value
    assert case.store.events("c") == before
    return caught.value


def with_step(procedure: Procedure, step: Step) -> Procedure:
    """The procedure with one step put in or replaced."""
    return replace(procedure, steps={**procedure.steps, step.id: step})


def elsewhere(procedure: Procedure) -> Procedure:
    """The procedure, were the official notice and the formal publication on the organ's own site."""
    address = Particular("official_address", "官方公示网址", "Address", "address", means="official_address")
    instant = Particular(
        "official_instant", "官方公示发布时刻", "Instant", "instant", means="official_instant", begins=True
    )
    particulars = {**procedure.particulars, address.id: address, instant.id: instant}
    found = replace(procedure, particulars=particulars)
    for name in ("open_notice", "publish_formally"):
        step = replace(found.steps[name], four_eyes=True, particulars=(address.id, instant.id))
        found = with_step(found, step)
    return found


def with_state(procedure: Procedure, state: State) -> Procedure:
    """The procedure with one state put in or replaced."""
    return replace(procedure, states={**procedure.states, state.id: state})


def harbour() -> Procedure:
    """The procedure of an invented city."""
    data = tomllib.loads((Path(__file__).parent / "fictional.toml").read_text("utf-8"))
    others = OtherFiles({"h1": "一", "h2": "二"}, settings={"tide_workdays": 3}, numbers={"tide_workdays": 3})
    return parse_procedure(data, "harbour", "fictional.toml", others)
