"""Where allauth meets the house: no open sign-up, our lock-out, secrets encrypted, mail in our words."""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from xianxing.desks.accounts.journal import address_of, write
from xianxing.pilot.parties.domain.access import key_of, locked
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Log-in by e-mail address and password, counted in the access log."""

    error_messages: ClassVar[dict[str, object]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The address or the password is wrong."),
        "too_many_login_attempts": _(
            "Too many failed attempts. For fifteen minutes nobody can log in with this account."
        ),
        "incorrect_code": _("The code is wrong, or it was used already; wait for the next one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts arise by invitation, claim or the security administrator."""
        del request
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        """Refuse an address with five recent failures, whether it has an account or not."""
        if locked(key_of("login", credentials.get("email", ""))):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: str) -> None:
        """Count the failure; the address itself is kept only where it is an account's."""
        email = credentials.get("email", "").lower()
        key = key_of("login", email)
        write(request, AccessKind.LOGIN_FAILED, User.objects.filter(email=email).first(), key=key)
        if locked(key):
            write(request, AccessKind.LOCKED_OUT, User.objects.filter(email=email).first())

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that allauth's limits per address count by."""
        return address_of(request) or "127.0.0.1"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Nothing of allauth's own is mailed; the house writes its own letters."""

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """Likewise."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets of the second factor are encrypted under a key that isn't in the database."""

    error_messages: ClassVar[dict[str, object]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        """The text under the present key."""
        return _boxes(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text again; former keys in SECRET_KEY_FALLBACKS still open what they closed."""
        boxes = _boxes(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        return boxes.decrypt(encrypted_text.encode()).decode()


@lru_cache(maxsize=4)
def _boxes(*keys: str) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(key))) for key in keys])


def _derived(key: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"xianxing second factor").derive(key.encode())
