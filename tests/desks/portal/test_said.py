"""What a page says of an act is what was done, and what was taken off a page leaves a way back on it."""

from __future__ import annotations

import re

from tests.desks.portal.conftest import Draft
from tests.factories.confirming import as_
from xianxing.pilot.filings.draft.cells import rows_of
from xianxing.pilot.filings.models import Explanation

PATH, PAGE = "content.milestones", "sections/course/"
BACK = "有已移出的行：查看并恢复"


def test_an_explanation_is_said_to_be_kept_only_where_there_is_one(draft: Draft) -> None:
    client, address = draft.enter("zhou"), draft.url("findings/")
    sent = {"finding": "field-filled|content.overview"}
    for text, said, kept in (
        ("", "未填写说明", [""]), ("稍后补充", "说明已保存", ["稍后补充"]), (" \n", "未填写说明", [""])
    ):  # fmt: skip
        answer = client.post(address, {**sent, "text": text}, follow=True).content.decode()
        notices = re.findall(r'role="status"[^>]*>(.*?)</', answer, re.DOTALL)
        assert [said in notice for notice in notices] == [True], notices
        assert [one.text for one in Explanation.objects.all()] == kept


def test_the_page_leads_to_rows_that_were_taken_out_even_when_none_is_left(draft: Draft) -> None:
    client, page = draft.enter("zhou"), draft.url(PAGE)
    assert BACK not in client.get(page).content.decode()
    held = [dict(row.value or {}) for row in rows_of(draft.filing, None, PATH)]
    for row in rows_of(draft.filing, None, PATH):
        assert client.post(page, {"act": f"remove:{PATH}|{row.row}"}).status_code == 302
    assert not rows_of(draft.filing, None, PATH)
    shown = client.get(page).content.decode()
    found = re.search(rf'<a href="([^"]+)">{BACK}', shown)
    assert found and shown.count(BACK) == 1
    assert BACK not in client.get(draft.url("sections/exit/")).content.decode()
    taken = client.get(found[1].replace("&amp;", "&")).content.decode()
    rows = re.findall(r'name="row" value="(\d+)"', taken)
    assert len(rows) == len(held) > 1
    for row in rows:
        client.post(draft.url("cells/row/"), {"unit": "", "path": PATH, "row": row, "restore": ""})
    assert [dict(row.value or {}) for row in rows_of(draft.filing, None, PATH)] == held
    assert BACK not in client.get(page).content.decode()


def test_the_task_that_freezes_is_not_said_to_open_with_the_freeze(draft: Draft) -> None:
    """Freezing is done on that very page, so that it can't wait for it."""
    shown = draft.enter("zhou").get(draft.url("")).content.decode()
    row = shown[shown.index(draft.url("confirm/")) :].partition("</li>")[0]
    assert "尚未冻结" in row
    assert "冻结后开放" not in shown


def test_who_is_asked_to_confirm_finds_what_the_checker_found_from_that_very_page(draft: Draft) -> None:
    draft.enter("zhou").post(draft.url("confirm/freeze/"), {"freeze": ""})
    for person, act in (
        ("罗景行", "unit_review/lead/"), ("顾明谦", "compliance/lead/"), ("宁远航", "consent/joint/")
    ):  # fmt: skip
        client = as_(draft, person)
        shown = client.get(draft.url(f"confirm/{act}")).content.decode().partition("<main")[2]
        assert shown.count(f'<a href="{draft.url("findings/")}">检查发现的问题</a>') == 1, person
        assert client.get(draft.url("findings/")).status_code == 200
