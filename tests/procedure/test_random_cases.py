"""Random cases with random people, days, answers and refusals: the invariants hold whatever is tried."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.procedure import support
from tests.procedure.invariants import INVARIANTS
from tests.procedure.support import (
    BROKER,
    BUREAU,
    DEPUTY,
    EXPERTS,
    GOOD,
    HEAD,
    PUBLIC,
    STAFF,
    TECH,
    Case,
    at,
    checklist,
    pilot,
)
from xianxing.procedure import (
    Actor,
    RefusedError,
    current,
    let_time_pass,
    open_steps,
    perform,
)
from xianxing.procedure.events import JSON
from xianxing.procedure.history import CHANGES

CAST = [BROKER, TECH, BUREAU, STAFF, HEAD, DEPUTY, PUBLIC, *EXPERTS]
CARRYING = (
    "review_as_lead", "sign_compliance_as_lead", "sign_compliance_as_partner", "give_technology_view",
    "give_business_view", "carry_out_exit_plan", "take_into_regular_system",
)  # fmt: skip
ENDING = (
    "propose_withdrawal", "join_withdrawal", "withdraw", "open_hearing", "close_hearing", "disqualify",
    "not_select",
    "close_ended", "close_forced", "fail_evaluation", "decline_start", "file_work_report", "abandon_draft",
)  # fmt: skip
GROUPS: dict[str, JSON] = {"experts": ["专家一", "专家二"]}


class RandomCase(RuleBasedStateMachine):
    """Anybody tries anything; what may be done is done more often than what may not."""

    @initialize(
        core=st.sampled_from(["no", "yes"]),
        lead=st.sampled_from(["pilot_institution", "technology_firm"]),
        kind=st.sampled_from(["other", "business_innovation"]),
        phases=st.integers(0, 5),
    )
    def begin(self, core: str, lead: str, kind: str, phases: int) -> None:
        """Begin at a draft, or further on, so that late phases are walked as often as early ones."""
        self.case = Case(core=core, lead_kind=lead, project_type=kind)
        selecting = self.case.recognise if core == "yes" else self.case.select
        for bring in (self.case.file, selecting, self.case.announce, self.case.start, self._exit)[:phases]:
            bring()

    def _exit(self) -> None:
        self.case.do("open_exit_by_institution", BROKER)
        self.case.do("assess_exit_oneself", BROKER)
        self.case.do("finish_exit_assessment", STAFF)

    @rule(actor=st.sampled_from(CAST), data=st.data())
    def somebody_acts(self, actor: Actor, data: st.DataObject) -> None:
        possible = open_steps(pilot(), current(self.case.store, "c"), actor)
        if possible:
            self._try(data.draw(st.sampled_from(possible)).id, actor, data)

    @rule(actor=st.sampled_from(CAST), step=st.sampled_from(sorted(pilot().steps)), data=st.data())
    def somebody_tries_anything(self, actor: Actor, step: str, data: st.DataObject) -> None:
        self._try(step, actor, data)

    @rule(data=st.data())
    def the_case_moves_on(self, data: st.DataObject) -> None:
        """Somebody takes a step that brings the case on, so that long lives are lived too."""
        now = current(self.case.store, "c")
        moves: dict[str, Actor] = {}
        for actor in CAST:
            for step in open_steps(pilot(), now, actor):
                ends = step.target and pilot().states[step.target].final
                if (step.adds or step.id in CARRYING or step.target) and step.act not in CHANGES and not ends:
                    moves.setdefault(step.id, actor)
        if moves:
            step_id = data.draw(st.sampled_from(sorted(moves)))
            self._try(step_id, moves[step_id], data, usual=True)

    @rule(data=st.data())
    def the_case_comes_to_an_end(self, data: st.DataObject) -> None:
        """Once in a while somebody takes a step into a final state, or towards leaving early."""
        if data.draw(st.integers(0, 5)) == 0:
            now = current(self.case.store, "c")
            for actor in CAST:
                ends = [step for step in open_steps(pilot(), now, actor) if step.act in ENDING]
                if ends:
                    self._try(data.draw(st.sampled_from(ends)).id, actor, data, usual=True)
                    return

    def _try(self, step: str, actor: Actor, data: st.DataObject, usual: bool = False) -> None:
        payload: dict[str, JSON] = {
            **GOOD,
            "exit_conditions": checklist("exit_conditions", usual or data.draw(st.booleans())),
            "extension_conditions": checklist("extension_conditions"),
            "extension_length": data.draw(st.integers(1, 24)),
            "evidence": data.draw(st.sampled_from(["来函1号", ""])),
            "item": data.draw(st.sampled_from(["甲", "乙"])),
        }
        if step == "invite_experts":
            payload["members"] = GROUPS
        if not usual and data.draw(st.integers(0, 3)) == 0:
            fact = data.draw(
                st.sampled_from([f for f in pilot().facts.values() if f.kind == "answer" and not f.items])
            )
            payload[fact.id] = data.draw(st.sampled_from([*fact.domain, "别的"]))
        second = data.draw(st.sampled_from([DEPUTY, STAFF, None])) if not usual else DEPUTY
        if step in pilot().steps:
            payload["particulars"] = support.usual(pilot(), pilot().steps[step], payload, self.case.day)
        before = self.case.store.events("c")
        try:
            perform(self.case.store, "c", step, actor, payload, at(self.case.day), second=second)
        except RefusedError as refusal:
            assert refusal.sentence
            assert self.case.store.events("c") == before

    @rule(days=st.integers(1, 40))
    def days_go_by(self, days: int) -> None:
        self.case.day += timedelta(days=days)

    @rule()
    def the_night_watch_looks(self) -> None:
        let_time_pass(self.case.store, "c", self.case.day)
        assert let_time_pass(self.case.store, "c", self.case.day).events == ()

    @invariant()
    def what_always_holds_holds(self) -> None:
        if hasattr(self, "case"):
            for holds in INVARIANTS:
                holds(self.case)


TestRandomCase = RandomCase.TestCase
