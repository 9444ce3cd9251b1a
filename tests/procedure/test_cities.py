"""Invented cities live whole cases through the kernel, from a draft to every end, under their own names."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.factories.cities import commands, qinglan, wangchuan
from tests.procedure.renaming import other
from tests.procedure.support import BROKER, DEPUTY, EXPERTS, GOOD, HEAD, STAFF, Case, checklist
from xianxing.cli import main
from xianxing.cli.guide import guide_coverage
from xianxing.law import load_guide
from xianxing.law.package import BUILT_IN
from xianxing.procedure import Actor, Performed, Procedure, check, current, load_procedure
from xianxing.procedure.events import JSON
from xianxing.procedure.meanings import Means


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cities")
    qinglan(root)
    wangchuan(root)
    return root


class Qinglan(Case):
    """A case in the city of the documentation: handed in at its own counter, nobody is a core institution."""

    notice = 14

    def do(self, step: str, actor: Actor, second: Actor | None = None, **payload: JSON) -> Performed:
        return super().do({"file": "submit"}.get(step, step), actor, second, **payload)

    def file(self) -> None:
        self.do("freeze", self.lead)
        self.attest()
        self.do("file", self.lead)
        self.do("register_local", STAFF)

    def start(self) -> None:
        self.day += timedelta(days=self.notice - 8)
        super().start()


class Wangchuan(Qinglan):
    """A case where everything is called otherwise, and experts speak before the risks are assessed."""

    notice = 8

    def do(self, step: str, actor: Actor, second: Actor | None = None, **payload: JSON) -> Performed:
        facts = {other(key): value for key, value in self.given(payload).items() if key != "reason"}
        return Case.do(self, other(step), actor, second, **{**payload, **facts})

    def given(self, payload: dict[str, JSON]) -> dict[str, JSON]:
        """The usual answers, under the names of the reference guide."""
        lists = {key: checklist(key) for key in ("exit_conditions", "extension_conditions")}
        return {**GOOD, **lists, **payload}

    def select(self) -> None:
        self.do("pass_formality", STAFF)
        self.do("invite_experts", STAFF, members={"experts": ["专家一", "专家二"]})
        for expert in EXPERTS:
            self.do("give_opinion", expert)
        self.do("close_opinions", STAFF)
        self.do("complete_risk_assessment", STAFF)
        self.hear_departments()
        self.do("evaluate_additionally", STAFF)
        self.do("select", HEAD)


CITIES = {"qinglan-2026": (Qinglan, date(2026, 3, 9)), "wangchuan-2024": (Wangchuan, date(2023, 12, 11))}


def opened(name: str, root: Path, **facts: str) -> Case:
    made, day = CITIES[name]
    procedure = load_procedure(name, [root, BUILT_IN])
    static = {fact.means: fact.id for fact in procedure.facts.values() if fact.kind == "static"}
    named = {static[means]: value for means, value in facts.items() if means in static}
    usual = {"lead_kind": "pilot_institution", "project_type": "other", "core": "no"}
    given = {static[means]: value for means, value in usual.items() if means in static} | named
    return made(procedure, day, None, **given)


def place(case: Case) -> str:
    return current(case.store, "c").state.removesuffix("_of_ours")


@pytest.mark.parametrize("name", CITIES)
def test_every_property_of_an_invented_city_holds(name: str, cities: Path) -> None:
    report = check(load_procedure(name, [cities, BUILT_IN]))
    assert {v.rule.id: v.counter_example for v in report.verdicts if not v.holds} == {}
    without = {v.rule.id for v in report.verdicts if not v.applies}
    by_platform = {"platform_filing_in_the_window", "platform_paper_is_told_apart"}
    expected = {"right_path", "local_path_after_setting", *by_platform} if name == "qinglan-2026" else set()
    assert without == expected


@pytest.mark.parametrize("name", CITIES)
def test_coverage_of_an_invented_city_is_complete(name: str, cities: Path) -> None:
    assert guide_coverage(load_guide(name, [cities, BUILT_IN])).uncovered == ()


@pytest.mark.parametrize("name", CITIES)
@pytest.mark.parametrize(
    ("decision", "second", "carried", "closing", "end"),
    [
        ("decide_normalise", DEPUTY, "take_into_regular_system", "close_normalised", "awaiting_work_report"),
        ("decide_end", None, "carry_out_exit_plan", "close_ended", "ended"),
        ("decide_force", DEPUTY, "carry_out_exit_plan", "close_forced", "forced_out"),
        ("decide_extend", None, "", "resume_extended", "running"),
    ],
)
def test_a_case_is_lived_to_each_exit(
    name: str, cities: Path, decision: str, second: Actor | None, carried: str, closing: str, end: str
) -> None:
    case = opened(name, cities).run()
    assert place(case) == "running"
    case.leave(decision, second)
    if decision == "decide_normalise":
        assert place(case) == "exit_carrying_out"
    if carried:
        case.do(carried, BROKER)
    case.do(closing, HEAD)
    assert place(case) == end
    if end == "awaiting_work_report":
        case.do("file_work_report", BROKER)
        assert case.procedure.states[current(case.store, "c").state].final


@pytest.mark.parametrize("name", CITIES)
def test_a_case_ends_early_by_withdrawal_refusal_and_disqualification(name: str, cities: Path) -> None:
    withdrawn, unselected, disqualified = (opened(name, cities) for _ in range(3))
    for case in (withdrawn, unselected, disqualified):
        case.file()
    withdrawn.do("propose_withdrawal", BROKER)
    withdrawn.do("join_withdrawal", BROKER)
    withdrawn.do("withdraw", BROKER)
    unselected.do("close_incomplete", HEAD, DEPUTY)
    disqualified.do("open_hearing", STAFF)
    disqualified.do("close_hearing", STAFF)
    disqualified.do("disqualify", HEAD, DEPUTY)
    assert [place(case) for case in (withdrawn, unselected, disqualified)] == [
        "withdrawn", "not_selected", "disqualified",
    ]  # fmt: skip


@pytest.mark.parametrize("name", CITIES)
def test_a_correction_is_confirmed_anew(name: str, cities: Path) -> None:
    case = opened(name, cities)
    case.file()
    case.do("request_correction", STAFF)
    case.do("freeze_correction", BROKER)
    case.attest()
    case.do("refile_local", BROKER)
    assert place(case) == "formality_check"


def test_the_notice_is_as_long_as_the_city_says(cities: Path) -> None:
    lengths = {name: _notice(load_procedure(name, [cities, BUILT_IN])) for name in CITIES}
    assert lengths == {"qinglan-2026": 8, "wangchuan-2024": 3}


def _notice(procedure: Procedure) -> int:
    (step,) = procedure.steps_meaning(Means.NOTICE_ENDS)
    return procedure.number(procedure.clocks[step.clock].parameter)


def test_the_page_of_the_law_is_followed_to_the_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    qinglan(tmp_path)
    monkeypatch.setenv("XIANXING_GUIDES", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    told = {}
    for command in commands():
        assert main(command) == 0, command
        told[" ".join(command)] = capsys.readouterr().out
    assert "青岚" in told["guide list"] and "算法说明" in told["guide show qinglan-2026 4.1.3"]
    assert "核心机构直接参加专业评估" in told["guide diff shenzhen-2023 qinglan-2026"]
    assert "不适用" in told["procedure check qinglan-2026"]
    assert list((tmp_path / "forms").iterdir())
