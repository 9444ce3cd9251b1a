"""Who takes part in a filing, and what each of them sees."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.pilot.cast import EARLY, NOON, PENGHAI, TULAN, Cast
from tests.pilot.database import a_call
from tests.pilot.filings.scene import CLOSED, LAST_EVENING, a_draft, a_joint_draft
from xianxing.pilot.filings.draft import opening
from xianxing.pilot.filings.draft.opening import (
    accept_unit,
    decline_unit,
    invitations_for,
    invite_unit,
    leave_filing,
    open_filing,
    remove_unit,
    set_lead,
    set_scenario_provider,
)
from xianxing.pilot.filings.models import Body, Cell
from xianxing.pilot.filings.permissions import filed_bodies, readable_filings, standing, visible_units
from xianxing.pilot.parties.domain.appointments import grant_membership
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.refusal import Refusal, Refused

pytestmark = pytest.mark.django_db


def test_zhou_begins_a_filing_whose_sheet_holds_what_is_on_record(cast: Cast) -> None:
    filing = a_draft(cast)
    lead = filing.units.get()
    assert (lead.key, lead.lead, lead.present) == ("lead", True, True)
    assert Cell.objects.get(unit=lead, path="unit.name").value == "鹏海证券股份有限公司"
    assert (filing.case.state, filing.case.sequence) == ("draft", 0)


def test_one_institution_does_not_fill_the_disk_with_drafts(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MOST_LED", 2)
    call = a_draft(cast).case.call
    open_filing(call=call, lead=cast.penghai, by=cast.zhou, at=NOON)
    with pytest.raises(Refusal) as refused:
        open_filing(call=call, lead=cast.penghai, by=cast.zhou, at=NOON)
    assert refused.value.code == "too-many"
    open_filing(call=call, lead=cast.tulan, by=cast.ning, at=NOON)


def test_luo_reviews_and_so_begins_nothing(cast: Cast) -> None:
    with pytest.raises(Refused, match="填报人") as refused:
        open_filing(call=a_call(cast.wen), lead=cast.penghai, by=cast.luo, at=NOON)
    assert refused.value.code == "author"


@pytest.mark.clause("0")
def test_a_draft_begins_until_the_last_second_of_the_window(cast: Cast) -> None:
    call = a_call(cast.wen)
    assert open_filing(call=call, lead=cast.penghai, by=cast.zhou, at=LAST_EVENING)
    with pytest.raises(Refused, match="2024-01-31") as refused:
        open_filing(call=call, lead=cast.penghai, by=cast.zhou, at=CLOSED)
    assert refused.value.code == "window"


def test_a_draft_is_seen_by_the_units_people_and_nobody_else(cast: Cast) -> None:
    filing, _lead, _joint = a_joint_draft(cast)
    for insider in (cast.chen, cast.zhou, cast.luo, cast.ning):
        assert list(readable_filings(insider, at=NOON)) == [filing]
    for outsider in (cast.mo, cast.wen, cast.tang, cast.sun, cast.li, cast.gao):
        assert not readable_filings(outsider, at=NOON).exists()
        with pytest.raises(Refusal) as refused:
            standing(outsider, filing, at=NOON)
        assert refused.value.code == "stranger"


def test_an_invited_unit_sees_only_that_it_is_invited(cast: Cast) -> None:
    filing = a_draft(cast)
    invited = invite_unit(filing=filing, uscc=TULAN, by=cast.zhou, at=NOON)
    assert list(invitations_for(cast.ning, at=NOON)) == [invited]
    assert not readable_filings(cast.ning, at=NOON).exists()
    accept_unit(unit=invited, by=cast.ning, at=NOON)
    assert list(readable_filings(cast.ning, at=NOON)) == [filing]
    assert not invitations_for(cast.ning, at=NOON).exists()


def test_inviting_tells_nobody_who_has_an_account_here(cast: Cast) -> None:
    filing = a_draft(cast)
    known = invite_unit(filing=filing, uscc=TULAN, by=cast.zhou, at=NOON)
    unknown = invite_unit(filing=filing, uscc="91440300MA5NWYND7T", by=cast.zhou, at=NOON)
    assert (known.institution, unknown.institution) == (None, None)
    assert (known.key, unknown.key) == ("joint", "joint2")
    assert invite_unit(filing=filing, uscc=TULAN, by=cast.zhou, at=NOON) == known


def test_a_code_with_a_wrong_check_digit_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        invite_unit(filing=a_draft(cast), uscc=TULAN[:-1] + "K", by=cast.zhou, at=NOON)
    assert refused.value.code == "uscc"


def test_only_the_invited_institution_accepts(cast: Cast) -> None:
    invited = invite_unit(filing=a_draft(cast), uscc=TULAN, by=cast.zhou, at=NOON)
    for stranger in (cast.mo, cast.zhou, cast.wen):
        with pytest.raises(Refusal) as refused:
            accept_unit(unit=invited, by=stranger, at=NOON)
        assert refused.value.code == "stranger"


def test_ning_declines_and_can_be_invited_again(cast: Cast) -> None:
    filing = a_draft(cast)
    first = invite_unit(filing=filing, uscc=TULAN, by=cast.zhou, at=NOON)
    decline_unit(unit=first, by=cast.ning, at=NOON)
    with pytest.raises(Refusal):
        accept_unit(unit=first, by=cast.ning, at=NOON)
    again = invite_unit(filing=filing, uscc=TULAN, by=cast.zhou, at=NOON)
    assert (again.pk, again.key, again.present) == (first.pk, first.key, False)
    assert list(invitations_for(cast.ning, at=NOON)) == [again]
    assert accept_unit(unit=again, by=cast.ning, at=NOON).present


def test_a_unit_that_left_and_is_invited_again_finds_its_sheet(cast: Cast) -> None:
    filing, lead, joint = a_joint_draft(cast)
    before = {cell.path: cell.value for cell in joint.cells.all()}
    leave_filing(unit=joint, by=cast.ning, at=NOON)
    again = invite_unit(filing=filing, uscc=TULAN, by=cast.zhou, at=NOON)
    assert standing(cast.zhou, filing, at=NOON).units == (lead,)
    assert not readable_filings(cast.ning, at=NOON).exists()
    accepted = accept_unit(unit=again, by=cast.ning, at=NOON)
    assert before and {cell.path: cell.value for cell in accepted.cells.all()} == before


def test_the_joint_unit_decides_nothing_about_who_takes_part(cast: Cast) -> None:
    filing, lead, _joint = a_joint_draft(cast)
    for act in (
        lambda: invite_unit(filing=filing, uscc="91440300MA5NWYND7T", by=cast.ning, at=NOON),
        lambda: remove_unit(unit=lead, by=cast.ning, at=NOON),
        lambda: set_scenario_provider(unit=lead, provides=True, by=cast.ning, at=NOON),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "lead"


def test_a_unit_that_left_sees_nothing_any_more(cast: Cast) -> None:
    filing, _lead, joint = a_joint_draft(cast)
    leave_filing(unit=joint, by=cast.ning, at=NOON)
    assert not readable_filings(cast.ning, at=NOON).exists()
    assert [unit.key for unit in standing(cast.zhou, filing, at=NOON).units] == ["lead"]


def test_the_lead_stays_until_another_unit_leads(cast: Cast) -> None:
    _filing, lead, joint = a_joint_draft(cast)
    with pytest.raises(Refusal) as refused:
        leave_filing(unit=lead, by=cast.zhou, at=NOON)
    assert refused.value.code == "lead-stays"
    set_lead(unit=joint, by=cast.zhou, at=NOON)
    leave_filing(unit=lead, by=cast.zhou, at=NOON)
    assert joint.lead


@pytest.mark.clause("2.1")
def test_a_technology_firm_supplies_no_scenario(cast: Cast) -> None:
    _filing, lead, joint = a_joint_draft(cast)
    set_scenario_provider(unit=lead, provides=True, by=cast.zhou, at=NOON)
    assert lead.scenario_provider
    with pytest.raises(Refused, match="科技企业") as refused:
        set_scenario_provider(unit=joint, provides=True, by=cast.zhou, at=NOON)
    assert refused.value.code == "pilot"


def test_a_sheet_is_its_units_own_until_the_freeze(cast: Cast) -> None:
    filing, lead, joint = a_joint_draft(cast)
    assert visible_units(standing(cast.zhou, filing, at=NOON)) == (lead,)
    assert visible_units(standing(cast.ning, filing, at=NOON)) == (joint,)
    body = Body.objects.create(
        filing=filing, number=1, digest="0" * 64, canonical=b"{}", frozen_by=cast.zhou, frozen_at=NOON
    )
    assert visible_units(standing(cast.ning, filing, at=NOON)) == (lead, joint)
    body.voided_at = NOON
    body.save()
    assert visible_units(standing(cast.ning, filing, at=NOON)) == (joint,)


def test_the_working_group_reads_filed_bodies_only(cast: Cast) -> None:
    filing, _lead, _joint = a_joint_draft(cast)
    body = Body.objects.create(
        filing=filing, number=1, digest="0" * 64, canonical=b"{}", frozen_by=cast.zhou, frozen_at=NOON
    )
    assert not filed_bodies(cast.wen, at=NOON).exists()
    body.filed_at = NOON
    body.save()
    assert list(filed_bodies(cast.wen, at=NOON)) == [body]
    for person in (cast.mo, cast.zhou, cast.sun, cast.gao):
        assert not filed_bodies(person, at=NOON).exists()


def test_a_person_who_left_the_institution_sees_nothing_any_more(cast: Cast) -> None:
    filing, _lead, _joint = a_joint_draft(cast)
    held = cast.ning.memberships.all()
    held.update(until=NOON + timedelta(hours=1))
    assert standing(cast.ning, filing, at=NOON)
    with pytest.raises(Refusal):
        standing(cast.ning, filing, at=NOON + timedelta(hours=1))


def test_a_person_of_two_units_acts_for_both(cast: Cast) -> None:
    filing, lead, joint = a_joint_draft(cast)
    grant_membership(user=cast.zhou, institution=cast.tulan, role=MemberRole.AUTHOR, at=EARLY)
    assert standing(cast.zhou, filing, at=NOON).own == (lead, joint)
    assert lead.uscc == PENGHAI
