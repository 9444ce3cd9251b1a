"""`xianxing worker`: background tasks, letters, webhooks, the passing of time, the day's signed head."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import time
from datetime import UTC, datetime
from types import FrameType

from xianxing.cli.database import use_database
from xianxing.i18n import gettext

HELP = "Do the background work: tasks, letters, time, the daily head"
PAUSE_SECONDS = 1.0
logger = logging.getLogger("xianxing.worker")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--once", action="store_true", help=gettext("One turn of everything, then stop"))
    parser.add_argument(
        "--parent", type=int, metavar="PID", help=gettext("Stop when this process, which started it, ends")
    )
    parser.add_argument(
        "--queue", metavar="NAME", help=gettext("Only tasks of this queue; runs of tools are in “tools”")
    )


def run(options: argparse.Namespace) -> int:
    """Work until SIGTERM or Ctrl-C; told so before it has begun, it goes at once. Any number may run.

    A task under way is then broken off and stays in the queue, since pictures may take minutes to read;
    anything else is finished first.
    """
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, _leave)
    use_database()
    for name in ("django_tasks", "django_tasks_db"):
        logging.getLogger(name).setLevel(logging.WARNING)
    if options.queue:
        return _only(options)
    turns = Turns(parent=options.parent, beside=not options.once)
    turns.queue.listen()
    try:
        while True:
            turns.take()
            if options.once or turns.queue.ended():
                return 0
            time.sleep(PAUSE_SECONDS)
    finally:
        if turns.long:
            turns.long.stop()


def _only(options: argparse.Namespace) -> int:
    """Run the tasks of one queue, and do nothing else."""
    from django.db import close_old_connections

    from xianxing.cli.background import Tasks

    queue = Tasks(parent=options.parent, queue=options.queue)
    queue.listen()
    while True:
        close_old_connections()
        try:
            queue.run(real_now=datetime.now(UTC))
        except Exception:
            logger.exception("the worker failed in the queue %s", options.queue)
        if options.once or queue.ended():
            return 0
        time.sleep(PAUSE_SECONDS)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """Go at once and without a word: nothing has been begun yet."""
    sys.exit(0)


class Turns:
    """The worker's turns, one a second; it remembers for which hour time has passed already.

    With `beside`, tasks that take long are run by a process beside, so that nothing waits for them.
    """

    def __init__(self, *, parent: int | None = None, beside: bool = False) -> None:
        from xianxing.cli.background import LONG, LongTasks, Tasks

        self.queue = Tasks(parent=parent, without=LONG if beside else "")
        self.long = LongTasks() if beside else None
        self.hour = ""

    def take(self) -> None:
        """One turn: every kind of work once; what fails is logged and stops none of the others."""
        from django.db import close_old_connections

        close_old_connections()
        for work in (self.tasks, self.letters, self.events, self.time, self.head, self.long_tasks):
            try:
                work()
            except Exception:
                logger.exception("the worker failed in %s", work.__name__)

    def tasks(self) -> None:
        """Run the tasks that are ready."""
        self.queue.run(real_now=datetime.now(UTC))

    def letters(self) -> None:
        """Make the morning's digests, and send the letters that are due, in real time."""
        from xianxing.pilot.messages.domain import collect_digests, send_letters

        collect_digests(real_now=datetime.now(UTC))
        send_letters(real_now=datetime.now(UTC))

    def events(self) -> None:
        """Tell webhooks of what was put into the log."""
        from xianxing.pilot.clock import now
        from xianxing.pilot.programs.domain.sending import send_events

        send_events(at=now(), real_now=datetime.now(UTC))

    def time(self) -> None:
        """Let time pass once an hour by the site's clock, a minute after the full one as `tick` counts days,
        and at once when that clock was moved.
        """
        from xianxing.pilot.cases.domain import tick
        from xianxing.pilot.cases.domain.performing import LONGEST_WAIT
        from xianxing.pilot.clock import now

        at = now()
        hour = f"{at - LONGEST_WAIT:%Y-%m-%d %H}"
        if hour != self.hour:
            _entered, failed = tick(at=at)
            self.hour = hour
            if failed:
                logger.error("time could not pass in %d cases; see `xianxing doctor`", failed)

    def head(self) -> None:
        """Sign the day's head, and give publications their receipts, in real time."""
        from xianxing.pilot.cases.domain import give_publication_receipts, sign_daily_head

        sign_daily_head(at=datetime.now(UTC))
        give_publication_receipts(signed_at=datetime.now(UTC))

    def long_tasks(self) -> None:
        """Have the tasks that take long run by the process beside."""
        if self.long:
            self.long.begin()
