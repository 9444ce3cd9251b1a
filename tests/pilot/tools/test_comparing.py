"""Runs side by side, judgements with their interval, an anchor that is found out when its run was changed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from tests.adversary.attacks import without_triggers
from tests.factories.tool_folders import SOUND
from tests.factories.tool_runs import asked, ended
from tests.pilot.cast import NOON, Cast
from xianxing.pilot.cases.upkeep.publications import publication_faults
from xianxing.pilot.refusal import Refused
from xianxing.pilot.tools.comparing import compare_runs
from xianxing.pilot.tools.domain.anchoring import anchor_run
from xianxing.pilot.tools.domain.reviewing import review_finding
from xianxing.pilot.tools.models import FindingReview, RunFinding, ToolRun
from xianxing.pilot.tools.precision import precision_by_rule
from xianxing.pilot.tools.queries import run_indicators

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.clause("3.3.2")]
LARGER = {**SOUND, "trades.csv": SOUND["trades.csv"].replace("40000000", "2000000")}
LONGER = {**SOUND, "trades.csv": SOUND["trades.csv"] + "T2,2025-03-04,C,asset,7000000\n"}


def test_two_runs_of_the_same_bytes_say_the_same(cast: Cast) -> None:
    first, second = (ended(asked(cast.wen, NOON)) for _time in range(2))
    found = compare_runs(second, first)
    assert (found.new, found.gone, found.changed, found.tables) == ((), (), (), ())
    assert (found.same, found.rules, found.asked) == (second.found, False, False)


def test_a_row_more_gives_new_findings_and_another_amount_changes_what_was_said(cast: Cast) -> None:
    before, longer, other = (ended(asked(cast.wen, NOON, files)) for files in (SOUND, LONGER, LARGER))
    found = compare_runs(longer, before)
    assert found.tables == ("trades",)
    assert found.new and {row.run_id for row in found.new} == {longer.pk}
    changed = compare_runs(other, before)
    assert changed.changed or changed.gone
    assert len(changed.new) + len(changed.changed) + changed.same == other.found
    back = compare_runs(before, longer)
    assert len(back.gone) == len(found.new) and not back.new


def test_the_last_judgement_counts_and_none_can_be_changed(cast: Cast) -> None:
    run = ended(asked(cast.wen, NOON))
    for place, upheld in ((0, True), (1, False), (1, True), (2, False)):
        review_finding(run=run.pk, place=place, upheld=upheld, reason="核对原始凭证", by=cast.wen, at=NOON)
    everything, *rules = precision_by_rule([run])
    assert (everything.judged, everything.upheld, everything.overruled) == (3, 2, 1)
    assert sum(one.judged for one in rules) == 3
    low, high = everything.interval
    assert (round(low, 4), round(high, 4)) == (0.0943, 0.9916)
    points = {point["name"]: point["value"] for point in run_indicators(run)}  # type: ignore[call-overload,index]
    assert (points["overruled_share"], points["judged"]) == ("0.333333", "3")
    assert points["findings_unmet"] == str((run.summary or {})["unmet"])
    with pytest.raises(DatabaseError), transaction.atomic():
        FindingReview.objects.update(upheld=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        FindingReview.objects.all().delete()


def test_a_run_that_has_ended_stays_as_it_ended(cast: Cast) -> None:
    run = ended(asked(cast.wen, NOON))
    for column in ("output", "ruleset", "title", "state"):
        with pytest.raises(DatabaseError), transaction.atomic():
            ToolRun.objects.filter(pk=run.pk).update(**{column: "x"})


def test_an_anchored_run_that_somebody_changes_behind_the_triggers_is_named(cast: Cast) -> None:
    run = ended(asked(cast.wen, NOON))
    anchor_run(run=run.pk, by=cast.wen, at=NOON)
    assert publication_faults() == []
    with pytest.raises(Refused, match="已存证"):
        anchor_run(run=run.pk, by=cast.wen, at=NOON)
    without_triggers()
    ToolRun.objects.filter(pk=run.pk).update(output="0" * 64)
    assert publication_faults() == ["publication 1: commitment is no longer what was published"]


def test_only_a_run_that_is_done_is_anchored(cast: Cast) -> None:
    with pytest.raises(Refused, match="已完成"):
        anchor_run(run=asked(cast.wen, NOON).pk, by=cast.wen, at=NOON)
    assert not RunFinding.objects.exists()
