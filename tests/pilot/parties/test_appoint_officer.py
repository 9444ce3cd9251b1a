"""The first officers of a real site are appointed at the console."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.pilot.cast import Cast
from xianxing.pilot.clock import now
from xianxing.pilot.parties.enums import OfficerRole
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import officer_role


def test_an_officer_is_appointed_and_sets_a_password(db: None) -> None:
    said = StringIO()
    call_command("appoint_officer", "security", "An@office.example", "安", stdout=said)
    user = User.objects.get(email="an@office.example")
    assert officer_role(user, at=now()) == OfficerRole.SECURITY
    link, new = said.getvalue().strip(), "山高水长-不可轻慢-88"
    assert Client().post(link, {"password": new, "again": new}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(new)


def test_nobody_with_another_role_becomes_an_officer(cast: Cast) -> None:
    with pytest.raises(CommandError, match="三员只担任一个岗位"):
        call_command("appoint_officer", "audit", cast.wen.email, "wen", stdout=StringIO())
