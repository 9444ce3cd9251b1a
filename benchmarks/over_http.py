"""Pages asked of the real server over HTTP, each beside the same frame with one line of text in it."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from benchmarks.figure import spread
from benchmarks.processor import Told, effort, stop_worker

VISITS = int(os.environ.get("XIANXING_BENCH_VISITS", "100"))
FRAME = "/no-such-page/"  # answered by the frame that all pages share, and one line
COMMAND = [sys.executable, "-c", "import sys; from xianxing.cli import main; sys.exit(main(sys.argv[1:]))"]


@dataclass(frozen=True)
class Served:
    """A server that listens: its port, and its process."""

    port: int
    process: int


@contextmanager
def serving() -> Iterator[Served]:
    """`xianxing serve` on the database that the environment names, without its worker."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, "XIANXING_HOSTS": "127.0.0.1,testserver"}
    process = subprocess.Popen(
        [*COMMAND, "serve", "--empty", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        while True:
            if process.poll() is not None:
                raise RuntimeError("the server did not start")
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.2)
        stop_worker(process.pid)
        yield Served(port, process.pid)
    finally:
        process.terminate()
        process.wait(30)


def measure(server: Served, pages: Mapping[str, tuple[str, str]]) -> Told:
    """Each page by name: its address and the session's cookie; first the frame, as whoever asks first."""
    cookie = next(iter(pages.values()))[1]
    told = page("the frame with one line", server, FRAME, cookie, 404)
    for what, (address, session) in pages.items():
        told += page(f"{what}, over HTTP", server, address, session, 200)
    return told


def page(what: str, server: Served, address: str, session: str, status: int = 200) -> Told:
    """How long a page takes, and what one visit costs the server's processor."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

    def visit(_number: int) -> float:
        start = time.perf_counter()
        line.request("GET", address, headers={"Cookie": f"sessionid={session}"})
        answer = line.getresponse()
        answer.read()
        if answer.status != status:
            raise RuntimeError(f"{address} answered {answer.status}")
        return time.perf_counter() - start

    taken: list[float] = []
    list(map(visit, range(3)))
    done = effort(lambda: taken.extend(map(visit, range(VISITS))), server.process)
    line.close()
    return [*spread(what, taken), (f"{what}, processor", done.processor / VISITS * 1e3, "ms")]
