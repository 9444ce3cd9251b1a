"""An assessment holds the figures of its moment and a person's judgement; it is never overwritten."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from tests.factories.complaints import complained, forwarded
from tests.factories.exits import assessed, done, joined, opened, reviewed, view_of
from tests.factories.inspections import told
from tests.factories.monitoring import agreed, at_noon, reported
from tests.factories.notices import Noticed
from tests.pilot.acts.staff import Office
from xianxing.pilot.cases.models import Event
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.exits.models import ExitAssessment
from xianxing.pilot.exits.queries import compared, figures_in, for_reader, latest_assessments
from xianxing.pilot.exits.sources import (
    FIGURE_NAMES,
    SOURCE_NAMES,
    SOURCES,
    AssessmentFigure,
    figures_of,
    read_figures,
)
from xianxing.pilot.inspections.models import InspectionFinding
from xianxing.pilot.messages.models import Message
from xianxing.pilot.notices.models import Notice
from xianxing.pilot.refusal import Refused, Stranger

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.clause("5.3")]


def counts(figures: list[AssessmentFigure]) -> dict[str, int]:
    return {one.key: one.count for one in figures}


def refused(office: Office, unit: str = "lead", *, words: str = "判断") -> str:
    before = ExitAssessment.objects.count()
    with pytest.raises(Refused) as said:
        assessed(office, unit, words=words)
    assert ExitAssessment.objects.count() == before
    return said.value.code


def test_an_assessment_of_a_project_that_nobody_lets_leave_is_refused(on_trial: Office) -> None:
    with pytest.raises(Refused, match="尚未启动退出") as said:
        assessed(on_trial)
    assert said.value.code == "no-exit"


def test_what_is_handed_in_holds_the_figures_of_its_moment(on_trial: Office) -> None:
    agreed(on_trial)
    at_noon(on_trial, "2024-04-09")
    reported(on_trial, ("outages", "2024-03", "5"))
    opened(on_trial)
    row = assessed(on_trial)
    kept = counts(read_figures(row.figures))
    assert (kept["indicators_red"], kept["alarms"], kept["alarms_open"]) == (1, 1, 1)
    reported(on_trial, ("outages", "2024-03", "0"), reason="误报")
    assert counts(figures_of(view_of(on_trial), "lead"))["indicators_red"] == 0
    row.refresh_from_db()
    assert counts(read_figures(row.figures)) == kept
    assert len(row.digest) == 64
    last = Event.objects.filter(case=row.case_id, step="put_on_record").latest("place")
    assert list(case_faults()) == []
    assert last.place


def test_reports_suspensions_and_rectifications_are_counted_from_the_duty_ledger(on_trial: Office) -> None:
    done(on_trial, "order_rectification", reason="限期整改")
    done(on_trial, "suspend", reason="暂停")
    done(on_trial, "inspect", reason="现场检查")
    found = counts(figures_of(view_of(on_trial)))
    assert (found["rectifications"], found["rectifications_open"]) == (1, 1)
    assert (found["suspensions"], found["inspections"]) == (1, 1)
    done(on_trial, "lift_suspension", reason="恢复")
    number = next(iter(view_of(on_trial).state.items))
    done(on_trial, "confirm_rectified", item=number, reason="已整改")
    found = counts(figures_of(view_of(on_trial)))
    assert (found["rectifications"], found["rectifications_open"], found["suspensions"]) == (1, 0, 1)


def test_every_figure_and_source_has_a_name(on_trial: Office) -> None:
    found = figures_of(view_of(on_trial))
    assert {one.key for one in found} <= set(FIGURE_NAMES)
    assert set(SOURCE_NAMES) == set(SOURCES)
    assert {one.source for one in found} <= set(SOURCES)


def test_a_complaint_that_an_institution_was_not_told_of_counts_for_the_group_alone(on_trial: Office) -> None:
    complained(Noticed(on_trial.company, Notice.objects.get()))
    opened(on_trial)
    assert counts(figures_of(view_of(on_trial), "lead"))["complaints_complaint"] == 0
    row = assessed(on_trial, "")
    group = counts(figures_in(view_of(on_trial), row))
    assert group["complaints_untold"] == 1
    own = figures_in(view_of(on_trial, on_trial.company.he), row)
    assert "complaints_untold" not in counts(own)


def test_an_institution_reads_no_complaint_of_another_s(on_trial: Office) -> None:
    joined(on_trial)
    row = forwarded(Noticed(on_trial.company, Notice.objects.get()))
    opened(on_trial)
    kept = assessed(on_trial, "")
    for person, seen in ((on_trial.wen, 1), (on_trial.company.he, 1), (on_trial.company.cast.ning, 0)):
        view = view_of(on_trial, person)
        for figures in (figures_in(view, kept), for_reader(view, figures_of(view))):
            (counted,) = (one for one in figures if one.key == "complaints_complaint")
            assert [one.number for one in counted.rows] == [row.number] * seen


def test_an_institution_reads_the_findings_that_concern_it(on_trial: Office) -> None:
    told(on_trial, 1)
    joined(on_trial)
    opened(on_trial)
    kept = assessed(on_trial, "")
    units = InspectionFinding.objects.get().units
    assert units == ["lead"]
    people = {"lead": on_trial.company.he, "joint": on_trial.company.cast.ning}
    assert counts(figures_in(view_of(on_trial), kept))["findings_open"] == 1
    for unit, person in people.items():
        seen = counts(figures_in(view_of(on_trial, person), kept))
        assert seen["findings"] == int(unit in units)


def test_the_group_s_assessment_stands_beside_the_institution_s_and_shows_what_differs(
    on_trial: Office,
) -> None:
    opened(on_trial)
    own = assessed(on_trial)
    done(on_trial, "order_rectification", reason="限期整改")
    group = assessed(on_trial, "")
    found = compared(read_figures(own.figures), read_figures(group.figures))
    differing = {one.key for one in found if one.differs}
    assert differing == {"rectifications", "rectifications_open"}
    assert set(latest_assessments(view_of(on_trial))) == {"lead", ""}


def test_a_later_assessment_stands_beside_the_earlier_and_the_same_again_is_refused(on_trial: Office) -> None:
    opened(on_trial)
    first = assessed(on_trial)
    assert refused(on_trial, words="自评认为条件具备。") == "duplicate"
    second = assessed(on_trial, words="补充说明。")
    assert (first.number, second.number) == (1, 2)
    assert latest_assessments(view_of(on_trial))["lead"] == second


def test_an_assessment_needs_words_of_a_person_and_its_own_signer(on_trial: Office) -> None:
    opened(on_trial)
    assert refused(on_trial, words="  ") == "judgement"
    assert refused(on_trial, "joint") == "role"
    with pytest.raises(Refused) as said:
        assessed(on_trial, by=on_trial.company.cast.zhou)
    assert said.value.code == "role"
    with pytest.raises(Refused):
        assessed(on_trial, "", by=on_trial.company.he)
    with pytest.raises(Stranger):
        assessed(on_trial, "joint", by=on_trial.company.shi)


def test_after_the_assessment_was_finished_nothing_is_handed_in(on_trial: Office) -> None:
    reviewed(on_trial)
    assert refused(on_trial) == "assessment-over"


def test_the_secretariat_is_told_of_an_assessment_once(on_trial: Office) -> None:
    opened(on_trial)
    assessed(on_trial)
    names = Message.objects.filter(kind="exit_assessed").values_list("recipient__name", flat=True)
    assert len(names) == len(set(names))
    assert on_trial.wen.name in names


def test_the_database_keeps_an_assessment_as_it_was(on_trial: Office) -> None:
    opened(on_trial)
    row = assessed(on_trial)
    rows = ExitAssessment.objects.filter(pk=row.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(judgement="改写")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
