"""Runs in the background, by `xianxing worker`."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from xianxing.pilot.tools.domain.running import carry_out

QUEUE = "tools"  # as the worker's second process and the settings name it


@task(queue_name=QUEUE)
def do_run(run: str) -> None:
    """Carry out a run; one that has ended already is left as it is."""
    carry_out(UUID(run))
