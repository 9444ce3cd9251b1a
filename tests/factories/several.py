"""A real site with several web processes on PostgreSQL behind a proxy, and visitors who ask by way of it."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from tests.factories.servers import COMMAND, served
from tests.factories.waiting import PATIENCE

HOST, PROXY = "pilot.example", "127.0.0.2"
SECRET = "qL7-zR2_vXw9mK4tBn1cYd8fGh3jPs6uEa5iOo0T-Qr_WxZyVbNm"
VISITOR = "X-Visitor"  # by which a test tells the proxy who asks


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers, text."""

    status: int
    headers: Mapping[str, str]
    text: str


@dataclass
class Site:
    """The ports of the web processes, and of the proxy in front."""

    processes: tuple[int, ...]
    proxy: int = 0
    turn: Iterator[int] = field(default_factory=count)


@contextmanager
def several(folder: Path, database: str, *, processes: int = 2, **more: str) -> Iterator[Site]:
    """As docs/operations.md says: each process at a port of its own, the proxy giving each its turn."""
    variables = production(folder, database) | more
    with ExitStack() as stack:
        started = [stack.enter_context(served(folder, **variables)) for _one in range(processes)]
        for process, _port in started:
            assert process.poll() is None, process.communicate(timeout=PATIENCE)[0]
        site = Site(tuple(port for _process, port in started))
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
        site.proxy = server.server_port
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def production(folder: Path, database: str) -> dict[str, str]:
    """The settings of a real site whose keys lie below a folder."""
    return {
        "XIANXING_MODE": "production",
        "XIANXING_SECRET_KEY": SECRET,
        "XIANXING_HOSTS": HOST,
        "XIANXING_BEHIND_PROXY": "1",
        "XIANXING_PROXIES": PROXY,
        "XIANXING_DATABASE_URL": database,
        "XIANXING_KEYS": str(folder / "keys"),
        "XIANXING_FILES": str(folder / "files"),
        "XIANXING_FILE_KEYS": str(folder / "keys" / "files.toml"),
        "XIANXING_LOG_ORIGIN": f"{HOST}/log",
        "XIANXING_SITE_URL": f"https://{HOST}",
        "XIANXING_MAIL_HOST": "127.0.0.1",
        "XIANXING_MAIL_PORT": "9",  # nobody listens there
        "XIANXING_VAR": str(folder / "var"),
    }


def command(folder: Path, database: str, *words: str) -> str:
    """What `xianxing` prints with the settings of that site."""
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *words], env={**os.environ, **production(folder, database)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Proxy(BaseHTTPRequestHandler):
        """Round robin; the checker's pages always to the first process, which holds what it found."""

        def do_GET(self) -> None:
            turn = next(site.turn) % len(site.processes)
            port = site.processes[0 if "/check/" in self.path else turn]
            kept = {name: value for name, value in self.headers.items() if not name.startswith("X-")}
            told = {**kept, "X-Real-IP": self.headers[VISITOR], "X-Forwarded-Proto": "https"}
            size = int(self.headers.get("Content-Length", "0"))
            answer = ask(port, self.command, self.path, told, self.rfile.read(size), source=PROXY)
            body = answer.text.encode()
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                if name.lower() not in ("content-length", "transfer-encoding", "connection", "date"):
                    for each in value.split("\n"):
                        self.send_header(name, each)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("X-Process", str(port))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_said: object) -> None:
            """Nothing."""

    return Proxy


def ask(
    port: int, method: str, path: str, headers: Mapping[str, str], body: bytes = b"", *, source: str = ""
) -> Answer:
    """One request as it is told; redirects aren't followed. Of a header that comes twice, lines."""
    line = http.client.HTTPConnection(
        "127.0.0.1", port, timeout=PATIENCE, source_address=(source, 0) if source else None
    )
    try:
        line.request(method, path, body, dict(headers))
        answer = line.getresponse()
        found: dict[str, str] = {}
        for said, value in answer.getheaders():
            name = said.title()
            found[name] = f"{found[name]}\n{value}" if name in found else value
        return Answer(answer.status, found, answer.read().decode("utf-8", "replace"))
    finally:
        line.close()


@dataclass
class Visitor:
    """Somebody at an address, with the cookies of a browser, who asks the proxy or one process."""

    site: Site
    address: str
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def get(self, path: str) -> Answer:
        """A page, by way of the proxy."""
        return self._ask("GET", path)

    def post(self, path: str, **said: str) -> Answer:
        """A form that the visitor found on the page of the same address."""
        if "csrftoken" not in self.cookies:
            self.get(path)
        said["csrfmiddlewaretoken"] = self.cookies["csrftoken"].value
        return self._ask("POST", path, urlencode(said).encode())

    def _ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        sent = "; ".join(f"{name}={each.value}" for name, each in self.cookies.items())
        headers = {"Host": HOST, VISITOR: self.address, "Cookie": sent, "Referer": f"https://{HOST}/"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = ask(self.site.proxy, method, path, headers, body)
        for line in answer.headers.get("Set-Cookie", "").split("\n"):
            self.cookies.load(line)
        return answer
