"""A filing in a city whose organ publishes on its own site."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.factories.calls import published
from tests.factories.cities import own_site
from tests.factories.notices import confirmed
from tests.pilot.acts.staff import Office, an_office
from tests.pilot.cast import Cast
from tests.pilot.filings.company import EXAMPLE, a_company


@pytest.fixture
def on_own_site(assembled: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Evaluated there, and the sheet confirmed by both units."""
    own_site(tmp_path)
    monkeypatch.setenv("XIANXING_GUIDES", str(tmp_path))
    opening = datetime(2024, 1, 2, 1, 0, tzinfo=UTC)
    call = published(guide="own-site-2024", batch="own-site-2024-1", by=assembled.wen, at=opening)
    folder = shutil.copytree(EXAMPLE, tmp_path / "filing")
    path = folder / "filing.toml"
    text = path.read_text("utf-8").replace("shenzhen-2023-2", "own-site-2024-1")
    path.write_text(text.replace("shenzhen-2023", "own-site-2024"), "utf-8")
    company = a_company(assembled, call=call, folder=folder)
    company.freeze()
    company.attest()
    company.file()
    confirmed(company)
    return an_office(company)
