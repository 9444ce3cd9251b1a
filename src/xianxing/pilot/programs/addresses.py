"""Where a webhook may lead: https, to a public address; into private networks only where permitted."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from xianxing.pilot.refusal import Refused

LONGEST_URL = 500
HTTPS, HTTP = 443, 80
# Addresses that lead to an IPv4 address of somebody's choosing, past a check of the IPv6 one.
TRANSLATING = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))


class AddressClosed(OSError):
    """The name leads to no address that a webhook may lead to."""


@dataclass(frozen=True)
class HookAddress:
    """An address taken apart: host, port, path with query, and whether it is https."""

    host: str
    port: int
    target: str
    secure: bool

    @property
    def authority(self) -> str:
        """What stands in the `Host` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (HTTPS if self.secure else HTTP) else f"{host}:{self.port}"


def hook_address(url: str) -> HookAddress:
    """The parts of an address. Refused for what isn't https, bears a password, or names a private address.

    `XIANXING_WEBHOOKS_PRIVATE` permits http and private addresses, for receivers in the site's own network.
    """
    permitted = settings.XIANXING_WEBHOOKS_PRIVATE
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST_URL
    except ValueError:
        host, port, plain, parts = "", None, False, urlsplit("")
    schemes = {"https", "http"} if permitted else {"https"}
    if not plain or not host or parts.scheme not in schemes or "@" in parts.netloc or parts.fragment:
        raise Refused(
            "url",
            _("Give a whole https address without a password, such as https://receiver.example/xianxing."),
        )
    secure = parts.scheme == "https"
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        literal = None
    if literal is not None and not permitted and not is_public(host):
        raise Refused("url", _("This address lies in a private network; give one that is public."))
    return HookAddress(host, port or (HTTPS if secure else HTTP), target, secure)


def resolved(address: HookAddress) -> str:
    """The IP address to connect to; AddressClosed where the name has any that isn't permitted.

    The connection goes to the very address that was looked at, so that a name which changes meanwhile leads
    nowhere else. OSError where the name isn't known.
    """
    found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    numbers = [str(one[4][0]) for one in found]
    if not settings.XIANXING_WEBHOOKS_PRIVATE and not all(map(is_public, numbers)):
        raise AddressClosed(address.host)
    return numbers[0]


def is_public(number: str) -> bool:
    """Whether an IP address is one of the public internet."""
    found = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        elif found.is_site_local or any(found in net for net in TRANSLATING):
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved
