"""Random cases, people, days and refusals through the real database: the invariants always hold."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.pilot.cases.lives import DatabaseLife
from tests.pilot.cast import Cast
from tests.pilot.database import a_call
from tests.procedure.support import (
    BROKER,
    BUREAU,
    DEPUTY,
    EXPERTS,
    HEAD,
    PUBLIC,
    STAFF,
    TECH,
    pilot,
)
from xianxing.pilot.calls.models import Call
from xianxing.pilot.cases.domain import erase_payload, let_case_time_pass
from xianxing.pilot.cases.domain.performing import Actor
from xianxing.pilot.cases.models import Case, Event, Payload
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.messages.models import Message, Outbox
from xianxing.pilot.refusal import Refused
from xianxing.procedure.runner import current, open_steps
from xianxing.record import audit
from xianxing.record.log import Record

pytestmark = pytest.mark.both_databases

CAST = [BROKER, TECH, BUREAU, STAFF, HEAD, DEPUTY, PUBLIC, *EXPERTS]
ENDURE = os.environ.get("HYPOTHESIS_PROFILE") == "endure"
WHICH = st.integers(0, 1)


class Lives(RuleBasedStateMachine):
    """Two cases side by side in one log; everything of an example is taken back at its end."""

    call: Call

    @initialize(
        core=st.sampled_from(["no", "yes"]),
        lead=st.sampled_from(["pilot_institution", "technology_firm"]),
        phases=st.integers(0, 4),
    )
    def begin(self, core: str, lead: str, phases: int) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        first = DatabaseLife(self.call, date(2024, 1, 8), core=core, lead_kind=lead)
        selecting = first.recognise if core == "yes" else first.select
        for bring in (first.file, selecting, first.announce, first.start)[:phases]:
            bring()
        self.lives = [first, DatabaseLife(self.call, first.day)]
        self.touched = [life.case for life in self.lives]

    def _life(self, which: int) -> DatabaseLife:
        life = self.lives[which]
        self.touched.append(life.case)
        return life

    @rule(which=WHICH, actor=st.sampled_from(CAST), data=st.data())
    def somebody_does_what_may_be_done(self, which: int, actor: Actor, data: st.DataObject) -> None:
        life = self._life(which)
        possible = open_steps(pilot(), current(life.store, ""), actor)
        if possible:
            self._try(life, data.draw(st.sampled_from(possible)).id, actor)

    @rule(which=WHICH, actor=st.sampled_from(CAST), step=st.sampled_from(sorted(pilot().steps)))
    def somebody_tries_anything(self, which: int, actor: Actor, step: str) -> None:
        self._try(self._life(which), step, actor)

    def _try(self, life: DatabaseLife, step: str, actor: Actor) -> None:
        before = (Event.objects.count(), Payload.objects.count(), Message.objects.count())
        extra = {"members": {"experts": ["专家一", "专家二"]}} if step == "invite_experts" else {}
        try:
            done = life.do(step, actor, DEPUTY, evidence="来函1号", item="甲", **extra)  # type: ignore[arg-type]
        except Refused as refusal:
            assert refusal.message
            assert (Event.objects.count(), Payload.objects.count(), Message.objects.count()) == before
        else:
            assert Event.objects.count() == before[0] + len(done.events)

    @rule(days=st.integers(1, 40))
    def days_go_by(self, days: int) -> None:
        for life in self.lives:
            life.pass_days(days)

    @rule(which=WHICH)
    def the_night_watch_looks(self, which: int) -> None:
        life = self._life(which)
        let_case_time_pass(case=life.case, today=life.day, at=life.now)
        assert let_case_time_pass(case=life.case, today=life.day, at=life.now).events == ()

    @precondition(lambda self: self.lives)
    @rule(which=WHICH, number=st.integers(1, 30))
    def contents_are_erased(self, which: int, number: int) -> None:
        life = self._life(which)
        try:
            erase_payload(
                case=life.case, sequence=number, reason="保存期满", role="security", clause="",
                person="li", at=life.now,
            )  # fmt: skip
        except Refused as refusal:
            assert refusal.code == "erasure"

    @invariant()
    def rows_and_duties_say_what_the_events_say(self) -> None:
        if not hasattr(self, "touched"):
            return
        cases = Case.objects.select_related("call__guide").filter(pk__in={case.pk for case in self.touched})
        assert case_faults(cases) == []
        for case in cases:
            numbers = list(
                Event.objects.filter(case=case).order_by("sequence").values_list("sequence", flat=True)
            )
            assert numbers == list(range(1, case.sequence + 1))
        self.touched.clear()

    @invariant()
    def every_message_has_its_letter(self) -> None:
        assert Message.objects.count() == Outbox.objects.count()

    def teardown(self) -> None:
        if not hasattr(self, "block"):
            return
        try:
            assert audit(Record(DjangoStore())) == []
            attempts: tuple[Callable[[], object], ...] = (
                lambda: Case.objects.update(state="running"),
                lambda: Event.objects.update(target_state="running"),
                lambda: Event.objects.all()._raw_delete("default"),
            )
            for forbidden in attempts:
                with pytest.raises(DatabaseError), transaction.atomic():
                    forbidden()
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)


def test_stateful_lives_in_the_database(cast: Cast) -> None:
    Lives.call = a_call(cast.wen)
    run_state_machine_as_test(
        Lives, settings=settings(max_examples=300 if ENDURE else 6, stateful_step_count=20)
    )
