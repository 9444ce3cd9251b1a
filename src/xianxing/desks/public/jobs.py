"""Checks that run while their page waits: in memory, a random token each, kept for a few minutes.

One process holds them all, so the site runs with one worker (docs/site.md). A job's folder is deleted as soon
as its work has ended, however it ended; what stays for a while is the report alone.
"""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from stat import S_ISDIR

from django.core.exceptions import ImproperlyConfigured

from xianxing.i18n import current_language, language

log = logging.getLogger(__name__)
STALE_SECONDS = 3600


class JobState(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class QueueFullError(Exception):
    """Too many jobs are waiting, or, if `own`, of this visitor; nothing was kept of the one refused."""

    def __init__(self, *, own: bool = False) -> None:
        super().__init__("full")
        self.own = own


@dataclass
class Job:
    """One check. `outcome` is there when the state is `done`; `folder` is gone by then.

    `progress` is what the work last said of itself, such as the name of the file that it reads.
    """

    token: str
    label: str
    folder: Path
    language: str
    line: str
    visitor: str
    state: JobState = JobState.WAITING
    outcome: object = None
    progress: str = ""
    ended: float | None = None
    finished: threading.Event = field(default_factory=threading.Event)

    @property
    def pending(self) -> bool:
        """Whether the reader still has to wait."""
        return self.state in (JobState.WAITING, JobState.RUNNING)


Say = Callable[[str], None]
Work = Callable[[Path, Say], object]


@dataclass
class _Waiting:
    job: Job
    path: Path
    work: Work


class Jobs:
    """The store and its threads. Times are seconds of the monotonic clock.

    `lines` names the lines in which jobs wait, each with its number of threads: none waits for another. At
    most `most` jobs wait or run in a line, `each` of one visitor there, and one of a visitor runs at a time.
    """

    def __init__(
        self,
        scratch: Path,
        *,
        keep: float,
        most: int,
        each: int = 1_000,
        lines: Mapping[str, int] | None = None,
    ) -> None:
        self._scratch, self._keep, self._most, self._each = scratch, keep, most, each
        self._lines = dict(lines or {"": 1})
        self._jobs: dict[str, Job] = {}
        self._waiting: list[_Waiting] = []
        self._running: list[Job] = []
        self._lock = threading.Condition()
        self._started = False

    def submit(
        self, label: str, fill: Callable[[Path], Path], work: Work, *, line: str = "", visitor: str = ""
    ) -> Job:
        """Make a folder, let `fill` put the filing into it, and queue `work` on the path that `fill` returns.

        Raises QueueFullError when too many wait. Whatever `fill` raises is raised again, the folder deleted.
        """
        job = self._open(label, line, visitor)
        try:
            path = fill(job.folder)
        except BaseException:
            self.forget(job.token)
            raise
        self._start_workers()
        with self._lock:
            self._waiting.append(_Waiting(job, path, work))
            self._lock.notify_all()
        return job

    def get(self, token: str) -> Job | None:
        """The job, or None for a token unknown or no longer kept."""
        self.drop_old()
        return self._jobs.get(token)

    def forget(self, token: str) -> bool:
        """Drop a job and its folder now; False where there is none. A running check ends unseen."""
        with self._lock:
            job = self._jobs.pop(token, None)
            self._waiting = [one for one in self._waiting if one.job is not job]
        if job:
            shutil.rmtree(job.folder, ignore_errors=True)
        return job is not None

    def drop_old(self) -> None:
        """Drop every ended job that has been kept long enough."""
        limit = time.monotonic() - self._keep
        with self._lock:
            for token in [
                token for token, job in self._jobs.items() if job.ended is not None and job.ended < limit
            ]:
                del self._jobs[token]

    def sweep(self) -> None:
        """Delete what a process that was killed left behind; called when the site starts.

        ImproperlyConfigured for a folder of somebody else's, or one into which others may write: whoever owns
        it can put folders of their own where filings are laid, and what lies in it is deleted here.
        """
        self._scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
        held = self._scratch.lstat()
        if os.name == "posix" and (
            held.st_uid != os.getuid() or held.st_mode & 0o022 or not S_ISDIR(held.st_mode)
        ):
            raise ImproperlyConfigured(f"XIANXING_SCRATCH ({self._scratch}) must be a folder of ours alone")
        limit = time.time() - STALE_SECONDS
        for path in self._scratch.iterdir():
            if path.stat().st_mtime < limit:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def _open(self, label: str, line: str, visitor: str) -> Job:
        self.drop_old()
        token = secrets.token_urlsafe(24)
        folder = self._scratch / f"job-{token[:12]}"
        job = Job(token, label, folder, current_language(), line, visitor)
        with self._lock:
            held = {id(other): other for other in (*self._jobs.values(), *self._running) if other.pending}
            pending = [other for other in held.values() if other.line == line]
            if visitor and sum(other.visitor == visitor for other in pending) >= self._each:
                raise QueueFullError(own=True)
            if len(pending) >= self._most:
                raise QueueFullError
            self._jobs[token] = job
        job.folder.mkdir(parents=True, mode=0o700)
        return job

    def _start_workers(self) -> None:
        with self._lock:
            if self._started:
                return
            self._started = True
        for line, threads in self._lines.items():
            for number in range(threads):
                name = f"check-{line}-{number}"
                threading.Thread(target=self._serve, args=(line,), name=name, daemon=True).start()

    def _serve(self, line: str) -> None:
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._next(line) is not None)
                found = self._next(line)
                if found is None:
                    continue
                self._waiting.remove(found)
                self._running.append(found.job)
                found.job.state = JobState.RUNNING
            self._run(found.job, found.path, found.work)
            with self._lock:
                self._running.remove(found.job)
                self._lock.notify_all()

    def _next(self, line: str) -> _Waiting | None:
        """The first job of the line whose visitor has none running there, also none that was forgotten."""
        busy = {job.visitor for job in self._running if job.line == line}
        waiting = (one for one in self._waiting if one.job.line == line)
        return next((one for one in waiting if not one.job.visitor or one.job.visitor not in busy), None)

    def _run(self, job: Job, path: Path, work: Work) -> None:
        try:
            with language(job.language):
                job.outcome = work(path, lambda text: setattr(job, "progress", text))
            state = JobState.DONE
        except Exception as error:
            # The message may quote the filing: only the kind of the error goes to the log.
            log.error("a check failed: %s", type(error).__name__)
            state = JobState.FAILED
        finally:
            shutil.rmtree(job.folder, ignore_errors=True)
        job.ended, job.state = time.monotonic(), state
        job.finished.set()
