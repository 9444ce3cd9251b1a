"""Complaints of the story: entered by staff, accepted, forwarded and answered by the real verbs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from xianxing.pilot.cases.models import Case
from xianxing.pilot.complaints.domain.answering import answer_complaint
from xianxing.pilot.complaints.domain.handling import accept_complaint, close_complaint, forward_complaint
from xianxing.pilot.complaints.domain.receiving import Intake, enter_complaint
from xianxing.pilot.complaints.models import Complaint
from xianxing.pilot.complaints.sealing import ComplaintWords, Identity
from xianxing.pilot.parties.models import Institution, User


def take_in(
    said: Mapping[str, Any], *, about: Case | None, people: Mapping[str, User], at: datetime
) -> Complaint:
    """Enter a complaint and take it as far as `said` goes: `extract` forwards it, `answer` answers it.

    All at one instant, by the people whom `said` names. Refused as the verbs are.
    """
    staff = people[said["by"]]
    intake = Intake(
        said["kind"],
        ComplaintWords(said["text"], subject=said.get("subject", "")),
        Identity(said.get("name", ""), said.get("contact", "")),
        anonymous="name" not in said,
        about=about,
    )
    given = enter_complaint(intake=intake, way=said["way"], received_on=said["received_on"], by=staff, at=at)
    made = Complaint.objects.get(number=given.number)
    if "extract" in said or "outcome" in said:
        accept_complaint(complaint=made.pk, by=staff, at=at)
    if "extract" in said:
        institution = Institution.objects.get(uscc=said["institution"])
        forward_complaint(
            complaint=made.pk, institution=institution.pk, extract=said["extract"], by=staff, at=at
        )
    if "answer" in said:
        answer_complaint(complaint=made.pk, words=said["answer"], by=people[said["answered_by"]], at=at)
    if "outcome" in said:
        close_complaint(complaint=made.pk, outcome=said["outcome"], by=staff, at=at)
    return made
