"""A project on trial that is monitored: its plan signed and agreed, values reported month by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from tests.pilot.acts.staff import Office
from tests.pilot.filings.company import just
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.parties.models import User
from xianxing.pilot.supervision.commitments import commitments_of
from xianxing.pilot.supervision.domain.committing import sign_commitments
from xianxing.pilot.supervision.domain.planning import decide_plan, sign_plan
from xianxing.pilot.supervision.domain.reporting import TypedValue, report_values
from xianxing.pilot.supervision.models import CommitmentSignature, IndicatorPlan, ReportWay, ValueBatch
from xianxing.workdays.clocks import CHINA_TIME, day_of

LINES: Sequence[Mapping[str, str]] = (
    {"indicator": "availability", "amber": "99.9", "red": "99.5"},
    {"indicator": "outages", "amber": "2", "red": "4"},
    {"indicator": "promises_broken", "amber": "", "red": "1"},
)


def at_noon(office: Office, day: str) -> datetime:
    """Noon of a day to come in the company's story, which goes on from there."""
    office.company.at = datetime.fromisoformat(day).replace(hour=12, tzinfo=CHINA_TIME)
    return office.company.at


def signed(
    office: Office,
    lines: Sequence[Mapping[str, str]] = LINES,
    *,
    on: date | None = None,
    by: User | None = None,
) -> IndicatorPlan:
    """Who signs for 鹏海 signs a plan that counts from today, or from a day."""
    at = office.company.later()
    person = by or office.company.he
    return sign_plan(
        case=office.company.filing.pk, lines=lines, effective_on=on or day_of(at), by=person,
        step_up=just(person), at=at,
    )  # fmt: skip


def committed(office: Office, *, by: User | None = None, unit: str = "lead") -> CommitmentSignature:
    """Who signs for 鹏海 signs the list of commitments as it stands."""
    at, person = office.company.later(), by or office.company.he
    found = commitments_of(case_to_read(office.company.filing.pk, person, at=at))
    return sign_commitments(
        case=office.company.filing.pk, unit=unit, digest=found.digest, by=person, step_up=just(person), at=at
    )


def agreed(office: Office, lines: Sequence[Mapping[str, str]] = LINES) -> IndicatorPlan:
    """As `signed`, and the secretariat agrees."""
    plan = signed(office, lines)
    return decide_plan(
        case=plan.case_id, number=plan.number, agree=True, reason="", by=office.wen, at=office.company.later()
    )


def reported(
    office: Office, *values: tuple[str, str, str], reason: str = "", by: User | None = None
) -> ValueBatch:
    """周 reports values as (indicator, period, value)."""
    return report_values(
        case=office.company.filing.pk, values=[TypedValue(*one) for one in values], way=ReportWay.FORM,
        reason=reason, by=by or office.company.cast.zhou, at=office.company.later(),
    )  # fmt: skip
