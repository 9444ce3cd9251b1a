"""The public sheet's pages: rows written by hand, what a change voids, and what each unit is shown of it."""

from __future__ import annotations

import re

from tests.desks.accounts.visits import code
from tests.desks.portal.conftest import Draft
from tests.desks.portal.test_confirming import freeze
from xianxing.pilot.filings.models import Attestation, AttestationKind
from xianxing.pilot.filings.sheet import preview, sheet_consents

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
    assert re.search(r'name="1:source" value="公开渠道"', page)
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
    assert 'name="0:source" value="乙"' in page and 'name="1:source" value="丙"' in page
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
