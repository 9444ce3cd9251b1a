"""What is put on record beside the procedure is read by those whom it concerns, and by nobody else."""

from __future__ import annotations

import pytest

from tests.factories.complaints import complained, forwarded
from tests.factories.inspections import told
from tests.factories.monitoring import committed
from tests.factories.notices import Noticed
from tests.pilot.acts.staff import Office
from tests.pilot.filings.company import Company
from xianxing.pilot.acts.event_readers import events_to_read, reads_event
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.domain.erasing import erase_payload
from xianxing.pilot.cases.models import Event
from xianxing.pilot.parties.models import User
from xianxing.procedure.events import ON_RECORD

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.2.3")]


def seen(company: Company, user: User, after: int = 0) -> list[str]:
    """The steps that the person reads of the case, from behind an event on."""
    view = case_to_read(company.filing.pk, user, at=company.at)
    rows = [row for row in events_to_read(view, user) if row.sequence > after]
    everything = Event.objects.filter(case=view.case, sequence__gt=after)
    assert {row.pk for row in rows} == {row.pk for row in everything if reads_event(view, user, row)}
    return [row.step for row in rows]


def last(company: Company) -> int:
    return Event.objects.filter(case=company.filing.case).latest("sequence").sequence


def test_a_complaint_is_read_by_the_group_and_by_the_institution_once_it_was_forwarded(
    in_trial: Noticed,
) -> None:
    company, cast, before = in_trial.company, in_trial.company.cast, last(in_trial.company)
    bai = User.objects.get(name="bai")
    complained(in_trial)
    assert seen(company, cast.wen, before) == [ON_RECORD]
    for reader in (cast.chen, cast.ning, bai):
        assert seen(company, reader, before) == []
    first = last(company)
    forwarded(in_trial)
    assert seen(company, cast.chen, before) == [ON_RECORD] * (last(company) - first)
    for reader in (cast.ning, bai):
        assert seen(company, reader, before) == []
    assert len(seen(company, cast.wen, before)) == last(company) - before


def test_the_work_paper_is_the_groups_and_a_finding_the_institutions_that_it_concerns(
    on_trial: Office,
) -> None:
    cast, before = on_trial.company.cast, last(on_trial.company)
    told(on_trial)
    lines = seen(on_trial.company, on_trial.ren, before)
    assert len(lines) == last(on_trial.company) - before > 10
    assert len(seen(on_trial.company, on_trial.company.he, before)) == 2, (
        "that it was planned, and the finding"
    )
    assert seen(on_trial.company, cast.ning, before) == [], "a technology firm"


def test_commitments_are_read_by_the_units_and_csrc_and_steps_by_whoever_reads_the_case(
    on_trial: Office,
) -> None:
    cast, before = on_trial.company.cast, last(on_trial.company)
    committed(on_trial)
    for reader in (cast.zhou, cast.ning, on_trial.company.he, on_trial.bai):
        assert seen(on_trial.company, reader, before) == [ON_RECORD]
        assert len([step for step in seen(on_trial.company, reader) if step != ON_RECORD]) > 20


def test_where_an_erasure_took_what_an_event_names_only_the_group_reads_it(on_trial: Office) -> None:
    cast = on_trial.company.cast
    committed(on_trial)
    place = last(on_trial.company)
    erase_payload(
        case=on_trial.company.filing.case, sequence=place, reason="保存期满", role="security_administrator",
        person="", clause="", at=on_trial.company.later(),
    )  # fmt: skip
    assert seen(on_trial.company, cast.zhou, place - 1) == ["erase"]
    assert seen(on_trial.company, cast.wen, place - 1) == [ON_RECORD, "erase"]
