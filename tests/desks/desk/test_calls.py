"""Calls at the desk and in public: what is pinned is shown before publication; everybody reads extensions."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.desks.accounts.visits import code
from tests.desks.desk.conftest import enrol
from tests.factories.calls import sign_off
from tests.pilot.cast import NOON, Cast
from tests.pilot.database import a_call
from xianxing.law import load_guide
from xianxing.pilot.calls.domain.extending import extend_window
from xianxing.pilot.calls.domain.publishing import pins_of
from xianxing.pilot.calls.models import Call, Extension, PinnedGuide
from xianxing.pilot.parties.models import User

Visit = Callable[[User, datetime], Client]
PUBLISH = "/desk/calls/publish/shenzhen-2023/shenzhen-2023-2/"
PUBLISHED = datetime(2023, 11, 29, 1, 0, tzinfo=UTC)


@pytest.mark.clause("0")
def test_what_is_pinned_is_seen_before_it_is_published(cast: Cast, visit: Visit) -> None:
    enrol(cast.wen)
    client = visit(cast.wen, PUBLISHED)
    assert "尚未审签" in client.get(PUBLISH).content.decode()
    sign_off("shenzhen-2023", at=PUBLISHED)
    assert "由su于" in client.get(PUBLISH).content.decode()
    pins = pins_of(guide_name="shenzhen-2023", batch="shenzhen-2023-2")
    shown = client.get(PUBLISH).content.decode()
    for word in (pins.digest, pins.procedure_version, pins.calendar.version, "核对至", "2023年11月29日"):
        assert word in shown
    assert client.post(PUBLISH, {"seen": pins.digest}).status_code == 200
    assert not Call.objects.exists()
    stale = {"seen": "0" * 64, "second_factor_code": code(cast.wen)}
    assert "请重新核对" in client.post(PUBLISH, stale).content.decode()
    good = {"seen": pins.digest, "second_factor_code": code(cast.wen, 1)}
    assert client.post(PUBLISH, good).status_code == 302
    call = Call.objects.get()
    assert (call.guide_id, call.published_by) == (pins.digest, cast.wen)
    assert call.batch in client.get("/desk/calls/").content.decode()


def test_a_batch_that_the_guide_does_not_have_is_not_found(cast: Cast, visit: Visit) -> None:
    client = visit(cast.wen, PUBLISHED)
    for place in ("shenzhen-2023/none", "nowhere/shenzhen-2023-2", "guangzhou-2023/any"):
        assert client.get(f"/desk/calls/publish/{place}/").status_code == 404


@pytest.mark.clause("0")
def test_the_head_extends_with_reason_and_code_and_everybody_reads_it(
    cast: Cast, head: User, visit: Visit, client: Client
) -> None:
    call = a_call(cast.wen)
    enrol(head)
    browser, place = visit(head, NOON), f"/desk/calls/{call.pk}/extend/"
    late = {"closes_on": "2024-01-30", "reason": "系统中断", "second_factor_code": code(head)}
    assert "必须晚于" in browser.post(place, late).content.decode()
    assert not Extension.objects.exists()
    assert browser.post(place, {"closes_on": "", "reason": ""}).status_code == 200
    good = {
        "closes_on": "2024-02-05", "reason": "1月31日系统中断两小时",
        "second_factor_code": code(head, 1),
    }  # fmt: skip
    assert browser.post(place, good).status_code == 302
    public = client.get("/calls/").content.decode()
    for word in ("2024年2月5日", "1月31日系统中断两小时", "原定截止日", "2024年1月31日"):
        assert word in public
    assert "fang" not in public
    version = load_guide("shenzhen-2023").digest[:12]
    assert version in public and version in client.get("/guides/").content.decode()
    data = client.get("/calls/?format=json").json()
    assert (data[0]["closes"], data[0]["first_closes"]) == ("2024-02-05", "2024-01-31")


def test_only_the_head_extends_and_only_the_secretariat_publishes(
    cast: Cast, head: User, visit: Visit
) -> None:
    call = a_call(cast.wen)
    assert visit(cast.wen, NOON).get(f"/desk/calls/{call.pk}/extend/").status_code == 404
    assert visit(head, NOON).get(PUBLISH).status_code == 404
    assert "延长申报窗口" in visit(head, NOON).get(f"/desk/calls/{call.pk}/").content.decode()
    for person in (cast.chen, cast.sun, cast.gao, cast.mo):
        for place in ("/desk/calls/", f"/desk/calls/{call.pk}/", f"/desk/calls/{call.pk}/extend/", PUBLISH):
            assert visit(person, NOON).get(place).status_code == 404


def test_a_retired_version_is_said_to_be_retired(cast: Cast, visit: Visit) -> None:
    call = a_call(cast.wen)
    enrol(cast.wen)
    client, place = visit(cast.wen, NOON), f"/desk/guides/{call.guide_id}/retire/"
    assert client.post(place).status_code == 403
    assert PinnedGuide.objects.get().retired_at is None
    assert client.post(place, {"second_factor_code": code(cast.wen)}).status_code == 302
    assert PinnedGuide.objects.get().retired_at is not None
    assert "已停用" in client.get("/desk/calls/").content.decode()


def test_settings_stand_under_their_names_at_the_desk_and_in_public(
    cast: Cast, visit: Visit, client: Client
) -> None:
    call = a_call(cast.wen)
    desk = visit(cast.wen, PUBLISHED)
    for page in (f"/desk/calls/{call.pk}/", "/calls/"):
        reader = desk if page.startswith("/desk") else client
        for language, named in (("", "每季一次"), ("/en", "any unit or person")):
            shown = reader.get(language + page).content.decode()
            cells = re.findall(r"<td>([^<]*)</td>", shown.partition("<table>")[2])
            assert named in cells, (language, page)
            assert not [cell for cell in cells if re.fullmatch(r"[a-z]+(_[a-z]+)+", cell)], page


@pytest.mark.parametrize("number", [1, 3])
def test_the_public_page_takes_the_same_queries_for_any_number(
    cast: Cast, head: User, client: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    call = a_call(cast.wen)
    for day in range(number):
        at = NOON + timedelta(days=day)
        extend_window(call=call, closes_on=date(2024, 2, 2 + day), reason="延长", by=head, at=at)
    for copy in range(number - 1):
        Call.objects.create(
            **{f.name: getattr(call, f.name) for f in Call._meta.fields if f.name not in ("id", "batch")},
            batch=f"copy-{copy}",
        )
    client.get("/calls/")
    with django_assert_num_queries(5):
        assert client.get("/calls/").content.decode().count("<article") == number


def test_before_the_first_call_the_page_says_what_to_do(client: Client, cast: Cast) -> None:
    assert "目前没有已发布的征集" in client.get("/calls/").content.decode()
