"""A filed case with its office, and a helper that delegates in one line."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta

import pytest

from tests.pilot.acts.staff import Office, an_office
from tests.pilot.filings.company import Company, just
from xianxing.pilot.delegations.domain.delegating import accept_delegation, give_delegation
from xianxing.pilot.delegations.models import Delegation
from xianxing.pilot.parties.models import User
from xianxing.workdays.clocks import day_of

Delegate = Callable[..., Delegation]


@pytest.fixture
def office(company_filed: Company) -> Office:
    """鹏海 and 图澜 have filed; the working group's people are there."""
    return an_office(company_filed)


@pytest.fixture
def delegate(office: Office) -> Delegate:
    """Delegate from one to another for a week from today on, and accept unless told not to."""

    def given(
        by: User,
        deputy: User,
        *roles: str,
        means: Collection[str] = (),
        first: date | None = None,
        last: date | None = None,
        accepted: bool = True,
    ) -> Delegation:
        at = office.company.later()
        first_day = first or day_of(at)
        row = give_delegation(
            deputy=deputy, roles=roles, means=means, first_day=first_day,
            last_day=last or first_day + timedelta(days=6), words="出差期间由其代为办理", by=by, at=at,
            step_up=just(by),
        )  # fmt: skip
        if accepted:
            accept_delegation(delegation=row.pk, by=deputy, at=office.company.later())
        return row

    return given
