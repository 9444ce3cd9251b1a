"""Reports on the trial, as 鹏海's people write and hand them in."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from tests.factories.monitoring import at_noon
from tests.pilot.acts.staff import Office
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.domain import tick
from xianxing.pilot.parties.models import User
from xianxing.pilot.reports.domain.handing_in import hand_in_report
from xianxing.pilot.reports.forms import practice
from xianxing.pilot.reports.models import TrialReport

REGULAR = "regular"


def quarter_over(office: Office, day: str = "2024-04-02") -> str:
    """Time passes into the next quarter; gives the number of the regular report that fell due."""
    tick(at=at_noon(office, day))
    office.company.filing.case.refresh_from_db()
    state = case_to_read(office.company.filing.pk, office.wen, at=office.company.later()).state
    return next(item.id for item in state.items.values() if item.kind == "report")


def written(form: str = REGULAR, **instead: str) -> Mapping[str, str]:
    """Every section of a form with words in it."""
    return {section.id: "运行平稳，未见异常。" for section in practice().forms[form].sections} | instead


def handed_in(
    office: Office,
    item: str,
    *,
    form: str = REGULAR,
    sections: Mapping[str, str] | None = None,
    by: User | None = None,
    evidence: tuple[UUID, ...] = (),
    based: int | None = None,
) -> TrialReport:
    """何, who signs for 鹏海, hands a report in."""
    return hand_in_report(
        case=office.company.filing.pk, form=form, item=item, sections=sections or written(form),
        evidence=evidence, sequence=office.sequence, by=by or office.company.he, at=office.company.later(),
        based=based,
    )  # fmt: skip
