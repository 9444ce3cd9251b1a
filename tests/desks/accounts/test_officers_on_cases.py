"""The officers' pages about cases: stop to lifting, what is due, witnesses; nobody else, and no contents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.desks.accounts.visits import code, enter
from tests.desks.portal.expected import draft_of
from xianxing.desks.audience import AUDIENCES
from xianxing.pilot.cases import keys
from xianxing.pilot.cases.models import Case, Erasure, SecrecyStop
from xianxing.pilot.clock import now
from xianxing.pilot.demo.cast import Cast
from xianxing.pilot.demo.clock import move_to
from xianxing.pilot.filings.models import Cell
from xianxing.record.notes import WITNESS, new_key

PENGHAI = "91440300MA5HNBR25M"
WITNESS_KEY = new_key("csrc.example/w1", WITNESS).public
STAFF, SECURITY, AUDITOR = "温如玉", "李安澜", "郜明"
OTHERS = ("陈砚林", "闻亦舟", "沈知远", "孙立", AUDITOR)
TITLE = "不应出现在任何三员页面上的项目名称"


@pytest.fixture(autouse=True)
def places(settings: Settings, tmp_path: Path) -> None:
    settings.XIANXING_KEYS, settings.XIANXING_FILES = tmp_path / "keys", tmp_path / "files"
    settings.XIANXING_FILE_KEYS = tmp_path / "keys" / "files.toml"


@pytest.fixture
def case(cast: Cast) -> Case:
    """A draft of 鹏海证券 with a name that no officer may read."""
    filing = draft_of(cast, PENGHAI)
    Cell.objects.update_or_create(
        filing=filing, path="project.name", place="project.name",
        defaults={"value": TITLE, "updated_by": cast.people["陈砚林"], "updated_at": now()},
    )  # fmt: skip
    return filing.case


def posting(cast: Cast) -> Callable[..., int]:
    """Sends a form with the person's next code: a code is good for one act, and three are good at a time."""
    used: dict[str, int] = {}

    def send(name: str, place: str, **data: object) -> int:
        used[name] = used.get(name, -2) + 1
        user = cast.people[name]
        answer = enter(user).post(place, {**data, "second_factor_code": code(user, used[name])})
        return answer.status_code

    return send


def test_a_case_is_stopped_reported_erased_and_lifted_by_both_sides(cast: Cast, case: Case) -> None:
    send = posting(cast)
    place = f"/secrecy/{case.pk}/"
    assert send(STAFF, "/secrecy/", case=str(case.pk), ground="疑似涉密") == 302
    assert send(STAFF, f"{place}report/", to="保密行政管理部门", reference="保字1号") == 302
    assert send(SECURITY, f"{place}erase/", reason="涉密内容清除") == 302
    assert Cell.objects.get(path="project.name").value is None
    assert send(STAFF, f"{place}lift/", reason="已清除") == 302
    page = enter(cast.people[SECURITY]).get(place).content.decode()
    assert "确认解除" in page and "保密行政管理部门" in page
    assert send(SECURITY, f"{place}lift/", confirm="1") == 302
    stop = SecrecyStop.objects.get()
    assert (stop.stopped_by, stop.lifted_by) == (cast.people[STAFF], cast.people[STAFF])
    assert "已解除" in enter(cast.people[STAFF]).get(place).content.decode()


def test_nothing_happens_without_the_code_or_out_of_order(cast: Cast, case: Case) -> None:
    staff, place = enter(cast.people[STAFF]), f"/secrecy/{case.pk}/"
    page = staff.post("/secrecy/", {"case": str(case.pk), "ground": "疑似"}).content.decode()
    assert "六位数字" in page and not SecrecyStop.objects.exists()
    send = posting(cast)
    assert send(STAFF, "/secrecy/", case=str(case.pk), ground=" ") == 200
    assert send(STAFF, "/secrecy/", case="00000000-0000-0000-0000-000000000000", ground="x") == 200
    assert not SecrecyStop.objects.exists()
    assert send(SECURITY, "/secrecy/", case=str(case.pk), ground="疑似") == 302
    assert send(SECURITY, f"{place}erase/", reason="清除") == 200
    assert Cell.objects.get(path="project.name").value == TITLE
    assert send(SECURITY, f"{place}lift/", reason="误报") == 200


def test_these_pages_are_for_their_people_only_and_show_no_contents(cast: Cast, case: Case) -> None:
    send = posting(cast)
    send(STAFF, "/secrecy/", case=str(case.pk), ground="疑似涉密")
    place = f"/secrecy/{case.pk}/"
    for name in OTHERS:
        visitor = enter(cast.people[name])
        assert visitor.get("/secrecy/").status_code == visitor.get(place).status_code == 404
        for act in ("report", "erase", "lift"):
            assert visitor.post(f"{place}{act}/").status_code == 404
    assert enter(cast.people[STAFF]).post(f"{place}erase/").status_code == 404
    assert Client().get(place).status_code == 302
    for name in (STAFF, SECURITY):
        for page in ("/secrecy/", place):
            shown = enter(cast.people[name]).get(page).content.decode()
            assert TITLE not in shown and "鹏海" not in shown and str(case.pk) in shown
    assert "secrecy" in AUDIENCES


def test_what_is_due_is_listed_with_its_source_and_erased_with_the_code(cast: Cast, case: Case) -> None:
    security = cast.people[SECURITY]
    page = enter(security).get("/officers/retention/").content.decode()
    assert "网络安全法" in page and "工作组做法" in page
    place = "/officers/retention/unfiled_drafts/"
    assert str(case.pk) not in enter(security).get(place).content.decode()
    move_to(now() + timedelta(days=800))
    shown = enter(security).get(place).content.decode()
    assert str(case.pk) in shown and TITLE not in shown
    send = posting(cast)
    assert enter(security).post(place, {"case": str(case.pk), "reason": "期满"}).status_code == 200
    assert send(SECURITY, place, case=str(case.pk), reason="") == 200
    assert not Erasure.objects.exists()
    assert send(SECURITY, place, case=str(case.pk), reason="期满") == 302
    assert Erasure.objects.get().case == case
    assert Cell.objects.get(path="project.name").value is None
    assert str(case.pk) not in enter(security).get(place).content.decode()
    assert str(case.pk) in enter(security).get("/officers/retention/").content.decode()


@pytest.mark.parametrize("rule", ["access_log", "nonsense"])
def test_what_stays_has_no_page(cast: Cast, rule: str) -> None:
    assert enter(cast.people[SECURITY]).get(f"/officers/retention/{rule}/").status_code == 404
    for name in ("孙立", AUDITOR, STAFF):
        assert enter(cast.people[name]).get("/officers/retention/").status_code == 404


def test_the_auditor_chooses_witnesses(cast: Cast) -> None:
    send, place = posting(cast), "/officers/witnesses/"
    assert send(AUDITOR, place, line="nonsense") == 200
    assert send(AUDITOR, place, line=WITNESS_KEY.vkey) == 302
    assert keys.ring().witnesses == (WITNESS_KEY,)
    assert "csrc.example/w1" in enter(cast.people[AUDITOR]).get(place).content.decode()
    assert (
        enter(cast.people[AUDITOR]).post(place, {"remove": WITNESS_KEY.name, "reason": "x"}).status_code
        == 200
    )
    assert keys.ring().witnesses == (WITNESS_KEY,)
    assert send(AUDITOR, place, remove=WITNESS_KEY.name, reason="密钥更换") == 302
    assert keys.ring().witnesses == ()
    for name in ("孙立", SECURITY, STAFF):
        assert enter(cast.people[name]).get(place).status_code == 404
