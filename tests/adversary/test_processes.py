"""The limited processes themselves: bounded by the system, without secrets, and never left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from tests.documents.build import word
from xianxing.documents.child import Child, receive, send
from xianxing.documents.limits import MEGABYTE, Limits, OcrMode
from xianxing.documents.reading import Reader

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks into /proc")
LONG = 60.0


def alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def gone(pid: int, seconds: float = LONG) -> bool:
    end = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.05)
    return not alive(pid)


def pid_of(child: Child) -> int:
    assert child._process is not None
    return child._process.pid


def test_its_memory_and_processor_time_are_bounded_by_the_system() -> None:
    limits = replace(Limits(), memory_bytes=300 * MEGABYTE)
    with Reader(limits, OcrMode.NEVER) as reader:
        assert reader.read(word("正文。"), "a.docx").usable
        assert reader._text is not None
        told = Path(f"/proc/{pid_of(reader._text)}/limits").read_text()
    rows = {line[:26].strip(): line[26:].split() for line in told.splitlines()[1:]}
    assert rows["Max address space"][0] == str(300 * MEGABYTE)
    assert int(rows["Max cpu time"][0]) <= limits.cpu_seconds + 5
    assert rows["Max core file size"][0] == "0"


def test_it_stands_in_a_session_of_its_own_and_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIANXING_SECRET_KEY", "geheim")
    monkeypatch.setenv("XIANXING_DATABASE_URL", "postgres://geheim")
    with Reader(Limits(), OcrMode.NEVER) as reader:
        reader.read(word("正文。"), "a.docx")
        assert reader._text is not None
        pid = pid_of(reader._text)
        assert os.getsid(pid) == pid != os.getsid(0)
        assert b"geheim" not in Path(f"/proc/{pid}/environ").read_bytes()


def test_it_ends_when_whoever_waits_for_it_is_interrupted() -> None:
    class Interrupted(BaseException):
        pass

    def interrupt(_signal: int, _frame: object) -> None:
        raise Interrupted

    child, before = Child(), signal.signal(signal.SIGUSR1, interrupt)
    request = {"task": "compare", "pairs": [["a b", "a c"]], "limits": asdict(Limits())}
    child.ask(request, seconds=LONG)
    pid = pid_of(child)
    os.kill(pid, signal.SIGSTOP)  # as a slow one, however fast the machine is
    import threading

    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGUSR1)).start()
    try:
        with pytest.raises(Interrupted):
            child.ask(request, seconds=LONG)
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert gone(pid)


def test_it_ends_by_itself_when_its_parent_is_killed() -> None:
    code = textwrap.dedent("""
        import sys
        from dataclasses import asdict
        from xianxing.documents.child import Child
        from xianxing.documents.limits import Limits
        child = Child()
        child.ask({"task": "compare", "pairs": [], "limits": asdict(Limits())}, seconds=60)
        print(child._process.pid, flush=True)
        sys.stdin.read()
    """)
    parent = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert alive(pid)
    parent.kill()
    parent.communicate()
    assert gone(pid)


def test_busy_or_not_it_ends_by_itself_when_its_parent_is_gone() -> None:
    """The pipe stays open here, so that only its own look for the parent can end it."""
    code = textwrap.dedent("""
        import os, subprocess, sys
        reading, writing = os.pipe()
        os.set_inheritable(reading, True)
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "xianxing.documents.worker", str(os.getpid())],
            stdin=reading, stdout=subprocess.DEVNULL,
        )
        print(child.pid, writing, flush=True)
        os.set_inheritable(writing, True)
        holder = subprocess.Popen(
            ["sleep", "1200"], pass_fds=[writing], stdout=subprocess.DEVNULL, start_new_session=True
        )
        print(holder.pid, flush=True)
        os._exit(0)
    """)
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True)
    first, holder = done.stdout.splitlines()
    try:
        assert gone(int(first.split()[0]))
    finally:
        os.kill(int(holder), signal.SIGKILL)


def test_an_answer_that_is_too_deep_or_no_object_is_no_answer() -> None:
    from io import BytesIO

    for text in (b"[" * 100_000, b"[]", b"7", b"{"):
        stream = BytesIO(len(text).to_bytes(4, "big") + text)
        with pytest.raises(ValueError):
            receive(stream)
    stream = BytesIO()
    send(stream, {"a": "甲"})
    stream.seek(0)
    assert receive(stream) == {"a": "甲"}
    stream.seek(0)
    with pytest.raises(ValueError, match="too long"):
        receive(stream, largest=3)
