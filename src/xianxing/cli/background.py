"""Queued tasks, one at a time: a worker that is told to stop puts its task back and goes at once.

Runs of tools may take minutes: they stand in a queue of their own, for which the worker begins a process.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from types import FrameType

from django.db.models import QuerySet
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

LOST_AFTER = timedelta(hours=1)
ALL, LONG = "*", "tools"  # every queue; that of tasks which may take minutes
LEAVE_SECONDS = 6.0


class Stopped(BaseException):
    """The process was told to stop in the middle of a task."""


class Tasks:
    """Runs tasks that are ready. Every task of this project may be broken off and done again.

    `queue` is the one whose tasks are run; `without` is left out where all queues are.
    """

    def __init__(self, *, parent: int | None = None, queue: str = ALL, without: str = "") -> None:
        self.stopping = False
        self.queue, self.without = queue, without
        self._parent = parent
        self.broken_off = False
        self.within = False

    def listen(self) -> None:
        """Stop at SIGTERM and Ctrl-C from now on; for the main thread of a worker's process.

        The library logs a task that was broken off as failed, with its trace; it hasn't failed.
        """
        logging.getLogger("django_tasks").addFilter(_not_broken_off)
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self.stop)

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Run no further task and break off the one under way; other work of the process is let finish."""
        self.stopping = True
        if self.within:
            self.within, self.broken_off = False, True
            raise Stopped

    def ended(self) -> bool:
        """Whether to stop: somebody said so, or the process that started this one is gone."""
        return self.stopping or self._parent not in (None, os.getppid())

    def run(self, *, real_now: datetime) -> None:
        """Run what is ready until nothing is, or until told to stop; looking for tasks takes no lock.

        What a worker that died had begun is ready again an hour later.
        """
        again(DBTaskResult.objects.running().filter(started_at__lt=real_now - LOST_AFTER))
        while not self.ended() and self.ready():
            _One(self).run()

    def ready(self) -> bool:
        """Whether a task of its queues waits."""
        waiting = DBTaskResult.objects.ready()
        if self.queue != ALL:
            waiting = waiting.filter(queue_name=self.queue)
        return waiting.exclude(queue_name=self.without).exists()


def _not_broken_off(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], Stopped))


def again(tasks: QuerySet[DBTaskResult[..., object]]) -> None:
    """Make begun tasks ready as if nobody had begun them."""
    tasks.update(status="READY", started_at=None, finished_at=None, exception_class_path="", traceback="")


class LongTasks:
    """A process beside the worker for tasks that take long; there while such a task waits or runs."""

    def __init__(self) -> None:
        self._tasks = Tasks(queue=LONG)
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Begin the process where a task waits and none is there; it ends when none is left."""
        if self._process is not None and self._process.poll() is None:
            return
        if self._tasks.ready():
            code = "import sys; from xianxing.cli import main; sys.exit(main(sys.argv[1:]))"
            command = [sys.executable, "-c", code, "worker", "--queue", LONG, "--once"]
            # In a session of its own, so that Ctrl-C reaches the worker alone, which tells it once.
            self._process = subprocess.Popen([*command, "--parent", str(os.getpid())], start_new_session=True)

    def stop(self) -> None:
        """Have it put its task back and go."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=LEAVE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class _One(Worker):
    """Runs one task and remembers nothing; the library's own worker would run to the end of the queue."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__(
            queue_names=[tasks.queue], interval=0, batch=True, backend_name="default", startup_delay=False,
            max_tasks=1, worker_id=f"xianxing-{os.getpid()}",
            excluded_queue_names=[tasks.without] if tasks.without else [],
        )  # fmt: skip
        self._tasks = tasks

    def run_task(self, db_task_result: DBTaskResult[..., object]) -> None:
        begun = DBTaskResult.objects.filter(pk=db_task_result.pk)
        if self._tasks.ended():
            again(begun)
            return
        try:
            self._tasks.within = True
            super().run_task(db_task_result)
        except Stopped:
            pass  # it came just before or after the library's own handling of errors
        finally:
            self._tasks.within = False
        if self._tasks.broken_off:
            again(begun)
