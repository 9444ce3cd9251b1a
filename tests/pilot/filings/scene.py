"""A draft of 鹏海证券 with 图澜 as joint unit, made by the real actions; Zhou and Ning write."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.pilot.cast import EARLY, NOON, TULAN, Cast
from tests.pilot.database import a_call
from xianxing.pilot.filings.draft.opening import accept_unit, invite_unit, open_filing
from xianxing.pilot.filings.models import Cell, Filing, Unit
from xianxing.pilot.parties.domain.appointments import grant_membership
from xianxing.pilot.parties.enums import MemberRole

LAST_EVENING = datetime(2024, 1, 31, 15, 59, 59, tzinfo=UTC)
CLOSED = datetime(2024, 1, 31, 16, 0, tzinfo=UTC)


def a_draft(cast: Cast, *, at: datetime = NOON) -> Filing:
    """Zhou begins a filing for 鹏海证券."""
    return open_filing(call=a_call(cast.wen), lead=cast.penghai, by=cast.zhou, at=at)


def a_joint_draft(cast: Cast) -> tuple[Filing, Unit, Unit]:
    """As `a_draft`; 图澜 has joined, Ning writes there. The filing, the lead unit, the joint unit."""
    filing = a_draft(cast)
    grant_membership(user=cast.ning, institution=cast.tulan, role=MemberRole.AUTHOR, at=EARLY)
    invited = invite_unit(filing=filing, uscc=TULAN, by=cast.zhou, at=NOON)
    joint = accept_unit(unit=invited, by=cast.ning, at=NOON)
    return filing, filing.units.get(lead=True), joint


def value_of(filing: Filing, path: str) -> object:
    """What a field of the form holds."""
    return Cell.objects.get(filing=filing, path=path, unit=None).value
