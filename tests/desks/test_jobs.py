"""Checks in memory: nothing stays on disk, a result goes after a while, a flood is refused."""

from __future__ import annotations

import logging
import os
import threading
import time
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.factories.waiting import PATIENCE
from xianxing.desks.public.jobs import Jobs, JobState, QueueFullError, Say
from xianxing.i18n import current_language, language


def put(folder: Path) -> Path:
    path = folder / "filing.zip"
    path.write_bytes(b"secret")
    return path


def test_a_job_gives_its_outcome_and_leaves_nothing(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, keep=60, most=5)
    job = jobs.submit("label", put, lambda path, _: path.read_bytes())
    assert job.finished.wait(PATIENCE)
    assert (job.state, job.outcome, job.pending) == (JobState.DONE, b"secret", False)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_after_an_error_and_the_log_quotes_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def explode(path: Path, say: Say) -> object:
        raise ValueError(f"cannot read {path.read_bytes()!r}")

    jobs = Jobs(tmp_path, keep=60, most=5)
    with caplog.at_level(logging.DEBUG):
        job = jobs.submit("label", put, explode)
        assert job.finished.wait(PATIENCE)
    assert job.state is JobState.FAILED
    assert list(tmp_path.iterdir()) == []
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text


def test_nothing_is_left_when_the_upload_breaks_off(tmp_path: Path) -> None:
    def broken(folder: Path) -> Path:
        put(folder)
        raise OSError("the line was lost")

    jobs = Jobs(tmp_path, keep=60, most=5)
    with pytest.raises(OSError, match="lost"):
        jobs.submit("label", broken, lambda path, _: path)
    assert list(tmp_path.iterdir()) == []


def test_a_result_is_dropped_after_its_time(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, keep=0.05, most=5)
    job = jobs.submit("label", put, lambda *_: 1)
    assert job.finished.wait(PATIENCE)
    time.sleep(0.1)
    assert jobs.get(job.token) is None


def test_forgetting_drops_at_once_and_a_waiting_job_never_runs(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, keep=60, most=5)
    gate, ran = threading.Event(), []
    first = jobs.submit("first", put, lambda *_: gate.wait(PATIENCE))
    second = jobs.submit("second", put, lambda *_: ran.append("second"))
    assert jobs.forget(second.token)
    assert not jobs.forget(second.token)
    assert jobs.get(second.token) is None
    third = jobs.submit("third", put, lambda *_: ran.append("third"))
    gate.set()
    assert first.finished.wait(PATIENCE)
    assert third.finished.wait(PATIENCE)
    assert ran == ["third"]
    assert list(tmp_path.iterdir()) == []


def test_too_many_waiting_jobs_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, keep=60, most=2)
    gate = threading.Event()
    kept = [jobs.submit(str(number), put, lambda *_: gate.wait(PATIENCE)) for number in range(2)]
    with pytest.raises(QueueFullError):
        jobs.submit("one too many", put, lambda *_: 1)
    assert len(list(tmp_path.iterdir())) == 2
    gate.set()
    assert all(job.finished.wait(PATIENCE) for job in kept)


def test_a_job_speaks_the_language_it_was_asked_in(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, keep=60, most=5)
    with language("en"):
        job = jobs.submit("label", put, lambda *_: current_language())
    assert job.finished.wait(PATIENCE)
    assert job.outcome == "en"


def test_what_a_killed_process_left_is_swept_and_what_is_in_use_is_not(tmp_path: Path) -> None:
    old, new = tmp_path / "job-old", tmp_path / "job-new"
    for folder in (old, new):
        folder.mkdir()
        put(folder)
    hours_ago = time.time() - 7200
    os.utime(old, (hours_ago, hours_ago))
    Jobs(tmp_path, keep=60, most=5).sweep()
    assert [path.name for path in tmp_path.iterdir()] == ["job-new"]


def test_addresses_of_results_are_long_and_differ(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, keep=60, most=50)
    tokens = {jobs.submit("label", put, lambda *_: 1).token for _ in range(10)}
    assert len(tokens) == 10
    assert min(map(len, tokens)) >= 32


def test_a_folder_into_which_others_write_is_neither_used_nor_emptied(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    old = shared / "somebody-elses.txt"
    old.write_text("kept")
    os.utime(old, (0, 0))
    shared.chmod(0o1777)
    with pytest.raises(ImproperlyConfigured, match="XIANXING_SCRATCH"):
        Jobs(shared, keep=60, most=5).sweep()
    assert old.read_text() == "kept"
    shared.chmod(0o755)
    Jobs(shared, keep=60, most=5).sweep()
    assert not old.exists()
