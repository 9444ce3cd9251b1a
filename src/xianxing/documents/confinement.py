"""What a process for untrusted bytes takes upon itself: memory, processor time, the clock, and no orphan."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

LOOKED_FOR_PARENT = 0.5  # seconds


def end_with_parent() -> None:
    """From now on end when the parent named on the command line is gone, busy or not; once a process."""
    parent = int(sys.argv[1]) if len(sys.argv) > 1 else os.getppid()
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def restrict(*, memory: int, cpu_seconds: int, wall_seconds: float) -> None:
    """Bound this process for the next request: address space in bytes, processor time and clock in seconds.

    The system ends the process that overruns, also inside native code. Nothing on systems without resource
    limits (Windows): there the parent's clock is the only bound.
    """
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or hard >= memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
    used = resource.getrusage(resource.RUSAGE_SELF)
    budget = int(used.ru_utime + used.ru_stime) + 1 + cpu_seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard == resource.RLIM_INFINITY or hard >= budget:
        resource.setrlimit(resource.RLIMIT_CPU, (budget, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, wall_seconds)


def rest() -> None:
    """Stop the clock between two requests: a process that waits for its parent may wait."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOKED_FOR_PARENT)
    os._exit(1)
