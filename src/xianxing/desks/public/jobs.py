"""Checks that run while their page waits: in memory, a random token each, kept for a few minutes.

One process holds them all, so the site runs with one worker (docs/site.md). A job's folder is deleted as soon
as its work has ended, however it ended; what stays for a while is the report alone.
"""

from __future__ import annotations

import logging
import os
import queue
import secrets
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from stat import S_ISDIR

from django.core.exceptions import ImproperlyConfigured

from xianxing.i18n import current_language, language

log = logging.getLogger(__name__)
STALE_SECONDS = 3600


class State(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class QueueFullError(Exception):
    """Too many jobs are waiting; nothing was kept of the one refused."""


@dataclass
class Job:
    """One check. `outcome` is there when the state is `done`; `folder` is gone by then.

    `progress` is what the work last said of itself, such as the name of the file that it reads.
    """

    token: str
    label: str
    folder: Path
    language: str
    created: float
    state: State = State.WAITING
    outcome: object = None
    progress: str = ""
    ended: float | None = None
    finished: threading.Event = field(default_factory=threading.Event)

    @property
    def pending(self) -> bool:
        """Whether the reader still has to wait."""
        return self.state in (State.WAITING, State.RUNNING)


Say = Callable[[str], None]
Work = Callable[[Path, Say], object]


class Jobs:
    """The store and its worker threads. Times are seconds of the monotonic clock."""

    def __init__(self, scratch: Path, *, keep: float, most: int, workers: int = 1) -> None:
        self._scratch, self._keep, self._most, self._workers = scratch, keep, most, workers
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._queue: queue.SimpleQueue[tuple[Job, Path, Work]] = queue.SimpleQueue()
        self._started = False

    def submit(self, label: str, fill: Callable[[Path], Path], work: Work) -> Job:
        """Make a folder, let `fill` put the filing into it, and queue `work` on the path that `fill` returns.

        Raises QueueFullError when too many wait. Whatever `fill` raises is raised again, the folder deleted.
        """
        job = self._open(label)
        try:
            path = fill(job.folder)
        except BaseException:
            self.forget(job.token)
            raise
        self._start_workers()
        self._queue.put((job, path, work))
        return job

    def get(self, token: str) -> Job | None:
        """The job, or None for a token unknown or no longer kept."""
        self.drop_old()
        return self._jobs.get(token)

    def forget(self, token: str) -> bool:
        """Drop a job and its folder now; False where there is none. A running check ends unseen."""
        with self._lock:
            job = self._jobs.pop(token, None)
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

    def _open(self, label: str) -> Job:
        self.drop_old()
        token = secrets.token_urlsafe(24)
        job = Job(token, label, self._scratch / f"job-{token[:12]}", current_language(), time.monotonic())
        with self._lock:
            if sum(other.pending for other in self._jobs.values()) >= self._most:
                raise QueueFullError
            self._jobs[token] = job
        job.folder.mkdir(parents=True, mode=0o700)
        return job

    def _start_workers(self) -> None:
        with self._lock:
            if self._started:
                return
            self._started = True
        for number in range(self._workers):
            threading.Thread(target=self._serve, name=f"check-{number}", daemon=True).start()

    def _serve(self) -> None:
        while True:
            self._run(*self._queue.get())

    def _run(self, job: Job, path: Path, work: Work) -> None:
        if job.token not in self._jobs:
            return
        job.state = State.RUNNING
        try:
            with language(job.language):
                job.outcome = work(path, lambda text: setattr(job, "progress", text))
            state = State.DONE
        except Exception as error:
            # The message may quote the filing: only the kind of the error goes to the log.
            log.error("a check failed: %s", type(error).__name__)
            state = State.FAILED
        finally:
            shutil.rmtree(job.folder, ignore_errors=True)
        job.ended, job.state = time.monotonic(), state
        job.finished.set()
