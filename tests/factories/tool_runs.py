"""Runs of the toolbox, asked for and carried out by the real actions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from tests.factories.tool_folders import SOUND, zipped
from xianxing.pilot.parties.models import User
from xianxing.pilot.tools.domain.asking import RunAsked, ask_run
from xianxing.pilot.tools.domain.running import carry_out
from xianxing.pilot.tools.models import ToolRun


def asked(
    by: User, at: datetime, files: Mapping[str, str] | None = SOUND, *, tool: str = "related-parties",
    title: str = "关联交易核查", lenient: bool = False, as_of: date | None = None,
    rules_as_of: date | None = None, language: str = "zh-hans",
) -> ToolRun:  # fmt: skip
    """A run that waits; over the example where no files are given."""
    options = RunAsked(tool, title, language, lenient=lenient, as_of=as_of, rules_as_of=rules_as_of)
    return ask_run(asked=options, content=None if files is None else zipped(files), by=by, at=at)


def ended(run: ToolRun) -> ToolRun:
    """The run as the worker leaves it."""
    carry_out(run.pk)
    return ToolRun.objects.get(pk=run.pk)
