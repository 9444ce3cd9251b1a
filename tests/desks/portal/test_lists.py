"""The list of filings: who invites to what, and what comes next in words that promise nothing."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from tests.desks.accounts.visits import enter
from tests.desks.portal.conftest import Draft
from xianxing.desks.portal.lists import next_step
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.clock import now
from xianxing.pilot.filings.draft.opening import invite_unit, open_filing
from xianxing.pilot.filings.models import Cell, Filing, Unit
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.models import Institution
from xianxing.procedure.next_steps import names_ahead


def test_an_invitation_says_who_leads_and_under_which_call(draft: Draft) -> None:
    law_firm = next(one for one in draft.cast.institutions.values() if "律师" in one.name)
    invite_unit(filing=draft.filing, uscc=law_firm.uscc, by=draft.person("zhou"), at=now())
    page = enter(draft.cast.people["明辙"]).get("/filings/").content.decode()
    assert f"鹏海证券股份有限公司的周若岚邀请{law_firm.name}（{law_firm.uscc}）作为联合申报单位" in page
    assert f"“{draft.call.title_zh}”" in page


def test_what_comes_next_is_named_without_choosing_for_anybody(draft: Draft) -> None:
    procedure, facts = procedure_of(draft.call), {"core": "no", "direct_path": "open"}
    told = {
        one: next_step(
            draft.filing,
            procedure.states[one],
            ahead=names_ahead(procedure, one, facts, clock="", due=None, today=date(2024, 1, 20)),
        )
        for one in ("attesting", "filed", "exit_review", "ended")
    }
    assert told == {
        "attesting": "各单位确认冻结内容，再由牵头单位报送",
        "filed": "登记并转形式审核",
        "exit_review": "有 5 种可能，由办理方决定",
        "ended": "无后续步骤，本申报已办结",
    }


@pytest.mark.parametrize("who, supplies", [("zhou", True), ("ning", False)])
def test_a_draft_begins_with_the_answer_of_who_supplies_the_scenario(
    draft: Draft, who: str, supplies: bool
) -> None:
    client, place = draft.enter(who), draft.person(who).memberships.first()
    assert place is not None
    asked = {"call": f"{draft.call.pk}", "institution": f"{place.institution_id}", "provides_scenario": "yes"}
    page = client.get("/filings/start/", {**asked, "asked": "1"}).content.decode()
    assert '<input type="hidden" name="provides_scenario" value="yes">' in page
    begun = client.post("/filings/start/", asked)
    assert begun.status_code == 302
    case = UUID(begun["Location"].strip("/").split("/")[-1])
    assert Unit.objects.get(filing=case, lead=True).scenario_provider is supplies


@pytest.mark.clause("3.1.3")
@pytest.mark.parametrize("kind, said", [("service_institution", "公募基金销售"), ("technology_firm", None)])
def test_a_draft_begins_with_the_business_that_was_answered(
    draft: Draft, kind: str, said: str | None
) -> None:
    client, place = draft.enter("ning"), draft.person("ning").memberships.first()
    assert place is not None
    Institution.objects.filter(pk=place.institution_id).update(kind=kind)
    asked = {"call": f"{draft.call.pk}", "institution": f"{place.institution_id}"}
    asked["scenario_business"] = " 公募基金销售 "
    page = client.get("/filings/start/", {**asked, "asked": "1"}).content.decode()
    carried = '<input type="hidden" name="scenario_business" value=" 公募基金销售 ">'
    assert (carried in page) is (said is not None)
    begun = client.post("/filings/start/", asked)
    case = UUID(begun["Location"].strip("/").split("/")[-1])
    cell = Cell.objects.filter(filing=case, path="unit.scenario_business").first()
    assert (cell and cell.value) == said
    assert cell is None or [row.value for row in cell.versions.all()] == [said]


def test_an_answer_that_does_not_fit_begins_no_draft(draft: Draft) -> None:
    client, place = draft.enter("ning"), draft.person("ning").memberships.first()
    assert place is not None
    Institution.objects.filter(pk=place.institution_id).update(kind="service_institution")
    asked = {"call": f"{draft.call.pk}", "institution": f"{place.institution_id}"}
    answer = client.post("/filings/start/", {**asked, "scenario_business": "字" * 20_001})
    assert answer.status_code == 400
    assert Filing.objects.count() == 1


def test_a_message_names_its_filing_to_those_who_may_read_it(draft: Draft) -> None:
    zhou, ning = draft.person("zhou"), draft.person("ning")
    lead = draft.filing.units.get(lead=True).institution
    assert lead is not None
    alone = open_filing(call=draft.call, lead=lead, by=zhou, at=now())
    Message.objects.all().delete()
    for case in (draft.filing.pk, alone.pk):
        for user in (zhou, ning):
            Message.objects.create(recipient=user, kind="comment", case_id=case, params={}, at=now())
    name = "<b>基于知识图谱的证券公司关联交易穿透核查工具</b>"
    for who in ("zhou", "ning"):
        assert draft.enter(who).get("/messages/").content.decode().count(name) == 1
