"""A process killed at random points of submission: what it acknowledged is there, nothing is half done."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core import mail
from pytest_django.fixtures import Settings

from tests.pilot.cast import assemble
from tests.pilot.database import a_call
from xianxing.pilot.cases import keys
from xianxing.pilot.cases.models import Case, Event, Payload, Receipt
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.messages.domain import send_letters
from xianxing.pilot.messages.models import Message, Outbox
from xianxing.record import audit
from xianxing.record.log import Record
from xianxing.record.receipts import parse_receipt

pytestmark = pytest.mark.both_databases

KILLS = 200 if os.environ.get("HYPOTHESIS_PROFILE") == "endure" else 10


@pytest.fixture
def submitter(own_base: str, settings: Settings, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    settings.XIANXING_KEYS = tmp_path / "keys"
    a_call(assemble().wen)
    environment = {
        **os.environ,
        "XIANXING_DATABASE_URL": own_base,
        "XIANXING_KEYS": str(tmp_path / "keys"),
        "XIANXING_VAR": str(tmp_path / "var"),
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "xianxing.site.settings"),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "tests.pilot.cases.submitter"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process


def test_property_of_every_kill_all_that_was_acknowledged_is_there(
    submitter: subprocess.Popen[str],
) -> None:
    chance, acknowledged = random.Random(20240131), set[tuple[str, int]]()
    assert submitter.stdin and submitter.stdout
    assert submitter.stdout.readline() == "ready\n"
    for _kill in range(KILLS):
        submitter.stdin.write("go\n")
        submitter.stdin.flush()
        acknowledged |= killed_after(submitter, chance.uniform(0.05, 0.7))
    check(acknowledged)


def killed_after(submitter: subprocess.Popen[str], seconds: float) -> set[tuple[str, int]]:
    """What the next worker said before it was killed, that long after its first act."""
    said, killer = set(), None
    assert submitter.stdout
    for line in submitter.stdout:
        word, *rest = line.split()
        if word == "dead":
            break
        if word == "pid":
            killer = threading.Timer(seconds, os.kill, (int(rest[0]), signal.SIGKILL))
            killer.start()
        else:
            said.add((rest[0], int(rest[1])))
    assert killer
    killer.join()
    return said


def check(acknowledged: set[tuple[str, int]]) -> None:
    recorded = {(str(case), number) for case, number in Event.objects.values_list("case", "sequence")}
    assert acknowledged, "nothing was acknowledged; the machine is too slow for this test"
    assert acknowledged <= recorded
    assert len(recorded - acknowledged) <= KILLS  # committed, but killed before it could be said
    assert Payload.objects.count() == Event.objects.count()
    assert Message.objects.count() == Outbox.objects.count()
    assert send_letters(real_now=datetime.now(UTC), most=Outbox.objects.count() + 1).sent == len(mail.outbox)
    assert sorted(to for letter in mail.outbox for to in letter.to) == sorted(
        Message.objects.values_list("recipient__email", flat=True)
    )  # what was told before a kill is sent after it, once
    assert case_faults() == []
    assert audit(Record(DjangoStore())) == []
    filed = Case.objects.exclude(state__in=("draft", "attesting"))
    assert set(filed.values_list("pk", flat=True)) == set(
        Receipt.objects.values_list("event__case", flat=True)
    )
    for text in Receipt.objects.values_list("text", flat=True):
        assert parse_receipt(text).check(keys.ring())
