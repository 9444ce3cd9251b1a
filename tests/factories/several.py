"""A real site with several web processes on PostgreSQL behind nginx, and visitors who ask by way of it."""

from __future__ import annotations

import http.client
import os
import re
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.factories.servers import COMMAND, answers, free_port, served
from tests.factories.waiting import PATIENCE, comes

HOST, PROXY = "pilot.example", "127.0.0.2"
SECRET = "qL7-zR2_vXw9mK4tBn1cYd8fGh3jPs6uEa5iOo0T-Qr_WxZyVbNm"
RECIPE = Path(__file__).parents[2] / "docs" / "operations.md"


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers, text."""

    status: int
    headers: Mapping[str, str]
    text: str


@dataclass(frozen=True)
class Site:
    """The ports of the web processes, and of the proxy in front with what trusts its certificate."""

    processes: tuple[int, ...]
    proxy: int
    trust: ssl.SSLContext


@contextmanager
def several(folder: Path, database: str, **more: str) -> Iterator[Site]:
    """As docs/operations.md says: two processes, each at a port of its own, and nginx by that page."""
    variables = production(folder, database) | more
    with ExitStack() as stack:
        started = [stack.enter_context(served(folder, **variables)) for _one in range(2)]
        for process, _port in started:
            assert process.poll() is None, process.communicate(timeout=PATIENCE)[0]
        processes = tuple(port for _process, port in started)
        place = folder / "nginx"
        place.mkdir()
        trust, port = certified(place), free_port()
        stack.enter_context(nginx(place, processes, port))
        yield Site(processes, port, trust)


@contextmanager
def nginx(place: Path, processes: tuple[int, ...], port: int) -> Iterator[None]:
    """nginx in the foreground, one process, as whoever runs the tests."""
    config = place / "nginx.conf"
    config.write_text(configured(place, processes, port), "utf-8")
    binary = os.environ["XIANXING_NGINX"]
    log = place / "error.log"
    process = subprocess.Popen([binary, "-e", str(log), "-p", str(place), "-c", str(config)])
    try:
        assert comes(lambda: answers(port) or process.poll() is not None)
        assert process.poll() is None, log.read_text("utf-8")
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def configured(place: Path, processes: tuple[int, ...], port: int) -> str:
    """The recipe of docs/operations.md at this test's ports; the proxy asks from an address of its own."""
    found = re.search(r"```\n(upstream xianxing .*?)```", RECIPE.read_text("utf-8"), re.DOTALL)
    assert found
    recipe = found[1]
    for old, new in (
        ("127.0.0.1:8001", f"127.0.0.1:{processes[0]}"),
        ("127.0.0.1:8002", f"127.0.0.1:{processes[1]}"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl; proxy_bind {PROXY};"),
        ("/etc/xianxing/", f"{place}/"),
        ("server_name", "add_header X-Process $upstream_addr always;\n    server_name"),
    ):
        assert old in recipe, old
        recipe = recipe.replace(old, new)
    folders = "".join(
        f"{name}_temp_path {place}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"daemon off; master_process off; pid {place}/pid;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{folders}{recipe}}}\n"
    )


def certified(place: Path) -> ssl.SSLContext:
    """A certificate of the host for the proxy, and what trusts it alone."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (place / "site.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (place / "site.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return ssl.create_default_context(cafile=str(place / "site.pem"))


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


def ask(
    port: int,
    method: str,
    path: str,
    headers: Mapping[str, str],
    body: bytes = b"",
    *,
    source: str = "127.0.0.1",
    trust: ssl.SSLContext | None = None,
) -> Answer:
    """One request from an address of this machine, no redirect followed; what comes twice stands in lines."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE, source_address=(source, 0))
    try:
        line.connect()
        if trust:
            line.sock = trust.wrap_socket(line.sock, server_hostname=HOST)
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
    """Somebody at an address of this machine, with the cookies of a browser, who asks by way of the proxy."""

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
        headers = {"Host": HOST, "Cookie": sent, "Referer": f"https://{HOST}/"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = ask(self.site.proxy, method, path, headers, body, source=self.address, trust=self.site.trust)
        for line in answer.headers.get("Set-Cookie", "").split("\n"):
            self.cookies.load(line)
        return answer
