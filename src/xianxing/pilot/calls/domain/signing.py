"""Signing a version of a procedure off: the legal reviewer has read its text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.law.errors import GuideError
from xianxing.law.loader import load_guide
from xianxing.pilot.calls.models import ProcedureSignOff
from xianxing.pilot.calls.permissions import may_sign_off
from xianxing.pilot.cases.domain.performing import refuse_behind
from xianxing.pilot.cases.domain.publications import record_sign_off
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import require
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned
from xianxing.procedure.loader import load_procedure
from xianxing.procedure.reading import ProcedureText, read_procedure

TYPED = 8  # hexadecimal digits of the version that the signer types


@dataclass(frozen=True)
class Confirmation:
    """What the signer says: which version was read, its first digits as typed, and in which words."""

    version: str
    typed: str
    statement: str


@transaction.atomic
def sign_off_procedure(*, guide: str, said: Confirmation, by: User, at: datetime) -> ProcedureSignOff:
    """Sign off the present version of a guide's procedure, read as a text; kept with the text as it read.

    Refused for anybody but the legal reviewer, for a guide that is unknown or known in part, when the
    procedure has another version by now than the one that was read, when the first `TYPED` digits don't
    agree, without a statement, for a version whose text was signed off before, and while the clock stands
    behind the last recorded act. Opens no call: that is the secretariat's. A sign-off is an entry of the log
    and never taken back; a procedure that turns out wrong gets a new version.
    """
    require(may_sign_off, by, at=at)
    refuse_behind(at)
    text, statement = _text(guide), cleaned(said.statement)
    if text.version != said.version:
        raise Refused("changed", _("The procedure has another version by now; read its text again."))
    if said.typed.strip().lower() != first_digits(text.version):
        raise Refused(
            "typed",
            _("Type the first {count} characters of the version that you read: they are {digits}.").format(
                count=TYPED, digits=first_digits(text.version)
            ),
        )
    if not statement:
        raise Refused("statement", _("A sign-off is published with a statement; please write it."))
    if ProcedureSignOff.objects.filter(version=text.version, text_digest=text.digest).exists():
        raise Refused("signed", _("This version has been signed off already, in these words."))
    made = ProcedureSignOff(
        guide=text.guide,
        version=text.version,
        text=text.rows(),
        text_digest=text.digest,
        statement=statement,
        signed_at=at,
        signed_by=by,
    )
    record_sign_off(sign_off=made)
    return made


def first_digits(version: str) -> str:
    """What the signer types of a version."""
    return version.removeprefix("sha256:")[:TYPED]


def _text(guide: str) -> ProcedureText:
    try:
        if load_guide(guide).partial:
            raise Refused("partial", _("This guide is known only in part; no call opens under it."))
        return read_procedure(load_procedure(guide))
    except GuideError as problem:
        raise Refused("guide", str(problem)) from None
