"""A case of the database that lives through the tests of the procedure: same people, same steps."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.procedure.support import BROKER, GOOD, TECH, UNITS, at, checklist, usual
from tests.procedure.support import Case as Life
from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.domain import open_case, perform
from xianxing.pilot.cases.domain.performing import Actor, Performed
from xianxing.pilot.cases.models import Case
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.procedure.events import JSON


class DatabaseLife(Life):
    """`Life` over the site's database; its day is shared with other lives, for the log only goes forward."""

    def __init__(self, call: Call, day: date, **facts: str) -> None:
        known = {"core": "no", "lead_kind": "pilot_institution", "project_type": "other", **facts}
        lead = "techfirm" if known["lead_kind"] == "technology_firm" else "broker"
        self.lead, self.day = (TECH if lead == "techfirm" else BROKER), day
        groups = {"units": UNITS, "pilot_institutions": ["broker"], "lead": [lead]}
        self.case: Case = open_case(call=call, actor=self.lead, facts=known, members=groups, at=self.now)

    @property
    def now(self) -> datetime:
        """Ten o'clock of the life's day."""
        return at(self.day)

    @property
    def store(self) -> CaseStore:  # type: ignore[override]
        """A store that has read nothing yet."""
        return CaseStore(Case.objects.select_related("call__guide").get(pk=self.case.pk))

    def do(self, step: str, actor: Actor, second: Actor | None = None, **payload: JSON) -> Performed:
        """Take a step with usual answers."""
        given: dict[str, JSON] = {
            **GOOD,
            "exit_conditions": checklist("exit_conditions"),
            "extension_conditions": checklist("extension_conditions"),
            **payload,
        }
        procedure = procedure_of(self.case.call)
        if step in procedure.steps and "particulars" not in given:
            given["particulars"] = usual(procedure, procedure.steps[step], given, self.day)
        return perform(case=self.case, step=step, actor=actor, payload=given, at=self.now, second=second)

    def pass_days(self, days: int) -> None:
        """Let days go by; nothing is entered by that alone."""
        self.day += timedelta(days=days)
