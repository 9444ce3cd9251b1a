"""A line that is lost in the middle of a request, on the server that people run: nothing half is kept."""

from __future__ import annotations

import http.client
import io
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.servers import fetch, served
from tests.factories.waiting import PATIENCE
from xianxing.site.bodies import WholeBody

BOUNDARY = "line-lost"
OVERVIEW = "content.overview"


class Visitor:
    """A browser of few words: cookies, forms, and requests that break off."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, str]:
        """One whole request; the status and the page."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        line.request(method, path, body or None, self._headers(kind))
        answer = line.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        page = answer.read().decode()
        line.close()
        return answer.status, page

    def break_off(self, path: str, body: bytes, kind: str, sent: int) -> None:
        """A request that declares the whole body, of which only the beginning is sent."""
        head = [f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Content-Length: {len(body)}"]
        head += [f"{name}: {value}" for name, value in self._headers(kind).items()]
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as line:
            line.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + body[:sent])

    def token(self, path: str) -> str:
        """The token of the forms on a page."""
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.ask("GET", path)[1])
        assert found
        return found[1]

    def _headers(self, kind: str) -> dict[str, str]:
        told = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
        return {**told, "Content-Type": kind, "Origin": f"http://127.0.0.1:{self.port}"} if kind else told


def parts(fields: dict[str, str], name: str, content: bytes) -> tuple[bytes, str]:
    """A form with a file, as browsers send it, and its content type."""
    body = io.BytesIO()
    for key, value in fields.items():
        body.write(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        )
    disposition = f'form-data; name="file"; filename="{name}"'
    body.write(
        f"--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\nContent-Type: text/plain\r\n\r\n".encode()
    )
    body.write(content + f"\r\n--{BOUNDARY}--\r\n".encode())
    return body.getvalue(), f"multipart/form-data; boundary={BOUNDARY}"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lost")


@pytest.fixture(scope="module")
def draft(place: Path) -> Iterator[tuple[Visitor, str]]:
    """Zhou in her draft, on the real server."""
    environment = {**os.environ, "XIANXING_VAR": str(place / "var"), "XIANXING_SCRATCH": str(place / "s")}
    environment.pop("XIANXING_DATABASE_URL", None)
    made = subprocess.run(
        [sys.executable, "-m", "tests.site.draft_stage"],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    told = json.loads(made.stdout.splitlines()[-1])
    with served(place) as (_process, port):
        fetch(port, "/")
        zhou = Visitor(port)
        token = zhou.token("/demo/")
        form = f"csrfmiddlewaretoken={token}".encode()
        assert (
            zhou.ask("POST", f"/demo/enter/{told['person']}/", form, "application/x-www-form-urlencoded")[0]
            == 302
        )
        yield zhou, f"/filings/{told['filing']}/"


def asked(place: Path, question: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(place / "var" / "xianxing.sqlite3") as base:
        return base.execute(question).fetchall()


def state(place: Path) -> tuple[list[tuple[object, ...]], ...]:
    return (
        asked(place, "SELECT count(*), max(id) FROM filings_material"),
        asked(place, "SELECT count(*), max(id) FROM filings_storedfile"),
        asked(place, "SELECT count(*), max(id) FROM filings_cellversion"),
    )


def kept_files(place: Path) -> int:
    return sum(path.is_file() for path in (place / "var" / "files").rglob("*"))


def settled(place: Path, before: object) -> None:
    """Long enough for the server to have noticed, and to have done wrong if it would."""
    for _ in range(15):
        time.sleep(0.1)
        assert state(place) == before


@pytest.mark.parametrize("share", [0.3, 0.7, 0.999])
def test_a_file_that_arrives_in_part_is_not_kept(
    place: Path, draft: tuple[Visitor, str], share: float
) -> None:
    zhou, filing = draft
    before, files = state(place), kept_files(place)
    fields = {"csrfmiddlewaretoken": zhou.token(f"{filing}files/"), "kind": "other", "unit": "lead"}
    body, kind = parts(fields, "half.txt", b"a line of the file\n" * 200_000)
    zhou.break_off(f"{filing}files/", body, kind, int(len(body) * share))
    settled(place, before)
    assert kept_files(place) == files
    assert not list((place / "s").glob("*.upload*"))  # nor does a part of it lie in plain
    assert (
        zhou.ask("POST", f"{filing}files/", *parts(fields, f"whole{share}.txt", f"{share}".encode()))[0]
        == 302
    )
    assert kept_files(place) == files + 1


def test_a_text_that_arrives_in_part_is_not_kept(place: Path, draft: tuple[Visitor, str]) -> None:
    zhou, filing = draft
    page = f"{filing}sections/purpose/"
    token = zhou.token(page)
    ((version,),) = asked(place, "SELECT version FROM filings_cell WHERE path = 'content.overview'")
    text = "a sentence and another one ".replace(" ", "+") * 300
    body = f"csrfmiddlewaretoken={token}&based:{OVERVIEW}={version}&v:{OVERVIEW}={text}".encode()
    before = state(place)
    zhou.break_off(page, body, "application/x-www-form-urlencoded", len(body) - 2_000)
    settled(place, before)
    assert zhou.ask("POST", page, body, "application/x-www-form-urlencoded")[0] == 302
    assert state(place) != before


@given(st.binary(max_size=200), st.integers(0, 200), st.integers(1, 50), st.booleans())
def test_a_body_is_whole_or_an_error(data: bytes, missing: int, size: int, by_line: bool) -> None:
    body = WholeBody(io.BytesIO(data + b"the next request" * (missing == 0)), len(data) + missing)
    got = b""
    try:
        while piece := body.readline(size) if by_line else body.read(size):
            got += piece
    except ConnectionResetError:
        assert missing
    else:
        assert (got, missing) == (data, 0)
