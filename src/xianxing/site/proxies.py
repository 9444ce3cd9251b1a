"""Whom to believe about a visitor: the proxies that the operator named, nobody else."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]
Networks = Sequence[IPv4Network | IPv6Network]
SAID_BY_PROXIES = (
    "HTTP_X_REAL_IP",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_FORWARDED",
)


class BelieveProxies:
    """Takes the visitor's address from a trusted proxy's `X-Real-IP`; drops what anybody else says of it.

    So `REMOTE_ADDR` is the visitor for all that counts by address, and no visitor writes it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if trusted(str(request.META.get("REMOTE_ADDR", ""))):
            told = str(request.META.get("HTTP_X_REAL_IP", ""))
            if is_address(told):
                request.META["REMOTE_ADDR"] = told
        else:
            for name in SAID_BY_PROXIES:
                request.META.pop(name, None)
        return self.get_response(request)


def trusted(address: str) -> bool:
    """Whether this address is one of the proxies of the site's settings."""
    if not is_address(address):
        return False
    found = ip_address(address)
    return any(found in network for network in settings.PROXIES)


def is_address(text: str) -> bool:
    """Whether a text is an IP address."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def networks(name: str, *, default: str) -> Networks:
    """Addresses and networks of a variable, separated by commas; what isn't one is refused."""
    try:
        parts = (part.strip() for part in os.environ.get(name, default).split(","))
        return tuple(ip_network(part) for part in parts if part)
    except ValueError as problem:
        raise ImproperlyConfigured(f"{name}: {problem}") from None
