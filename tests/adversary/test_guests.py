"""Who holds a link, a code, or a guest's browser, and wants more than it opens."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.desks.secrecy.walking import PARAMETER
from tests.factories.guests import Invited, entered, invited, wrong
from tests.factories.logged_in import browser
from tests.factories.notices import StageClock
from tests.pilot.casework.several import another
from tests.pilot.experts.panel import Panel, a_panel, awaiting_opinions
from tests.pilot.filings.company import Company
from xianxing.desks.audience import GUESTS, routes
from xianxing.pilot.experts.domain.guests import end_guest, make_code
from xianxing.pilot.experts.models import CodeWay, GuestInvitation, Opinion
from xianxing.pilot.parties.models import User

pytestmark = pytest.mark.django_db
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def panel(company_filed: Company, settings: object) -> Panel:
    """Xu and Qin are engaged; the site's clock stands where the story does."""
    found = a_panel(company_filed)
    found.invite(found.xu, found.qin)
    settings.XIANXING_CLOCK = f"{StageClock.__module__}.StageClock"  # type: ignore[attr-defined]
    now(found)
    return found


def now(panel: Panel) -> None:
    StageClock.instant = panel.office.company.later()


def sent(panel: Panel, expert: User) -> Invited:
    """Link and code for an expert, with the site's clock behind them."""
    found = invited(panel, expert)
    now(panel)
    return found


def own(panel: Panel, rest: str = "") -> str:
    return f"/experts/{panel.office.company.filing.pk}/{rest}"


def addresses(panel: Panel) -> Iterator[tuple[str, str]]:
    """Every route that isn't for guests, with the panel's own case where an address asks for one."""
    case = panel.office.company.filing.pk
    known = {"uuid": case, "int": panel.xu.pk, "slug": "x", "str": "x", "path": "x", "": "x"}
    for name, path, audience in routes(get_resolver().url_patterns):
        if audience not in GUESTS:
            yield name, "/" + PARAMETER.sub(lambda found: str(known[found.group(1) or ""]), path)


def seen(client: Client, place: str) -> tuple[int, str, bytes]:
    answer = client.get(place)
    content = b"".join(answer) if answer.streaming else answer.content
    answer.close()
    return answer.status_code, answer.headers.get("Location", ""), TOKEN.sub(b"", content)


def test_everywhere_else_a_guest_is_answered_as_a_stranger_byte_by_byte(panel: Panel) -> None:
    guest = entered(sent(panel, panel.xu))
    panel.sign(panel.xu)
    stranger = Client()
    guest.raise_request_exception = stranger.raise_request_exception = False
    tried = list(addresses(panel))
    assert len(tried) > 100
    apart = [place for _name, place in tried if seen(guest, place) != seen(stranger, place)]
    assert apart == []


def test_a_link_passed_on_without_its_code_opens_nothing(panel: Panel) -> None:
    guest, other = sent(panel, panel.xu), Client()
    for place in (guest.link, "/experts/", own(panel), own(panel, "undertaking/"), own(panel, "opinion/")):
        assert "鹏海" not in other.get(place).content.decode()
    for code in ("", "00000000", "一二三四五六七八", wrong(guest.code), guest.code[:-1], guest.code + "0"):
        GuestInvitation.objects.update(tries=0)
        assert other.post(guest.link, {"guest_code": code}).status_code == 422, code
    assert "/accounts/login/" in other.get("/experts/").headers["Location"]


def test_tries_are_counted_whoever_makes_them_and_the_right_code_comes_too_late(panel: Panel) -> None:
    guest = sent(panel, panel.xu)
    for n in range(30):
        Client(REMOTE_ADDR=f"10.0.0.{n}").post(guest.link, {"guest_code": wrong(guest.code)})
    assert GuestInvitation.objects.get().tries == 5
    answer = Client().post(guest.link, {"guest_code": guest.code})
    assert answer.status_code == 422
    assert "已经锁定" in answer.content.decode()


def test_a_used_code_opens_no_second_device(panel: Panel) -> None:
    guest = sent(panel, panel.xu)
    first, second = entered(guest), Client()
    assert second.post(guest.link, {"guest_code": guest.code}).status_code == 422
    assert "/accounts/login/" in second.get("/experts/").headers["Location"]
    assert first.get("/experts/").status_code == 200


def test_the_code_of_one_opens_not_the_link_of_another(panel: Panel) -> None:
    xu, qin = sent(panel, panel.xu), sent(panel, panel.qin)
    assert Client().post(qin.link, {"guest_code": xu.code}).status_code == 422
    assert Client().post("/experts/invitations/unknown/", {"guest_code": xu.code}).status_code == 404


def test_after_two_days_after_an_end_and_after_another_code_a_browser_opens_nothing(panel: Panel) -> None:
    guest = sent(panel, panel.xu)
    held = entered(guest)
    began = StageClock.instant
    StageClock.instant = guest.invitation.expires_at
    assert held.get("/experts/").status_code == 410
    assert held.get(guest.link).status_code == 410
    StageClock.instant = began
    assert held.get("/experts/").status_code == 200
    row = GuestInvitation.objects.get()
    make_code(invitation=row, way=CodeWay.TELEPHONE, by=panel.office.wen, at=began)
    assert held.get("/experts/").status_code == 410
    other = sent(panel, panel.xu)
    fresh = entered(other)
    assert fresh.get("/experts/").status_code == 200
    end_guest(invitation=other.invitation, by=panel.office.wen, at=began)
    assert fresh.get("/experts/").status_code == 410
    assert fresh.post(own(panel, "opinion/"), {"give": "1"}).status_code == 410
    assert not Opinion.objects.exists()


def test_a_browser_of_one_invitation_reaches_no_other_case_nor_its_api(panel: Panel) -> None:
    second = another(panel.office)
    awaiting_opinions(second)
    second.do("invite_experts", second.wen, members={"experts": [str(panel.xu.pk)]})
    guest = sent(panel, panel.xu)
    row = guest.invitation
    row.cases.exclude(engagement__case=panel.office.company.filing.pk).delete()
    StageClock.instant = max(second.company.later(), panel.office.company.later())
    held, other = entered(guest), second.company.filing.pk
    for rest in ("", "undertaking/", "opinion/", "step-aside/", "files/0/"):
        assert held.get(f"/experts/{other}/{rest}").status_code == 404, rest
    assert held.post(f"/experts/{other}/step-aside/", {"reason": "x"}).status_code == 404
    for place in (f"/api/v1/cases/{other}", f"/api/v1/cases/{panel.office.company.filing.pk}/undertaking"):
        assert held.get(place).status_code in (401, 404)


def test_after_the_seal_nothing_is_changed_and_after_the_round_nothing_is_shown(panel: Panel) -> None:
    held = entered(sent(panel, panel.xu))
    panel.sign(panel.xu)
    panel.give(panel.xu, 2, "原来的意见")
    now(panel)
    again = {"words": "另一份", "score.technical_risk": "5", "reason.technical_risk": "好", "give": "1"}
    for button in ("give", "save"):
        form = {**{key: value for key, value in again.items() if key != "give"}, button: "1"}
        assert held.post(own(panel, "opinion/"), form).status_code == 422
    assert held.post(own(panel, "step-aside/"), {"reason": "x"}).status_code == 422
    assert "原来的意见" in held.get(own(panel, "opinion/")).content.decode()
    panel.invite(panel.xu)
    panel.office.do("close_opinions", panel.office.wen)
    now(panel)
    assert held.get(own(panel, "opinion/")).status_code == 410
    assert Opinion.objects.count() == 1


def test_nobody_else_makes_links_and_codes(panel: Panel) -> None:
    page = f"/desk/experts/{panel.xu.pk}/guest/"
    office, cast = panel.office, panel.office.company.cast
    for user in (
        office.fang,
        office.ren,
        office.bai,
        panel.xu,
        panel.qin,
        cast.zhou,
        cast.sun,
        cast.li,
        cast.gao,
    ):
        for answer in (browser(user).get(page), browser(user).post(page, {"form": "invite"})):
            assert answer.status_code == 404, user.name
    assert not GuestInvitation.objects.exists()


def test_somebody_logged_in_is_that_person_and_uses_no_code_up(panel: Panel) -> None:
    guest = sent(panel, panel.xu)
    wen = browser(panel.office.wen)
    assert "请先退出登录" in wen.get(guest.link).content.decode()
    wen.post(guest.link, {"guest_code": guest.code})
    assert wen.get("/experts/").status_code == 404
    assert GuestInvitation.objects.get().entered_at is None
    held = entered(guest)
    held.force_login(User.objects.get(pk=panel.office.company.cast.mo.pk))
    assert held.get("/experts/").status_code in (302, 404)
