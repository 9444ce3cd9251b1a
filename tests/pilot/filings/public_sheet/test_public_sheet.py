"""The public sheet is a document of its own: nothing gets into it but by an act, nothing masked at all."""

from __future__ import annotations

import json
from itertools import combinations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.pilot.filings.company import Company, just
from xianxing.law import Public
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.cases.domain.performing import Actor, perform
from xianxing.pilot.cases.models import Event
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.pilot.filings.attest.freezing import edit_again
from xianxing.pilot.filings.attest.requirements import given
from xianxing.pilot.filings.draft.cells import move_row, rows_of
from xianxing.pilot.filings.draft.form import load_form
from xianxing.pilot.filings.models import Attestation, Cell, Filing, PublicCell, Unit
from xianxing.pilot.filings.next_steps import sheet_consents_due
from xianxing.pilot.filings.permissions import standing
from xianxing.pilot.filings.public_sheet.acts import (
    consent_to_sheet,
    lift_mask,
    mask,
    take_from_cell,
    take_from_cells,
    write_public_cell,
)
from xianxing.pilot.filings.public_sheet.changes import last_consents, sheet_changes_since
from xianxing.pilot.filings.public_sheet.sheet import (
    field_at,
    masks_of,
    preview,
    sheet_consents,
    sheet_fields,
)
from xianxing.pilot.filings.public_sheet.source import SeveralRefused, offers
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refusal
from xianxing.procedure.events import JSON
from xianxing.procedure.runner import current

pytestmark = pytest.mark.django_db
CORE = "content.core_technology"
SOURCES = "content.data_sources"


@pytest.fixture
def company(company_in_draft: Company) -> Company:
    return company_in_draft


def text_of(filing: Filing, path: str) -> str:
    value = Cell.objects.get(filing=filing, unit=None, path=path).value
    assert isinstance(value, str)
    return value


def take(company: Company, location: str, based_on: int = 0, by: User | None = None) -> None:
    take_from_cell(
        filing=company.filing,
        location=location,
        based_on=based_on,
        by=by or company.cast.zhou,
        at=company.later(),
    )


def code_of_taking(company: Company, location: str, by: User | None = None) -> str:
    with pytest.raises(Refusal) as refused:
        take(company, location, by=by)
    return refused.value.code


def consent(company: Company, unit: Unit, by: User, digest: str | None = None) -> Attestation:
    return consent_to_sheet(
        filing=company.filing, unit=unit, sheet_digest=digest or preview(company.filing).digest, by=by,
        at=company.later(), step_up=just(by),
    )  # fmt: skip


@pytest.mark.clause("4.1.1")
@pytest.mark.clause("4.3.2")
def test_a_full_filing_has_an_empty_sheet_whatever_the_forms_flags_say(company: Company) -> None:
    assert preview(company.filing).entries == ()
    company.freeze()
    company.attest()
    company.file()
    assert preview(company.filing).entries == ()
    assert any(field.public is Public.YES for field in guide_of(company.filing.case.call).fields.values())


@pytest.mark.clause("4.1.1")
def test_no_path_to_the_public_reads_a_cell_of_the_filing(company: Company) -> None:
    take(company, "project.name")
    mask(filing=company.filing, location=CORE, reason="商业秘密", by=company.cast.zhou, at=company.later())
    with CaptureQueriesContext(connection) as queries:
        shown = preview(company.filing)
    assert [entry.location for entry in shown.entries] == ["project.name"]
    tables = {word for query in queries for word in query["sql"].replace('"', " ").split()}
    assert not {"filings_cell", "filings_cellversion", "filings_material", "filings_body"} & tables


def test_the_sheet_holds_what_was_taken_and_not_a_word_more(company: Company) -> None:
    filing = company.filing
    fields = ("project.name", "content.overview", "content.effects", CORE)
    for taken in (some for size in range(len(fields) + 1) for some in combinations(fields, size)):
        filing.public_cells.all().delete()
        for location in taken:
            take(company, location)
        assert {entry.location for entry in preview(filing).entries} == set(taken)
        said = json.dumps([entry.value for entry in preview(filing).entries], ensure_ascii=False)
        for cell in Cell.objects.filter(filing=filing, row=None).exclude(path__in=taken):
            assert not (isinstance(cell.value, str) and len(cell.value) > 30 and cell.value in said)


def test_an_entry_stays_as_it_was_taken_when_the_cell_changes(company: Company) -> None:
    before = text_of(company.filing, "content.overview")
    take(company, "content.overview")
    Cell.objects.filter(filing=company.filing, path="content.overview").update(value="新的概述")
    assert [entry.value for entry in preview(company.filing).entries] == [before]


def test_internal_fields_have_no_room_and_cannot_be_taken_or_written(company: Company) -> None:
    internal = [
        "content.algorithms",
        "content.state_secrets",
        "unit[lead].budget_yuan",
        "unit[lead].contacts",
    ]
    for location in internal:
        assert code_of_taking(company, location) == "internal"
        with pytest.raises(Refusal) as refused:
            write_public_cell(
                filing=company.filing, location=location, value="x", based_on=0, by=company.cast.zhou,
                at=company.later(),
            )  # fmt: skip
        assert refused.value.code == "internal"
    room = {field.path for field in sheet_fields(company.filing)}
    assert not room & {"content.algorithms", "unit.budget_yuan", "unit.contacts"}
    assert code_of_taking(company, "content.unheard_of") == "field"


@pytest.mark.clause("4.3.2")
def test_a_masked_field_is_taken_only_after_its_mask_was_lifted(company: Company) -> None:
    filing, zhou = company.filing, company.cast.zhou
    take(company, CORE)
    held = mask(filing=filing, location=CORE, reason="商业秘密", by=zhou, at=company.later())
    shown = preview(filing)
    assert (shown.entries, shown.withheld) == ((), (CORE,))
    assert code_of_taking(company, CORE) == "masked"
    secret = text_of(filing, CORE)

    def write(value: str, based_on: int) -> None:
        write_public_cell(
            filing=filing, location=CORE, value=value, based_on=based_on, by=zhou, at=company.later()
        )

    for repeated in (secret, f"总的来说，{secret}", " ".join(secret)):
        with pytest.raises(Refusal) as refused:
            write(repeated, 2)
        assert refused.value.code == "masked"
    write("采用知识图谱技术", 2)
    assert [entry.value for entry in preview(filing).entries] == ["采用知识图谱技术"]
    lift_mask(mask=held, by=zhou, at=company.later())
    assert [entry.value for entry in preview(filing).entries] == ["采用知识图谱技术"], "lifting fills nothing"
    take(company, CORE, based_on=3)
    assert [entry.value for entry in preview(filing).entries] == [secret]


def test_masked_rows_and_columns_stay_behind_also_when_rows_move(company: Company) -> None:
    filing, zhou = company.filing, company.cast.zhou
    rows = rows_of(filing, None, SOURCES)
    first, second = rows[0], rows[1]
    mask(filing=filing, location=f"{SOURCES}[0]", reason="敏感", by=zhou, at=company.later())
    mask(filing=filing, location=f"{SOURCES}[1].source", reason="敏感", by=zhou, at=company.later())
    move_row(cell=first, to=99, by=zhou, at=company.later())
    take(company, SOURCES)
    (entry,) = preview(filing).entries
    assert isinstance(entry.value, list)
    assert len(entry.value) == rows.count() - 1
    assert str(first.value) not in str(entry.value)
    left = dict(second.value or {})
    hidden = left.pop("source")
    assert entry.value[0] == left
    assert str(hidden) not in str(entry.value)
    with pytest.raises(Refusal) as refused:
        mask(filing=filing, location=f"{SOURCES}[77]", reason="敏感", by=zhou, at=company.later())
    assert refused.value.code == "place"


def test_each_unit_masks_its_own_sheet_and_files_and_the_lead_everything(company: Company) -> None:
    filing, ning = company.filing, company.cast.ning
    mask(filing=filing, location="unit[joint].commitments[0]", reason="敏感", by=ning, at=company.later())
    for place in (CORE, "unit[lead].commitments", "material[0]"):
        with pytest.raises(Refusal) as refused:
            mask(filing=filing, location=place, reason="敏感", by=ning, at=company.later())
        assert refused.value.code == "not-yours"
        mask(filing=filing, location=place, reason="敏感", by=company.cast.zhou, at=company.later())
    with pytest.raises(Refusal) as reason:
        mask(filing=filing, location="project.name", reason=" ", by=company.cast.zhou, at=company.later())
    assert reason.value.code == "reason"
    assert masks_of(filing).count() == 4


def test_only_the_lead_writes_the_sheet_and_from_other_sheets_after_the_freeze(
    company: Company,
) -> None:
    assert code_of_taking(company, "project.name", by=company.cast.ning) == "lead"
    assert code_of_taking(company, "project.name", by=company.he) == "lead"
    assert code_of_taking(company, "project.name", by=company.cast.wen) == "stranger"
    assert code_of_taking(company, "unit[joint].name") == "unseen"
    company.freeze()
    take(company, "unit[joint].name")
    take(company, "unit[lead].lead")
    assert [(entry.unit, entry.value) for entry in preview(company.filing).entries] == [
        ("lead", True), ("joint", "深圳图澜知识工程有限公司"),
    ]  # fmt: skip


def test_two_who_write_one_entry_at_once_are_told(company: Company) -> None:
    take(company, "project.name")
    assert code_of_taking(company, "project.name") == "conflict"


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


def asked(company: Company) -> Filing:
    """The filing where the procedure asks for the confirmation; the name stands on its sheet."""
    take(company, "project.name")
    company.freeze()
    company.attest()
    company.file()
    _to_confirmation(company)
    return company.filing


def confirmed(filing: Filing) -> frozenset[str]:
    """The units whose confirmation the procedure has."""
    state = current(CaseStore(filing.case), str(filing.pk))
    return state.acted.get("sheet_consents", frozenset())


def test_where_the_procedure_asks_the_consent_is_its_step(company: Company) -> None:
    take(company, "project.name")
    company.freeze()
    company.attest()
    company.file()
    before = consent(company, company.lead, company.he)
    _to_confirmation(company)
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


def take_all(company: Company, based_on: dict[str, int], by: User | None = None) -> tuple[PublicCell, ...]:
    return take_from_cells(
        filing=company.filing, based_on=based_on, by=by or company.cast.zhou, at=company.later()
    )


def entries_of(company: Company) -> set[str]:
    return {entry.location for entry in preview(company.filing).entries}


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
    _to_confirmation(company)
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


def _to_confirmation(company: Company) -> None:
    """The working group's part, from registration to a passed evaluation."""
    case = company.filing.case
    staff = frozenset({"secretariat", "risk_reviewer", "group_head", "technology_bureau", "evaluation_panel"})
    wen, tang = (Actor(str(user.pk), staff) for user in (company.cast.wen, company.cast.tang))
    expert = Actor("e1", frozenset({"expert"}))
    chosen: dict[str, JSON] = {"eligibility": "eligible", "innovation_basis": "none"}
    chosen["parallel_approval"] = "not_needed"
    way: list[tuple[str, Actor, dict[str, JSON]]] = [
        ("register_local", wen, {}),
        ("pass_formality", wen, {"completeness": "complete"}),
        ("complete_risk_assessment", wen, {}),
        ("invite_experts", wen, {"members": {"experts": ["e1"]}}),
        ("give_opinion", expert, {}),
        ("close_opinions", wen, {}),
        ("invite_departments", wen, {"members": {"departments": ["金融局"]}}),
        (
            "give_department_view",
            wen,
            {
                "department_view": "supports",
                "particulars": {"department_opinion": "支持"},
                "item": "金融局",
                "evidence": "来函1号",
            },
        ),
        ("evaluate_additionally", wen, {"departments": "took_part"}),
        (
            "select",
            wen,
            {"eligibility": "eligible", "innovation_basis": "none", "parallel_approval": "not_needed"},
        ),
        ("pass_evaluation", wen, {}),
    ]
    for step, actor, payload in way:
        perform(case=case, step=step, actor=actor, payload=payload, at=company.later(), second=tang)
    company.filing.refresh_from_db()
