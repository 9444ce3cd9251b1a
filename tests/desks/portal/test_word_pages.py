"""Word first, on the pages: download, fill in, upload, look at every difference, take over what is ticked."""

from __future__ import annotations

import html
import io
import re
from typing import Any
from uuid import uuid4

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from tests.desks.accounts.visits import enter
from tests.desks.portal.conftest import Draft
from tests.factories.word_files import edited, typed, unwrap
from tests.factories.word_pages import OVERVIEW, fetched, sent, value
from xianxing.pilot.clock import now
from xianxing.pilot.filings.draft.cells import write_cell
from xianxing.pilot.filings.models import Cell, WordProposal
from xianxing.pilot.filings.word.forms import MOST_ITEMS

NAME = "project.name"


def body(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def test_a_form_goes_round_the_house_and_comes_back(draft: Draft) -> None:
    zhou = draft.enter("zhou")
    data = typed(fetched(zhou, draft), OVERVIEW, "改写后的概述。")
    before = value(draft, OVERVIEW)
    answer = sent(zhou, draft, data)
    assert answer.status_code == 302
    assert value(draft, OVERVIEW) == before
    shown = zhou.get(answer["Location"])
    page = body(shown)
    assert "项目概述" in page and "改写后的概述" in re.sub(r"<[^>]+>", "", page)
    assert 'value="content.overview" checked' in page
    assert shown.headers["Cache-Control"] == "private, no-store"
    done = zhou.post(answer["Location"], {"take": [OVERVIEW]})
    assert done.status_code == 302
    assert value(draft, OVERVIEW) == "改写后的概述。"
    assert not WordProposal.objects.exists()
    assert zhou.get(answer["Location"]).status_code == 400


def test_what_is_not_ticked_stays(draft: Draft) -> None:
    zhou = draft.enter("zhou")
    data = typed(typed(fetched(zhou, draft), OVERVIEW, "改写。"), NAME, "新名称")
    place = sent(zhou, draft, data)["Location"]
    zhou.post(place, {"take": [NAME]})
    assert value(draft, NAME) == "新名称"
    assert value(draft, OVERVIEW) != "改写。"


def test_somebody_else_was_faster(draft: Draft) -> None:
    """Between looking and taking over another hand wrote: told, kept for another look, nothing lost."""
    zhou = draft.enter("zhou")
    data = typed(typed(fetched(zhou, draft), OVERVIEW, "改写。"), NAME, "新名称")
    place = sent(zhou, draft, data)["Location"]
    cell = Cell.objects.get(filing=draft.filing, path=NAME)
    write_cell(
        filing=draft.filing,
        path=NAME,
        value="抢先的名称",
        based_on=cell.version,
        by=draft.person("zhou"),
        at=now(),
    )
    answer = zhou.post(place, {"take": [NAME, OVERVIEW]})
    assert answer.status_code == 409
    assert "没有覆盖任何内容" in body(answer)
    assert (value(draft, NAME), value(draft, OVERVIEW)) == ("抢先的名称", "改写。")
    assert 'value="project.name">' in body(answer)
    zhou.post(place, {"take": [NAME]})
    assert value(draft, NAME) == "新名称"


def test_tags_lost_and_forgetting(draft: Draft) -> None:
    zhou = draft.enter("zhou")
    data = edited(typed(fetched(zhou, draft), OVERVIEW, "改写。"), unwrap)
    place = sent(zhou, draft, data)["Location"]
    assert 'value="content.overview" checked' in body(zhou.get(place))
    assert zhou.post(place, {"discard": "1"}).status_code == 302
    assert not WordProposal.objects.exists()
    assert value(draft, OVERVIEW) != "改写。"


def test_a_value_that_does_not_fit_is_shown_with_its_words(draft: Draft) -> None:
    zhou = draft.enter("zhou")
    place = sent(zhou, draft, typed(fetched(zhou, draft), "project.trial_months", "一年左右"))["Location"]
    page = body(zhou.get(place))
    assert "一年左右" in page and "不能采用" in page
    assert 'value="project.trial_months"' not in page
    answer = zhou.post(place, {"take": ["project.trial_months"]})
    assert answer.status_code == 400
    assert value(draft, "project.trial_months") == 12


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no zip", b"%PDF-1.4", b"x" * 5000])
def test_a_file_that_is_no_form_is_refused_in_words(draft: Draft, data: bytes) -> None:
    zhou = draft.enter("zhou")
    answer = sent(zhou, draft, data)
    assert answer.status_code == 400
    assert "error-summary" in body(answer)
    assert not WordProposal.objects.exists()


def test_another_letter_is_refused(draft: Draft) -> None:
    target = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("请示")
    document.save(target)
    zhou = draft.enter("zhou")
    assert "没有找到表格" in body(sent(zhou, draft, target.getvalue()))
    file = SimpleUploadedFile("请示.docx", target.getvalue())
    scripted = {"Accept": "application/json"}
    answer = zhou.post(draft.url("word/upload/"), {"unit": "", "file": file}, headers=scripted)
    assert answer.status_code == 400
    assert "没有找到表格" in answer.json()["problem"]


def test_each_unit_has_its_own_sheet(draft: Draft) -> None:
    """Gan fills 图澜's and Ning reads it; 鹏海's isn't there for them, and the form they may read only."""
    ning, gan, zhou = draft.enter("ning"), enter(draft.cast.people["甘雨辰"]), draft.enter("zhou")
    assert body(ning.get(draft.url("word/"))).count('type="file"') == 0
    page = body(gan.get(draft.url("word/")))
    assert page.count('type="file"') == 1
    assert "图澜" in page and "unit=joint" in page and "unit=lead" not in page
    for kind in ("filled", "blank", "pdf"):
        assert ning.get(draft.url(f"word/{kind}/?unit=lead")).status_code == 404
        assert zhou.get(draft.url(f"word/{kind}/?unit=joint")).status_code == 404
        assert ning.get(draft.url(f"word/{kind}/")).status_code == 200
    sheet = typed(fetched(gan, draft, "joint"), "unit.contribution", "负责建模。")
    assert sent(zhou, draft, sheet, "joint").status_code == 404
    assert sent(zhou, draft, sheet, "lead").status_code == 400
    assert sent(ning, draft, sheet, "joint").status_code == 400
    place = sent(gan, draft, sheet, "joint")["Location"]
    for other in (zhou, ning):
        assert other.get(place).status_code == 400
    gan.post(place, {"take": ["unit.contribution"]})
    assert value(draft, "unit.contribution", "joint") == "负责建模。"
    assert sent(gan, draft, fetched(gan, draft), "").status_code == 400


@pytest.mark.parametrize("name", ["mo", "wen", "sun"])
def test_strangers_find_nothing(draft: Draft, name: str) -> None:
    client = draft.enter(name)
    for page in ("word/", "word/filled/", "word/pdf/", f"word/read/{uuid4()}/"):
        assert client.get(draft.url(page)).status_code == 404
    assert sent(client, draft, b"x").status_code == 404


def test_downloads_have_names_and_types(draft: Draft) -> None:
    chen = draft.enter("chen")
    for kind, begins in (("pdf", b"%PDF"), ("filled", b"PK"), ("blank", b"PK")):
        answer = chen.get(draft.url(f"word/{kind}/?unit=lead"))
        assert answer.content.startswith(begins)
        assert "filename*=utf-8''%E9%A1%B9%E7%9B%AE" in answer["Content-Disposition"]
    assert chen.get(draft.url("word/other/")).status_code == 404


def test_the_page_costs_the_same_however_much_differs(
    draft: Draft, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    zhou = draft.enter("zhou")
    plain = fetched(zhou, draft)
    one = typed(plain, OVERVIEW, "改写。")
    three = typed(typed(one, NAME, "新名称"), "content.innovation", "新。")
    for data in (one, three):
        place = sent(zhou, draft, data)["Location"]
        zhou.get(place)
        with django_assert_max_num_queries(19):
            zhou.get(place)


def test_as_many_boxes_as_a_page_shows_can_be_sent(draft: Draft) -> None:
    zhou = draft.enter("zhou")
    page = sent(zhou, draft, typed(fetched(zhou, draft), OVERVIEW, "另一段概述")).url
    ticked = [f"content.business_fields[{uuid4()}]" for _box in range(MOST_ITEMS)]
    answer = zhou.post(page, {"discard": "1", "take": ticked})
    assert (answer.status_code, WordProposal.objects.count()) == (302, 0)
