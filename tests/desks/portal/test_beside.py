"""The findings of a page after a save: of the cell, of rows, of other cells that the same word settles."""

from __future__ import annotations

import json
import re
from typing import Any

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.desks.portal.conftest import Draft
from xianxing.pilot.filings.draft.cells import rows_of
from xianxing.pilot.filings.models import Cell

OVERVIEW = "content.overview"
MILESTONES = "content.milestones"


def beside(client: Client, draft: Draft, path: str, unit: str = "") -> dict[str, Any]:
    """What the script asks for after a save."""
    answer = client.get(draft.url("cells/beside/"), {"path": path, "unit": unit})
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


def post(client: Client, draft: Draft, sent: dict[str, Any]) -> dict[str, Any]:
    """What the script sends of a cell or row, and what it gets."""
    answer = client.post(draft.url("cells/save/"), json.dumps(sent), content_type="application/json")
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


def save(client: Client, draft: Draft, text: str) -> None:
    version = Cell.objects.get(filing=draft.filing, path=OVERVIEW).version
    sent = json.dumps({"unit": "", "path": OVERVIEW, "value": text, "based": str(version)})
    assert client.post(draft.url("cells/save/"), sent, content_type="application/json").status_code == 200


def test_a_cells_findings_come_and_go_with_what_is_saved(draft: Draft) -> None:
    client = draft.enter("zhou")
    save(client, draft, "字" * 501)
    assert "501" in beside(client, draft, OVERVIEW)["findings"]["c-content-overview"]
    told = beside(client, draft, "content.pain_points")
    assert "501" in told["findings"]["c-content-overview"], "the whole page, whichever cell was saved"
    save(client, draft, "字" * 500)
    assert "501" not in json.dumps(beside(client, draft, OVERVIEW))
    counted = beside(client, draft, OVERVIEW)["progress"]
    save(client, draft, "")
    assert counted and beside(client, draft, OVERVIEW)["progress"] not in ("", counted)


def test_a_rows_findings_stand_at_the_row_and_follow_it(draft: Draft) -> None:
    client = draft.enter("zhou")
    first, second = rows_of(draft.filing, None, MILESTONES)[:2]
    held = dict(second.value or {})
    key = min(held)
    sent = {"unit": "", "path": MILESTONES, "row": str(second.row), "based": str(second.version)}
    answer = post(client, draft, {**sent, "value": {key: held[key]}})
    found = beside(client, draft, MILESTONES)["findings"]
    assert found[f"row-{second.row}"]
    assert f"row-{first.row}" not in found
    page = client.get(draft.url("sections/course/")).content.decode()
    place = re.search(
        rf'data-beside="row-{second.row}"[^>]*>(.*?)</div>\s*<div class="row-acts">', page, re.S
    )
    assert place
    assert re.sub(r"\s", "", place[1]) == re.sub(r"\s", "", found[f"row-{second.row}"])
    post(client, draft, {**sent, "based": str(answer["version"]), "value": held})
    assert f"row-{second.row}" not in beside(client, draft, MILESTONES)["findings"]


def test_a_sheets_findings_are_its_own(draft: Draft) -> None:
    client = draft.enter("ning")
    told = beside(client, draft, "unit.name", "joint")["findings"]
    assert all(place.startswith(("c-unit-", "row-")) for place in told)
    assert client.get(draft.url("cells/beside/"), {"path": "unit.name", "unit": "lead"}).status_code == 404
    assert client.get(draft.url("cells/beside/"), {"path": "unit.nothing"}).status_code == 404


def test_files_still_to_be_read_are_named_and_hold_nothing_up(draft: Draft) -> None:
    client = draft.enter("zhou")
    note = beside(client, draft, OVERVIEW)["pending"]
    assert re.match(r"还有 \d+ 个文件正在读取，不影响其他工作。", note)
    assert note in client.get(draft.url("sections/purpose/")).content.decode()
    save(client, draft, "名录每日更新")
    assert Cell.objects.get(filing=draft.filing, path=OVERVIEW).value == "名录每日更新"


def test_the_answer_has_its_price(draft: Draft, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = draft.enter("zhou")
    for path in (OVERVIEW, MILESTONES):
        beside(client, draft, path)
        with django_assert_num_queries(BESIDE):
            beside(client, draft, path)


BESIDE = 13
