"""The demonstration's entrance and banner; and a real site refuses to start with any of it."""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.desks.accounts.visits import code, enter
from xianxing.pilot.demo.cast import Cast
from xianxing.pilot.parties.domain.second_factor import code_at, enrol, period, spend_code
from xianxing.pilot.parties.models import User
from xianxing.pilot.storage.keys import new_key_file
from xianxing.record.notes import new_key, save_key

KEY = hashlib.sha256(b"of a test").hexdigest()
OVERLAY = """
from xianxing.site.settings import *
{line}
"""


def test_the_entrance_lists_everybody_by_role(client: Client, cast: Cast) -> None:
    page = client.get("/demo/").content.decode()
    assert page.count('action="/demo/enter/') == User.objects.count()
    assert "鹏海证券股份有限公司" in page and "秘书处" in page and "审计" in page


@pytest.mark.parametrize(
    "name, place",
    [
        ("陈砚林", "/filings/"), ("温如玉", "/desk/"), ("许静怡", "/desk/"), ("沈知远", "/experts/"),
        ("孙立", "/accounts/me/"),
    ],
)  # fmt: skip
def test_everybody_enters_where_their_work_lies(client: Client, cast: Cast, name: str, place: str) -> None:
    entered = client.post(f"/demo/enter/{cast.people[name].pk}/", follow=True)
    assert (entered.redirect_chain, entered.status_code) == ([(place, 302)], 200)


def test_only_the_invented_are_entered_without_password(client: Client, cast: Cast) -> None:
    real = User.objects.create_user("person@real.cn", name="真人")
    assert client.post(f"/demo/enter/{real.pk}/").status_code == 404
    assert client.get(f"/demo/enter/{cast.people['陈砚林'].pk}/").status_code == 405
    assert client.get("/accounts/me/").status_code == 302


def test_the_banner_is_on_every_page_with_clock_mark_and_code(cast: Cast) -> None:
    chen = cast.people["陈砚林"]
    client = enter(chen)
    for address in ("/", "/accounts/me/", "/no-such-page/", "/en/guides/"):
        page = client.get(address).content.decode()
        assert '<span class="demo-mark">演示</span>' in page
        assert code(chen) in page
    assert "2024年1月20日" in client.get("/").content.decode()


def test_the_banner_shows_the_next_code_once_one_was_used(cast: Cast) -> None:
    chen = cast.people["陈砚林"]
    client, first, second = enter(chen), code(chen), code(chen, 1)
    assert client.get("/demo/code/").json() == {"code": first, "wait": 0}
    assert spend_code(user=chen, code=first)
    assert client.get("/demo/code/").json() == {"code": second, "wait": 0}
    assert spend_code(user=chen, code=second)
    assert not spend_code(user=chen, code=first)
    assert client.get("/demo/code/").json() == {"code": code(chen, 2), "wait": 0}


def test_a_good_code_that_looks_like_a_spent_one_counts(cast: Cast) -> None:
    now, chen = period(), cast.people["陈砚林"]
    for number in count():
        secret = base64.b32encode(number.to_bytes(20)).decode()
        codes = [code_at(secret, now + ahead) for ahead in range(1, 200)]
        late = next((at for at, one in enumerate(codes) if one in codes[:at]), 0)
        if late > codes.index(codes[late]) + 1:
            break
    enrol(user=chen, secret=secret)
    assert spend_code(user=chen, code=codes[late - 1])
    assert spend_code(user=chen, code=codes[late])
    assert not spend_code(user=chen, code=codes[late - 1])


def test_a_code_far_ahead_of_its_time_counts_in_the_demonstration_only(
    cast: Cast, settings: Settings
) -> None:
    chen = cast.people["陈砚林"]
    settings.SECOND_FACTOR_AHEAD = 1
    assert not spend_code(user=chen, code=code(chen, 5))
    settings.SECOND_FACTOR_AHEAD = 240
    assert spend_code(user=chen, code=code(chen, 5))
    assert not spend_code(user=chen, code=code(chen, 5))


def started(tmp_path: Path, line: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """A production site set up with these variables and one more line of settings."""
    (tmp_path / "overlay.py").write_text(OVERLAY.format(line=line), "utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XIANXING_")}
    environment = {
        **kept,
        "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path]),
        "DJANGO_SETTINGS_MODULE": "overlay",
        "XIANXING_MODE": "production",
        "XIANXING_SECRET_KEY": KEY,
        "XIANXING_HOSTS": "pilot.example.org",
        "XIANXING_VAR": str(tmp_path / "var"),
        **variables,
    }
    lines = "from xianxing.site.wsgi import application; from django.urls import resolve; resolve('/demo/')"
    command = [sys.executable, "-c", lines]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_real_site_does_not_start_with_the_demonstration_s_keys(tmp_path: Path) -> None:
    kept = tmp_path / "var" / "keys"
    kept.mkdir(parents=True)
    save_key(new_key("xianxing.example/demo"), kept / "log.key")
    new_key_file(kept / "files.toml", "demo")
    said = started(tmp_path).stderr
    assert "XIANXING_KEYS holds the demonstration's log key" in said
    assert "XIANXING_FILE_KEYS holds the demonstration's key" in said


def test_a_real_site_starts_and_has_no_demonstration(tmp_path: Path) -> None:
    done = started(tmp_path)
    assert "Resolver404" in done.stderr
    assert "ImproperlyConfigured" not in done.stderr


@pytest.mark.parametrize(
    ("line", "variables", "reason"),
    [
        (
            "",
            {"XIANXING_CLOCK": "xianxing.pilot.demo.clock.DemoClock"},
            "XIANXING_CLOCK is the demonstration's",
        ),
        (
            "",
            {"XIANXING_CLOCK": "xianxing.workdays.clocks.OffsetClock"},
            "XIANXING_CLOCK is not the machine's own",
        ),
        ("INSTALLED_APPS.append('xianxing.pilot.demo')", {}, "INSTALLED_APPS holds the demonstration"),
        ("SECRET_KEY = 'demonstration-only-not-a-secret' * 3", {}, "SECRET_KEY is the demonstration's"),
        ("", {"XIANXING_MAIL": "filebased"}, "EMAIL_BACKEND delivers no mail"),
        ("", {"XIANXING_MAIL": "console"}, "EMAIL_BACKEND delivers no mail"),
    ],
)
def test_a_real_site_refuses_to_start_with_a_part_of_the_demonstration(
    tmp_path: Path, line: str, variables: dict[str, str], reason: str
) -> None:
    done = started(tmp_path, line, **variables)
    assert done.returncode
    assert "ImproperlyConfigured" in done.stderr
    assert reason in done.stderr
    assert KEY not in done.stderr
