"""The example filing in draft, whose sheet is still empty."""

from __future__ import annotations

import pytest

from tests.pilot.filings.company import Company


@pytest.fixture
def company(company_in_draft: Company) -> Company:
    return company_in_draft
