"""The second factor: a code every thirty seconds (RFC 6238), and no code twice.

Rows are those of allauth (`mfa_authenticator`), so that its log-in asks for the same factor; here each
accepted code's place in time is written into the row, and only later codes pass. That holds for log-in and
acts together, for all processes, and after a restart. A row is bound to its person by the site's secret:
copied by SQL to somebody else it is good for nothing. Real time throughout, whatever the site's clock says.
"""

from __future__ import annotations

import base64
import secrets
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import decrypt, encrypt
from cryptography.hazmat.primitives.constant_time import bytes_eq
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from xianxing.pilot.parties.models import User

SEAL = "bound"  # where in a row stands what binds it to its person
PERIOD = 30
DIGITS = 6
DRIFT = 1  # one code earlier or later than our clock, for phones that go wrong (RFC 6238 §5.2)


def new_secret() -> str:
    """A fresh secret of 160 bits in base 32, as authenticator apps take it."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, counter: int) -> str:
    """The code of a period; HMAC-SHA-1 because that is what authenticator apps speak."""
    algorithm = SHA1()  # noqa: S303 — inside HMAC; authenticator apps know nothing else
    return HOTP(base64.b32decode(secret), DIGITS, algorithm).generate(counter).decode()


def period(at: float | None = None) -> int:
    """The number of the present period of real time, or of `at` in seconds since 1970."""
    return int(time.time() if at is None else at) // PERIOD


def ahead() -> int:
    """How many periods before its time a code is accepted: one, and more in the demonstration.

    Its people act more often than twice a minute; no code counts twice there either.
    """
    return int(settings.SECOND_FACTOR_AHEAD)


def next_codes(user: User, count: int) -> list[str]:
    """The earliest codes of the person that would still be accepted, in the order of their use."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if row is None or not _is_own(row):
        return []
    first, last = max(row.data.get("spent", 0) + 1, period()), period() + ahead()
    secret = decrypt(row.data["secret"])
    return [code_at(secret, counter) for counter in range(first, min(first + count - 1, last) + 1)]


def next_code(user: User) -> str:
    """The earliest code of the person that would still be accepted; "" where there is none now."""
    return next(iter(next_codes(user, 1)), "")


def matching(secret: str, code: str, *, after: int = 0) -> int | None:
    """The first period later than `after` that a code belongs to, within the drift; None for a wrong one.

    Two periods may have the same six digits: a good code must not be taken for a spent one of that look.
    """
    typed = "".join(code.split())
    for counter in range(max(after + 1, period() - DRIFT), period() + ahead() + 1):
        if typed.isascii() and bytes_eq(typed.encode(), code_at(secret, counter).encode()):
            return counter
    return None


def enrolled(user: User) -> bool:
    """Whether the person has a second factor."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


@transaction.atomic
def enrol(*, user: User, secret: str, counter: int = 0) -> list[str]:
    """Give a person a second factor and return ten recovery codes; earlier ones are gone.

    `counter` is the period of the code that proved the set-up; that code can't be used again.
    """
    Authenticator.objects.filter(user=user).delete()
    row = Authenticator(
        user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret), "spent": counter}
    )
    _make_own(row)
    return _new_recovery_codes(user)


@transaction.atomic
def renew_recovery_codes(*, user: User) -> list[str]:
    """Ten new recovery codes; the old ones are gone."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    return _new_recovery_codes(user)


@transaction.atomic
def spend_code(*, user: User, code: str) -> bool:
    """Accept a code once: it must be right now and later than every code accepted before."""
    row = Authenticator.objects.select_for_update().filter(user=user, type=Authenticator.Type.TOTP).first()
    if row is None or not _is_own(row):
        return False
    counter = matching(decrypt(row.data["secret"]), code, after=row.data.get("spent", 0))
    if counter is None:
        return False
    row.data["spent"] = counter
    row.save(update_fields=["data"])
    return True


@transaction.atomic
def spend_recovery_code(*, user: User, code: str) -> bool:
    """Accept a recovery code once; it opens a log-in, never an act."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return bool(row and _is_own(row) and RecoveryCodes(row).validate_code("".join(code.split())))


def recovery_codes_left(user: User) -> int:
    """How many recovery codes are unused."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(RecoveryCodes(row).get_unused_codes()) if row else 0


def remove(*, user: User) -> None:
    """Remove the second factor and its recovery codes; the next log-in sets up a new one."""
    Authenticator.objects.filter(user=user).delete()


def _new_recovery_codes(user: User) -> list[str]:
    made = RecoveryCodes.activate(user)
    _make_own(made.instance)
    return list(made.generate_codes())


def _make_own(row: Authenticator) -> None:
    """Bind what is sealed to its person, and save the row."""
    row.data[SEAL] = _seal(row, settings.SECRET_KEY)
    row.save()


def _is_own(row: Authenticator) -> bool:
    """Whether the row is its person's own, and not another's that SQL copied; by former keys, too."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(row.data.get(SEAL, ""), _seal(row, key)) for key in keys)


def _seal(row: Authenticator, key: str | bytes) -> str:
    sealed = row.data.get("secret") or row.data.get("seed")
    said = f"{row.user_id} {row.type} {sealed}"
    return salted_hmac("xianxing.second-factor", said, secret=key, algorithm="sha256").hexdigest()
