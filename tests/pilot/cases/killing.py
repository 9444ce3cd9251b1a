"""A story told by a process that is killed at a chosen point, and what is found in its database afterwards.

Points are counted: each statement before and after it, each commit, each file opened, moved or removed. So a
number says where a process dies, on any machine.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from django.test import override_settings

from tests.factories.scenes import Scenes, places, working_on
from tests.pilot.cases.stories import Story, company_of
from tests.pilot.own_database import own_database
from xianxing.pilot.cases.models import Event
from xianxing.pilot.messages.models import Outbox

FILE_EVENTS = frozenset({"open", "os.rename", "os.remove", "os.mkdir"})
CHILD_FAILED = 3
KEPT_BESIDE = frozenset({"filings_checkresult"})  # what a check found, kept so that nobody waits for it twice
Rows = dict[str, int]


@dataclass
class Points:
    """Counts the points that were passed; at `last` the process kills itself."""

    last: int = 0
    passed: int = 0
    counting: bool = True

    def passes(self) -> None:
        """One more; doesn't return from the last."""
        if self.counting:
            self.passed += 1
            if self.passed == self.last:
                os.kill(os.getpid(), signal.SIGKILL)

    def of_statement(self, execute: Callable[..., Any], *said: Any) -> Any:
        """Around a statement of the database."""
        self.passes()
        try:
            return execute(*said)
        finally:
            self.passes()

    def of_file(self, event: str, _said: object) -> None:
        """At what Python is about to do with a file."""
        if event in FILE_EVENTS:
            self.passes()

    @contextmanager
    def elsewhere(self) -> Iterator[None]:
        """What happens inside counts for nothing."""
        self.counting = False
        yield
        self.counting = True


@dataclass(frozen=True)
class Told:
    """How far a process came: acts acknowledged, points passed in all, rows after each act from the first."""

    done: int
    points: int
    rows: list[Rows]
    killed: bool


@contextmanager
def copied_stage(scenes: Scenes, story: Story, folder: Path) -> Iterator[Any]:
    """Inside, the site is a copy of the story's scene below `folder`; gives what the scene holds."""
    snapshot = scenes.snapshot(story.scene)
    shutil.copytree(snapshot.folder, folder)
    post = {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}
    with (
        working_on(snapshot.connection),
        own_database(folder),
        override_settings(**places(folder), **post, EMAIL_FILE_PATH=folder / "mail"),
    ):
        yield snapshot.objects[story.scene]


def tell(story: Story, held: Any, *, begin: int = 0, last: int = 0, watch: bool = False) -> Told:
    """Act after act from number `begin` on in a process of its own, up to point `last` or the end.

    `watch` counts the rows after every act. AssertionError with its output where the process failed itself.
    """
    connection.close()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _act(story, held, begin, Points(last), watch, writing)
    os.close(writing)
    with os.fdopen(reading) as stream:
        lines = stream.read().splitlines()
    _pid, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    assert killed or os.WEXITSTATUS(status) == 0, "\n".join(lines)
    said = [json.loads(line) for line in lines]
    points = sum(line["points"] for line in said if "points" in line)
    done = begin + sum("done" in line for line in said)
    return Told(done, points, [line["rows"] for line in said if "rows" in line], killed)


def _act(story: Story, held: Any, begin: int, points: Points, watch: bool, writing: int) -> None:
    """The child: each line is written after its act has returned, in one write; never returns."""

    def say(**line: object) -> None:
        os.write(writing, f"{json.dumps(line)}\n".encode())

    try:
        if begin:
            company_of(held).at = Event.objects.latest("place").at
            for _minute in range(10):
                company_of(held).later()
        if connection.vendor == "sqlite":  # who is killed, unlike who loses power, leaves all to the system
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=OFF")
        acts = story.of(held)
        _count_commits(points)
        sys.addaudithook(points.of_file)
        with connection.execute_wrapper(points.of_statement):
            for number, act in enumerate(acts):
                if watch:
                    with points.elsewhere():
                        say(rows=rows_now())
                if number >= begin:
                    act()
                    say(done=number)
            say(points=points.passed)
        if watch:
            say(rows=rows_now())
    except BaseException:
        os.write(writing, traceback.format_exc().encode())
        os._exit(CHILD_FAILED)
    os._exit(0)


def _count_commits(points: Points) -> None:
    wrapper: Any = connection
    commit = wrapper._commit

    def counted() -> Any:
        points.passes()
        try:
            return commit()
        finally:
            points.passes()

    wrapper._commit = counted


def rows_now() -> Rows:
    """How many rows each table has, and how many letters are through."""
    tables = {model._meta.db_table for model in apps.get_models() if model._meta.managed}
    each = "SELECT '{0}', COUNT(*) FROM {0}".format
    asked = " UNION ALL ".join(map(each, sorted(tables)))
    with connection.cursor() as cursor:
        cursor.execute(asked)
        counted = {name: int(count) for name, count in cursor.fetchall() if count}
    for kept in KEPT_BESIDE:
        counted.pop(kept, None)
    return counted | {"letters sent": Outbox.objects.filter(sent_at__isnull=False).count()}
