"""The quorum of a project on the agenda: who counts, how many must be there, by the guide's practice."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from xianxing.law import Guide, NoValueError
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.meetings.models import AgendaItem
from xianxing.workdays.clocks import day_of

QUORUM = "meeting_quorum"  # the setting: a fraction of those invited, such as 2/3
NONE_SET = Fraction(0)


@dataclass(frozen=True)
class Quorum:
    """Of a project: how many were invited and don't keep out, how many of them are there, how many must be.

    `share` is the guide's fraction, 0 where it sets none; then one person must be there.
    """

    invited: int
    present: int
    share: Fraction

    @property
    def needed(self) -> int:
        """How many must be there: the fraction of those who count, rounded up, and one at least."""
        return max(1, ceil(self.share * self.invited))

    @property
    def met(self) -> bool:
        """Whether enough are there."""
        return self.present >= self.needed


def quorum_of(item: AgendaItem) -> Quorum:
    """The quorum of a project by who was noted as present; who keeps out of it counts on neither side."""
    out = {recusal.user_id for recusal in item.recusals.all()}
    members = [member for member in item.meeting.members.all() if member.user_id not in out]
    share = share_of(guide_of(item.meeting.call), item)
    return Quorum(len(members), sum(member.present is True for member in members), share)


def share_of(guide: Guide, item: AgendaItem) -> Fraction:
    """The guide's fraction on the day of the meeting; 0 where it sets none."""
    if QUORUM not in guide.parameters:
        return NONE_SET
    try:
        return Fraction(str(guide.parameter(QUORUM, day_of(item.meeting.starts_at)).value))
    except NoValueError:
        return NONE_SET
