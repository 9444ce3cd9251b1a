"""Letters of authority: sealed under a key outside the database, opened for the secretariat alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from xianxing.pilot.parties.domain.access import note
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import Claim, Letter, User
from xianxing.pilot.parties.permissions import is_secretariat, require
from xianxing.pilot.refusal import Refused
from xianxing.pilot.storage.keys import KeyFileError, master_keys
from xianxing.pilot.storage.sealing import DamagedError, open_value, seal_value


@dataclass(frozen=True)
class Opened:
    """A letter as it was handed in."""

    media_type: str
    content: bytes


def refuse_unusable(content: bytes) -> None:
    """Refused for an empty letter, and for one longer than the site takes."""
    if not content:
        raise Refused("letter", _("The authorisation letter is empty; choose the signed and sealed letter."))
    if len(content) > settings.MOST_LETTER_BYTES:
        most = settings.MOST_LETTER_BYTES // 1024**2
        raise Refused("letter", _("The authorisation letter is larger than {most} MB.").format(most=most))


def keep_letter(*, claim: Claim, media_type: str, content: bytes) -> Letter:
    """Seal the letter of a claim and keep it, in the caller's transaction."""
    sealed = seal_value(master_keys(), about_letter(claim.pk), content)
    return Letter.objects.create(claim=claim, media_type=media_type, sealed=sealed)


def read_letter(*, claim: Claim, by: User, at: datetime) -> Opened:
    """Open a claim's letter for a member of the secretariat; the access log says who did.

    Refused for everybody else, and where the letter can't be opened any more. No more of it comes into memory
    than the site takes for a letter.
    """
    require(is_secretariat, by, at=at)
    letter = Letter.objects.get(claim=claim)
    try:
        content = open_value(
            master_keys(), about_letter(claim.pk), bytes(letter.sealed), most=settings.MOST_LETTER_BYTES
        )
    except (DamagedError, KeyFileError):
        raise Refused(
            "unreadable",
            _("The letter can't be opened; ask the operator whether the file keys are in place."),
        ) from None
    note(AccessKind.LETTER_READ, user=claim.claimant, by=by, at=at, detail=claim.institution.name)
    return Opened(letter.media_type, content)


def about_letter(claim: int) -> bytes:
    """What a sealed letter is bound to, so that it can't be put to another claim."""
    return f"letter of claim {claim}".encode()
