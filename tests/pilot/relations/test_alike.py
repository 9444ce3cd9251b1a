"""Filings that are alike or share something are shown to staff; a successor is no duplicate."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from tests.desks.desk.copies import copies
from tests.factories.calls import next_call
from tests.pilot.filings.company import EXAMPLE, Company
from xianxing.pilot.cases.domain.secrecy import stop_for_secrecy
from xianxing.pilot.cases.models import Event
from xianxing.pilot.filings.draft.carrying import carry_over
from xianxing.pilot.filings.draft.opening import accept_unit
from xianxing.pilot.filings.draft.predecessors import line_of, name_predecessor
from xianxing.pilot.filings.folder.importing import import_folder
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.relations.alike import alike, common_things, of_one_line, same_name
from xianxing.pilot.relations.domain.keeping import rebuild_relations
from xianxing.pilot.relations.signs import signs_of
from xianxing.workdays.clocks import CHINA_TIME

pytestmark = pytest.mark.django_db


def again(company: Company) -> Company:
    """The same people begin a second filing under the same call, of the same folder."""
    first = company
    filing = import_folder(
        call=first.filing.case.call, path=EXAMPLE, by=first.cast.zhou, at=first.later()
    ).filing
    joint = accept_unit(unit=filing.units.get(key="joint"), by=first.cast.ning, at=first.later())
    return replace(first, filing=filing, lead=filing.units.get(lead=True), joint=joint)


def name(company: Company, earlier: UUID | None, by: Any = None) -> Filing:
    return name_predecessor(
        case=company.filing.pk, earlier=earlier, by=by or company.cast.zhou, at=company.later()
    )


def filed(company: Company) -> Company:
    company.freeze()
    company.attest()
    company.file()
    return company


def test_a_filing_that_is_much_like_another_is_shown_with_what_they_share(company_filed: Company) -> None:
    def other(place: int, content: dict[str, Any]) -> None:
        content["project"]["name"] = "另一个名称"
        content["content"]["overview"] = "改写后的概述。" * 20
        if place:
            for key in list(content["content"]):
                if isinstance(content["content"][key], str):
                    content["content"][key] = f"完全不同的第{place}份文字，" * 30
            content["units"] = []

    near, far = copies(company_filed, 2, other)
    rebuild_relations()
    cast, at = company_filed.cast, company_filed.at
    found = {one.case: one for one in alike(company_filed.filing, cast.wen, at=at)}
    assert near.filing_id in found and found[near.filing_id].share > 0.6
    assert far.filing_id not in found or found[far.filing_id].share < 0.6
    common = common_things(company_filed.filing, cast.wen, at=at)
    assert {"supplier", "code", "contact", "text"} <= {one.kind for one in common}
    assert same_name(common) == ()
    for stranger in (cast.zhou, cast.li):
        assert alike(company_filed.filing, stranger, at=at) == []
        assert common_things(company_filed.filing, stranger, at=at) == []
    stop_for_secrecy(case=near.filing.case, by=cast.wen, ground="疑似涉密", at=company_filed.later())
    assert near.filing_id not in {one.case for one in alike(company_filed.filing, cast.wen, at=at)}


def test_the_same_project_filed_twice_is_named_as_such(company_filed: Company) -> None:
    second = filed(again(company_filed))
    (found,) = alike(second.filing, second.cast.wen, at=second.at)
    assert found.case == company_filed.filing.pk and found.same and found.percent == 100
    assert same_name(common_things(second.filing, second.cast.wen, at=second.at)) == (found.case,)


def test_a_filing_that_follows_one_that_ended_is_never_a_duplicate_of_it(company_filed: Company) -> None:
    first = company_filed
    early = again(first)
    with pytest.raises(Refused, match="未进入试点"):
        name(early, first.filing.pk)  # it has not ended yet
    first.withdraw()
    early.at = first.at
    assert name(early, first.filing.pk).predecessor == first.filing
    assert name(early, None).predecessor is None
    name(early, first.filing.pk)
    early.filing.refresh_from_db()
    second = filed(early)
    assert alike(second.filing, second.cast.wen, at=second.at) == []
    assert alike(first.filing, second.cast.wen, at=second.at) == []
    assert common_things(second.filing, second.cast.wen, at=second.at) == []
    assert line_of(second.filing) == [first.filing]
    assert of_one_line(first.filing) == {first.filing.pk, second.filing.pk}
    event = Event.objects.filter(case=second.filing.case, payload__isnull=False).order_by("sequence").last()
    assert event is not None and str(first.filing.pk).encode() in bytes(event.payload.body)


def test_only_the_lead_names_it_and_only_while_the_draft_can_be_written(company_filed: Company) -> None:
    first = company_filed
    first.withdraw()
    second = again(first)
    for other in (first.cast.ning, first.cast.luo):
        with pytest.raises(Refused):
            name(second, first.filing.pk, by=other)
    with pytest.raises(Stranger):
        name(second, first.filing.pk, by=first.cast.wen)
    with pytest.raises(Refused, match="请选择"):
        name(second, second.filing.pk)
    second.freeze()
    with pytest.raises(Refused):
        name(second, first.filing.pk)


def test_what_is_carried_over_from_a_filing_that_ended_follows_it(company_filed: Company) -> None:
    first = company_filed
    first.withdraw()
    first.filing.refresh_from_db()
    call = next_call(first.filing.case.call)
    at = datetime(2024, 2, 2, 9, 0, tzinfo=CHINA_TIME)
    fresh = carry_over(filing=first.filing, call=call, by=first.cast.zhou, at=at).filing
    assert fresh.predecessor == first.filing


def test_signs_of_name_lending_are_seen_and_prove_nothing(company_filed: Company) -> None:
    assert signs_of(company_filed.body) == []

    def lent(_place: int, content: dict[str, Any]) -> None:
        lead, joint = content["units"]
        joint["contribution"] = lead["contribution"]
        joint["staff"] = 0
        joint["contacts"] = lead["contacts"]

    def slight(_place: int, content: dict[str, Any]) -> None:
        content["units"][1]["contribution"] = "提供支持"

    (body,) = copies(company_filed, 1, lent)
    words = [one.words for one in signs_of(body)]
    assert len(words) == 5 and any("投入人数" in one for one in words)
    (body,) = copies(company_filed, 1, slight)
    assert any("4 字" in one.words for one in signs_of(body))
    (body,) = copies(company_filed, 1, lambda _n, content: content.update(units=content["units"][:1]))
    assert signs_of(body) == []
