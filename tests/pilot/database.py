"""A call and a case opened and moved by the real actions, for tests of what lies below."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.factories.calls import published
from xianxing.pilot.calls.models import Call
from xianxing.pilot.cases.domain import open_case, perform
from xianxing.pilot.cases.domain.performing import Actor, Performed
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.parties.models import User
from xianxing.procedure.events import JSON

OPENED = datetime(2024, 1, 15, 4, 0, tzinfo=UTC)
FACTS = {"core": "no", "lead_kind": "pilot_institution", "project_type": "other"}
MEMBERS = {"units": ["lead", "joint"], "lead": ["lead"], "pilot_institutions": ["lead"]}
LEAD = Actor("chen", frozenset({"lead", "unit", "unit_reviewer", "lead_reviewer", "unit_signatory"}), "lead")
COMPLIANCE = Actor("gu", frozenset({"lead_compliance"}), "lead")
JOINT = Actor("ning", frozenset({"unit", "unit_reviewer", "unit_signatory"}), "joint")
STAFF = Actor("wen", frozenset({"secretariat"}))


def a_call(by: User) -> Call:
    """The second batch, published on its first day."""
    opened = datetime(2023, 11, 29, 1, 0, tzinfo=UTC)
    return published(guide="shenzhen-2023", batch="shenzhen-2023-2", by=by, at=opened)


def a_case(call: Call, *, at: datetime = OPENED) -> Case:
    """A joint filing's case in draft, opened by its lead."""
    return open_case(call=call, actor=LEAD, facts=FACTS, members=MEMBERS, at=at)


def act(
    case: Case, step: str, actor: Actor = LEAD, *, at: datetime | None = None, **payload: JSON
) -> Performed:
    """One step, a minute after the last act of any case unless `at` says otherwise."""
    moment = at or Event.objects.latest("place").at + timedelta(minutes=1)
    return perform(case=case, step=step, actor=actor, payload=payload, at=moment)


def attest(case: Case) -> None:
    """Everything between freezing and filing, by the right people."""
    for step, actor in (
        ("freeze", LEAD), ("review_unit", LEAD), ("review_unit", JOINT), ("review_as_lead", LEAD),
        ("sign_compliance_as_lead", COMPLIANCE), ("give_consent", LEAD), ("give_consent", JOINT),
    ):  # fmt: skip
        act(case, step, actor)
