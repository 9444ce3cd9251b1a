"""Random cases with random people, days, answers and refusals: the invariants hold whatever is tried."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.procedure import support
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
    ProcedureEvent,
    RefusedError,
    current,
    let_time_pass,
    open_steps,
    perform,
    replay,
)
from xianxing.procedure.events import JSON
from xianxing.procedure.history import CHANGES
from xianxing.procedure.ticking import next_day, tick
from xianxing.workdays.clocks import day_of

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

    def _events(self) -> list[ProcedureEvent]:
        return list(self.case.store.events("c"))

    def _acts(self) -> list[str]:
        return [event.act for event in self._events()]

    @invariant()
    def time_brings_something_on_the_next_day_and_on_none_before(self) -> None:
        if not hasattr(self, "case"):
            return
        state, calendar = current(self.case.store, "c"), self.case.store.calendar("c")
        day = next_day(pilot(), state, calendar)
        if day is None:
            assert tick(pilot(), state, date(2026, 12, 31), calendar) == ()
        else:
            assert tick(pilot(), state, day - timedelta(days=1), calendar) == ()
            assert tick(pilot(), state, day, calendar)

    @invariant()
    def sequence_has_no_hole_and_time_never_runs_back(self) -> None:
        events = self._events()
        assert [event.sequence for event in events] == list(range(1, len(events) + 1))
        assert all(a.at <= b.at for a, b in pairwise(events))

    @invariant()
    def a_start_has_everything_it_needs(self) -> None:
        acts = self._acts()
        if "allow_start" in acts:
            end = acts.index("allow_start")
            for needed in (
                "pass_evaluation",
                "open_notice",
                "notice_ends",
                "record_finding",
                "record_consultation",
            ):
                assert needed in acts[:end], needed
            assert ("select" in acts[:end]) or (
                "recognise" in acts[:end] and self._events()[0].answers["core"] == "yes"
            )
        if "publish_formally" in acts:
            assert "allow_start" in acts[: acts.index("publish_formally")]

    @invariant()
    def a_notice_runs_five_working_days(self) -> None:
        opened: date | None = None
        for event in self._events():
            if event.act == "open_notice":
                opened = day_of(event.at)
            if event.act == "notice_ends" and opened is not None:
                days = [opened + timedelta(days=n) for n in range(1, (day_of(event.at) - opened).days)]
                assert sum(day.weekday() < 5 for day in days) >= 5

    @invariant()
    def duties_rest_on_pilot_institutions(self) -> None:
        for event in self._events():
            if event.act in pilot().acts and pilot().acts[event.act].duty:
                assert event.unit == "broker"

    @invariant()
    def filing_has_every_consent_and_the_right_signature(self) -> None:
        acts = self._events()
        for place, event in enumerate(acts):
            if event.act == "file":
                consents = {e.unit for e in acts[:place] if e.act == "give_consent"}
                assert consents == {"broker", "techfirm"}
                lead = acts[0].answers["lead_kind"]
                signed = (
                    "sign_compliance_as_partner" if lead == "technology_firm" else "sign_compliance_as_lead"
                )
                assert signed in [e.act for e in acts[:place]]

    @invariant()
    def corrections_and_extensions_are_bounded(self) -> None:
        rounds = 0
        for act in self._acts():
            rounds = 0 if act in ("accept_change", "refuse_change", "pass_formality") else rounds
            rounds += act == "request_correction"
            assert rounds <= 2
        assert self._acts().count("resume_extended") <= 1

    @invariant()
    def replay_of_today_is_the_present(self) -> None:
        now = current(self.case.store, "c")
        assert replay(self.case.store, "c", day_of(now.at)).sequence >= now.sequence


TestRandomCase = RandomCase.TestCase
