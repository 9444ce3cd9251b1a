"""Queued tasks, one at a time: a worker that is told to stop puts its task back and goes at once."""

from __future__ import annotations

import logging
import os
import signal
from datetime import datetime, timedelta
from types import FrameType

from django.db.models import QuerySet
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

LOST_AFTER = timedelta(hours=1)


class Stopped(BaseException):
    """The process was told to stop in the middle of a task."""


class Tasks:
    """Runs tasks that are ready. Every task of this project may be broken off and done again."""

    def __init__(self, *, parent: int | None = None) -> None:
        self.stopping = False
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
        while not self.ended() and DBTaskResult.objects.ready().exists():
            _One(self).run()


def _not_broken_off(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], Stopped))


def again(tasks: QuerySet[DBTaskResult[..., object]]) -> None:
    """Make begun tasks ready as if nobody had begun them."""
    tasks.update(status="READY", started_at=None, finished_at=None, exception_class_path="", traceback="")


class _One(Worker):
    """Runs one task and remembers nothing; the library's own worker would run to the end of the queue."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__(
            queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False,
            max_tasks=1, worker_id=f"xianxing-{os.getpid()}", excluded_queue_names=[],
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
