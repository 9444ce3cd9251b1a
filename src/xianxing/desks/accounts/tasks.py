"""What the entrance leaves to `xianxing worker`, so that its answer takes the same time for everybody."""

from __future__ import annotations

from base64 import b64decode, b64encode

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from xianxing.desks.accounts.post import password_link
from xianxing.pilot.messages.domain import post
from xianxing.pilot.parties.domain.access import note
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import User
from xianxing.pilot.storage.keys import KeyFileError, master_keys
from xianxing.pilot.storage.sealing import DamagedError, open_value, seal_value

ABOUT = b"address that asked for a password link"


@task()
def mail_password_link(sealed: str, root: str, language: str, visitor: str) -> None:
    """Mail a link to set the password to the account of an address, if it has one that is switched on.

    `root` is the site's address, `visitor` the network address that asked, for the access log. An address
    that can't be opened any more, after a change of keys, gets none.
    """
    try:
        email = open_value(master_keys(), ABOUT, b64decode(sealed)).decode()
    except (DamagedError, KeyFileError):
        return
    user = User.objects.filter(email=email, is_active=True).first()
    if user is None:
        return
    with transaction.atomic():
        with override(language):
            post(to=user.email, kind="password", link=root + password_link(user))
        note(AccessKind.PASSWORD_MAILED, user=user, at=timezone.now(), address=visitor or None)


def ask_for_password_link(email: str, *, root: str, language: str, visitor: str | None) -> None:
    """Queue the letter, whether the address has an account or not; the address lies sealed in the queue."""
    sealed = b64encode(seal_value(master_keys(), ABOUT, email.lower().encode())).decode("ascii")
    mail_password_link.enqueue(sealed, root, language, visitor or "")
