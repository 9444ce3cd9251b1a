"""How many may have something costly done at once: in all, and one visitor; whoever waits, waits briefly."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from time import monotonic


class BusyError(Exception):
    """No place was free. `own` tells whether the visitor's own work takes up what a visitor may have."""

    def __init__(self, *, own: bool) -> None:
        super().__init__("busy")
        self.own = own


class Capacity:
    """At most `most` at once, `each` of one visitor, counting what waits; `waiting` may wait, for `seconds`.

    Nobody waits longer and nobody more waits, so that whoever asks holds no thread of the server for long.
    """

    def __init__(self, *, most: int, each: int, waiting: int, seconds: float) -> None:
        self._most, self._each, self._waiting, self._seconds = most, each, waiting, seconds
        self._free = threading.Condition()
        self._running = self._queued = 0
        self._of: Counter[Hashable] = Counter()

    @contextmanager
    def place(self, visitor: Hashable) -> Iterator[None]:
        """A place for the block; BusyError where there is none."""
        with self._free:
            if self._of[visitor] >= self._each:
                raise BusyError(own=True)
            self._of[visitor] += 1
            try:
                self._enter()
            except BaseException:
                self._leave(visitor)
                raise
        try:
            yield
        finally:
            with self._free:
                self._running -= 1
                self._leave(visitor)
                self._free.notify()

    def _enter(self) -> None:
        end = monotonic() + self._seconds
        if self._running >= self._most and self._queued >= self._waiting:
            raise BusyError(own=False)
        self._queued += 1
        try:
            if not self._free.wait_for(lambda: self._running < self._most, max(end - monotonic(), 0)):
                raise BusyError(own=False)
            self._running += 1
        finally:
            self._queued -= 1

    def _leave(self, visitor: Hashable) -> None:
        self._of[visitor] -= 1
        if not self._of[visitor]:
            del self._of[visitor]
