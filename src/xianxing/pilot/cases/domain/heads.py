"""Signed heads: one a day on the public page, one with every receipt; witnesses' cosignatures beside them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from xianxing.pilot.cases.keys import ring, signing_key
from xianxing.pilot.cases.models import Cosignature, SignedHead
from xianxing.pilot.cases.sealing import site_record
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.refusal import Refused
from xianxing.record.heads import read_head
from xianxing.record.log import Record
from xianxing.record.notes import NoteError, SignedNote
from xianxing.record.witness import consistency_text
from xianxing.workdays.clocks import day_of

LONGEST_WAIT = timedelta(minutes=1)


def sign_head(*, at: datetime) -> SignedHead:
    """Sign the log as it stands, in real time; a log that contradicts its last head is never signed.

    Whoever waited for another signer read the time before it: up to a minute, such a head bears the time of
    the one before it. A clock that was set back further signs nothing (RecordError), nor is a head signed
    over an act without a seal of the site's sealing key (SealError, with the place).
    """
    record = site_record()
    with record.store.writing():
        last = SignedHead.objects.order_by("-pk").values_list("signed_at", flat=True).first()
        waited = last is not None and at < last <= at + LONGEST_WAIT
        record.sign_head(signing_key(), last if last is not None and waited else at)
        return SignedHead.objects.latest("pk")


def sign_daily_head(*, at: datetime) -> SignedHead:
    """The day's published head, by the day in Asia/Shanghai; a second call on one day signs nothing."""
    held = _head_of_day(at)
    if held is not None:
        return held
    store = DjangoStore()
    with store.writing():
        held = _head_of_day(at)
        if held is None:
            held = sign_head(at=at)
    return held


def consistency_proof(*, old: int, new: int) -> str:
    """The proof that the first `old` entries are unchanged among the first `new`, as a witness reads it."""
    return consistency_text(old, Record(DjangoStore()).prove_consistency(old, new))


def accept_cosignature(*, text: str, at: datetime) -> Cosignature:
    """Keep a known witness's cosignature of a published head; kept once, whoever hands it in.

    Refused for a head that was never published here, and for a note without a known witness's signature.
    """
    try:
        head, note = read_head(text)
    except NoteError:
        raise Refused("note", _("This is no cosigned head; hand in the witness's output as it is.")) from None
    published = SignedHead.objects.filter(size=head.size, note__startswith=_body(note)).first()
    if published is None:
        raise Refused("unpublished", _("This head was not published by this log."))
    for name in ring().cosigned(note):
        kept, _created = Cosignature.objects.get_or_create(
            head=published, witness=name, defaults={"note": text, "received_at": at}
        )
        return kept
    raise Refused("unknown-witness", _("The note carries no signature of a witness that this log knows."))


def _head_of_day(at: datetime) -> SignedHead | None:
    last = SignedHead.objects.order_by("-pk").first()
    return last if last is not None and day_of(last.signed_at) == day_of(at) else None


def _body(note: SignedNote) -> str:
    return note.encode().partition("\n\n")[0] + "\n\n"
