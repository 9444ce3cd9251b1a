"""A mistaken draft goes out of everybody's sight and comes back whole; what was ever frozen can't go."""

from __future__ import annotations

import pytest

from tests.pilot.cast import NOON, Cast
from tests.pilot.filings.scene import a_draft, a_joint_draft
from xianxing.pilot.cases.models import Event
from xianxing.pilot.filings.draft.body import content_digest
from xianxing.pilot.filings.draft.cells import write_cell
from xianxing.pilot.filings.draft.discarding import bring_back, discard_draft, discarded_drafts
from xianxing.pilot.filings.draft.opening import invitations_for, invite_unit
from xianxing.pilot.filings.models import Body
from xianxing.pilot.filings.permissions import readable_filings
from xianxing.pilot.refusal import Refusal, Refused, Stranger

pytestmark = pytest.mark.django_db


def test_a_discarded_draft_is_nobodys_to_read_or_write_and_comes_back_as_it_was(cast: Cast) -> None:
    filing, lead, _joint = a_joint_draft(cast)
    digest = content_digest(filing)
    discard_draft(filing=filing, reason="选错了批次", by=cast.zhou, at=NOON)
    for person in (cast.zhou, cast.luo, cast.ning):
        assert not readable_filings(person, at=NOON).exists()
    with pytest.raises(Refusal):
        write_cell(filing=filing, path="content.overview", value="x", based_on=0, by=cast.zhou, at=NOON)
    with pytest.raises(Refused) as refused:
        invite_unit(filing=filing, uscc=lead.uscc, by=cast.zhou, at=NOON)
    assert refused.value.code == "discarded"
    assert not Event.objects.filter(case=filing.case).exists(), "nothing of a draft is recorded"
    assert [one.discard_reason for one in discarded_drafts(cast.zhou, at=NOON)] == ["选错了批次"]
    for person in (cast.ning, cast.mo):
        with pytest.raises(Stranger):
            bring_back(filing=filing, by=person, at=NOON)
    bring_back(filing=filing, by=cast.zhou, at=NOON)
    assert readable_filings(cast.ning, at=NOON).get() == filing
    assert content_digest(filing) == digest
    assert not discarded_drafts(cast.zhou, at=NOON).exists()


def test_only_the_lead_discards_with_a_reason_and_never_what_was_frozen(cast: Cast) -> None:
    filing, _lead, _joint = a_joint_draft(cast)
    for person, reason, code in (
        (cast.ning, "不要了", "lead"),
        (cast.luo, "不要了", "lead"),
        (cast.mo, "不要了", "stranger"),
        (cast.zhou, "  ", "reason"),
        (cast.zhou, "长" * 501, "reason"),
    ):
        with pytest.raises(Refusal) as refused:
            discard_draft(filing=filing, reason=reason, by=person, at=NOON)
        assert refused.value.code == code
    Body.objects.create(
        filing=filing, number=1, digest="0" * 64, canonical=b"{}", frozen_by=cast.zhou, frozen_at=NOON,
        voided_at=NOON,
    )  # fmt: skip
    with pytest.raises(Refused, match="冻结"):
        discard_draft(filing=filing, reason="不要了", by=cast.zhou, at=NOON)
    filing.refresh_from_db()
    assert filing.discarded_at is None


def test_an_open_invitation_of_a_discarded_draft_waits_for_nobody(cast: Cast) -> None:
    filing = a_draft(cast)
    invite_unit(filing=filing, uscc=cast.tulan.uscc, by=cast.zhou, at=NOON)
    assert invitations_for(cast.ning, at=NOON).exists()
    discard_draft(filing=filing, reason="重复建立", by=cast.zhou, at=NOON)
    assert not invitations_for(cast.ning, at=NOON).exists()


def test_a_unit_of_the_filing_is_not_invited_to_it(cast: Cast) -> None:
    filing, lead, joint = a_joint_draft(cast)
    with pytest.raises(Refused, match="本机构") as refused:
        invite_unit(filing=filing, uscc=f" {lead.uscc.lower()} ", by=cast.zhou, at=NOON)
    assert refused.value.code == "own"
    with pytest.raises(Refused, match="已参加") as refused:
        invite_unit(filing=filing, uscc=joint.uscc, by=cast.zhou, at=NOON)
    assert refused.value.code == "joined"
    assert filing.units.filter(left_at__isnull=True).count() == 2
