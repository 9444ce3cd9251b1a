"""A filed case with its office."""

from __future__ import annotations

import pytest

from tests.pilot.acts.staff import Office, an_office
from tests.pilot.filings.company import Company


@pytest.fixture
def office(company_filed: Company) -> Office:
    """鹏海 and 图澜 have filed; the working group's people are there."""
    return an_office(company_filed)
