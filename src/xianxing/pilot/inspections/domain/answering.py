"""A unit answers a finding that concerns it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.inspections.domain.keeping import (
    brought,
    finding_to_read,
    inspection_in,
    locked_view,
    record,
    text_given,
)
from xianxing.pilot.inspections.domain.planning import LONGEST
from xianxing.pilot.inspections.domain.telling import tell_answered
from xianxing.pilot.inspections.models import FindingAnswer
from xianxing.pilot.inspections.permissions import reporter_for
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused


@transaction.atomic
def answer_finding(
    *, case: UUID, inspection: int, finding: int, unit: str, agrees: bool, words: str,
    evidence: Sequence[UUID] = (), by: User, at: datetime,
) -> FindingAnswer:  # fmt: skip
    """Answer a finding for a unit that it concerns: agree, or dispute it with words; once.

    By the unit's people. After the limit, too, until the group has decided.
    """
    view = locked_view(case, by, at)
    row = inspection_in(view, inspection)
    found = finding_to_read(view, row, finding)
    speaks = reporter_for(view, unit) if unit in found.units else None
    if speaks is None:
        raise Refused("role", _("The people of the institution that the finding concerns answer it."))
    if found.decision:
        raise Refused("decided", _("This finding was decided already."))
    if FindingAnswer.objects.filter(finding=found, unit=unit).exists():
        raise Refused("answered", _("Your institution has answered this finding already."))
    missing = "" if agrees else _("Say what you dispute, and why.")
    words = text_given(words, "words", missing=missing, longest=LONGEST)
    kept, rows = brought(view, evidence, by)
    answer = FindingAnswer.objects.create(
        case=view.case, finding=found, unit=unit, agrees=agrees, words=words, evidence=kept, by=by, at=at
    )
    record(view, [NamedRow(answer), *rows], role=speaks[1], by=by, at=at)
    tell_answered(view, row, by=by, at=at)
    return answer
