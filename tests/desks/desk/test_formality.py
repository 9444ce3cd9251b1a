"""The clerk judges the work list on a page; the units answer its notice on theirs, item by item."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from tests.pilot.acts.staff import Office, an_office
from tests.pilot.casework.checking import add, answer, ask, correct, overrule_all, the_list
from tests.pilot.filings.company import Company
from xianxing.pilot.casework.models import CorrectionItem, FormalityItem
from xianxing.pilot.parties.models import User

pytestmark = pytest.mark.django_db
Visit = Callable[[User, datetime], Client]


@pytest.fixture
def office(filed: Company) -> Office:
    there = an_office(filed)
    there.do("register_local", there.wen)
    return there


def address(office: Office) -> str:
    return f"/desk/filings/{office.company.filing.pk}/formality/"


def form(page: str) -> dict[str, str]:
    """What the form holds as it stands: texts, and the chosen answers."""
    held = dict(
        re.findall(r'<textarea class="input" id="[^"]+" name="([^"]+)"[^>]*>([^<]*)</textarea>', page)
    )
    chosen = re.findall(r'type="radio" name="([^"]+)" value="(\w*)" checked', page)
    return {**held, **dict(chosen)}


def test_the_list_stands_on_the_page_with_place_rule_clause_and_remedy(office: Office, visit: Visit) -> None:
    wen = visit(office.wen, office.company.at)
    assert "形式审核" in wen.get(f"/desk/filings/{office.company.filing.pk}/").content.decode()
    page = wen.get(address(office)).content.decode()
    for line in the_list(office).lines:
        assert line.key in page and line.rule in page
    assert "四(三)5" in page and "通知补正" in page
    assert "请写作“中文（英文）”并列入术语对照" in form(page)[f"remedy.{the_list(office).unjudged[0].key}"]


def test_what_is_in_order_is_kept_and_the_rest_stays_typed(office: Office, visit: Visit) -> None:
    wen = visit(office.wen, office.company.at)
    good, bad = the_list(office).unjudged[:2]
    sent = form(wen.get(address(office)).content.decode())
    sent |= {
        f"decision.{good.key}": "ask",
        f"decision.{bad.key}": "overrule",
        f"remedy.{bad.key}": "另行说明",
    }
    answer_ = wen.post(address(office), sent)
    assert answer_.status_code == 422
    page = answer_.content.decode()
    assert "请写明不作为问题的理由" in page and "另行说明" in page
    assert form(page)[f"decision.{bad.key}"] == "overrule"
    assert FormalityItem.objects.get().key == good.key
    assert wen.post(address(office), sent | {f"reason.{bad.key}": "人名"}).status_code == 302
    assert FormalityItem.objects.count() == 2


def test_a_line_in_own_words_is_added_and_taken_off(office: Office, visit: Visit) -> None:
    wen = visit(office.wen, office.company.at)
    sent = form(wen.get(address(office)).content.decode())
    own = {"location": "content.overview", "clause": "4.1.1", "words": "缺少服务对象", "add": "1"}
    refused = wen.post(address(office), sent | own | {"remedy": ""})
    assert refused.status_code == 422 and "缺少服务对象" in refused.content.decode()
    assert wen.post(address(office), sent | own | {"remedy": "请补充"}).status_code == 302
    line = FormalityItem.objects.get()
    assert "缺少服务对象" in wen.get(address(office)).content.decode()
    assert wen.post(address(office), sent | {"remove": line.key}).status_code == 302
    assert not FormalityItem.objects.exists()


def test_who_does_not_check_reads_the_list_only(office: Office, visit: Visit) -> None:
    fang = visit(office.fang, office.company.at)
    page = fang.get(address(office)).content.decode()
    assert "清单仅供查看" in page and "<textarea" not in page
    line = the_list(office).unjudged[0]
    sent = {f"remedy.{line.key}": "x", f"decision.{line.key}": "ask"}
    assert fang.post(address(office), sent).status_code == 422
    assert not FormalityItem.objects.exists()
    for person in (office.company.cast.zhou, office.company.cast.mo, office.bai):
        assert visit(person, office.company.at).get(address(office)).status_code == 404


def test_the_step_says_what_will_go_along(office: Office, visit: Visit) -> None:
    overrule_all(office)
    wen = visit(office.wen, office.company.at)
    step = f"/cases/{office.company.filing.pk}/steps/pass_formality/"
    assert "不作为问题：" in wen.get(step).content.decode()
    page = wen.get(address(office)).content.decode()
    assert "要求补正" in page and "提问时间" not in page
    assert f'<a class="button" href="{step}">' in page, "nothing is asked: the list leads to passing"
    add(office)
    assert f'<a class="button button--plain" href="{step}">' in wen.get(address(office)).content.decode()


@pytest.mark.clause("5.1.1")
@pytest.mark.parametrize("step", ["request_correction", "pass_formality"])
def test_both_ends_of_the_check_lead_to_its_list(office: Office, visit: Visit, step: str) -> None:
    wen = visit(office.wen, office.company.at)
    page = wen.get(f"/cases/{office.company.filing.pk}/steps/{step}/").content.decode()
    assert f'<a href="{address(office)}">形式审核清单</a>' in page


def test_the_units_answer_and_the_next_check_shows_what_changed(office: Office, visit: Visit) -> None:
    place = f"/filings/{office.company.filing.pk}/"
    zhou = visit(office.company.cast.zhou, office.company.at)
    assert "没有要求补正" in zhou.get(place + "correction/").content.decode()
    ask(office)
    zhou = visit(office.company.cast.zhou, office.company.at)
    assert "补正通知" in zhou.get(place).content.decode()
    page = zhou.get(place + "correction/").content.decode()
    assert "概述没有写明服务对象" in page and "请写明服务对象及其规模" in page
    assert "正在" not in page or "人名" not in page, "what was overruled isn't told"
    assert zhou.post(place + "correction/", {"answer.1": "字" * 2001}).status_code == 422
    assert zhou.post(place + "correction/", {"answer.1": "已写明，见概述"}).status_code == 302
    assert CorrectionItem.objects.get().answer == "已写明，见概述"
    page = zhou.get(place + "confirm/").content.decode()
    assert "申报内容已打开，正在补正" in page and 'name="freeze"' in page
    page = zhou.get(place).content.decode()
    assert "待重新冻结和确认" in page and ">已申报</span>" not in page
    office.company.later()
    correct(office)
    page = visit(office.wen, office.company.at).get(address(office)).content.decode()
    assert "面向本市上市公司" in page and "<ins>" in page
    assert "已写明，见概述" in page and "1 / 2" in page
    assert f"decision.asked-{CorrectionItem.objects.get().pk}" in page


def test_a_stranger_and_another_unit_see_no_notice(office: Office, visit: Visit) -> None:
    ask(office)
    place = f"/filings/{office.company.filing.pk}/correction/"
    for person in (office.company.cast.mo, office.wen):
        assert visit(person, office.company.at).get(place).status_code == 404
    ning = visit(office.company.cast.ning, office.company.at)
    page = ning.get(place).content.decode()
    assert "概述没有写明服务对象" in page and "<textarea" not in page
    assert answer(office, n1="已写明") == 1
