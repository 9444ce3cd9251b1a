"""People uphold or overrule a finding, with a reason; a later review counts, the earlier ones stay."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused
from xianxing.pilot.tools.models import FindingReview, RunFinding
from xianxing.pilot.tools.queries import finding_of, run_to_read
from xianxing.pilot.words import cleaned

LONGEST_REASON = 1_000


@transaction.atomic
def review_finding(
    *, run: UUID, place: int, upheld: bool, reason: str, by: User, at: datetime
) -> FindingReview:
    """Uphold or overrule a finding of a run that the person reads; Refused without a reason."""
    row = finding_of(run_to_read(run, roles_of(by, at=at)), place)
    said = cleaned(reason)
    if not said:
        raise Refused("reason", _("Say why: by which rows, documents or rule."))
    if len(said) > LONGEST_REASON:
        raise Refused("reason", _("Say it in at most {limit} characters.").format(limit=LONGEST_REASON))
    RunFinding.objects.select_for_update().get(pk=row.pk)
    number = FindingReview.objects.filter(finding=row).count() + 1
    return FindingReview.objects.create(finding=row, number=number, upheld=upheld, reason=said, by=by, at=at)
