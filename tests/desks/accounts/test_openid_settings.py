"""A provider of OpenID Connect is named by the environment, wholly or not at all."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from xianxing.desks.accounts.openid_settings import openid_settings

WHOLE = {
    "XIANXING_OIDC_ISSUER": "https://login.example", "XIANXING_OIDC_CLIENT_ID": "xianxing",
    "XIANXING_OIDC_CLIENT_SECRET": "a-secret-word",
}  # fmt: skip


def test_without_an_issuer_there_is_no_provider() -> None:
    assert openid_settings({}, real=True) is None
    assert openid_settings({"XIANXING_OIDC_CLIENT_ID": "x"}, real=True) is None


def test_a_whole_provider_trusts_no_second_factor_unless_it_is_said() -> None:
    found = openid_settings(WHOLE, real=True)
    assert found is not None
    assert (found.acr, found.amr, found.name) == (frozenset(), frozenset(), "OpenID Connect")
    found = openid_settings({**WHOLE, "XIANXING_OIDC_ACR": "2 3", "XIANXING_OIDC_AMR": "otp"}, real=True)
    assert found is not None
    assert (found.acr, found.amr) == (frozenset({"2", "3"}), frozenset({"otp"}))
    assert "a-secret-word" not in repr(found)


def test_a_part_that_is_missing_is_named_and_no_secret_is_sent_in_clear() -> None:
    with pytest.raises(ImproperlyConfigured, match="XIANXING_OIDC_CLIENT_SECRET"):
        openid_settings({**WHOLE, "XIANXING_OIDC_CLIENT_SECRET": " "}, real=True)
    with pytest.raises(ImproperlyConfigured, match="https"):
        openid_settings({**WHOLE, "XIANXING_OIDC_ISSUER": "http://login.example"}, real=True)
    assert openid_settings({**WHOLE, "XIANXING_OIDC_ISSUER": "http://127.0.0.1:1"}, real=False)
