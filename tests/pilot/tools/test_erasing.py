"""Runs go after their time or early by their organ, digests stay; an organ keeps so much and no more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.factories.tool_runs import asked, ended
from tests.pilot.cast import NOON, Cast
from xianxing.pilot.cases.upkeep.retention import due
from xianxing.pilot.filings.models import StoredFile
from xianxing.pilot.filings.storage.vault import ErasedError, pieces
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.tools import room
from xianxing.pilot.tools.domain.anchoring import anchor_run
from xianxing.pilot.tools.domain.erasing import RULE, erase_due_runs, erase_run
from xianxing.pilot.tools.domain.reviewing import review_finding
from xianxing.pilot.tools.models import FindingReview, RunErasure, ToolRun
from xianxing.pilot.tools.precision import precision_by_rule
from xianxing.pilot.tools.room import MEGABYTE, room_of, sizes_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("3.3.2")]


def waiting(run: ToolRun, months: int, days: int = 0) -> int:
    """How many runs are due so long after the end of one."""
    assert run.ended_at
    at = run.ended_at.replace(year=run.ended_at.year + months // 12) + timedelta(days=days)
    return next(row.count for row in due(at=at) if row.keep.key == RULE)


def test_a_run_is_due_two_years_after_its_end_and_then_its_contents_go(cast: Cast) -> None:
    run = ended(asked(cast.wen, NOON))
    review_finding(run=run.pk, place=0, upheld=True, reason="属实", by=cast.wen, at=NOON)
    assert (waiting(run, 24, -1), waiting(run, 24, 1)) == (0, 1)
    assert run.input and run.ended_at
    later = run.ended_at.replace(year=run.ended_at.year + 2) + timedelta(days=1)
    for by, reason in ((cast.wen, "期满"), (cast.li, " ")):
        with pytest.raises((Refused, Stranger)):
            erase_due_runs(by=by, reason=reason, at=later)
    assert erase_due_runs(by=cast.li, reason="保存期满", at=later) == 1
    after = ToolRun.objects.get(pk=run.pk)
    assert (after.output, after.ruleset, after.inputs, after.summary) == (
        run.output, run.ruleset, run.inputs, run.summary,
    )  # fmt: skip
    assert not after.parts.exists() and not after.files.exists()
    assert [bytes(row.sealed) for row in after.findings.all()] == [b""]
    assert FindingReview.objects.get().reason == "属实" and precision_by_rule([after])[0].upheld == 1
    assert not StoredFile.objects.filter(erased_at=None).exists()
    with pytest.raises(ErasedError):
        b"".join(pieces(StoredFile.objects.get(pk=run.input.pk)))
    with pytest.raises(Refused):
        erase_due_runs(by=cast.li, reason="保存期满", at=later)


def judged(run: ToolRun, by: User) -> None:
    review_finding(run=run.pk, place=0, upheld=False, reason="数据行有误", by=by, at=NOON)


def anchored(run: ToolRun, by: User) -> None:
    anchor_run(run=run.pk, by=by, at=NOON)


def test_an_organ_erases_its_run_early_unless_others_may_rely_on_it(cast: Cast) -> None:
    run = asked(cast.wen, NOON)
    with pytest.raises(Refused):
        erase_run(run=run.pk, reason="误传", by=cast.wen, at=NOON)
    run = ended(run)
    with pytest.raises(Stranger):
        erase_run(run=run.pk, reason="误传", by=cast.chen, at=NOON)
    made = erase_run(run=run.pk, reason="误传", by=cast.wen, at=NOON)
    assert (made.by, made.reason, made.run.parts.count()) == (cast.wen, "误传", 0)
    with pytest.raises(Stranger):
        anchored(run, cast.wen)
    with pytest.raises(Refused):
        erase_run(run=run.pk, reason="误传", by=cast.wen, at=NOON)
    for rely in (judged, anchored):
        other = ended(asked(cast.wen, NOON))
        rely(other, cast.wen)
        with pytest.raises(Refused):
            erase_run(run=other.pk, reason="误传", by=cast.wen, at=NOON)
        assert other.parts.exists()


def test_an_organ_s_runs_keep_so_much_and_erasing_makes_room(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = ended(asked(cast.wen, NOON))
    used = room_of(run.owner, run.institution_id, at=NOON).used
    written = sum(one.file.size for one in run.files.select_related("file"))
    assert run.input and used == run.input.size + written
    assert [(one.run, one.size) for one in sizes_of(ToolRun.objects.all())] == [(run, used)]
    monkeypatch.setattr(room, "kept_limit", lambda _day: used + run.input.size - 1 if run.input else 0)
    with pytest.raises(Refused, match="MB") as refused:
        asked(cast.wen, NOON)
    assert refused.value.code == "folder" and ToolRun.objects.count() == 1
    assert asked(cast.chen, NOON).institution_id  # another organ has room of its own
    erase_run(run=run.pk, reason="不再需要", by=cast.wen, at=NOON)
    assert room_of(run.owner, run.institution_id, at=NOON).used == 0
    assert sizes_of(ToolRun.objects.filter(owner=run.owner)) == []
    assert asked(cast.wen, NOON).pk


def test_the_limit_is_a_dated_value_of_the_operator_s() -> None:
    assert room.kept_limit(NOON.date()) == room.kept_limit(NOON.date().replace(year=2999)) == 5120 * MEGABYTE


@pytest.mark.both_databases
def test_that_a_run_was_erased_stays(cast: Cast) -> None:
    run = ended(asked(cast.wen, NOON))
    erase_run(run=run.pk, reason="误传", by=cast.wen, at=NOON)
    with pytest.raises(DatabaseError), transaction.atomic():
        RunErasure.objects.filter(run=run).update(reason="另一理由")
    with pytest.raises(DatabaseError), transaction.atomic():
        RunErasure.objects.filter(run=run).delete()
