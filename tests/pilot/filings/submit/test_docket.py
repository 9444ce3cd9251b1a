"""The docket says of every filed filing what its bodies, the log and its duties say, whatever happens."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from tests.pilot.acts.staff import Office
from tests.pilot.casework.checking import answer, ask
from tests.pilot.cast import Cast
from tests.pilot.filings.company import a_company
from xianxing.pilot.cases.domain.ticking import tick
from xianxing.pilot.cases.models import Case, Duty
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.filings.models import DocketEntry, DocketTurn
from xianxing.pilot.filings.submit.docket import next_ordinal
from xianxing.pilot.filings.submit.docket_audit import docket_faults

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def office(staffed: Office) -> Office:
    return staffed


def entry(office: Office) -> DocketEntry:
    return DocketEntry.objects.get(filing=office.company.filing.pk)


def faults(office: Office) -> list[str]:
    return list(docket_faults(Case.objects.get(pk=office.company.filing.pk)))


def first_due(office: Office) -> date | None:
    duty = Duty.objects.filter(case=office.company.filing.pk).order_by("due").first()
    return duty.due if duty else None


def test_a_draft_has_no_entry_and_the_act_of_filing_makes_one(cast: Cast) -> None:
    company = a_company(cast)
    company.freeze()
    company.attest()
    call = company.filing.case.call
    assert not DocketEntry.objects.exists() and next_ordinal(call) == 1
    company.file()
    made = DocketEntry.objects.get()
    assert (made.filing_id, made.ordinal, made.body) == (company.filing.pk, 1, company.body)
    assert made.turn == DocketTurn.LIMITED and " secretariat " in made.roles and next_ordinal(call) == 2


def test_every_act_moves_whose_turn_it_is_and_until_when(office: Office) -> None:
    seen = [(entry(office).roles, entry(office).due)]
    office.do("register_local", office.wen)
    seen.append((entry(office).roles, entry(office).due))
    ask(office)
    seen.append((entry(office).roles, entry(office).due))
    assert len(set(seen)) == 3 and seen[-1][1] == first_due(office)
    assert "secretariat" not in seen[-1][0] and faults(office) == []


def test_a_correction_takes_the_former_bodys_place_and_keeps_the_ordinal(office: Office) -> None:
    office.do("register_local", office.wen)
    ask(office)
    former = entry(office)
    company = office.company
    answer(office, n1="已补充")
    company.freeze()
    company.attest()
    company.file()
    assert (entry(office).ordinal, entry(office).body) == (former.ordinal, company.body)
    assert former.body_id != company.body.pk and entry(office).filed_at > former.filed_at
    assert faults(office) == []


def test_time_that_passes_renews_it_and_a_case_that_ends_leaves_no_turn(office: Office) -> None:
    office.do("register_local", office.wen)
    due = first_due(office)
    assert due is not None
    tick(at=office.company.at + timedelta(days=90))
    assert faults(office) == []
    assert entry(office).due == first_due(office)
    office.company.at += timedelta(days=90)
    office.both("close_incomplete", office.fang, office.wen, reason="缺少安全检测报告")
    assert (entry(office).turn, entry(office).due, entry(office).roles) == (DocketTurn.ENDED, None, "")
    assert faults(office) == []


def test_an_act_that_is_rolled_back_leaves_the_entry_as_it_was(office: Office) -> None:
    before = (entry(office).turn, entry(office).due, entry(office).roles)
    with pytest.raises(RuntimeError), transaction.atomic():
        office.do("register_local", office.wen)
        assert (entry(office).turn, entry(office).due, entry(office).roles) != before
        raise RuntimeError
    assert (entry(office).turn, entry(office).due, entry(office).roles) == before


STALE: list[dict[str, object]] = [
    {"due": date(2031, 1, 1)},
    {"turn": DocketTurn.ENDED},
    {"roles": " group_head "},
    {"ordinal": 2},
    {"filed_at": datetime(2024, 1, 1, tzinfo=UTC)},
]


@pytest.mark.parametrize("said", STALE, ids=lambda said: next(iter(said)))
def test_the_audit_names_an_entry_that_is_stale(office: Office, said: dict[str, object]) -> None:
    assert case_faults() == []
    DocketEntry.objects.filter(filing=office.company.filing.pk).update(**said)
    assert any(f"column {next(iter(said))}" in fault for fault in case_faults())


def test_the_audit_names_an_entry_that_is_missing(office: Office) -> None:
    DocketEntry.objects.all().delete()
    assert any("docketentry" in fault for fault in case_faults())
