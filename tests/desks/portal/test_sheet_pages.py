"""The public sheet's pages: rows written by hand, what a change voids, and what each unit is shown of it."""

from __future__ import annotations

import re

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.desks.accounts.visits import code, enter
from tests.desks.portal.conftest import Draft
from tests.factories.confirming import freeze
from xianxing.pilot.filings.models import Attestation, AttestationKind, Cell
from xianxing.pilot.filings.public_sheet.sheet import preview, sheet_consents

SOURCES = "content.data_sources"


def write(draft: Draft, **sent: str) -> int:
    answer = draft.enter("zhou").post(draft.url("public-sheet/"), {"act": "write", "anchor": "", **sent})
    return answer.status_code


def value_of(draft: Draft, place: str) -> object:
    found = {entry.location: entry.value for entry in preview(draft.filing).entries}
    return found.get(place)


def rows(*said: str) -> dict[str, str]:
    return {
        "location": SOURCES, "rows": "4",
        **{f"{number}:source": text for number, text in enumerate(said)},
        **{f"{number}:crosses_border": "false" if text else "" for number, text in enumerate(said)},
    }  # fmt: skip


def test_rows_of_a_table_are_written_by_hand_and_empty_ones_left_out(draft: Draft) -> None:
    page = draft.enter("zhou").get(draft.url("public-sheet/")).content.decode()
    assert 'name="0:source"' in page and 'name="1:source"' in page
    assert write(draft, based="0", **rows("本机构", "", "公开渠道")) == 302
    kept = [{"source": "本机构", "crosses_border": False}, {"source": "公开渠道", "crosses_border": False}]
    assert value_of(draft, SOURCES) == kept
    page = draft.enter("zhou").get(draft.url("public-sheet/")).content.decode()
    assert re.search(r'name="1:source"[^>]* value="公开渠道"', page)
    assert 'name="3:source"' in page
    assert write(draft, based="1", **rows("", "公开渠道")) == 302
    assert value_of(draft, SOURCES) == kept[1:]
    assert write(draft, based="2", **rows("", "")) == 302
    assert value_of(draft, SOURCES) is None


def test_rows_that_are_refused_stay_on_the_page(draft: Draft) -> None:
    assert write(draft, based="0", **rows("甲")) == 302
    answer = draft.enter("zhou").post(
        draft.url("public-sheet/"), {"act": "write", "based": "0", **rows("乙", "丙")}
    )
    assert answer.status_code == 400
    page = answer.content.decode()
    for row, text in enumerate("乙丙"):
        assert re.search(f'name="{row}:source"[^>]* value="{text}"', page)
    assert value_of(draft, SOURCES) == [{"source": "甲", "crosses_border": False}]


def consent(draft: Draft, name: str, unit: str, *, later: int = 0) -> None:
    person = draft.cast.people[name]
    client = draft.enter("ning") if name == "宁远航" else draft.enter("zhou")
    digest = preview(draft.filing).digest
    sent = {"unit": unit, "digest": digest, "second_factor_code": code(person, later)}
    answer = client.post(draft.url("public-sheet/preview/"), sent)
    assert answer.status_code == 302, answer.content.decode()


def test_a_change_voids_the_consent_and_shows_the_unit_what_changed(draft: Draft) -> None:
    assert write(draft, location="project.name", based="0", text="关联方识别工具") == 302
    freeze(draft)
    consent(draft, "宁远航", "joint")
    edit = draft.enter("zhou").get(draft.url("public-sheet/")).content.decode()
    assert "已确认现有内容" in edit
    ning = draft.enter("ning")
    assert "确认之后的修改" not in ning.get(draft.url("public-sheet/preview/")).content.decode()
    assert write(draft, location="project.name", based="1", text="关联方识别与核查工具") == 302
    assert sheet_consents(draft.filing) == ()
    read = ning.get(draft.url("public-sheet/preview/")).content.decode()
    assert "确认之后的修改" in read
    assert re.search(r"<ins>.*与核查", read)
    assert (
        "确认之后的修改" not in draft.enter("zhou").get(draft.url("public-sheet/preview/")).content.decode()
    )
    consent(draft, "宁远航", "joint", later=1)
    assert "确认之后的修改" not in ning.get(draft.url("public-sheet/preview/")).content.decode()
    said = Attestation.objects.filter(kind=AttestationKind.SHEET_CONSENT)
    assert [row.lapsed_at is None for row in said.order_by("pk")] == [False, True]


def several(draft: Draft, name: str = "zhou") -> str:
    return draft.enter(name).get(draft.url("public-sheet/several/")).content.decode()


def boxes(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="checkbox" id="[^"]+" name="take:([^"]+)" value="(\d+)"', page))


@pytest.mark.clause("4.1.1")
def test_several_are_chosen_by_name_and_taken_with_one_click(draft: Draft) -> None:
    assert "public-sheet/several/" in draft.enter("zhou").get(draft.url("public-sheet/")).content.decode()
    assert write(draft, location="project.name", based="0", text="另一名称") == 302
    page = several(draft)
    assert not re.search(r'type="checkbox"[^>]*checked', page)
    offered = boxes(page)
    assert {"content.overview", "content.data_sources"} <= set(offered)
    assert not {"project.name", "content.algorithms"} & set(offered)
    overview = str(Cell.objects.get(filing=draft.filing, path="content.overview").value)
    assert overview.split("\n")[0] in page
    chosen = {f"take:{place}": offered[place] for place in ("content.overview", "content.data_sources")}
    answer = draft.enter("zhou").post(draft.url("public-sheet/several/"), chosen)
    assert answer.status_code == 302 and answer["Location"].endswith("public-sheet/?done=saved")
    assert {entry.location for entry in preview(draft.filing).entries} == {
        "project.name", "content.overview", "content.data_sources",
    }  # fmt: skip
    assert not {"content.overview", "content.data_sources"} & set(boxes(several(draft)))


def test_one_refused_takes_none_is_named_and_the_others_stay_ticked(draft: Draft) -> None:
    sent = {"take:content.overview": "0", "take:content.effects": "7"}
    answer = draft.enter("zhou").post(draft.url("public-sheet/several/"), sent)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "未填入任何一项" in page
    assert re.findall(r'name="take:([^"]+)" value="\d+" checked', page) == ["content.overview"]
    assert preview(draft.filing).entries == ()
    assert draft.enter("zhou").post(draft.url("public-sheet/several/"), {}).status_code == 400
    odd = draft.enter("zhou").post(draft.url("public-sheet/several/"), {"take:content.nothing": "0"})
    assert odd.status_code == 404


def test_others_of_the_filing_are_offered_nothing_and_strangers_no_page(draft: Draft) -> None:
    assert boxes(several(draft, "ning")) == {}
    assert "牵头单位" in several(draft, "ning")
    sent = {"take:content.overview": "0"}
    assert draft.enter("ning").post(draft.url("public-sheet/several/"), sent).status_code == 400
    assert draft.enter("mo").post(draft.url("public-sheet/several/"), sent).status_code == 404
    assert preview(draft.filing).entries == ()


def test_the_list_and_the_taking_cost_the_same_for_one_and_for_all(
    draft: Draft, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, place = draft.enter("zhou"), draft.url("public-sheet/several/")
    offered = boxes(client.get(place).content.decode())
    assert len(offered) > 10
    with django_assert_num_queries(LISTED):
        client.get(place)
    with django_assert_num_queries(TAKEN):
        client.post(place, {"take:content.overview": "0"})
    rest = {f"take:{one}": version for one, version in offered.items() if one != "content.overview"}
    with django_assert_num_queries(TAKEN):
        assert client.post(place, rest).status_code == 302
    with django_assert_num_queries(LISTED):
        assert boxes(client.get(place).content.decode()) == {}


def test_a_signatory_is_told_where_the_sheet_waits_for_consent(draft: Draft) -> None:
    place, shen = draft.url("public-sheet/preview/"), enter(draft.cast.people["沈伯衡"])
    assert write(draft, location="project.name", based="0", text="关联方识别工具") == 302
    pages = (draft.url(), draft.url("confirm/"))
    assert not [page for page in pages if place in shen.get(page).content.decode()]
    freeze(draft)
    for page in pages:
        assert place in shen.get(page).content.decode(), page
        assert place not in draft.enter("zhou").get(page).content.decode(), page
    digest = preview(draft.filing).digest
    sent = {"unit": "lead", "digest": digest, "second_factor_code": code(draft.cast.people["沈伯衡"])}
    assert shen.post(place, sent).status_code == 302
    assert not [page for page in pages if place in shen.get(page).content.decode()]
    assert write(draft, location="project.name", based="1", text="另一名称") == 302
    for page in pages:
        assert place in shen.get(page).content.decode(), page


LISTED, TAKEN = 18, 26
