"""Log-in by OpenID Connect beside passwords: off unless the environment names a provider."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class OpenIdSettings:
    """A provider; `acr` and `amr` are the values by which it says that a second factor was used.

    With neither of both the site asks for its own second factor after each log-in by the provider.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str = "OpenID Connect"
    acr: frozenset[str] = frozenset()
    amr: frozenset[str] = frozenset()


def openid_settings(environment: Mapping[str, str], *, real: bool) -> OpenIdSettings | None:
    """The provider that the environment names; None without one.

    ImproperlyConfigured where a part is missing, and on a real site where the provider has no https address.
    """
    said = {
        key: environment.get(f"XIANXING_OIDC_{key}", "").strip()
        for key in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "NAME", "ACR", "AMR")
    }
    if not said["ISSUER"]:
        return None
    missing = [f"XIANXING_OIDC_{key}" for key in ("CLIENT_ID", "CLIENT_SECRET") if not said[key]]
    if missing:
        raise ImproperlyConfigured(f"missing beside XIANXING_OIDC_ISSUER: {', '.join(missing)}")
    if real and not said["ISSUER"].startswith("https://"):
        raise ImproperlyConfigured("XIANXING_OIDC_ISSUER has no https address")
    return OpenIdSettings(
        said["ISSUER"], said["CLIENT_ID"], said["CLIENT_SECRET"], said["NAME"] or OpenIdSettings.name,
        frozenset(said["ACR"].split()), frozenset(said["AMR"].split()),
    )  # fmt: skip
