"""A worker told to stop: gone at once, its task back in the queue, no reader left behind, no half result."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from xianxing.cli import worker
from xianxing.cli.background import Tasks
from xianxing.documents.limits import Limits, OcrMode
from xianxing.documents.reading import Reader

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks into /proc"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
COMMAND = "import sys; from xianxing.cli import main; sys.exit(main(sys.argv[1:]))"
seen: list[str] = []


def readers() -> set[int]:
    """The readers that are children of this process; threads and processes may end while one looks."""
    found = set()
    for thread in Path("/proc/self/task").iterdir():
        for pid in _text(thread / "children").split():
            if "xianxing.documents.worker" in _text(Path(f"/proc/{pid}/cmdline")):
                found.add(int(pid))
    return found


def _text(place: Path) -> str:
    with suppress(FileNotFoundError, ProcessLookupError):
        return place.read_text()
    return ""


@task()
def read_something_slow() -> None:
    """As reading a file that takes its time: the reader's process stands still."""
    with Reader(Limits(), OcrMode.NEVER) as reader:
        reader.read(b"first", "a.txt")
        assert reader._text is not None
        assert reader._text._process is not None
        os.kill(reader._text._process.pid, signal.SIGSTOP)
        seen.append(reader.read(b"second", "b.txt").text)


@pytest.fixture
def queue(own_base: str) -> Iterator[Tasks]:
    before = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)}
    found = Tasks()
    found.listen()
    yield found
    for each, handler in before.items():
        signal.signal(each, handler)


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_it_gives_its_task_back_and_takes_the_reader_along(
    queue: Tasks, told: signal.Signals, caplog: pytest.LogCaptureFixture
) -> None:
    before = readers()
    read_something_slow.enqueue()
    seen.clear()

    def tell() -> None:
        while not readers() - before:
            time.sleep(0.02)
        time.sleep(0.3)
        os.kill(os.getpid(), told)

    teller = threading.Thread(target=tell)
    teller.start()
    queue.run(real_now=datetime.now(UTC))
    teller.join()
    assert queue.ended()
    assert readers() - before == set()
    assert seen == []
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
    assert DBTaskResult.objects.ready().count() == 1
    assert not DBTaskResult.objects.exclude(exception_class_path="").exists()


def test_told_before_it_has_begun_it_goes_without_a_word() -> None:
    with pytest.raises(SystemExit) as left:
        worker._leave(signal.SIGINT, None)
    assert left.value.code == 0


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_real_worker_without_work_ends_with_success_and_says_nothing(
    own_base: str, tmp_path: Path, told: signal.Signals
) -> None:
    environment = {**os.environ, "XIANXING_DATABASE_URL": own_base, "XIANXING_VAR": str(tmp_path / "var")}
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "worker"], env=environment, stderr=subprocess.PIPE, text=True
    )
    status = Path(f"/proc/{process.pid}/status")
    wanted = 1 << (told - 1)
    end = time.monotonic() + 90
    while time.monotonic() < end:  # until it listens
        caught = [line for line in status.read_text().splitlines() if line.startswith("SigCgt")]
        if int(caught[0].split()[1], 16) & wanted and (told != signal.SIGINT or _listens(process.pid)):
            break
        time.sleep(0.05)
    process.send_signal(told)
    _out, said = process.communicate(timeout=90)
    assert process.returncode == 0
    assert "Traceback" not in said


def _listens(pid: int) -> bool:
    """Python itself catches Ctrl-C from the start; the worker also SIGTERM."""
    caught = [
        line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("SigCgt")
    ]
    return bool(int(caught[0].split()[1], 16) & (1 << (signal.SIGTERM - 1)))
