"""Seeding is all or nothing, never on a real site, and its papers are the same everywhere."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.factories.stores import own_places
from xianxing.cli import load
from xianxing.pilot.cases.models import Case
from xianxing.pilot.demo.papers import word
from xianxing.pilot.demo.seed import seed
from xianxing.pilot.parties.models import User


@pytest.mark.django_db
def test_what_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def break_off(line: str) -> None:
        if "样例一" in line:
            raise KeyboardInterrupt

    with own_places(tmp_path), pytest.raises(KeyboardInterrupt):
        seed(progress=break_off)
    assert not User.objects.exists()
    assert not Case.objects.exists()


def test_a_paper_is_the_same_on_every_machine() -> None:
    assert word("回执", ["# 一", "二"]) == word("回执", ["# 一", "二"])


@pytest.mark.django_db
def test_the_command_refuses_a_real_site(settings: LazySettings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.DEMO = False
    assert load("seed").run(argparse.Namespace(quiet=True)) == 2
    assert "XIANXING_MODE" in capsys.readouterr().err
    assert not User.objects.exists()
