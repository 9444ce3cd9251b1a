"""The lead names the earlier filing that a draft follows, on a page of the draft."""

from __future__ import annotations

import pytest

from tests.desks.accounts.visits import enter
from tests.pilot.filings.company import EXAMPLE, Company
from xianxing.pilot.demo.clock import move_to
from xianxing.pilot.filings.draft.opening import accept_unit
from xianxing.pilot.filings.folder.importing import import_folder

pytestmark = pytest.mark.django_db


def test_an_earlier_filing_is_chosen_kept_and_taken_back(company_filed: Company) -> None:
    first = company_filed
    first.withdraw()
    filing = import_folder(
        call=first.filing.case.call, path=EXAMPLE, by=first.cast.zhou, at=first.later()
    ).filing
    accept_unit(unit=filing.units.get(key="joint"), by=first.cast.ning, at=first.later())
    move_to(first.later())
    zhou, place = enter(first.cast.zhou), f"/filings/{filing.pk}/earlier/"
    page = zhou.get(place).content.decode()
    assert (
        str(first.filing.pk) in page and "前一次申报" in zhou.get(f"/filings/{filing.pk}/").content.decode()
    )
    assert zhou.post(place, {"earlier": str(first.filing.pk)}).status_code == 302
    filing.refresh_from_db()
    assert filing.predecessor == first.filing
    assert "已保存" in zhou.get(f"{place}?done=1").content.decode()
    for nonsense in ("x", str(filing.pk)):
        refused = zhou.post(place, {"earlier": nonsense})
        assert refused.status_code == 422 and "请" in refused.content.decode()
    assert zhou.post(place, {"earlier": ""}).status_code == 302
    filing.refresh_from_db()
    assert filing.predecessor is None
    ning = enter(first.cast.ning)
    assert ning.get(place).status_code == 200 and "由牵头单位" in ning.get(place).content.decode()
    assert ning.post(place, {"earlier": ""}).status_code == 422
