"""A filed case whose formality check is going on."""

from __future__ import annotations

import pytest

from tests.pilot.acts.staff import Office, an_office
from tests.pilot.filings.company import Company


@pytest.fixture
def office(company_filed: Company) -> Office:
    """鹏海 and 图澜 have filed, the secretariat has registered it."""
    there = an_office(company_filed)
    there.do("register_local", there.wen)
    return there
