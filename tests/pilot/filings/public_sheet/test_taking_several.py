"""Several cells are taken into the public sheet at once: all of them or none."""

from __future__ import annotations

import pytest

from tests.pilot.filings.company import Company
from tests.pilot.filings.public_sheet.sheets import (
    CORE,
    SOURCES,
    asked,
    confirmed,
    consent,
    entries_of,
    take,
    take_all,
    text_of,
    to_confirmation,
)
from xianxing.pilot.cases.domain.performing import Actor, perform
from xianxing.pilot.cases.models import Event
from xianxing.pilot.filings.draft.form import load_form
from xianxing.pilot.filings.models import Cell
from xianxing.pilot.filings.permissions import standing
from xianxing.pilot.filings.public_sheet.acts import (
    mask,
    write_public_cell,
)
from xianxing.pilot.filings.public_sheet.sheet import (
    field_at,
    preview,
    sheet_consents,
)
from xianxing.pilot.filings.public_sheet.source import SeveralRefused, offers
from xianxing.pilot.refusal import Refusal

pytestmark = pytest.mark.django_db


@pytest.mark.clause("4.1.1")
@pytest.mark.clause("4.3.2")
def test_several_are_taken_as_one_by_one_and_void_the_consents_once(company: Company) -> None:
    filing = asked(company)
    take(company, "content.overview")
    write_public_cell(
        filing=filing, location="content.overview", value=None, based_on=1, by=company.cast.zhou,
        at=company.later(),
    )  # fmt: skip
    consent(company, company.lead, company.he)
    consent(company, company.joint, company.shi)
    before = Event.objects.filter(case=filing.case).count()
    made = take_all(
        company, {"content.overview": 2, SOURCES: 0, "unit[joint].name": 0, "unit[joint].lead": 0}
    )
    assert [cell.version for cell in made] == [3, 1, 1, 1]
    assert all(cell.taken_from == cell.path for cell in made)
    several = {entry.location: entry.value for entry in preview(filing).entries}
    assert several["content.overview"] == text_of(filing, "content.overview")
    assert several["unit[joint].lead"] is False
    steps = Event.objects.filter(case=filing.case).order_by("sequence")[before:]
    assert [event.step for event in steps] == ["change_public_sheet"]
    assert sheet_consents(filing) == () and confirmed(filing) == frozenset()
    filing.public_cells.exclude(path="project.name").delete()
    for location in ("content.overview", SOURCES, "unit[joint].name", "unit[joint].lead"):
        take(company, location)
    assert {entry.location: entry.value for entry in preview(filing).entries} == several


def test_one_that_cannot_be_taken_refuses_all_and_is_named(company: Company) -> None:
    filing = company.filing
    take(company, "project.name")
    mask(filing=filing, location=CORE, reason="敏感", by=company.cast.zhou, at=company.later())
    Cell.objects.filter(filing=filing, path="content.effects").update(value=None)
    held = list(filing.public_cells.values_list("path", "value", "version"))
    bad = {
        CORE: 0, "content.algorithms": 0, "unit[joint].name": 0, "content.effects": 0, "project.name": 0,
    }  # fmt: skip
    for place, version in bad.items():
        with pytest.raises(SeveralRefused) as refused:
            take_all(company, {"content.overview": 0, SOURCES: 0, place: version})
        assert set(refused.value.why) == {place}
        assert str(field_at(filing, place).label) in refused.value.message
        assert str(field_at(filing, "content.overview").label) not in refused.value.message
    with pytest.raises(SeveralRefused) as refused:
        take_all(company, {"content.overview": 0, **bad})
    assert set(refused.value.why) == set(bad)
    for location in ("content.unheard_of", "nowhere", "material[0]"):
        with pytest.raises(Refusal) as unknown:
            take_all(company, {"content.overview": 0, location: 0})
        assert unknown.value.code == "field"
    with pytest.raises(Refusal) as none:
        take_all(company, {})
    assert none.value.code == "none"
    assert list(filing.public_cells.values_list("path", "value", "version")) == held


def test_several_are_taken_by_the_lead_alone_and_while_the_sheet_is_open(company: Company) -> None:
    for person, code in ((company.cast.ning, "lead"), (company.he, "lead"), (company.cast.wen, "stranger")):
        with pytest.raises(Refusal) as refused:
            take_all(company, {"content.overview": 0}, by=person)
        assert refused.value.code == code
    assert entries_of(company) == set()
    company.freeze()
    take_all(company, {"content.overview": 0, "unit[joint].name": 0})
    company.attest()
    company.file()
    take_all(company, {"content.effects": 0})
    to_confirmation(company)
    consent(company, company.lead, company.he)
    consent(company, company.joint, company.shi)
    wen = Actor(str(company.cast.wen.pk), frozenset({"secretariat"}))
    perform(case=company.filing.case, step="open_notice", actor=wen, payload={}, at=company.later())
    company.filing.refresh_from_db()
    with pytest.raises(Refusal) as settled:
        take_all(company, {SOURCES: 0})
    assert settled.value.code == "settled"
    assert entries_of(company) == {"content.overview", "unit[joint].name", "content.effects"}


def test_what_is_offered_is_empty_unmasked_and_exactly_what_would_be_taken(company: Company) -> None:
    filing = company.filing
    take(company, "project.name")
    mask(filing=filing, location=CORE, reason="敏感", by=company.cast.zhou, at=company.later())
    mask(filing=filing, location=f"{SOURCES}[0]", reason="敏感", by=company.cast.zhou, at=company.later())
    who = standing(company.cast.zhou, filing, at=company.at)
    found = {offer.location: offer for offer in offers(who, load_form(filing))}
    assert not {"project.name", CORE, "unit[joint].name", "content.algorithms"} & set(found)
    assert {"content.overview", SOURCES, "unit[lead].name"} <= set(found)
    take_all(company, {place: offer.version for place, offer in found.items()})
    shown = {entry.location: entry.value for entry in preview(filing).entries}
    assert {place: shown[place] for place in found} == {place: one.value for place, one in found.items()}
    who = standing(company.cast.zhou, filing, at=company.at)
    assert offers(who, load_form(filing)) == ()
