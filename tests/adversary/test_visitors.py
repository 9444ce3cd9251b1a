"""Many at once: one visitor's uploads wait for each other, a sample and the server's health for none."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from tests.adversary.bombs import FORMS, HEAD, zipped
from tests.adversary.strangers import sample, state, upload
from tests.factories.environments import settings_in
from tests.factories.servers import fetch, served
from xianxing.desks.public.jobs import Job, Jobs, JobState, QueueFullError
from xianxing.desks.public.visitors import visitor_of
from xianxing.site.proxies import BelieveProxies

LONG = 60.0


def nothing(folder: Path) -> Path:
    return folder


class Gate:
    """A check that ends when it is told to, and remembers in which order checks began."""

    def __init__(self) -> None:
        self.open, self.begun = threading.Event(), list[str]()

    def work(self, name: str) -> Callable[..., object]:
        def run(_path: Path, _say: object) -> str:
            self.begun.append(name)
            self.open.wait(LONG)
            return name

        return run


def put(jobs: Jobs, gate: Gate, name: str, line: str, visitor: str) -> Job:
    return jobs.submit(name, nothing, gate.work(name), line=line, visitor=visitor)


def test_a_sample_waits_for_no_upload(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, keep=LONG, most=20, each=20, lines={"uploads": 2, "samples": 1})
    gate = Gate()
    uploads = [put(jobs, gate, f"upload {number}", "uploads", f"10.0.0.{number}") for number in range(10)]
    sample = jobs.submit("sample", nothing, lambda _path, _say: "done", line="samples", visitor="10.0.0.1")
    assert sample.finished.wait(LONG)
    assert not any(upload.finished.is_set() for upload in uploads)
    gate.open.set()
    assert all(upload.finished.wait(LONG) for upload in uploads)


def test_one_visitor_runs_one_upload_at_a_time_and_holds_few_places(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, keep=LONG, most=20, each=3, lines={"uploads": 2, "samples": 1})
    gate = Gate()
    mine = [put(jobs, gate, f"mine {number}", "uploads", "10.0.0.1") for number in range(3)]
    with pytest.raises(QueueFullError) as full:
        put(jobs, gate, "mine too many", "uploads", "10.0.0.1")
    assert full.value.own
    theirs = put(jobs, gate, "theirs", "uploads", "10.0.0.2")
    end = time.monotonic() + LONG
    while "theirs" not in gate.begun and time.monotonic() < end:
        time.sleep(0.01)
    assert sorted(gate.begun) == ["mine 0", "theirs"]
    gate.open.set()
    assert all(job.finished.wait(LONG) for job in (*mine, theirs))


def test_forgetting_a_check_that_runs_gives_no_further_place(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, keep=LONG, most=20, each=1, lines={"uploads": 2})
    gate = Gate()
    first = put(jobs, gate, "first", "uploads", "10.0.0.1")
    end = time.monotonic() + LONG
    while first.state is not JobState.RUNNING and time.monotonic() < end:
        time.sleep(0.01)
    assert jobs.forget(first.token)
    with pytest.raises(QueueFullError):
        put(jobs, gate, "second", "uploads", "10.0.0.1")
    gate.open.set()
    assert first.finished.wait(LONG)


def test_the_line_is_bounded_for_all_together(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, keep=LONG, most=2, each=9, lines={"uploads": 1})
    gate = Gate()
    kept = [put(jobs, gate, name, "uploads", name) for name in "ab"]
    with pytest.raises(QueueFullError) as full:
        put(jobs, gate, "c", "uploads", "c")
    assert not full.value.own
    gate.open.set()
    assert all(job.finished.wait(LONG) for job in kept)


@pytest.mark.parametrize(
    ("address", "visitor"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", ""),
    ],
)
def test_a_network_of_many_addresses_is_one_visitor(address: str, visitor: str) -> None:
    assert visitor_of(RequestFactory().get("/", REMOTE_ADDR=address)) == visitor


@pytest.mark.parametrize(
    ("asks", "says", "visitor", "secure"),
    [
        ("10.0.0.5", "203.0.113.9", "203.0.113.9", True),
        ("10.0.0.5", "", "10.0.0.5", True),
        ("10.0.0.5", "203.0.113.9, 10.0.0.7", "10.0.0.5", True),
        ("203.0.113.50", "203.0.113.9", "203.0.113.50", False),
        ("", "203.0.113.9", "", False),
    ],
)
def test_a_visitor_is_whom_a_named_proxy_names_and_nobody_else_is_believed(
    settings: Settings, asks: str, says: str, visitor: str, secure: bool
) -> None:
    settings.PROXIES = (ip_network("10.0.0.0/24"),)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    headers = {"X-Real-IP": says, "X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.1"}
    request = RequestFactory().get("/", REMOTE_ADDR=asks, headers=headers)
    BelieveProxies(lambda _request: HttpResponse())(request)
    assert (visitor_of(request), request.is_secure()) == (visitor, secure)
    assert ("HTTP_X_FORWARDED_FOR" in request.META) is secure


def test_without_a_proxy_nobody_is_believed_and_a_misspelt_network_is_refused() -> None:
    assert settings_in("s.PROXIES").stdout.strip() == "()"
    told = settings_in("s.PROXIES[0], s.PROXIES[1]", XIANXING_BEHIND_PROXY="1").stdout
    assert "127.0.0.1/32" in told and "::1/128" in told
    wrong = settings_in(XIANXING_BEHIND_PROXY="1", XIANXING_PROXIES="10.0.0.5/8")
    assert "XIANXING_PROXIES: 10.0.0.5/8 has host bits set" in wrong.stderr


def checker_of(server: int) -> int:
    """The process in which this server has a filing checked, once there is one."""
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = path.read_bytes().split(b"\0")
                if b"xianxing.checker.worker" in words and server in (int(words[-2]), parent(int(words[-2]))):
                    return int(path.parent.name)
            except (OSError, ValueError):
                continue
        time.sleep(0.01)
    raise AssertionError("no check has begun")


def parent(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("PPid:"))


def test_a_real_server_whose_uploads_stand_still_serves_health_and_a_sample(tmp_path: Path) -> None:
    """The first form costs its process all its time; it is held there, so that no machine is fast enough."""
    bomb = zipped({"filing.toml": (HEAD + ".".join("a" * 900_000) + " = 1").encode()})
    assert len(bomb) < 10_000
    with served(tmp_path) as (process, port):
        fetch(port, "/healthz")
        places = [upload(port, bomb)[1]]
        held = checker_of(process.pid)
        os.kill(held, signal.SIGSTOP)
        answers = [upload(port, bomb) for _ in range(4)]
        assert [status for status, _place in answers] == [302, 302, 429, 429]
        places += [place for status, place in answers if status == 302]
        looked_at = sample(port)
        while state(port, looked_at) in ("waiting", "running"):
            assert json.loads(fetch(port, "/healthz")[0])["ok"]
        assert state(port, looked_at) == "done"
        assert [state(port, place) for place in places] == ["running", "waiting", "waiting"]
        os.kill(held, signal.SIGCONT)
        for place in places:
            while state(port, place) in ("waiting", "running"):
                time.sleep(0.2)
            assert state(port, place) == "failed"


def test_forms_of_every_kind_leave_a_real_server_as_it_was(tmp_path: Path) -> None:
    with served(tmp_path, XIANXING_CHECK_RATE="100/10m") as (process, port):
        fetch(port, "/healthz")
        before = most_memory(process.pid)
        for name in ("lists in lists", "inline tables", "a dotted table"):
            status, place = upload(port, zipped({"filing.toml": (HEAD + FORMS[name]).encode()}))
            assert status == 302
            while state(port, place) in ("waiting", "running"):
                time.sleep(0.1)
            assert state(port, place) == "failed", name
        assert most_memory(process.pid) - before < 100_000


def most_memory(pid: int) -> int:
    """The most memory, in kilobytes, that the server's own processes ever held, without its worker."""
    found = 0
    for child in [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]:
        if b"--parent" in Path(f"/proc/{child}/cmdline").read_bytes():
            continue
        held = [
            line
            for line in Path(f"/proc/{child}/status").read_text().splitlines()
            if line.startswith("VmHWM")
        ]
        found += int(held[0].split()[1]) if held else 0
    return found
