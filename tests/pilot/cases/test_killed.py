"""A process killed at random points: what it acknowledged is there, nothing is half done, others go on."""

from __future__ import annotations

import os
import random
import secrets
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.factories.scenes import Scenes
from tests.factories.staging import SCENES
from tests.pilot.cases.killing import Rows, Told, copied_stage, rows_now, tell
from tests.pilot.cases.stories import STORIES, Story
from tests.pilot.own_database import is_test_database, own_database
from xianxing.pilot.cases import keys
from xianxing.pilot.cases.models import Event, Payload, Receipt
from xianxing.pilot.cases.sealing import checked_record
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.cases.upkeep.papers import paper_faults
from xianxing.pilot.filings.models import StoredFile
from xianxing.pilot.filings.storage.vault import sweep
from xianxing.pilot.messages.domain import send_letters
from xianxing.pilot.messages.models import LinkLetter, Message, Outbox
from xianxing.pilot.protection.row_seals import row_faults
from xianxing.pilot.storage.contents import file_faults
from xianxing.pilot.storage.sealed_values import value_faults
from xianxing.record import audit
from xianxing.record.receipts import parse_receipt

pytestmark = pytest.mark.both_databases

ENDURE = os.environ.get("HYPOTHESIS_PROFILE") == "endure"
KILLS = int(os.environ.get("XIANXING_TEST_KILLS") or (500 if ENDURE else 12))
SEED = int(os.environ.get("XIANXING_TEST_SEED") or (secrets.randbits(32) if ENDURE else 20240131))
MOST_OPEN = 2  # files of the act under way, written before their row is committed


@pytest.fixture
def stage(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> Iterator[Scenes]:
    """The scenes of this run; of its own where no test of the session asked for the test database."""
    with django_db_blocker.unblock():
        if is_test_database(connection):
            yield request.getfixturevalue("scenes")
            return
        with own_database(tmp_path):
            made = Scenes(SCENES, tmp_path)
            yield made
            made.close()


def test_property_of_every_kill_nothing_is_lost_and_nothing_half_done(
    stage: Scenes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance, whole, killed = random.Random(SEED), dict[str, Told](), Counter[str]()
    for number in range(KILLS * 2):
        if killed.total() == KILLS:
            break
        name = sorted(STORIES)[number % len(STORIES)]
        if name not in whole:
            whole[name] = told_whole(stage, STORIES[name], tmp_path / f"whole-{name}")
        point = chance.randint(1, whole[name].points)
        folder = tmp_path / f"{number}"
        try:
            killed[name] += kill(stage, STORIES[name], whole[name], point, folder)
        except Exception as problem:
            problem.add_note(f"seed {SEED}, kill {number}: {name} at point {point} of {whole[name].points}")
            raise
    with capsys.disabled():
        said = ", ".join(f"{name} {count} of {whole[name].points} points" for name, count in killed.items())
        print(f"\nkilled by seed {SEED}: {said}")  # noqa: T201
    assert killed.total() == KILLS


def told_whole(scenes: Scenes, story: Story, folder: Path) -> Told:
    """The story without a kill: what each act adds, and that a whole one leaves nothing to find."""
    with copied_stage(scenes, story, folder) as held:
        told = tell(story, held, watch=True)
        assert len(told.rows) == told.done + 1
        check(told.rows[-1:])
    return told


def kill(scenes: Scenes, story: Story, whole: Told, point: int, folder: Path) -> bool:
    """Killed there; checked; gone on with to the end by another process, and checked again."""
    with copied_stage(scenes, story, folder) as held:
        told = tell(story, held, last=point)
        allowed = whole.rows[told.done : told.done + 2]
        found = check(allowed)
        last = told.done + allowed.index(found) if len(allowed) > 1 else told.done
        begin = max(last, told.done)
        assert tell(story, held, begin=begin).done == whole.done
        check(whole.rows[-1:])
        if story.sends:
            check_letters()
    return told.killed


def check(allowed: list[Rows]) -> Rows:
    """The rows are those before or after the act under way; record, rows and files agree."""
    found = rows_now()
    assert found in allowed, [changes(found, rows) for rows in allowed]
    assert Payload.objects.count() == Event.objects.count()
    assert [*case_faults(), *audit(checked_record())] == []
    assert [*row_faults(), *value_faults(), *file_faults(), *paper_faults(checked_record())] == []
    for text in Receipt.objects.values_list("text", flat=True):
        assert parse_receipt(text).check(keys.ring())
    assert sweep(older_than=datetime.now(UTC) + timedelta(days=1)) <= MOST_OPEN
    stored = {path.name for path in Path(settings.XIANXING_FILES).rglob("*") if path.is_file()}
    assert stored == set(StoredFile.objects.filter(erased_at__isnull=True).values_list("name", flat=True))
    connection.close()
    return found


def changes(one: Rows, other: Rows) -> dict[str, int]:
    """By how many rows the one has more than the other, table by table."""
    more = {name: one.get(name, 0) - other.get(name, 0) for name in {*one, *other}}
    return {name: count for name, count in more.items() if count}


def check_letters() -> None:
    """Every letter that waits leaves: each once, or the one in a dead worker's hand twice."""
    later = datetime.now(UTC) + timedelta(days=2)
    send_letters(real_now=later, most=Outbox.objects.count() + LinkLetter.objects.count() + 1)
    sent = Counter(
        str(make_header(decode_header(line.removeprefix("To: ")))).replace(" ", "")
        for path in Path(settings.EMAIL_FILE_PATH).glob("*")
        for line in path.read_text("utf-8").splitlines()
        if line.startswith("To: ")
    )
    told = Counter(Message.objects.exclude(letter=None).values_list("recipient__email", flat=True))
    told.update(LinkLetter.objects.values_list("to", flat=True))
    assert sent >= told
    assert (sent - told).total() <= 1
    connection.close()
