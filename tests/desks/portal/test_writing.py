"""Writing cells and rows on the pages and by the script's way: the same meaning, nobody overwritten."""

from __future__ import annotations

import json
import re
from typing import Any

from django.test import Client

from tests.desks.portal.conftest import Draft
from xianxing.documents.counting import count_zi
from xianxing.pilot.filings.draft.cells import rows_of
from xianxing.pilot.filings.models import Cell, Filing

OVERVIEW = "content.overview"


def cell(filing: Filing, path: str = OVERVIEW) -> Cell:
    return Cell.objects.get(filing=filing, path=path, unit=None, row=None)


def save(client: Client, draft: Draft, value: object, based: int, path: str = OVERVIEW) -> tuple[int, Any]:
    """What the script sends, and what it gets."""
    sent = json.dumps({"unit": "", "path": path, "value": value, "based": str(based)})
    answer = client.post(
        draft.url("cells/save/"),
        sent,
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    return answer.status_code, answer.json()


def test_autosave_keeps_a_cell_and_counts_as_the_server_does(draft: Draft) -> None:
    before = cell(draft.filing)
    text = "名录每日更新。\r\nAPI 3.0 接口，don’t 停"
    status, told = save(draft.enter("zhou"), draft, text, before.version)
    assert status == 200
    assert told["version"] == before.version + 1
    assert told["count"] == count_zi(text)
    assert "API" in told["words"]
    kept = cell(draft.filing)
    assert (kept.value, kept.updated_by.name) == (text.replace("\r\n", "\n"), "周若岚")


def test_two_versions_come_back_with_what_differs_and_nothing_is_overwritten(draft: Draft) -> None:
    zhou, other = draft.enter("zhou"), draft.enter("zhou")
    version = cell(draft.filing).version
    assert save(zhou, draft, "第一个人写的概述", version)[0] == 200
    status, told = save(other, draft, "第二个人写的概述", version)
    assert status == 409
    assert (told["theirs"], told["yours"], told["by"]) == ("第一个人写的概述", "第二个人写的概述", "周若岚")
    assert "".join(text for kind, text in told["diff"] if kind != "added") == told["theirs"]
    assert "".join(text for kind, text in told["diff"] if kind != "removed") == told["yours"]
    assert cell(draft.filing).value == "第一个人写的概述"
    assert save(other, draft, "合并的概述", told["version"])[0] == 200
    assert cell(draft.filing).value == "合并的概述"


def test_the_plain_form_means_the_same_and_leaves_alone_what_was_not_touched(draft: Draft) -> None:
    client, version = draft.enter("zhou"), cell(draft.filing).version
    pains = cell(draft.filing, "content.pain_points")
    save(client, draft, "别人刚写的痛点", pains.version, "content.pain_points")
    form = {
        f"v:{OVERVIEW}": "在页面上写的概述",
        f"based:{OVERVIEW}": version,
        "v:content.pain_points": str(pains.value),
        "based:content.pain_points": pains.version,
    }
    answer = client.post(draft.url("sections/purpose/"), form)
    assert answer.status_code == 302
    assert cell(draft.filing).value == "在页面上写的概述"
    assert cell(draft.filing, "content.pain_points").value == "别人刚写的痛点"


def test_a_clash_of_the_plain_form_is_a_page_with_both_where_each_choice_works(draft: Draft) -> None:
    client, version = draft.enter("zhou"), cell(draft.filing).version
    save(client, draft, "先到的概述", version)
    form = {f"v:{OVERVIEW}": "后到的概述", f"based:{OVERVIEW}": version}
    answer = client.post(draft.url("sections/purpose/"), form)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "先" in page and "后" in page
    assert cell(draft.filing).value == "先到的概述"
    place = f"|{OVERVIEW}"
    for choice, stands in (("theirs", "先到的概述"), ("yours", "后到的概述"), ("merged", "先后到的概述")):
        decided = {
            "place": place,
            f"choice:{place}": choice,
            f"yours:{place}": "后到的概述",
            f"merged:{place}": "先后到的概述",
            f"version:{place}": cell(draft.filing).version,
        }
        assert client.post(draft.url("cells/decide/"), decided).status_code == 302
        assert cell(draft.filing).value == stands


def test_rows_are_added_written_moved_taken_out_and_brought_back(draft: Draft) -> None:
    client, path = draft.enter("zhou"), "content.milestones"
    columns = [f"column:{column.key}" for column in _columns(draft, path)]

    def post(**data: object) -> int:
        return client.post(draft.url("cells/row/"), {"unit": "", "path": path, **data}).status_code

    before = list(rows_of(draft.filing, None, path))
    assert post(add="", **{columns[0]: "试运行结束"}) == 302
    added = list(rows_of(draft.filing, None, path))[-1]
    assert added.value == {_columns(draft, path)[0].key: "试运行结束"}
    named = {"row": added.pk, "place": len(before)}
    assert post(save="", based=1, **named, **{columns[0]: "正式结束"}) == 302
    assert post(save="", based=1, **named, **{columns[0]: "别的"}) == 409
    assert post(up="", **named) == 302
    assert [row.pk for row in rows_of(draft.filing, None, path)].index(added.pk) == len(before) - 1
    assert post(remove="", based=2, **named) == 302
    assert list(rows_of(draft.filing, None, path)) == before
    assert post(restore="", **named) == 302
    assert list(rows_of(draft.filing, None, path))[-1].value == {_columns(draft, path)[0].key: "正式结束"}


def test_a_table_may_have_a_column_named_as_anything_else_in_its_form(draft: Draft) -> None:
    client, path = draft.enter("zhou"), "content.scale"
    forms = re.findall(
        r'<form class="row".*?</form>', client.get(draft.url("sections/purpose/")).content.decode(), re.S
    )
    assert len(forms) > 1
    for form in forms:
        names = re.findall(r'name="([^"]+)"', form)
        assert len(names) == len(set(names)), names
    sent = {"column:item": "监测发债主体", "column:unit": "家", "column:cap": "2000"}
    answer = client.post(draft.url("cells/row/"), {"unit": "", "path": path, "add": "", **sent})
    assert answer.status_code == 302
    added = list(rows_of(draft.filing, None, path))[-1]
    assert added.value == {"item": "监测发债主体", "unit": "家", "cap": 2000}


def test_a_value_that_does_not_fit_is_refused_with_what_would(draft: Draft) -> None:
    client = draft.enter("zhou")
    version = cell(draft.filing, "project.trial_months").version
    status, told = save(client, draft, "一年", version, "project.trial_months")
    assert status == 422
    assert "拟试点期限" in told["problem"]
    form = {"v:project.trial_months": "一年", "based:project.trial_months": version}
    answer = client.post(draft.url("sections/basics/"), form)
    assert answer.status_code == 400
    assert "拟试点期限" in answer.content.decode()


def test_readers_and_other_units_write_nothing_of_the_form(draft: Draft) -> None:
    version = cell(draft.filing).version
    for name in ("luo", "ning", "chen"):
        client = draft.enter(name)
        assert save(client, draft, "不该写的", version)[0] == 422, name
        form = {f"v:{OVERVIEW}": "不该写的", f"based:{OVERVIEW}": version}
        assert client.post(draft.url("sections/purpose/"), form).status_code == 400, name
        assert 'name="v:content.overview"' not in client.get(draft.url("sections/purpose/")).content.decode()
    assert cell(draft.filing).version == version


def test_what_cannot_be_read_is_told_so(draft: Draft) -> None:
    client = draft.enter("zhou")
    for body in ("{", "[]", "", "[" * 90_000):
        answer = client.post(draft.url("cells/save/"), body, content_type="application/json")
        assert answer.status_code == 400, body[:9]
    assert client.post(draft.url("cells/save/"), {"path": OVERVIEW}).status_code == 400, "a form"
    assert save(client, draft, "x", 0, "content.nothing")[0] == 422
    assert save(client, draft, {"a": 1}, 1)[0] == 422


def _columns(draft: Draft, path: str) -> tuple[Any, ...]:
    from xianxing.pilot.calls.pinned import guide_of

    return guide_of(draft.call).fields[path].columns
