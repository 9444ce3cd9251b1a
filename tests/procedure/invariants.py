"""What holds of every case after every step, whoever tried what: asked by random cases and by long walks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

from tests.procedure.support import Case, pilot
from xianxing.procedure import ProcedureEvent, current, replay
from xianxing.procedure.ticking import next_day, tick
from xianxing.workdays.clocks import day_of


def time_brings_something_on_the_next_day_and_on_none_before(case: Case) -> None:
    state, calendar = current(case.store, "c"), case.store.calendar("c")
    day = next_day(pilot(), state, calendar)
    if day is None:
        assert tick(pilot(), state, date(2026, 12, 31), calendar) == ()
    else:
        assert tick(pilot(), state, day - timedelta(days=1), calendar) == ()
        assert tick(pilot(), state, day, calendar)


def sequence_has_no_hole_and_time_never_runs_back(case: Case) -> None:
    events = _events(case)
    assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    assert all(a.at <= b.at for a, b in pairwise(events))


def a_start_has_everything_it_needs(case: Case) -> None:
    acts = _acts(case)
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
            "recognise" in acts[:end] and _events(case)[0].answers["core"] == "yes"
        )
    if "publish_formally" in acts:
        assert "allow_start" in acts[: acts.index("publish_formally")]


def a_notice_runs_five_working_days(case: Case) -> None:
    opened: date | None = None
    for event in _events(case):
        if event.act == "open_notice":
            opened = day_of(event.at)
        if event.act == "notice_ends" and opened is not None:
            days = [opened + timedelta(days=n) for n in range(1, (day_of(event.at) - opened).days)]
            assert sum(day.weekday() < 5 for day in days) >= 5


def duties_rest_on_pilot_institutions(case: Case) -> None:
    for event in _events(case):
        if event.act in pilot().acts and pilot().acts[event.act].duty:
            assert event.unit == "broker"


def filing_has_every_consent_and_the_right_signature(case: Case) -> None:
    acts = _events(case)
    for place, event in enumerate(acts):
        if event.act == "file":
            consents = {e.unit for e in acts[:place] if e.act == "give_consent"}
            assert consents == {"broker", "techfirm"}
            lead = acts[0].answers["lead_kind"]
            signed = "sign_compliance_as_partner" if lead == "technology_firm" else "sign_compliance_as_lead"
            assert signed in [e.act for e in acts[:place]]


def corrections_and_extensions_are_bounded(case: Case) -> None:
    rounds = 0
    for act in _acts(case):
        rounds = 0 if act in ("accept_change", "refuse_change", "pass_formality") else rounds
        rounds += act == "request_correction"
        assert rounds <= 2
    assert _acts(case).count("resume_extended") <= 1


def replay_of_today_is_the_present(case: Case) -> None:
    now = current(case.store, "c")
    assert replay(case.store, "c", day_of(now.at)).sequence >= now.sequence


INVARIANTS: tuple[Callable[[Case], None], ...] = (
    time_brings_something_on_the_next_day_and_on_none_before,
    sequence_has_no_hole_and_time_never_runs_back,
    a_start_has_everything_it_needs,
    a_notice_runs_five_working_days,
    duties_rest_on_pilot_institutions,
    filing_has_every_consent_and_the_right_signature,
    corrections_and_extensions_are_bounded,
    replay_of_today_is_the_present,
)


def _events(case: Case) -> list[ProcedureEvent]:
    return list(case.store.events("c"))


def _acts(case: Case) -> list[str]:
    return [event.act for event in _events(case)]
