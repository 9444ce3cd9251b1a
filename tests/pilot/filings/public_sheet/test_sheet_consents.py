"""Every unit confirms the public sheet as it stands, and any change of it voids that."""

from __future__ import annotations

import pytest

from tests.pilot.filings.company import Company
from tests.pilot.filings.public_sheet.sheets import (
    CORE,
    SOURCES,
    asked,
    confirmed,
    consent,
    take,
    text_of,
    to_confirmation,
)
from xianxing.pilot.cases.models import Event
from xianxing.pilot.filings.attest.freezing import edit_again
from xianxing.pilot.filings.attest.requirements import given
from xianxing.pilot.filings.next_steps import sheet_consents_due
from xianxing.pilot.filings.permissions import standing
from xianxing.pilot.filings.public_sheet.acts import (
    lift_mask,
    mask,
    write_public_cell,
)
from xianxing.pilot.filings.public_sheet.changes import last_consents, sheet_changes_since
from xianxing.pilot.filings.public_sheet.sheet import (
    field_at,
    preview,
    sheet_consents,
)
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refusal

pytestmark = pytest.mark.django_db


def test_every_unit_consents_to_the_digest_and_any_change_voids_it(company: Company) -> None:
    filing = company.filing
    take(company, "project.name")
    with pytest.raises(Refusal) as draft:
        consent(company, company.lead, company.he)
    assert draft.value.code == "not-frozen"
    company.freeze()
    old = preview(filing).digest
    consent(company, company.lead, company.he)
    consent(company, company.joint, company.shi)
    assert [row.unit for row in sheet_consents(filing)] == [company.lead, company.joint]
    take(company, "content.overview")
    assert sheet_consents(filing) == ()
    with pytest.raises(Refusal) as stale:
        consent(company, company.lead, company.he, old)
    assert stale.value.code == "stale"
    consent(company, company.lead, company.he)
    held = mask(filing=filing, location=CORE, reason="敏感", by=company.cast.zhou, at=company.later())
    assert sheet_consents(filing) == ()
    consent(company, company.lead, company.he)
    lift_mask(mask=held, by=company.cast.zhou, at=company.later())
    assert sheet_consents(filing) == ()
    consent(company, company.lead, company.he)
    edit_again(filing=filing, by=company.cast.zhou, at=company.later())
    assert sheet_consents(filing) == ()


def test_where_the_procedure_asks_the_consent_is_its_step(company: Company) -> None:
    take(company, "project.name")
    company.freeze()
    company.attest()
    company.file()
    before = consent(company, company.lead, company.he)
    to_confirmation(company)
    row = consent(company, company.lead, company.he)
    assert row.event_place is not None
    assert Event.objects.get(place=row.event_place).step == "confirm_public_sheet"
    before.refresh_from_db()
    assert before.lapsed_at is not None
    consent(company, company.joint, company.shi)
    assert len(sheet_consents(company.filing)) == 2


@pytest.mark.clause("4.1.1")
@pytest.mark.clause("4.3.2")
@pytest.mark.parametrize("change", ["take", "write", "rows", "mask", "lift"])
def test_any_change_voids_every_units_confirmation_in_the_procedure_too(
    company: Company, change: str
) -> None:
    filing, zhou = asked(company), company.cast.zhou
    held = mask(filing=filing, location=CORE, reason="敏感", by=zhou, at=company.later())
    consent(company, company.lead, company.he)
    consent(company, company.joint, company.shi)
    assert confirmed(filing) == {"lead", "joint"}
    attested = len(given(company.body))
    if change == "take":
        take(company, "content.overview")
    elif change == "mask":
        place = "unit[joint].commitments"
        mask(filing=filing, location=place, reason="敏感", by=company.cast.ning, at=company.later())
    elif change == "lift":
        lift_mask(mask=held, by=zhou, at=company.later())
    else:
        value: object = "另一名称" if change == "write" else [{"kind": "交易数据", "source": "本机构"}]
        write_public_cell(
            filing=filing, location="project.name" if change == "write" else SOURCES, value=value,
            based_on=1 if change == "write" else 0, by=zhou, at=company.later(),
        )  # fmt: skip
    assert sheet_consents(filing) == ()
    assert confirmed(filing) == frozenset()
    assert len(given(company.body)) == attested - 2, "only the consents to the sheet are void"
    assert Event.objects.filter(case=filing.case).latest("sequence").step == "change_public_sheet"
    consent(company, company.lead, company.he)
    consent(company, company.joint, company.shi)
    assert confirmed(filing) == {"lead", "joint"}


def test_nothing_is_voided_by_what_leaves_the_sheet_as_it_reads(company: Company) -> None:
    filing = asked(company)
    consent(company, company.lead, company.he)
    mask(filing=filing, location="material[0]", reason="敏感", by=company.cast.zhou, at=company.later())
    take(company, "project.name", based_on=1)
    assert confirmed(filing) == {"lead"}
    assert len(sheet_consents(filing)) == 1


def test_each_unit_sees_what_changed_since_it_confirmed(company: Company) -> None:
    filing, zhou = asked(company), company.cast.zhou
    before = text_of(filing, "project.name")
    consent(company, company.joint, company.shi)
    write_public_cell(
        filing=filing, location="project.name", value=before + "（修订）", based_on=1, by=zhou,
        at=company.later(),
    )  # fmt: skip
    write_public_cell(
        filing=filing, location=SOURCES, value=[{"kind": "交易数据"}], based_on=0, by=zhou, at=company.later()
    )
    mask(filing=filing, location=CORE, reason="敏感", by=zhou, at=company.later())
    who = standing(company.cast.ning, filing, at=company.at)
    said = last_consents(who)[company.joint.pk]
    assert said.lapsed_at is not None
    changes = sheet_changes_since(said, by=company.cast.ning, at=company.at)
    found = {cell.location: cell for cell in changes.cells}
    assert set(found) == {"project.name", f"{SOURCES}[0]"}
    (column,) = found["project.name"].columns
    assert "（修订）" in [segment.text for segment in column.segments]
    assert changes.withheld == (str(field_at(filing, CORE).label),)
    assert changes.given_out == ()
    consent(company, company.joint, company.shi)
    again = last_consents(who)[company.joint.pk]
    assert not sheet_changes_since(again, by=company.cast.ning, at=company.at)
    with pytest.raises(Refusal) as refused:
        sheet_changes_since(again, by=company.cast.mo, at=company.at)
    assert refused.value.code == "stranger"


def test_a_frozen_filing_keeps_all_attestations_when_its_sheet_changes(company: Company) -> None:
    take(company, "project.name")
    company.freeze()
    company.attest()
    consent(company, company.lead, company.he)
    standing_before = {row.pk for row in given(company.body) if row.kind != "sheet_consent"}
    take(company, "content.overview")
    assert {row.pk for row in given(company.body)} == standing_before
    assert Event.objects.filter(case=company.filing.case, step="change_public_sheet").count() == 0
    assert company.file().receipt.text


def test_a_consent_is_due_from_its_signatory_from_the_freeze_until_given(company: Company) -> None:
    filing = company.filing

    def due(by: User) -> list[str]:
        filing.refresh_from_db()
        return [unit.key for unit in sheet_consents_due(standing(by, filing, at=company.at))]

    take(company, "project.name")
    assert due(company.he) == []
    company.freeze()
    assert (due(company.he), due(company.shi), due(company.cast.zhou)) == (["lead"], ["joint"], [])
    consent(company, company.lead, company.he)
    assert (due(company.he), due(company.shi)) == ([], ["joint"])
    take(company, "content.overview")
    assert due(company.he) == ["lead"]
    filing.public_cells.update(value=None)
    assert due(company.he) == []
