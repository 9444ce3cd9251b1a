"""A receiver that keeps silent, or speaks ever so slowly, holds a worker for no longer than its limit."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from pytest_django import Settings

from xianxing.pilot.programs import posting
from xianxing.pilot.programs.addresses import hook_address, is_public
from xianxing.pilot.programs.posting import NotTaken, post_event, signature


@pytest.fixture
def _quick(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.XIANXING_WEBHOOKS_PRIVATE = True
    monkeypatch.setattr(posting, "SECONDS", 1)


@contextmanager
def speaking(pause: float) -> Iterator[int]:
    """A port at which a letter of an answer comes after each pause, for half a minute."""
    held = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def speak() -> None:
        with suppress(OSError):
            line, _from = held.accept()
            with line:
                for letter in b"HTTP/1.1 200 " + b"O" * 200:
                    if over.wait(pause):
                        return
                    line.sendall(bytes([letter]))

    thread = threading.Thread(target=speak, daemon=True)
    thread.start()
    try:
        yield int(held.getsockname()[1])
    finally:
        over.set()
        held.close()
        thread.join(5)


@pytest.mark.usefixtures("_quick")
@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("pause", [30.0, 0.1])
def test_a_slow_receiver_is_cut_off(scheme: str, pause: float) -> None:
    with speaking(pause) as port:
        begun = time.monotonic()
        with pytest.raises(NotTaken):
            post_event(
                hook_address(f"{scheme}://127.0.0.1:{port}/"), event="e", body=b"{}", secret=b"s", moment=1
            )
        assert time.monotonic() - begun < 4


@pytest.mark.usefixtures("_quick")
def test_nobody_at_the_other_end_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    with pytest.raises(NotTaken, match="ConnectionRefusedError"):
        post_event(hook_address(f"http://127.0.0.1:{port}/"), event="e", body=b"{}", secret=b"s", moment=1)


def test_the_signature_is_the_one_of_the_documentation() -> None:
    assert signature(b"xw_example", 1700000000, b"{}") == (
        "ad698daa323fbd4acd6c1277c93285bc60cc7e5cafc5c3ef785a079fb7009ad6"
    )


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("127.0.0.1", False), ("192.168.1.4", False),
        ("100.64.0.1", False), ("224.0.0.1", False), ("fe80::1%eth0", False), ("fd00::1", False),
        ("::ffff:192.168.1.4", False), ("64:ff9b::a00:1", False), ("2002:a00:1::", False), ("::", False),
        ("fec0::1", False),
    ],
)  # fmt: skip
def test_only_addresses_of_the_public_internet_are_public(number: str, public: bool) -> None:
    assert is_public(number) is public
