"""Whose cosignatures count: the auditor says, outside the hands of those who run the site."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.cases import keys
from xianxing.pilot.cases.permissions import may_choose_witnesses
from xianxing.pilot.parties.domain.access import note
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import require
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned
from xianxing.record.notes import NoteError, PublicKey, parse_vkey


@transaction.atomic
def trust_witness(*, line: str, by: User, at: datetime) -> PublicKey:
    """Count a witness's word from now on, by its public key line; the access log says who trusted it.

    Refused for anybody but the auditor, for a line that is no witness's key, and for a name that is taken.
    """
    require(may_choose_witnesses, by, at=at)
    try:
        key = parse_vkey(line)
        note(AccessKind.WITNESS_TRUSTED, user=None, by=by, at=at, detail=key.vkey)
        keys.trust_witness(key)
    except NoteError:
        raise Refused("key", _("This is no key line; copy it as the witness publishes it.")) from None
    except ValueError as problem:
        raise Refused("key", str(problem)) from None
    except OSError:
        raise _unwritable() from None
    return key


@transaction.atomic
def remove_witness(*, name: str, reason: str, by: User, at: datetime) -> None:
    """Count a witness's word no more, for what it cosigned before either; with a reason in the access log.

    Refused for anybody but the auditor, without a reason, and for a name that no witness has.
    """
    require(may_choose_witnesses, by, at=at)
    reason = cleaned(reason)
    if not reason:
        raise Refused("reason", _("Give the reason; it stands in the access log."))
    note(AccessKind.WITNESS_REMOVED, user=None, by=by, at=at, detail=f"{name} {reason}")
    try:
        keys.distrust_witness(name)
    except ValueError as problem:
        raise Refused("unknown", str(problem)) from None
    except OSError:
        raise _unwritable() from None


def _unwritable() -> Refused:
    return Refused("folder", _("The site can't write its key folder; ask the operator to do it."))
