"""A run is carried out: unpacked and judged in processes of their own, its answer kept under seal."""

from __future__ import annotations

import logging
import tempfile
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from xianxing.documents.apart import unpack_apart
from xianxing.documents.limits import Limits
from xianxing.i18n import language
from xianxing.pilot.clock import now
from xianxing.pilot.filings.models import StoredFile
from xianxing.pilot.filings.storage.vault import Staged, discard, keep, stage, write_to
from xianxing.pilot.filings.submit.filing import scratch
from xianxing.pilot.tools.domain.keeping import keep_findings, keep_parts, keep_problems
from xianxing.pilot.tools.models import RunFile, ToolProgress, ToolRun, ToolRunState
from xianxing.pilot.tools.problems import problems_of_zip
from xianxing.toolbox.apart import RunFailedError, RunOptions, run_apart, write_example_apart
from xianxing.toolbox.outcome import REFUSED

logger = logging.getLogger("xianxing.tools")
LARGEST_FILE = 1024 * 1024 * 1024
UNPACKING = Limits(wall_seconds=120.0, cpu_seconds=60, file_bytes=512 * 1024 * 1024)


def carry_out(run: UUID) -> None:
    """Do what a run asks for and keep what comes of it; nothing where it has ended. Never raises for input.

    May be broken off and done again: all of an answer is kept in one transaction, with the run's end.
    """
    row = ToolRun.objects.select_related("input").filter(pk=run, state=None).first()
    if row is None:
        return
    _say(row, "unpacking")
    with tempfile.TemporaryDirectory(prefix="tool-", dir=scratch()) as place, language(row.language):
        try:
            _judge(row, Path(place))
        except RunFailedError as failed:
            logger.warning("run %s of %s failed: %s", row.pk, row.tool, failed)
            with transaction.atomic():
                _end(row, state=ToolRunState.FAILED, failure=failed.code)


def _judge(run: ToolRun, place: Path) -> None:
    packed, folder, out = place / "folder.zip", place / "folder", place / "out"
    out.mkdir()
    _input(run, packed)
    wrong = unpack_apart(packed, folder, UNPACKING)
    if wrong:
        with transaction.atomic():
            keep_problems(run, problems_of_zip(wrong))
            _end(run, state=ToolRunState.REFUSED)
        return
    options = RunOptions(run.tool, run.language, run.as_of, run.lenient, run.rules_as_of)
    kept = run_apart(options, folder, out, heard=lambda step: _say(run, step))
    _say(run, "keeping")
    _keep(run, kept, out / "files")


def _input(run: ToolRun, packed: Path) -> None:
    """The folder's zip where the tool may unpack it; an example is written first, and kept like an upload."""
    if run.input is not None:
        write_to(run.input, packed)
        return
    write_example_apart(run.tool, run.language, packed)
    with packed.open("rb") as stream:
        staged = stage(stream, limit=LARGEST_FILE)
    try:
        with transaction.atomic():
            run.input = keep(staged, charged_to=None, at=now())
            ToolRun.objects.filter(pk=run.pk, input=None).update(input=run.input)
    except BaseException:
        discard(staged)
        raise


def _keep(run: ToolRun, kept: dict[str, Any], files: Path) -> None:
    staged: list[tuple[str, Staged]] = []
    try:
        for path in sorted(files.rglob("*")):
            if path.is_file():
                with path.open("rb") as stream:
                    staged.append((path.relative_to(files).as_posix(), stage(stream, limit=LARGEST_FILE)))
        with transaction.atomic():
            _keep_all(run, kept, staged)
    except BaseException:
        for _name, one in staged:
            discard(one)
        raise


def _keep_all(run: ToolRun, kept: dict[str, Any], staged: list[tuple[str, Staged]]) -> None:
    answer, at = kept["answer"], now()
    refused = kept["status"] == REFUSED
    keep_problems(run, answer["problems"])
    keep_findings(run, kept["findings"])
    keep_parts(run, kept)
    stored: list[tuple[str, StoredFile]] = [(name, keep(one, charged_to=None, at=at)) for name, one in staged]
    RunFile.objects.bulk_create(RunFile(run=run, name=name, file=file) for name, file in stored)
    _end(
        run,
        state=ToolRunState.REFUSED if refused else ToolRunState.DONE,
        judged_as_of=date.fromisoformat(answer["as_of"]) if answer["as_of"] else None,
        ruleset=answer["ruleset"],
        output=kept["output"],
        inputs=answer["inputs"],
        summary=answer["summary"],
        metrics=answer["metrics"],
        tool_version=answer["version"],
        found=kept["found"],
    )


def _end(run: ToolRun, **ended: Any) -> None:
    """Write how the run ended; another worker that was quicker wins, and nothing of this one stays."""
    if not ToolRun.objects.filter(pk=run.pk, state=None).update(ended_at=now(), **ended):
        raise RuntimeError(f"run {run.pk} has ended already")
    ToolProgress.objects.filter(run=run).delete()


def _say(run: ToolRun, step: str) -> None:
    ToolProgress.objects.update_or_create(
        run=run, defaults={"step": step[:20]}, create_defaults={"step": step[:20], "begun_at": now()}
    )
