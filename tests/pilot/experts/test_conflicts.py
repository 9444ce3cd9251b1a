"""A conflict of interest is found before an invitation, refuses it, and is overruled by the head alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.pilot.experts.panel import Panel
from tests.pilot.filings.company import just
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.models import Event
from xianxing.pilot.experts.conflicts import Organisation, conflicts_of, months_before, parties_of
from xianxing.pilot.experts.domain.overruling import overrule_conflicts
from xianxing.pilot.experts.domain.pool import (
    add_employment,
    declare_tie,
    keep_profile,
    relate_organisations,
)
from xianxing.pilot.experts.models import RelationKind, TieKind
from xianxing.pilot.experts.proposals import staffing_of
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused

pytestmark = pytest.mark.django_db


def kinds(panel: Panel, expert: User, today: date = date(2024, 2, 1)) -> list[str]:
    case = panel.office.company.filing.case
    expert = User.objects.get(pk=expert.pk)
    return [one.kind for one in conflicts_of(expert, case, parties_of(case, today))]


def works(panel: Panel, expert: User, organisation: str, until: date | None = None, uscc: str = "") -> None:
    add_employment(
        expert=expert, organisation=organisation, uscc=uscc, since=date(2015, 1, 1), until=until,
        by=panel.office.wen, at=panel.office.company.at,
    )  # fmt: skip


def test_nothing_known_is_no_conflict(panel: Panel) -> None:
    works(panel, panel.xu, "南方科技大学")
    assert kinds(panel, panel.xu) == []


def test_an_employer_among_the_units_is_found_by_code_and_by_name(panel: Panel) -> None:
    penghai = panel.office.company.cast.penghai
    works(panel, panel.xu, "鹏海", uscc=penghai.uscc)
    works(panel, panel.qin, " 鹏海证券股份有限公司 ")
    works(panel, panel.yan, penghai.name, uscc="91440300MA5URTQ211")
    assert [kinds(panel, one) for one in (panel.xu, panel.qin, panel.yan)] == [["employer"], ["employer"], []]


def test_past_employment_counts_within_the_window_and_not_after(panel: Panel) -> None:
    works(panel, panel.xu, panel.office.company.cast.penghai.name, until=date(2021, 2, 1))
    assert kinds(panel, panel.xu, date(2024, 2, 1)) == ["past_employer"]
    assert kinds(panel, panel.xu, date(2024, 2, 2)) == []
    assert kinds(panel, panel.xu, date(2021, 2, 1)) == ["employer"]


def test_a_parent_and_a_custodian_are_found_in_both_directions(panel: Panel) -> None:
    penghai, office = panel.office.company.cast.penghai, panel.office
    works(panel, panel.xu, "鹏海控股集团")
    works(panel, panel.qin, "湾区银行股份有限公司")
    about: dict[str, Any] = {"by": office.wen, "at": office.company.at}
    relate_organisations(organisation="鹏海控股集团", kind=RelationKind.PARENT, other=penghai.name, **about)
    relate_organisations(
        organisation=penghai.name, kind=RelationKind.CUSTODIAN, other="湾区银行股份有限公司", **about
    )
    assert [kinds(panel, one) for one in (panel.xu, panel.qin)] == [["related"], ["related"]]


def test_a_declared_tie_and_shared_contact_data_are_found(panel: Panel) -> None:
    office = panel.office
    declare_tie(
        expert=panel.xu, kind=TieKind.FAMILY, organisation=office.company.cast.tulan.name, words="配偶任职",
        by=panel.xu, at=office.company.at,
    )  # fmt: skip
    User.objects.filter(pk=office.company.cast.zhou.pk).update(email="shared@firm.example")
    User.objects.filter(pk=panel.qin.pk).update(email="Shared@firm.example")
    assert kinds(panel, panel.xu) == ["declared"]
    assert kinds(panel, panel.qin) == ["contact"]


def test_a_telephone_of_a_contact_is_found_however_it_is_written(panel: Panel) -> None:
    from xianxing.pilot.filings.attest.requirements import content_of

    units = content_of(panel.office.company.body)["units"]
    mobile = units[0]["contacts"][0]["mobile"]  # type: ignore[index]
    spaced = f"+86 {mobile[:3]}-{mobile[3:7]} {mobile[7:]}"
    keep_profile(expert=panel.xu, fields=[], phone=spaced, by=panel.office.wen, at=panel.office.company.at)
    assert kinds(panel, panel.xu) == ["contact"]


def test_only_the_secretariat_keeps_the_pool(panel: Panel) -> None:
    for other in (panel.office.fang, panel.office.company.cast.zhou, panel.qin):
        with pytest.raises(Refused):
            keep_profile(expert=panel.xu, fields=[], phone="", by=other, at=panel.office.company.at)
        with pytest.raises(Refused):
            declare_tie(
                expert=panel.xu,
                kind=TieKind.OTHER,
                organisation="某公司",
                by=other,
                at=panel.office.company.at,
            )


def test_what_is_written_down_is_asked_to_make_sense(panel: Panel) -> None:
    office = panel.office
    about: dict[str, Any] = {"expert": panel.xu, "by": office.wen, "at": office.company.at}
    with pytest.raises(Refused, match="结束"):
        add_employment(organisation="某公司", since=date(2024, 1, 2), until=date(2024, 1, 1), **about)
    with pytest.raises(Refused, match="机构名称"):
        add_employment(organisation="  ", since=date(2024, 1, 2), **about)
    with pytest.raises(Refused, match="18"):
        add_employment(organisation="某公司", uscc="123", since=date(2024, 1, 2), **about)
    with pytest.raises(Refused, match="专家"):
        add_employment(
            expert=office.wen,
            organisation="某公司",
            since=date(2024, 1, 2),
            by=office.wen,
            at=office.company.at,
        )


def test_inviting_somebody_with_a_conflict_is_refused_until_the_head_overrules_it(panel: Panel) -> None:
    office, case = panel.office, panel.office.company.filing.pk
    works(panel, panel.xu, office.company.cast.penghai.name)
    with pytest.raises(Refused, match="利益冲突") as refusal:
        panel.invite(panel.xu, panel.qin)
    assert "xu" in refusal.value.message
    assert "qin" not in refusal.value.message
    about: dict[str, Any] = {"case": case, "expert": panel.xu, "at": office.company.later()}
    with pytest.raises(Refused):
        overrule_conflicts(reason="别无人选", by=office.wen, step_up=just(office.wen), **about)
    with pytest.raises(Refused, match="理由"):
        overrule_conflicts(reason=" ", by=office.fang, step_up=just(office.fang), **about)
    row = overrule_conflicts(reason="本领域仅此一人", by=office.fang, step_up=just(office.fang), **about)
    assert [one["key"] for one in row.conflicts] == ["employer:鹏海证券股份有限公司"]
    event = Event.objects.filter(case=case).latest("sequence")
    assert str(row.pk) in bytes(event.payload.body).decode()
    panel.invite(panel.xu, panel.qin)
    assert panel.faults() == []


def test_a_conflict_that_comes_up_after_the_overruling_is_not_covered(panel: Panel) -> None:
    office = panel.office
    works(panel, panel.xu, office.company.cast.penghai.name)
    overrule_conflicts(
        case=office.company.filing.pk, expert=panel.xu, reason="仅此一人", by=office.fang,
        at=office.company.later(), step_up=just(office.fang),
    )  # fmt: skip
    works(panel, panel.xu, office.company.cast.tulan.name)
    with pytest.raises(Refused, match="利益冲突"):
        panel.invite(panel.xu)


def test_there_is_nothing_to_overrule_without_a_conflict(panel: Panel) -> None:
    office = panel.office
    with pytest.raises(Refused) as refusal:
        overrule_conflicts(
            case=office.company.filing.pk, expert=panel.xu, reason="预先", by=office.fang,
            at=office.company.later(), step_up=just(office.fang),
        )  # fmt: skip
    assert refusal.value.code == "no-conflict"


def test_only_people_of_the_pool_are_invited(panel: Panel) -> None:
    for stranger in (panel.office.company.cast.zhou, panel.office.wen):
        with pytest.raises(Refused) as refusal:
            panel.invite(stranger)
        assert refusal.value.code == "expert"


def test_proposals_follow_coverage_then_load_and_leave_out_conflicts(panel: Panel) -> None:
    office = panel.office
    view = case_to_read(office.company.filing.pk, office.wen, at=office.company.at)
    staffing = staffing_of(view)
    assert staffing.wanted == 3
    assert not [field for field in staffing.fields if field.isdecimal()], "directions by their names"
    keep_profile(expert=panel.yan, fields=staffing.fields, phone="", by=office.wen, at=office.company.at)
    works(panel, panel.qin, office.company.cast.penghai.name)
    found = {one.expert.name: one for one in staffing_of(view).candidates}
    assert found["yan"].proposed
    assert found["yan"].covers == staffing.fields
    assert not found["qin"].proposed
    assert [one.kind for one in found["qin"].open] == ["employer"]
    assert staffing_of(view).candidates[0].expert.name in {"yan", "xu"}


def test_organisations_without_names_are_never_the_same() -> None:
    assert not Organisation("").same(Organisation(""))
    assert Organisation("甲（深圳）公司").same(Organisation("甲(深圳)公司"))
    assert months_before(date(2024, 3, 31), 1) == date(2024, 2, 29)
    assert months_before(date(2024, 1, 15), 36) == date(2021, 1, 15)
