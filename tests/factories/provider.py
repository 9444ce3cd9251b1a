"""A provider of OpenID Connect that listens on this machine: a published one, which holds to PKCE besides."""

from __future__ import annotations

import base64
import hashlib
import io
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

import requests

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it uses parts of its own libraries that are about to go
    import oidc_provider_mock

Environ = dict[str, Any]


@dataclass
class Provider:
    """The address of a running provider, and what it was asked for."""

    issuer: str
    challenges: list[str] = field(default_factory=list)
    exchanged: list[dict[str, str]] = field(default_factory=list)

    def knows(self, subject: str, **claims: str | list[str] | bool) -> None:
        """Somebody with an identity there, with further claims in the token."""
        said: dict[str, Any] = {**claims}
        answer = requests.put(f"{self.issuer}/users/{subject}", json=said, timeout=5)
        answer.raise_for_status()

    def log_in(self, address: str, subject: str) -> str:
        """What a browser does there: open the page, log in as somebody; gives the address to go back to."""
        answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
        return str(answer.headers["Location"])

    def decline(self, address: str) -> str:
        """The same of somebody who declines."""
        answer = requests.post(address, data={"action": "deny"}, allow_redirects=False, timeout=5)
        return str(answer.headers["Location"])


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Nothing is written of requests."""


@contextmanager
def a_provider() -> Iterator[Provider]:
    """The provider, until the end of the block. A token without the challenge's verifier is refused."""
    found = Provider("")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        app = oidc_provider_mock.app(require_nonce=True)
    with make_server("127.0.0.1", 0, _held_to_pkce(app, found), handler_class=_Quiet) as server:
        found.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()


def _held_to_pkce(app: Callable[..., Iterable[bytes]], found: Provider) -> Callable[..., Iterable[bytes]]:
    def asked(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            query = _single(parse_qs(environ.get("QUERY_STRING", "")))
            if environ["REQUEST_METHOD"] == "POST" and query.get("code_challenge_method") == "S256":
                found.challenges.append(query["code_challenge"])
            if environ["PATH_INFO"].endswith("/token"):
                sent = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
                environ["wsgi.input"] = io.BytesIO(sent)
                form = _single(parse_qs(sent.decode()))
                found.exchanged.append(form)
                if _challenge(form.get("code_verifier", "")) not in found.challenges:
                    start("400 Bad Request", [("Content-Type", "application/json")])
                    return [b'{"error": "invalid_grant"}']
            return list(app(environ, start))

    return asked


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _single(said: Mapping[str, list[str]]) -> dict[str, str]:
    return {name: values[-1] for name, values in said.items()}


def path_of(address: str) -> str:
    """The part of an address that a test's browser asks for."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"
