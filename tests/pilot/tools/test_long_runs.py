"""A run that takes long holds up no letter: the worker has a process beside for runs and takes it along."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult

from tests.factories.waiting import PATIENCE, comes
from tests.pilot.cast import NOON, Cast, assemble
from xianxing.cli.background import Tasks
from xianxing.pilot.messages.domain import tell
from xianxing.pilot.messages.models import Outbox
from xianxing.pilot.tools.domain.asking import RunAsked, ask_run
from xianxing.pilot.tools.models import ToolRun, ToolRunState

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks into /proc"),
]
COMMAND = "import sys; from xianxing.cli import main; sys.exit(main(sys.argv[1:]))"


def below(pid: int) -> dict[int, str]:
    """Every process below one, with its command."""
    found: dict[int, str] = {}
    with suppress(FileNotFoundError, ProcessLookupError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                command = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
                found |= {int(child): command, **below(int(child))}
    return found


def judging(pid: int) -> list[int]:
    """The processes below one in which a tool judges."""
    return [child for child, command in below(pid).items() if "xianxing.toolbox.worker" in command]


@pytest.fixture
def cast(own_base: str) -> Cast:
    return assemble()


@pytest.fixture
def worker(own_base: str, cast: Cast, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A real worker, and a run over an example that stands still while it judges."""
    ask_run(asked=RunAsked("derivatives", "月报", "zh-hans"), content=None, by=cast.wen, at=NOON)
    environment = {**os.environ, "XIANXING_DATABASE_URL": own_base, "XIANXING_VAR": str(tmp_path / "var")}
    process = subprocess.Popen([sys.executable, "-c", COMMAND, "worker"], env=environment, text=True)
    try:
        assert comes(lambda: ToolRun.objects.filter(progress__step="judging").exists())
        assert comes(lambda: judging(process.pid))
        os.kill(judging(process.pid)[0], signal.SIGSTOP)
        assert ToolRun.objects.get().standing is ToolRunState.RUNNING
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE)


def test_letters_go_out_while_a_run_lasts(cast: Cast, worker: subprocess.Popen[str]) -> None:
    tell(recipients=[cast.mo], kind="claim", at=NOON)
    assert comes(lambda: Outbox.objects.exclude(sent_at=None).exists())
    assert ToolRun.objects.get().standing is ToolRunState.RUNNING and worker.poll() is None


def test_a_worker_that_is_told_to_stop_gives_the_run_back_and_leaves_nothing_behind(
    cast: Cast, worker: subprocess.Popen[str]
) -> None:
    there = below(worker.pid)
    assert any("--queue" in command for command in there.values())
    worker.terminate()
    assert worker.wait(PATIENCE) == 0
    assert comes(lambda: not any(Path(f"/proc/{pid}").exists() for pid in there))
    assert ToolRun.objects.get().state is None
    assert DBTaskResult.objects.ready().filter(queue_name="tools").count() == 1


def test_a_queue_is_left_out_or_taken_alone(cast: Cast) -> None:
    ask_run(asked=RunAsked("derivatives", "月报", "zh-hans"), content=None, by=cast.wen, at=NOON)
    assert Tasks(queue="tools").ready() and Tasks().ready()
    assert not Tasks(without="tools").ready() and not Tasks(queue="default").ready()
