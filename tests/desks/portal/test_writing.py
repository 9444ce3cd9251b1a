"""Writing cells and rows on the pages and by the script's way: the same meaning, nobody overwritten."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.desks.portal.conftest import Draft
from tests.desks.portal.sent_forms import controls, sent_of
from xianxing.pilot.clock import now
from xianxing.pilot.filings.draft.cells import rows_of
from xianxing.pilot.filings.models import Cell, Filing
from xianxing.pilot.parties.domain.appointments import grant_membership
from xianxing.pilot.parties.enums import MemberRole

OVERVIEW = "content.overview"


def cell(filing: Filing, path: str = OVERVIEW) -> Cell:
    return Cell.objects.get(filing=filing, path=path, unit=None, row=None)


def save(
    client: Client, draft: Draft, value: object, based: int, path: str = OVERVIEW, **more: object
) -> tuple[int, Any]:
    """What the script sends, and what it gets."""
    sent = json.dumps({"unit": "", "path": path, "value": value, "based": str(based), **more})
    answer = client.post(
        draft.url("cells/save/"),
        sent,
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    return answer.status_code, answer.json()


def test_autosave_keeps_a_cell(draft: Draft) -> None:
    before = cell(draft.filing)
    text = "名录每日更新。\r\nAPI 3.0 接口，don’t 停"
    status, told = save(draft.enter("zhou"), draft, text, before.version)
    assert status == 200
    assert told["version"] == before.version + 1
    assert told["problems"] == {}
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


def test_a_text_that_overtakes_its_own_unanswered_one_is_no_clash(draft: Draft) -> None:
    client, version = draft.enter("zhou"), cell(draft.filing).version
    assert save(client, draft, "写到一半", version)[0] == 200  # the answer never came
    status, told = save(client, draft, "写到一半，又写完", version, earlier=[["别的"], "写到一半"])
    assert (status, told["version"]) == (200, version + 2)
    assert cell(draft.filing).value == "写到一半，又写完"
    place = {"row": str(uuid4()), "path": "content.milestones"}
    assert save(client, draft, {"name": "签约"}, 0, **place)[0] == 200
    longer = {"name": "签约", "date": "2031-03-01"}
    assert save(client, draft, longer, 0, **place, earlier=[{"name": "签约"}])[0] == 200
    assert Cell.objects.get(row=place["row"]).value == longer


def test_no_unanswered_text_lets_anybody_write_over_somebody_else(draft: Draft) -> None:
    institution = draft.filing.units.get(key="lead").institution
    assert institution
    grant_membership(user=draft.person("chen"), institution=institution, role=MemberRole.AUTHOR, at=now())
    zhou, chen, version = draft.enter("zhou"), draft.enter("chen"), cell(draft.filing).version
    assert save(zhou, draft, "周写的", version)[0] == 200
    assert save(chen, draft, "陈写的", version, earlier=["周写的"])[0] == 409
    assert save(chen, draft, "陈写的", version + 1)[0] == 200
    assert save(zhou, draft, "周又写的", version, earlier=["周写的", "陈写的"])[0] == 409
    assert cell(draft.filing).value == "陈写的"


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
    place = f"|{OVERVIEW}|"
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


def post_page(client: Client, draft: Draft, address: str, act: str, **typed: str) -> Any:
    """Press a button of a page without scripts, after typing into some of its inputs."""
    sent = sent_of(controls(client, draft.url(address)))
    held = sent.get("row", [])
    new = {name.removeprefix("v:").rpartition(":")[0] for name in typed if "|" in name} - set(held)
    begun = {f"based:{place}": "0" for place in new if place}
    return client.post(draft.url(address), {**sent, **begun, **typed, "row": [*held, *new], "act": act})


def new_row(client: Client, draft: Draft, address: str, path: str) -> str:
    """The place of the row that a page offers below a table."""
    sent = sent_of(controls(client, draft.url(address)))
    return next(place for place in sent["row"] if place.startswith(path) and sent[f"based:{place}"] == ["0"])


def test_rows_are_added_written_moved_taken_out_and_brought_back(draft: Draft) -> None:
    client, path, page = draft.enter("zhou"), "content.milestones", "sections/course/"
    before = list(rows_of(draft.filing, None, path))
    place = new_row(client, draft, page, path)
    answer = post_page(client, draft, page, f"add:{path}", **{f"v:{place}:name": "试运行结束"})
    assert answer.status_code == 302 and answer["Location"].endswith("#new-c-content-milestones")
    sent = sent_of(controls(client, draft.url(page)))
    place = next(one for one in sent["row"] if sent.get(f"v:{one}:name") == ["试运行结束"])
    assert list(rows_of(draft.filing, None, path))[-1].value == {"name": "试运行结束"}
    assert post_page(client, draft, page, "save", **{f"v:{place}:name": "正式结束"}).status_code == 302
    stale = post_page(client, draft, page, "save", **{f"v:{place}:name": "别的", f"based:{place}": "1"})
    assert (
        stale.status_code == 409 and "正式结束" in stale.content.decode() and "别的" in stale.content.decode()
    )
    added = list(rows_of(draft.filing, None, path))[-1]
    assert post_page(client, draft, page, f"up:{place}").status_code == 302
    assert [row.pk for row in rows_of(draft.filing, None, path)].index(added.pk) == len(before) - 1
    assert post_page(client, draft, page, f"remove:{place}").status_code == 302
    assert list(rows_of(draft.filing, None, path)) == before
    back = {"unit": "", "path": path, "row": added.pk}
    assert client.post(draft.url("cells/row/"), back).status_code == 302
    assert list(rows_of(draft.filing, None, path))[-1].value == {"name": "正式结束"}


def test_a_row_that_two_wrote_is_decided_column_by_column(draft: Draft) -> None:
    client, path, page = draft.enter("zhou"), "content.milestones", "sections/course/"
    row = rows_of(draft.filing, None, path)[0]
    place, held = f"{path}|{row.row}", dict(row.value or {})
    assert post_page(client, draft, page, "save", **{f"v:{place}:name": "先到"}).status_code == 302
    clash = post_page(client, draft, page, "save", **{f"v:{place}:name": "后到", f"based:{place}": "1"})
    assert clash.status_code == 409
    named = f"|{place}"
    sent = {"place": named, f"version:{named}": "2", f"merged:{named}:date": str(held["date"])}
    for choice, name in (("theirs", "先到"), ("merged", "先到后到")):
        decided = {**sent, f"choice:{named}": choice, f"merged:{named}:name": "先到后到"}
        assert client.post(draft.url("cells/decide/"), decided).status_code == 302
        assert rows_of(draft.filing, None, path)[0].value == {**held, "name": name}


def test_a_row_that_was_taken_out_meanwhile_can_be_brought_back_with_what_was_typed(draft: Draft) -> None:
    client, path, page = draft.enter("zhou"), "content.milestones", "sections/course/"
    row = rows_of(draft.filing, None, path)[0]
    place = f"{path}|{row.row}"
    sent = sent_of(controls(client, draft.url(page)))
    post_page(client, draft, page, f"remove:{place}")
    answer = client.post(draft.url(page), {**sent, f"v:{place}:name": "写在移出的行里", "act": "save"})
    assert answer.status_code == 409 and "写在移出的行里" in answer.content.decode()
    named = f"|{place}"
    decided = {
        "place": named, f"version:{named}": "2", f"choice:{named}": "restore",
        f"merged:{named}:name": "写在移出的行里",
    }  # fmt: skip
    assert client.post(draft.url("cells/decide/"), decided).status_code == 302
    assert list(rows_of(draft.filing, None, path))[-1].value == {"name": "写在移出的行里"}


def test_every_button_of_a_page_keeps_everything_that_was_typed(draft: Draft) -> None:
    client, page = draft.enter("zhou"), "sections/purpose/"
    rows = [f"{one.path}|{one.row}" for one in rows_of(draft.filing, None, "content.scale")]
    acts = (
        "save", "to:before", "to:after", "to:home", "add:content.scale", f"down:{rows[0]}", f"up:{rows[-1]}",
        f"remove:{rows[-1]}", f"say:{OVERVIEW}", f"ask:{OVERVIEW}", "settle:1", "",
    )  # fmt: skip
    for number, act in enumerate(acts):
        place = new_row(client, draft, page, "content.scale")
        typed = {
            f"v:{OVERVIEW}": f"概述{number}",
            f"v:{place}:item": f"项目{number}",
            f"v:{place}:cap": "三千万",
            "say:content.pain_points": f"批注{number}",
            "ask:content.pain_points": f"提问{number}",
            f"say:{OVERVIEW}": f"说给概述{number}",
            f"ask:{OVERVIEW}": f"问概述{number}",
        }
        post_page(client, draft, page, act, **typed)
        assert cell(draft.filing).value == f"概述{number}", act
        held = [row.value for row in rows_of(draft.filing, None, "content.scale")]
        assert {"item": f"项目{number}", "cap": "三千万"} in held, act
        sent = sent_of(controls(client, draft.url(page)))
        assert sent["say:content.pain_points"] == [f"批注{number}"], act
        assert sent["ask:content.pain_points"] == [f"提问{number}"], act
        assert sent[f"say:{OVERVIEW}"] == ["" if act.startswith("say") else f"说给概述{number}"], act
        assert sent[f"ask:{OVERVIEW}"] == ["" if act.startswith("ask") else f"问概述{number}"], act


def test_a_table_may_have_a_column_named_as_anything_else_in_its_form(draft: Draft) -> None:
    client, path, page = draft.enter("zhou"), "content.scale", "sections/purpose/"
    found = [one for one in controls(client, draft.url(page)) if one.kind not in ("checkbox", "radio")]
    names = [one.name for one in found if one.name != "row"]
    assert len(names) == len(set(names))
    place = new_row(client, draft, page, path)
    typed = {f"v:{place}:item": "监测发债主体", f"v:{place}:unit": "家", f"v:{place}:cap": "2000"}
    assert post_page(client, draft, page, "save", **typed).status_code == 302
    added = list(rows_of(draft.filing, None, path))[-1]
    assert added.value == {"item": "监测发债主体", "unit": "家", "cap": 2000}


@pytest.mark.parametrize(
    ("path", "typed", "says"),
    [
        ("project.trial_months", "一年", "数字"),
        ("project.trial_months", "1.5", "整数"),
        ("project.planned_start", "2024/13/45", "日历上确有的日期"),
    ],
)
def test_what_does_not_fit_is_kept_and_the_page_says_beside_it_what_would(
    draft: Draft, path: str, typed: str, says: str
) -> None:
    client, page = draft.enter("zhou"), "sections/basics/"
    version = cell(draft.filing, path).version
    status, told = save(client, draft, typed, version, path)
    anchor = "i-c-" + path.replace(".", "-")
    assert status == 200 and says in told["problems"][anchor]
    assert cell(draft.filing, path).value == typed
    shown = client.get(draft.url(page)).content.decode()
    assert f'value="{typed}"' in shown
    assert re.search(rf'<p class="error" id="{anchor}-error"[^>]*>[^<]*{says}', shown)
    assert re.search(rf'id="{anchor}"[^>]*aria-invalid="true"', shown)
    english = client.get("/en" + draft.url(page)).content.decode()
    assert re.search(rf'id="{anchor}-error"[^>]*>[^<]*needs', english)
    again = post_page(client, draft, page, "to:after", **{f"v:{path}": typed + "？"})
    assert again.status_code == 400, "the person is told before going on"
    assert f'value="{typed}？"' in again.content.decode()
    assert f'name="warned" value="{anchor}"' in again.content.decode()
    onward = post_page(client, draft, page, "to:after", warned=anchor)
    assert onward.status_code == 302, "and may go on all the same"


def test_a_row_with_what_does_not_fit_is_kept_whole_and_says_so_beside_the_column(draft: Draft) -> None:
    client, path, page = draft.enter("zhou"), "unit.contacts", "units/lead/contacts/"
    place = new_row(client, draft, page, path)
    columns = {"name": "邓小雨", "department_head": "true", "email": "没有艾特"}
    typed = {f"v:{place}:{column}": text for column, text in columns.items()}
    assert post_page(client, draft, page, "save", **typed).status_code == 302
    row = list(Cell.objects.filter(path=path, unit__key="lead", removed=False).order_by("position"))[-1]
    assert row.value == {"name": "邓小雨", "department_head": True, "email": "没有艾特"}
    page_now = client.get(draft.url(page)).content.decode()
    beside = page_now.partition(f'data-beside="row-{row.row}"')[2].partition("</fieldset>")[0]
    assert "邮箱" in beside or "邮件" in beside


def test_text_that_cannot_be_kept_comes_back_with_the_page(draft: Draft) -> None:
    client, page = draft.enter("zhou"), "sections/purpose/"
    long = "很长" * 10_100
    answer = post_page(client, draft, page, "to:after", **{f"v:{OVERVIEW}": long})
    assert answer.status_code == 400
    assert long in answer.content.decode()
    sent = sent_of(controls(client, draft.url(page)))
    ning = draft.enter("ning")
    refused = ning.post(draft.url(page), {**sent, f"v:{OVERVIEW}": "别人写的一段话"})
    assert refused.status_code == 400
    assert "别人写的一段话" in refused.content.decode()


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
