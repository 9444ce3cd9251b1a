"""Log-in by a provider of OpenID Connect: a real one listens, tokens are signed, codes are exchanged."""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories.logged_in import browser, with_code
from tests.factories.provider import Provider, a_provider, path_of
from xianxing.desks.accounts import limits
from xianxing.desks.accounts.openid_pages import LINKS_WITHIN
from xianxing.desks.accounts.openid_settings import OpenIdSettings
from xianxing.pilot.demo.cast import Cast
from xianxing.pilot.identities.models import LinkedIdentity
from xianxing.pilot.parties.domain.second_factor import next_code
from xianxing.pilot.parties.models import AccessEvent, User

pytestmark = pytest.mark.django_db
BEGIN, CHANGE, CALLBACK = "/accounts/provider/", "/accounts/provider/change/", "/accounts/provider/callback/"
SUBJECT = "u-4711"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with a_provider() as found:
        yield found


@pytest.fixture
def provider(running: Provider, settings: Settings) -> Provider:
    settings.OIDC = OpenIdSettings(
        running.issuer, "xianxing", "secret", "政务统一认证", amr=frozenset({"otp"})
    )
    running.knows(SUBJECT)
    return running


@pytest.fixture
def chen(cast: Cast) -> User:
    return cast.people["陈砚林"]


def there(client: Client, address: str = BEGIN) -> str:
    answer = client.get(address)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def linked(client: Client, user: User, provider: Provider, subject: str = SUBJECT) -> Client:
    assert client.post(CHANGE, with_code(user, act="link")).status_code == 200
    back = client.get(path_of(provider.log_in(there(client), subject)))
    assert back["Location"].endswith("/accounts/me/"), back.content.decode()
    return client


def test_without_a_provider_there_is_nothing_of_it(client: Client, chen: User) -> None:
    assert client.get(BEGIN).status_code == client.get(CALLBACK).status_code == 404
    assert "/accounts/provider/" not in client.get("/accounts/login/").content.decode()
    assert browser(chen).post(CHANGE, with_code(chen, act="link")).status_code == 404


def test_an_owner_links_the_account_and_logs_in_by_the_provider_and_the_second_factor(
    provider: Provider, chen: User, client: Client
) -> None:
    assert "政务统一认证" in client.get("/accounts/login/").content.decode()
    linked(browser(chen), chen, provider)
    assert LinkedIdentity.objects.get().user == chen
    assert AccessEvent.objects.filter(kind="identity_linked", user=chen, detail=provider.issuer).count() == 1
    back = client.get(path_of(provider.log_in(there(client, f"{BEGIN}?next=/messages/"), SUBJECT)))
    assert back["Location"] == "/accounts/login/code/"
    assert "_auth_user_id" not in client.session
    entered = client.post("/accounts/login/code/", {"code": next_code(chen)})
    assert entered["Location"] == "/messages/"
    assert limits.has_second_factor(client)  # type: ignore[arg-type]


def test_the_provider_s_second_factor_counts_only_where_the_operator_trusts_it(
    provider: Provider, chen: User, client: Client, settings: Settings
) -> None:
    linked(browser(chen), chen, provider)
    provider.knows(SUBJECT, amr=["pwd", "otp"], acr="2")
    back = client.get(path_of(provider.log_in(there(client), SUBJECT)))
    assert back["Location"].endswith("/accounts/me/")
    assert AccessEvent.objects.filter(kind="logged_in", user=chen, detail="openid").count() == 1
    settings.OIDC = OpenIdSettings(provider.issuer, "xianxing", "secret", acr=frozenset({"3"}))
    other = Client()
    assert "code" in other.get(path_of(provider.log_in(there(other), SUBJECT)))["Location"]
    provider.knows(SUBJECT)


def test_an_identity_that_nobody_linked_logs_nobody_in_and_makes_no_account(
    provider: Provider, chen: User, client: Client
) -> None:
    provider.knows("stranger", email=chen.email, email_verified=True)
    before = User.objects.count()
    back = client.get(path_of(provider.log_in(there(client), "stranger")))
    assert (back.status_code, "没有账户与该身份关联" in back.content.decode()) == (403, True)
    assert (User.objects.count(), LinkedIdentity.objects.count()) == (before, 0)
    assert "_auth_user_id" not in client.session


def test_linking_asks_for_the_second_factor_and_takes_no_identity_twice(
    provider: Provider, cast: Cast, chen: User
) -> None:
    bare = browser(chen).post(CHANGE, {"act": "link"})
    assert bare.status_code == 403
    linked(browser(chen), chen, provider)
    other = cast.people["温如玉"]
    client = browser(other)
    client.post(CHANGE, with_code(other, act="link"))
    back = client.get(path_of(provider.log_in(there(client), SUBJECT)))
    assert (back.status_code, "已关联到其他账户" in back.content.decode()) == (403, True)
    assert LinkedIdentity.objects.count() == 1


def test_a_second_factor_given_long_ago_links_nothing(
    provider: Provider, chen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, given = browser(chen), time.time()
    assert client.post(CHANGE, with_code(chen, act="link")).status_code == 200
    monkeypatch.setattr("time.time", lambda: given + LINKS_WITHIN + 1)
    assert client.get(path_of(provider.log_in(there(client), SUBJECT))).status_code == 403
    assert not LinkedIdentity.objects.exists()


def test_a_link_is_removed_by_its_owner_and_logs_in_no_more(
    provider: Provider, chen: User, client: Client
) -> None:
    own = linked(browser(chen), chen, provider)
    assert "解除关联" in own.get("/accounts/me/").content.decode()
    assert own.post(CHANGE, with_code(chen, act="unlink")).status_code == 302
    assert AccessEvent.objects.filter(kind="identity_unlinked", user=chen).count() == 1
    assert not LinkedIdentity.objects.exists()
    assert client.get(path_of(provider.log_in(there(client), SUBJECT))).status_code == 403


def test_state_nonce_and_pkce_hold_a_log_in_together(provider: Provider, chen: User, client: Client) -> None:
    linked(browser(chen), chen, provider)
    address = there(client)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 20
    back = path_of(provider.log_in(address, SUBJECT))
    assert Client().get(back).status_code == 403, "a state of another browser"
    assert client.get(back.replace("state=", "state=x")).status_code == 403
    assert client.get(path_of(provider.log_in(there(client), SUBJECT))).status_code == 302
    assert provider.exchanged[-1]["code_verifier"]
    assert client.get(back).status_code == 403, "an answer is good once"


def test_a_token_for_another_nonce_is_refused(provider: Provider, chen: User, client: Client) -> None:
    linked(browser(chen), chen, provider)
    address = there(client)
    nonce = parse_qs(urlsplit(address).query)["nonce"][0]
    back = provider.log_in(address.replace(nonce, "another-nonce-altogether"), SUBJECT)
    assert client.get(path_of(back)).status_code == 403
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("aud", ["another", ["another", "third"]])
def test_a_token_for_somebody_else_s_program_is_refused(
    provider: Provider, chen: User, client: Client, aud: str | list[str]
) -> None:
    linked(browser(chen), chen, provider)
    provider.knows(SUBJECT, aud=aud, azp="xianxing")
    try:
        assert client.get(path_of(provider.log_in(there(client), SUBJECT))).status_code == 403
    finally:
        provider.knows(SUBJECT)
    assert "_auth_user_id" not in client.session


def test_who_declines_there_and_whose_provider_is_silent_is_told(
    provider: Provider, client: Client, settings: Settings
) -> None:
    back = client.get(path_of(provider.decline(there(client))))
    assert (back.status_code, "拒绝" in back.content.decode()) == (403, True)
    settings.OIDC = OpenIdSettings("http://127.0.0.1:9", "xianxing", "secret")
    silent = client.get(BEGIN)
    assert (silent.status_code, "没有回应" in silent.content.decode()) == (502, True)
    settings.OIDC = OpenIdSettings(f"{provider.issuer}/", "xianxing", "secret")
    assert client.get(BEGIN).status_code == 502, "it calls itself otherwise"


def test_one_address_sends_only_so_many_to_the_provider(client: Client, settings: Settings) -> None:
    settings.OIDC = OpenIdSettings("http://127.0.0.1:9", "xianxing", "secret")
    codes = [client.get(BEGIN).status_code for _try in range(61)]
    assert (set(codes[:60]), codes[60]) == ({502}, 429)


def test_a_row_written_by_sql_and_a_closed_account_log_nobody_in(
    provider: Provider, cast: Cast, chen: User, client: Client
) -> None:
    linked(browser(chen), chen, provider)
    LinkedIdentity.objects.update(user=cast.people["温如玉"])
    assert client.get(path_of(provider.log_in(there(client), SUBJECT))).status_code == 403
    LinkedIdentity.objects.update(user=chen)
    User.objects.filter(pk=chen.pk).update(is_active=False)
    back = client.get(path_of(provider.log_in(there(client), SUBJECT)))
    assert back["Location"].endswith("/accounts/inactive/")


def test_logging_out_leads_to_the_provider_s_own_log_out(
    provider: Provider, chen: User, client: Client
) -> None:
    linked(browser(chen), chen, provider)
    provider.knows(SUBJECT, amr=["otp"])
    client.get(path_of(provider.log_in(there(client), SUBJECT)))
    left = client.post("/accounts/logout/")
    assert left["Location"].endswith("/accounts/provider/left/")
    page = client.get(left["Location"]).content.decode()
    assert f"{provider.issuer}/oauth2/end_session" in page
    assert "_auth_user_id" not in client.session
    provider.knows(SUBJECT)
    password = browser(chen)
    assert password.post("/accounts/logout/")["Location"] == "/"
