"""One signed request to a webhook: to the address that was looked at, no redirect, within ten seconds."""

from __future__ import annotations

import hashlib
import hmac
import socket
import ssl
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from threading import Timer

from xianxing.pilot.programs.addresses import HookAddress, resolved

SECONDS = 10
SIGNATURE, EVENT = "Xianxing-Signature", "Xianxing-Event"


class NotTaken(Exception):
    """The receiver didn't say that it has the event; the message says how, without its words."""


class _Line:
    """A socket that is cut after ten seconds, however slowly the other side speaks."""

    def __init__(self, address: HookAddress) -> None:
        self.socket = socket.create_connection((resolved(address), address.port), timeout=SECONDS)
        self.timer = Timer(SECONDS, self.cut)
        self.timer.daemon = True
        self.timer.start()
        if address.secure:
            context = ssl.create_default_context()
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            try:
                self.socket = context.wrap_socket(
                    self.socket, server_hostname=address.host, do_handshake_on_connect=False
                )
                self.socket.do_handshake()
            except BaseException:
                self.close()
                raise

    def cut(self) -> None:
        """End the connection under whoever waits for it."""
        with suppress(OSError):  # it has ended by itself
            self.socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """No longer needed."""
        self.timer.cancel()
        self.socket.close()


def post_event(address: HookAddress, *, event: str, body: bytes, secret: bytes, moment: int) -> None:
    """Post an event; NotTaken unless the answer is 2xx. `moment` is Unix time, for the signature."""
    headers = {
        "Host": address.authority,
        "Content-Type": "application/json",
        "User-Agent": "Xianxing",
        "Connection": "close",
        EVENT: event,
        SIGNATURE: f"t={moment},v1={signature(secret, moment, body)}",
    }
    try:
        line = _Line(address)
        try:
            connection = HTTPConnection(address.host, address.port, timeout=SECONDS)
            connection.sock = line.socket
            connection.request("POST", address.target, body=body, headers=headers)
            status = connection.getresponse().status
        finally:
            line.close()
    except (OSError, HTTPException, ValueError) as problem:
        raise NotTaken(type(problem).__name__) from None
    if not 200 <= status < 300:
        raise NotTaken(f"HTTP {status}")


def signature(secret: bytes, moment: int, body: bytes) -> str:
    """HMAC-SHA256 over the moment, a dot and the body, in hexadecimal digits."""
    return hmac.new(secret, f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
