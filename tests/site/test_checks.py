"""Django's own checks of the site, without which no server starts."""

from __future__ import annotations

from django.core.checks import run_checks


def test_no_check_of_the_site_fails() -> None:
    assert [str(one) for one in run_checks() if one.is_serious() and not one.is_silenced()] == []
