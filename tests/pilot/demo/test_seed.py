"""The demonstration's story: told once, by real actions, the same everywhere, and all of it invented."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping

import pytest
from django.db import DatabaseError, transaction
from pytest_django import DjangoDbBlocker

from tests.factories.stores import own_places
from tests.pilot.own_database import own_database
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.calls.queries import open_calls, window_of
from xianxing.pilot.cases.models import Case, Receipt
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.clock import now
from xianxing.pilot.demo.cast import START
from xianxing.pilot.demo.seed import Seeded, seed
from xianxing.pilot.filings.attest.requirements import given, missing
from xianxing.pilot.filings.check.findings import current_findings
from xianxing.pilot.filings.draft.questions import faq
from xianxing.pilot.filings.models import AttestationKind, Cell, Filing, Question
from xianxing.pilot.filings.permissions import standing
from xianxing.pilot.filings.public_sheet.sheet import preview, standing_consents
from xianxing.pilot.filings.submit.filing import filed_with
from xianxing.pilot.parties.models import Institution, User
from xianxing.procedure.runner import current
from xianxing.record.audit import audit
from xianxing.record.log import Record

pytestmark = pytest.mark.both_databases

STATES = {
    "related": "filed",
    "scoring": "filed",
    "archive": "attesting",
    "valuation": "not_filed",
    "opinion": "draft",
    "inspection": "draft",
    "margin": "draft",
    "letters": "draft",
}


@pytest.fixture(scope="module")
def told(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Seeded]:
    """The story told once, in a database of this module's own, which the tests only read."""
    folder = tmp_path_factory.mktemp("seeded")
    with django_db_blocker.unblock(), own_database(folder), own_places(folder):
        seeded = seed()
        assert seeded
        yield seeded


def person(name: str) -> User:
    return User.objects.get(name=name)


def filings(told: Seeded) -> Mapping[str, Filing]:
    return {
        name: Filing.objects.select_related("case__call").get(pk=f.pk) for name, f in told.filings.items()
    }


def test_every_state_follows_from_its_events_and_the_record_audits_clean(told: Seeded) -> None:
    found = filings(told)
    assert {name: filing.case.state for name, filing in found.items()} == STATES
    for filing in found.values():
        case = filing.case
        assert case.sequence == case.events.count()
        if case.sequence:
            reduced = current(CaseStore(case), str(case.pk))
            assert reduced
            assert reduced.state == case.state
        else:
            assert case.state == procedure_of(case.call).initial
    assert told.events == sum(filing.case.sequence for filing in found.values())
    assert audit(Record(DjangoStore())) == []


def test_nobody_may_write_a_seeded_state_past_the_events(told: Seeded) -> None:
    case = told.filings["opinion"].case
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state="filed")


def test_both_kinds_of_receipt_are_there(told: Seeded) -> None:
    found = filings(told)
    outside = filed_with(found["related"].bodies.get(filed_at__isnull=False))
    ours = filed_with(found["scoring"].bodies.get(filed_at__isnull=False))
    assert outside
    assert ours
    assert (outside.external, bool(outside.number)) == (True, True)
    assert (ours.external, ours.number) == (False, "")
    submission = found["related"].bodies.get().submission
    assert submission.evidence
    assert len(submission.package) == 64
    assert window_of(found["related"].case.call, at=START).holds(outside.at)
    assert Receipt.objects.count() == 2


@pytest.mark.clause("4.1.2")
def test_behind_the_technology_firm_its_partner_signed_and_two_acts_are_still_missing(told: Seeded) -> None:
    filing = filings(told)["archive"]
    rows = given(filing.bodies.get(voided_at__isnull=True))
    [signed] = [row for row in rows if row.kind == AttestationKind.COMPLIANCE]
    assert signed.by.name == "黎清和"
    assert not signed.unit.lead
    ahead = missing(standing(person("戚望舒"), filing, at=START), rows)
    assert [(want.kind, want.unit.lead) for want in ahead] == [
        (AttestationKind.TRUTH_PLEDGE, False),
        (AttestationKind.CONSENT, False),
    ]


def test_the_public_sheet_is_filled_by_an_act_consented_to_by_both_and_holds_nothing_masked(
    told: Seeded,
) -> None:
    filing = filings(told)["related"]
    [mask] = filing.masks.all()
    assert mask.location == "content.algorithms"
    sheet = preview(filing)
    assert {row.unit.key for row in standing_consents(filing)} == {"lead", "joint"}
    paths = set(filing.public_cells.values_list("path", flat=True))
    assert "content.overview" in paths
    assert mask.location not in paths
    assert len(sheet.digest) == 64
    assert not filings(told)["scoring"].public_cells.exists()


def test_drafts_are_empty_half_written_by_two_units_and_defective(told: Seeded) -> None:
    found = filings(told)
    assert not found["letters"].cells.exclude(path__startswith="unit.").exists()
    writers = set(found["margin"].cells.values_list("updated_by__name", flat=True))
    assert writers == {"梅映雪", "连恒"}
    verified = found["margin"].units.order_by("position").values_list("institution__status", flat=True)
    assert list(verified) == ["verified", "unverified"]
    findings = current_findings(found["opinion"], by=person("毕灵"), at=START)
    unmet = {one.finding.location for group in findings.by_severity().values() for one in group}
    assert "content.innovation" in unmet


def test_findings_are_there_before_anybody_looks(told: Seeded) -> None:
    for filing in filings(told).values():
        assert filing.check_results.filter(as_of=START.date()).count() == 1


def test_questions_are_answered_or_wait_and_one_is_an_faq(told: Seeded) -> None:
    assert Question.objects.filter(answered_at__isnull=True).count() == 1
    [entry] = faq()
    assert entry.path == "content.technologies"


def test_the_clock_stands_inside_both_windows(told: Seeded) -> None:
    assert dt.timedelta(0) <= now() - START < dt.timedelta(minutes=5)
    assert [call.batch for call in open_calls(at=now())] == ["shenzhen-2023-2", "demonstration-2024-1"]
    assert {call.external_channel for call in open_calls(at=now())} == {True, False}


def test_a_second_time_nothing_happens(told: Seeded) -> None:
    before = (User.objects.count(), Case.objects.count(), Cell.objects.count())
    said: list[str] = []
    assert seed(progress=said.append) is None
    assert said == []
    assert (User.objects.count(), Case.objects.count(), Cell.objects.count()) == before


def test_everybody_and_everything_is_invented(told: Seeded) -> None:
    assert all(user.email.endswith(".example") for user in User.objects.all())
    named = {str(value) for value in Cell.objects.filter(path="unit.name").values_list("value", flat=True)}
    assert named <= set(Institution.objects.values_list("name", flat=True))
    assert "XIANXING_GUIDES" not in os.environ
