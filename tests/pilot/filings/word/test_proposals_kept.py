"""What was read from a Word form lies sealed as files do: it is wiped, wrapped anew and forgotten."""

from __future__ import annotations

import argparse
from datetime import datetime, timedelta

import pytest

from tests.pilot.cast import NOON, Cast
from tests.pilot.filings.scene import a_draft
from xianxing.cli import tick as tick_command
from xianxing.pilot.cases.domain import tick
from xianxing.pilot.cases.domain.secrecy import erase_secret, report_secret, stop_for_secrecy
from xianxing.pilot.clock import now
from xianxing.pilot.filings.models import Filing, WordProposal
from xianxing.pilot.filings.word.comparing import DifferenceKind, Item
from xianxing.pilot.filings.word.forms import KEPT_FOR, keep_proposal, kept_proposal
from xianxing.pilot.filings.word.proposals import Proposal
from xianxing.pilot.storage.keys import master_keys
from xianxing.pilot.storage.rotation import rotate_master_key

pytestmark = pytest.mark.django_db
ITEM = Item("content.overview", "content.overview", "", DifferenceKind.CHANGED, "旧", "绝密", 1, chosen=True)
PROPOSAL = Proposal("申报表.docx", None, (ITEM,), 3, 0, (), ())


def kept(cast: Cast, filing: Filing, at: datetime = NOON) -> WordProposal:
    return keep_proposal(filing=filing, unit=None, proposal=PROPOSAL, by=cast.zhou, at=at)


def test_passing_time_forgets_what_has_expired_and_nothing_else(cast: Cast) -> None:
    filing = a_draft(cast)
    kept(cast, filing)
    tick(at=NOON + KEPT_FOR - timedelta(seconds=1))
    assert WordProposal.objects.count() == 1
    tick(at=NOON + KEPT_FOR)
    assert not WordProposal.objects.exists()


def test_the_command_for_passing_time_forgets_it_too(cast: Cast) -> None:
    kept(cast, a_draft(cast), at=now() - KEPT_FOR)
    assert tick_command.run(argparse.Namespace(quiet=True)) == 0
    assert not WordProposal.objects.exists()


def test_an_erasure_for_secrecy_wipes_it(cast: Cast) -> None:
    filing = a_draft(cast)
    kept(cast, filing)
    stop_for_secrecy(case=filing.case, by=cast.wen, ground="疑似涉密", at=NOON)
    report_secret(case=filing.case, by=cast.wen, to="保密行政管理部门", reference="1", at=NOON)
    erase_secret(case=filing.case, sequences=[], by=cast.li, reason="清除", at=NOON)
    assert not WordProposal.objects.exists()


def test_a_new_master_key_opens_it(cast: Cast) -> None:
    filing = a_draft(cast)
    row = kept(cast, filing)
    before, sealed = master_keys().active, bytes(row.sealed)
    rotated = rotate_master_key(at=NOON)
    assert rotated.active != before
    assert set(master_keys().keys) == {rotated.active}
    row.refresh_from_db()
    assert bytes(row.sealed) != sealed
    assert kept_proposal(filing=filing, kept=row.pk, by=cast.zhou, at=NOON)[1] == PROPOSAL
