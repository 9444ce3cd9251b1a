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

from benchmarks.figure import spread

VISITS = 100
FRAME = "/no-such-page/"  # answered by the frame that all pages share, and one line
COMMAND = [sys.executable, "-c", "import sys; from xianxing.cli import main; sys.exit(main(sys.argv[1:]))"]
Told = list[tuple[str, float, str]]


@contextmanager
def serving() -> Iterator[int]:
    """`xianxing serve` on the database that the environment names; gives its port."""
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
        yield port
    finally:
        process.terminate()
        process.wait(30)


def measure(port: int, pages: Mapping[str, tuple[str, str]]) -> Told:
    """Each page by name: its address and the session's cookie; first the frame, as whoever asks first."""
    cookie = next(iter(pages.values()))[1]
    told = _page("the frame with one line", port, FRAME, cookie, 404)
    for what, (address, session) in pages.items():
        told += _page(f"{what}, over HTTP", port, address, session, 200)
    return told


def _page(what: str, port: int, address: str, session: str, status: int) -> Told:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    taken = []
    for number in range(VISITS + 3):
        start = time.perf_counter()
        line.request("GET", address, headers={"Cookie": f"sessionid={session}"})
        answer = line.getresponse()
        answer.read()
        if answer.status != status:
            raise RuntimeError(f"{address} answered {answer.status}")
        if number >= 3:
            taken.append(time.perf_counter() - start)
    line.close()
    return spread(what, taken)
