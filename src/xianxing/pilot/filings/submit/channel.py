"""Filing over an outside platform: its receipt is entered with its evidence, both or neither."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.check.findings import checked
from xianxing.pilot.filings.files.materials import content_of
from xianxing.pilot.filings.files.names import safe_name
from xianxing.pilot.filings.files.quota import MEGABYTE
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.permissions import standing
from xianxing.pilot.filings.storage.vault import Readable, TooLargeError, discard, keep, stage
from xianxing.pilot.filings.submit.filing import (
    Filed,
    PlatformReceipt,
    file_filing,
    package_of,
    ready_to_file,
)
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused

LARGEST_EVIDENCE = 20 * MEGABYTE


def enter_receipt(
    *,
    filing: Filing,
    digest: str,
    number: str,
    received_at: datetime,
    evidence: Readable,
    evidence_name: str,
    by: User,
    at: datetime,
    step_up: StepUp,
) -> Filed:
    """Enter the platform's receipt with its evidence, which files: as `file_filing` asks and refuses.

    What can be refused without the evidence is refused before a byte of it is read. It is encrypted while it
    arrives; its row and the filing are one transaction, and when that fails no file stays. It counts in the
    lead's quota.
    """
    step_up.must_be(by)
    filing = Filing.objects.select_related("case__call").get(pk=filing.pk)
    if not filing.case.call.external_channel:
        raise Refused("channel", _("This call's filings are handed in here; the receipt is ours."))
    ready = ready_to_file(filing, digest, by, at, received_at)
    package_of(ready.body, number, received_at, at)
    checked(ready.form, at=at, counted=received_at)  # computed before the transaction, not within it
    try:
        staged = stage(evidence, limit=LARGEST_EVIDENCE)
    except TooLargeError:
        message = _("The evidence takes at most {size} MB.").format(size=LARGEST_EVIDENCE // MEGABYTE)
        raise Refused("too-large", message) from None
    try:
        content_of(staged, safe_name(evidence_name))
        lead = standing(by, filing, at=at).lead
        with transaction.atomic():
            kept = keep(staged, charged_to=lead.institution, at=at)
            return file_filing(
                filing=filing, digest=digest, by=by, at=at, step_up=step_up,
                platform=PlatformReceipt(number, received_at, kept),
            )  # fmt: skip
    except BaseException:
        discard(staged)
        raise
