"""Whom a limit of the public pages counts by: an address, or the network of one that has very many."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.http import HttpRequest

NETWORK_BITS = 64  # of an IPv6 address: what one line is given


def visitor_of(request: HttpRequest) -> str:
    """The visitor's IPv4 address, or the network of its IPv6 address, as the server or its proxy sees it."""
    text = request.META.get("REMOTE_ADDR") or ""
    try:
        address = ip_address(text)
    except ValueError:
        return text
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, NETWORK_BITS), strict=False))
    return str(address)
