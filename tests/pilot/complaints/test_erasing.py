"""Words of an ended complaint go after two years, by the security administrator; its handling stays."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import DatabaseError, transaction

from tests.factories.complaints import answered, complained
from tests.factories.notices import Noticed
from tests.pilot.notices.faults import faults
from xianxing.pilot.cases.models import Event
from xianxing.pilot.cases.upkeep.retention import due
from xianxing.pilot.complaints.domain.erasing import RULE, erase_due_words
from xianxing.pilot.complaints.domain.handling import close_complaint
from xianxing.pilot.complaints.domain.reading import open_complaint
from xianxing.pilot.complaints.models import Complaint, ComplaintAct
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import AccessEvent
from xianxing.pilot.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def closed(in_trial: Noticed) -> Complaint:
    """A complaint about a project on trial, answered and closed; another one is under way."""
    row, company = answered(in_trial), in_trial.company
    close_complaint(complaint=row.pk, outcome="已退费", by=company.cast.wen, at=company.later())
    complained(in_trial)
    row.refresh_from_db()
    return row


def two_years_on(scene: Noticed) -> datetime:
    scene.company.at = scene.company.at.replace(year=scene.company.at.year + 2)
    return scene.company.later()


def waiting(at: datetime) -> int:
    return next(row.count for row in due(at=at) if row.keep.key == RULE)


def erase(scene: Noticed, at: datetime, reason: str = "保存期满") -> int:
    return erase_due_words(by=scene.company.cast.li, reason=reason, at=at)


def test_words_and_who_said_them_go_and_the_record_still_holds(in_trial: Noticed, closed: Complaint) -> None:
    early = in_trial.company.at
    assert waiting(early) == 0
    at = two_years_on(in_trial)
    assert waiting(at) == 1
    acts, digest = closed.acts.count(), closed.digest
    assert erase(in_trial, at) == 1
    closed.refresh_from_db()
    assert (bytes(closed.sealed), bytes(closed.identity), closed.digest) == (b"", b"", digest)
    kept = [bool(bytes(act.sealed)) for act in closed.acts.order_by("sequence")]
    assert kept == [False] * acts + [True]
    assert waiting(at) == 0
    assert faults() == []
    last = Event.objects.filter(case=closed.about).latest("place")
    assert (last.step, last.role) == ("put_on_record", "security")
    assert AccessEvent.objects.latest("pk").kind == AccessKind.ERASED


def test_it_is_read_afterwards_as_one_without_words(in_trial: Noticed, closed: Complaint) -> None:
    at = two_years_on(in_trial)
    erase(in_trial, at)
    opened = open_complaint(closed.number, in_trial.company.cast.wen, at=at)
    assert opened.complaint.number == closed.number
    assert "费用" not in str(opened)


def test_only_what_is_due_goes_by_the_right_officer_with_a_reason(
    in_trial: Noticed, closed: Complaint
) -> None:
    company = in_trial.company
    with pytest.raises(Refused) as early:
        erase(in_trial, company.later())
    assert early.value.code == "not-due"
    at = two_years_on(in_trial)
    for other in (company.cast.wen, company.cast.sun, company.cast.gao):
        with pytest.raises(Refused):
            erase_due_words(by=other, reason="保存期满", at=at)
    with pytest.raises(Refused) as without:
        erase(in_trial, at, " ")
    assert without.value.code == "reason"
    running = Complaint.objects.exclude(pk=closed.pk).get()
    erase(in_trial, at)
    running.refresh_from_db()
    assert bytes(running.sealed) and bytes(running.identity)


def test_the_database_empties_no_complaint_of_a_case_before_such_an_act(
    in_trial: Noticed, closed: Complaint
) -> None:
    for column in ("sealed", "identity"):
        with pytest.raises(DatabaseError), transaction.atomic():
            Complaint.objects.filter(pk=closed.pk).update(**{column: b""})
    with pytest.raises(DatabaseError), transaction.atomic():
        ComplaintAct.objects.filter(complaint=closed).update(sealed=b"")
