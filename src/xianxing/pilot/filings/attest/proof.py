"""What was proved of one attestation, in words: of that row, and nothing more."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from xianxing.pilot.filings.models import Attestation, Holding
from xianxing.workdays.clocks import CHINA_TIME


def proof_of(row: Attestation) -> tuple[str, ...]:
    """How the person was known at the act, then what came back on paper or as a file, if anything did.

    A code of the second factor is told with its instant by the machine's clock; without one the person was
    logged in, and that is all. A returned page says what could be looked for in it (电子签名法 13–14).
    """
    known = (
        _("Second factor given at {at}").format(at=_moment(row.stepped_up_at))
        if row.stepped_up_at
        else _("Logged in; no code was asked for this act")
    )
    return (known, *_returned(row))


def _returned(row: Attestation) -> tuple[str, ...]:
    if row.holding == Holding.SCAN:
        looked = row.returned_check.get("digest_found")
        if looked:
            return (_("Signed page returned; the digest stands in it, signature and seal are for the eye"),)
        return (_("Signed page returned as a scan; nothing in it was verified by machine"),)
    if row.holding == Holding.CERTIFICATE:
        if row.trusted:
            return (_("File with a certificate signature returned, under an authority trusted here"),)
        return (_("File with an electronic signature returned that is not verified here"),)
    return ()


def _moment(at: datetime) -> str:
    """An instant of the machine's clock; in the demonstration, whose own clock is another, it says so."""
    text = f"{at.astimezone(CHINA_TIME):%Y-%m-%d %H:%M:%S}"
    return _("{at} (real time)").format(at=text) if settings.DEMO else text
