"""A run over a folder: judged apart, kept under seal, refused with every problem, never kept by half."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.factories.tool_folders import FAULTY, SOUND, zipped
from tests.factories.tool_runs import asked, ended
from tests.pilot.cast import NOON, Cast
from xianxing.pilot.filings.storage.vault import pieces
from xianxing.pilot.tools.domain.asking import mend_run
from xianxing.pilot.tools.domain.running import carry_out
from xianxing.pilot.tools.models import RunFinding, RunPart, ToolRun, ToolRunState
from xianxing.pilot.tools.queries import answer_parts, opened
from xianxing.toolbox.apart import RunFailedError

pytestmark = [pytest.mark.django_db, pytest.mark.clause("3.3.2")]


def rows_of(finding: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows that were kept with a finding."""
    return list(finding["rows"])


def test_a_sound_folder_is_judged_and_its_findings_hold_the_cells_of_their_rows(cast: Cast) -> None:
    run = asked(cast.wen, NOON)
    assert (run.standing, RunFinding.objects.count()) == (ToolRunState.WAITING, 0)
    run = ended(run)
    assert run.standing is ToolRunState.DONE
    assert run.found == RunFinding.objects.filter(run=run).count() == sum((run.summary or {}).values())
    kept = [one for _row, one in opened(list(run.findings.all()))]
    cells = [dict(row["cells"]) for one in kept for row in rows_of(one)]
    assert {"holder": "C", "held": "F", "equity": "0.6"} in cells


def test_what_is_kept_can_be_read_by_nobody_who_has_the_database_alone(cast: Cast) -> None:
    run = ended(
        asked(
            cast.wen, NOON, {**SOUND, "entities.csv": SOUND["entities.csv"].replace("控股公司", "绝密控股")}
        )
    )
    stored = [bytes(row.sealed) for row in run.findings.all()] + [
        bytes(row.sealed) for row in RunPart.objects.all()
    ]
    assert stored
    assert not [one for one in stored if "绝密控股".encode() in one or b"holder" in one]


def test_a_faulty_folder_is_refused_with_every_problem_and_the_mended_one_is_its_next_attempt(
    cast: Cast,
) -> None:
    run = ended(asked(cast.wen, NOON, FAULTY))
    assert (run.standing, run.found, run.findings.count()) == (ToolRunState.REFUSED, 0, 0)
    found = {(one["table"], one["line"], one["column"], one["code"]) for one in answer_parts(run).problems}
    assert found == {
        ("holdings", 2, "equity", "out-of-range"),
        ("trades", 2, "amount", "not-a-number"),
        ("trades", 3, "counterparty", "unknown-reference"),
    }
    assert all(one["message"] for one in answer_parts(run).problems)
    following = mend_run(run=run.pk, content=zipped(SOUND), language="zh-hans", by=cast.tang, at=NOON)
    assert (following.attempt, following.earlier, following.title) == (2, run, run.title)
    assert ended(following).standing is ToolRunState.DONE


def test_the_answer_s_files_are_kept_whole(cast: Cast) -> None:
    run = ended(asked(cast.wen, NOON, lenient=True))
    files = {one.name: one.file for one in run.files.select_related("file")}
    answer = json.loads(b"".join(pieces(files["result.json"])))
    assert (answer["tool"], len(answer["findings"])) == ("related-parties", run.found)
    assert {"findings.csv", "trades.csv"} <= set(files)


def test_a_zip_that_leads_out_of_its_folder_is_refused_before_any_tool_reads_it(cast: Cast) -> None:
    run = ended(asked(cast.wen, NOON, {**SOUND, "../outside.csv": "id\n"}))
    assert run.standing is ToolRunState.REFUSED
    assert [one["code"] for one in answer_parts(run).problems] == ["unsafe-name"]
    assert run.ruleset is None


def test_a_run_that_breaks_off_fails_in_a_word_and_keeps_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_args: object, **_named: object) -> None:
        raise RunFailedError("worker-crashed")

    monkeypatch.setattr("xianxing.pilot.tools.domain.running.run_apart", breaks)
    run = ended(asked(cast.wen, NOON))
    assert (run.standing, run.failure) == (ToolRunState.FAILED, "worker-crashed")
    assert not run.findings.exists() and not run.parts.exists() and not run.files.exists()


def test_a_run_that_has_ended_is_not_carried_out_again(cast: Cast) -> None:
    run = ended(asked(cast.wen, NOON))
    carry_out(run.pk)
    assert ToolRun.objects.get(pk=run.pk).ended_at == run.ended_at


def test_the_same_bytes_give_the_same_digest(cast: Cast) -> None:
    first, second = (ended(asked(cast.wen, NOON)) for _time in range(2))
    assert first.output == second.output
    assert first.inputs == second.inputs
