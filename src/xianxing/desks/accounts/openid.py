"""The provider of OpenID Connect: sending people there, and what the signed token that comes back proves."""

from __future__ import annotations

import logging
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from joserfc.errors import JoseError
from requests import RequestException

from xianxing.desks.accounts.openid_settings import OpenIdSettings
from xianxing.i18n import gettext
from xianxing.pilot.identities.domain.linking import ProvenIdentity
from xianxing.pilot.refusal import Refused

logger = logging.getLogger(__name__)
SECONDS = 5  # that a provider has to answer
SIGNED = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
WELL_KNOWN = "/.well-known/openid-configuration"
# What goes wrong between us and a provider, or with what it sends: one answer for all of it.
TROUBLE = (AuthlibBaseError, JoseError, RequestException, RuntimeError, ValueError, KeyError, TypeError)


def provider() -> OpenIdSettings:
    """The provider that is set; Http404 without one, so that none of its pages exists then."""
    found = settings.OIDC
    if not isinstance(found, OpenIdSettings):
        raise Http404
    return found


def sent_there(request: HttpRequest) -> HttpResponse:
    """The way to the provider, with a fresh state, nonce and PKCE challenge (S256) kept in the session.

    Refused where the provider doesn't answer.
    """
    try:
        answer: HttpResponse = _client().authorize_redirect(request, _callback(request))
    except TROUBLE as trouble:
        logger.warning("openid: going to the provider failed: %s", type(trouble).__name__)
        raise Refused("provider", _unreachable()) from None
    return answer


def proven(request: HttpRequest) -> ProvenIdentity:
    """What the provider's token proves, once state, signature, issuer, audience, nonce and time fit.

    Refused where one doesn't, where the person declined there, and where the provider doesn't answer.
    """
    held = provider()
    try:
        claims: Any = _client().authorize_access_token(request)["userinfo"]
        issuer, subject, audience = str(claims["iss"]), str(claims["sub"]), claims["aud"]
    except TROUBLE as trouble:
        logger.warning("openid: an answer was refused: %s", type(trouble).__name__)
        raise Refused("token", _unfit()) from None
    if issuer != held.issuer:
        raise Refused("issuer", gettext("The answer came from another provider."))
    # Authlib takes a token for another program too, once its `azp` names ours.
    if held.client_id not in (audience if isinstance(audience, list) else [audience]):
        raise Refused("audience", _unfit())
    methods = claims.get("amr")
    used = frozenset(map(str, methods)) if isinstance(methods, list) else frozenset()
    strong = str(claims.get("acr", "")) in held.acr or bool(used & held.amr)
    return ProvenIdentity(issuer, subject, strong)


def logout_address(request: HttpRequest) -> str:
    """Where one also logs out with the provider and comes back; "" where it has no such address."""
    try:
        client = _client()
        if not client.load_server_metadata().get("end_session_endpoint"):
            return ""
        back = request.build_absolute_uri(reverse("public:home"))
        made = client.create_logout_url(post_logout_redirect_uri=back, client_id=client.client_id)
        return str(made["url"])
    except TROUBLE:
        return ""


def _client() -> Any:
    """A client with the provider's metadata, read anew: its own name, and signatures by its keys alone."""
    held = provider()
    client = OAuth().register(
        "provider",
        client_id=held.client_id,
        client_secret=held.client_secret,
        server_metadata_url=held.issuer.rstrip("/") + WELL_KNOWN,
        client_kwargs={"scope": "openid", "code_challenge_method": "S256", "default_timeout": SECONDS},
    )
    metadata = client.load_server_metadata()
    if metadata.get("issuer") != held.issuer:
        raise ValueError("the provider calls itself otherwise")
    named = metadata.get("id_token_signing_alg_values_supported") or SIGNED
    metadata["id_token_signing_alg_values_supported"] = [one for one in SIGNED if one in named]
    return client


def _callback(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("accounts:provider-callback"))


def _unfit() -> str:
    return gettext("The provider's answer doesn't fit: it was declined, too old or not meant for us.")


def _unreachable() -> str:
    return gettext("The provider doesn't answer. Log in with your password, or try again later.")
