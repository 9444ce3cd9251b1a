"""A filed case with its office and three experts."""

from __future__ import annotations

import pytest

from tests.pilot.experts.panel import Panel, a_panel
from tests.pilot.filings.company import Company


@pytest.fixture
def panel(company_filed: Company) -> Panel:
    """The case awaits opinions; nobody is invited yet."""
    return a_panel(company_filed)
