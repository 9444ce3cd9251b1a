"""Codes that come at the same time: each wrong one counts, and of two right ones one enters."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connections

from tests.factories.guests import Invited, invited, wrong
from tests.pilot.cast import assemble
from tests.pilot.experts.panel import Panel, a_panel
from tests.pilot.filings.company import a_company
from xianxing.pilot.experts.domain.guest_entry import enter_by_code
from xianxing.pilot.experts.domain.guests import MOST_TRIES, make_code
from xianxing.pilot.experts.models import CodeWay, GuestInvitation
from xianxing.pilot.refusal import Refused

pytestmark = pytest.mark.both_databases
AT_ONCE = 8


def a_guest() -> tuple[Panel, Invited]:
    """Xu is engaged, invited and told a code."""
    company = a_company(assemble())
    company.freeze()
    company.attest()
    company.file()
    panel = a_panel(company)
    panel.invite(panel.xu)
    return panel, invited(panel, panel.xu)


def tried(guest: Invited, code: str, at: datetime) -> list[str]:
    """What becomes of the same code sent so often at once."""

    def one(_n: int) -> str:
        try:
            enter_by_code(token=guest.token, code=code, at=at)
        except Refused as refused:
            return refused.code
        finally:
            connections.close_all()
        return "entered"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(one, range(AT_ONCE)))


def test_wrong_codes_at_once_count_each_and_of_right_ones_one_enters(own_base: str) -> None:
    panel, guest = a_guest()
    at = panel.office.company.at
    said = tried(guest, wrong(guest.code), at)
    assert set(said) <= {"wrong", "locked"}
    assert GuestInvitation.objects.get().tries == MOST_TRIES
    row = GuestInvitation.objects.get()
    code = make_code(
        invitation=row, way=CodeWay.TELEPHONE, by=panel.office.wen, at=panel.office.company.later()
    )
    said = tried(guest, code, panel.office.company.at)
    assert said.count("entered") == 1
    assert set(said) <= {"entered", "used", "locked"}
