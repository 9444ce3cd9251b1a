"""A stolen session does nothing that binds: each act needs a fresh code, and a code is good once."""

from __future__ import annotations

import datetime as dt

import time_machine
from django.test import Client
from pytest_django import Settings

from tests.desks.accounts.visits import code, enter, wrong_code
from xianxing.pilot.demo.cast import Cast
from xianxing.pilot.parties.domain.second_factor import (
    recovery_codes_left,
    spend_code,
    spend_recovery_code,
)
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import AccessEvent, User

ACT = "/accounts/me/recovery-codes/"
CODES = "<li><code>"


def act(client: Client, given: str | None = None) -> str:
    data = {"note": "留言"} if given is None else {"note": "留言", "second_factor_code": given}
    return client.post(ACT, data).content.decode()


def test_a_stolen_session_without_the_code_is_refused_and_keeps_what_was_typed(cast: Cast) -> None:
    chen = cast.people["陈砚林"]
    owner = enter(chen)
    thief = Client()
    thief.cookies = owner.cookies
    assert thief.get("/accounts/me/").status_code == 200
    page = act(thief)
    assert CODES not in page
    assert 'name="note" value="留言"' in page
    assert CODES not in act(thief, wrong_code(chen))
    assert CODES not in act(thief, "")
    assert AccessEvent.objects.filter(user=chen, kind=AccessKind.STEP_UP_FAILED).count() == 1


def test_a_code_is_good_for_one_act(cast: Cast) -> None:
    chen = cast.people["陈砚林"]
    client, used = enter(chen), code(chen)
    assert CODES in act(client, used)
    assert "已使用" in act(client, used)
    assert CODES in act(client, code(chen, 1))
    assert CODES not in act(client, code(chen))
    assert AccessEvent.objects.filter(user=chen, kind=AccessKind.STEPPED_UP).count() == 2


def test_codes_keep_real_time_and_wear_off(cast: Cast) -> None:
    chen = cast.people["陈砚林"]
    start = dt.datetime(2026, 3, 2, 8, 0, 10, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False) as clock:
        old = code(chen)
        clock.shift(dt.timedelta(seconds=61))
        assert not spend_code(user=chen, code=old)
        assert spend_code(user=chen, code=code(chen))
        assert not spend_code(user=chen, code=code(chen, -1))


def test_somebody_elses_code_and_a_recovery_code_sign_nothing(cast: Cast) -> None:
    from allauth.mfa.models import Authenticator

    chen, zhou = cast.people["陈砚林"], cast.people["周若岚"]
    client = enter(chen)
    assert CODES not in act(client, code(zhou))
    row = Authenticator.objects.get(user=chen, type=Authenticator.Type.RECOVERY_CODES)
    assert CODES not in act(client, row.wrap().get_unused_codes()[0])
    assert recovery_codes_left(chen) == 10


def test_a_factor_that_sql_copied_to_somebody_else_is_good_for_nothing(cast: Cast) -> None:
    from allauth.mfa.models import Authenticator

    chen, zhou = cast.people["陈砚林"], cast.people["周若岚"]
    client, own, copied = enter(chen), code(zhou), {}
    for row in Authenticator.objects.filter(user=zhou):
        copied[row.type] = row.data
    for row in Authenticator.objects.filter(user=chen):
        row.data = copied[row.type]
        row.save()
    assert CODES not in act(client, own)
    theirs = Authenticator.objects.get(user=zhou, type=Authenticator.Type.RECOVERY_CODES)
    lost = theirs.wrap().get_unused_codes()[0]
    assert not spend_recovery_code(user=chen, code=lost)
    assert spend_recovery_code(user=zhou, code=lost)
    assert spend_code(user=zhou, code=own)


def test_a_factor_made_under_a_former_secret_is_still_its_persons(cast: Cast, settings: Settings) -> None:
    chen = cast.people["陈砚林"]
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another " * 9
    assert not spend_code(user=chen, code="000000")
    settings.SECRET_KEY_FALLBACKS = [former]
    assert spend_code(user=chen, code=code(chen))


def test_five_wrong_codes_lock_acts_also_for_the_right_one(cast: Cast) -> None:
    chen = cast.people["陈砚林"]
    client = enter(chen)
    for _ in range(5):
        act(client, wrong_code(chen))
    assert "十五分钟后再试" in act(client, code(chen))


def test_the_right_code_resets_the_count(cast: Cast) -> None:
    chen = cast.people["陈砚林"]
    client = enter(chen)
    for _ in range(4):
        act(client, wrong_code(chen))
    assert CODES in act(client, code(chen))
    for _ in range(4):
        act(client, wrong_code(chen))
    assert CODES in act(client, code(chen, 1))


def test_a_person_without_second_factor_spends_nothing(db: None) -> None:
    user = User.objects.create_user("x@cast.example", name="x")
    assert not spend_code(user=user, code="123456")
    for odd in ("", "１２３４５６", "12345", "abcdef", "-1"):
        assert not spend_code(user=user, code=odd)
