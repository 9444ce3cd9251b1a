"""A real site does not start with a demonstration's settings."""

from __future__ import annotations

import hashlib

import pytest
from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured

from tests.factories.environments import settings_in
from xianxing.site import settings as site
from xianxing.site.environment import flag, mode

KEY = hashlib.sha256(b"of a test").hexdigest()


def test_passwords_are_hashed_as_slowly_as_django_does_by_default() -> None:
    assert not hasattr(site, "PASSWORD_HASHERS"), "only the tests hash at once"
    assert global_settings.PASSWORD_HASHERS[0].endswith(".PBKDF2PasswordHasher")


def test_the_demonstration_needs_nothing() -> None:
    assert settings_in().stdout.split() == ["True", "False", "False", "False"]


def test_production_starts_with_key_and_hosts_and_is_secure() -> None:
    done = settings_in(
        XIANXING_MODE="production", XIANXING_SECRET_KEY=KEY, XIANXING_HOSTS="pilot.example.org"
    )
    assert done.stdout.split() == ["False", "True", "True", "False"]


@pytest.mark.parametrize(
    ("variables", "reason"),
    [
        ({}, "XIANXING_SECRET_KEY must be set"),
        ({"XIANXING_SECRET_KEY": "short-but-secret"}, "at least 50 characters"),
        ({"XIANXING_SECRET_KEY": "k" * 60}, "repeats itself"),
        ({"XIANXING_SECRET_KEY": "change-me" + KEY}, "every guesser tries"),
        ({"XIANXING_SECRET_KEY": "".join(map(chr, range(48, 123)))}, "secrets.token_urlsafe(64)"),
        ({"XIANXING_SECRET_KEY": KEY}, "XIANXING_HOSTS must name"),
        ({"XIANXING_SECRET_KEY": KEY, "XIANXING_HOSTS": "*"}, "must not be *"),
    ],
)
def test_production_refuses_to_start_and_names_the_reason_but_not_the_key(
    variables: dict[str, str], reason: str
) -> None:
    done = settings_in(XIANXING_MODE="production", **variables)
    assert done.returncode
    assert reason in done.stderr
    assert variables.get("XIANXING_SECRET_KEY", "never") not in done.stderr


def test_a_misspelt_mode_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIANXING_MODE", "prodution")
    with pytest.raises(ImproperlyConfigured, match="known: demo, production"):
        mode()


def test_flags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIANXING_COLLECTED", "yes")
    assert flag("XIANXING_COLLECTED")
    monkeypatch.setenv("XIANXING_COLLECTED", "0")
    assert not flag("XIANXING_COLLECTED", default=True)
    monkeypatch.delenv("XIANXING_COLLECTED")
    assert flag("XIANXING_COLLECTED", default=True)
    monkeypatch.setenv("XIANXING_COLLECTED", "perhaps")
    with pytest.raises(ImproperlyConfigured, match="use 1 or 0"):
        flag("XIANXING_COLLECTED")
