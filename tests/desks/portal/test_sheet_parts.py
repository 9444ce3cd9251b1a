"""A unit's sheet in pages: each field stands on one of them, and each leads to the next and back."""

from __future__ import annotations

import re

from tests.desks.portal.conftest import Draft
from xianxing.desks.portal.sections import sections_of, sheet_fields, sheet_parts_of
from xianxing.law import load_guide

GUIDE = load_guide("shenzhen-2023")


def test_each_field_of_the_sheet_stands_on_one_page() -> None:
    shown = [field.path for part in sheet_parts_of(GUIDE) for field in part.fields]
    assert sorted(shown) == sorted(field.path for field in sheet_fields(GUIDE))
    assert {"more"}.isdisjoint(part.id for part in (*sheet_parts_of(GUIDE), *sections_of(GUIDE)))


def test_the_sheet_begins_on_its_first_page_and_goes_on_to_its_last(draft: Draft) -> None:
    client = draft.enter("zhou")
    answer = client.get(draft.url("units/lead/") + "?done=joined")
    assert answer["Location"] == draft.url("units/lead/identity/") + "?done=joined"
    address, seen, counted = draft.url("units/lead/identity/"), list[str](), 0
    for _ in sheet_parts_of(GUIDE):
        text = client.get(address).content.decode()
        assert "鹏海证券" in text
        counted += bool(re.search(r"已填\d+项，共\d+项", text))
        seen.append(address)
        if 'value="to:after"' not in text:
            break
        address = client.post(address, {"act": "to:after"})["Location"]
    assert [one.split("/")[-2] for one in seen] == [part.id for part in sheet_parts_of(GUIDE)]
    assert counted == len(seen)
    assert client.post(seen[1], {"act": "to:before"})["Location"] == seen[0]
    assert client.post(seen[-1], {"act": "to:home"})["Location"] == draft.url("")


def test_the_task_list_counts_each_page_of_the_sheet(draft: Draft) -> None:
    text = draft.enter("zhou").get(draft.url("")).content.decode()
    for part in sheet_parts_of(GUIDE):
        line = text.partition(draft.url(f"units/lead/{part.id}/"))[2].partition("</li>")[0]
        assert part.label.zh in line
    assert text.count(draft.url("units/lead/")) == len(sheet_parts_of(GUIDE))


def test_a_page_that_the_sheet_does_not_have_is_not_there(draft: Draft) -> None:
    assert draft.enter("zhou").get(draft.url("units/lead/purpose/")).status_code == 404
    assert draft.enter("ning").get(draft.url("units/lead/contacts/")).status_code == 404
