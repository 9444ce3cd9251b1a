"""A lesson names its evidence, is decided by the head and by nobody who proposed it, and stays as it was."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.factories.inspections import planned
from tests.factories.lessons import lesson, taken_up
from tests.pilot.acts.staff import Office, an_office
from tests.pilot.cast import EARLY
from tests.pilot.filings.company import Company, just
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.models import Event
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.delegations.domain.delegating import accept_delegation, give_delegation
from xianxing.pilot.lessons.models import Lesson, LessonState
from xianxing.pilot.lessons.queries import accepted_lessons, all_lessons, lessons_of, subject_label
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.domain.appointments import appoint_staff
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.workdays.clocks import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.clause("6.1")]


def refused(code: str, office: Office, **said: Any) -> None:
    with pytest.raises(Refused) as problem:
        lesson(office, **said)
    assert problem.value.code == code


def seen_by(office: Office, user: User) -> list[int]:
    view = case_to_read(office.company.filing.pk, user, at=office.company.later())
    return [row.number for row in lessons_of(view)]


def test_a_lesson_is_taken_up_by_the_head_and_stands_with_its_guide(on_trial: Office) -> None:
    row = lesson(on_trial)
    assert Message.objects.filter(recipient=on_trial.fang, kind="lesson_proposed").exists()
    assert not accepted_lessons(row.guide).exists()
    taken_up(on_trial, row)
    assert [one.public_words for one in accepted_lessons(row.guide)] == ["定期报告的间隔宜按风险等级区分。"]
    assert not accepted_lessons("another-guide").exists()
    assert Event.objects.filter(case=row.case_id).latest("place").role == "group_head"
    assert Message.objects.filter(recipient=on_trial.wen, kind="lesson_decided").exists()
    assert list(case_faults()) == []


def test_a_lesson_that_is_not_taken_up_has_a_reason_and_stands_nowhere_public(on_trial: Office) -> None:
    row = taken_up(on_trial, lesson(on_trial), accept=False, public="")
    assert (row.state, row.reason, row.public_words) == (
        LessonState.DECLINED, "与多个项目的情况一致", "",
    )  # fmt: skip
    assert not accepted_lessons(row.guide).exists()
    assert list(all_lessons("declined")) == [row]


def test_only_the_head_decides_once_and_never_about_an_own_lesson(on_trial: Office) -> None:
    row = lesson(on_trial)
    for person, code in ((on_trial.wen, "role"), (on_trial.company.he, None)):
        with pytest.raises((Refused, Stranger)) as problem:
            taken_up(on_trial, row, by=person)
        assert code in (None, problem.value.code)
    taken_up(on_trial, row)
    with pytest.raises(Refused) as again:
        taken_up(on_trial, row)
    assert again.value.code == "decided"
    own = lesson(on_trial, by=on_trial.fang)
    with pytest.raises(Refused) as mine:
        taken_up(on_trial, own)
    assert mine.value.code == "own"
    other = User.objects.create_user("head2@office.example", name="副组长")
    appoint_staff(user=other, role=StaffRole.GROUP_HEAD, at=EARLY)
    assert taken_up(on_trial, own, by=other).state == LessonState.ACCEPTED


def test_a_deputy_does_not_decide_about_a_lesson_of_who_gave_the_delegation(on_trial: Office) -> None:
    company, fang, wen = on_trial.company, on_trial.fang, on_trial.wen
    row, at = lesson(on_trial, by=fang), company.later()
    given = give_delegation(
        deputy=wen, roles=["group_head"], means=[], first_day=day_of(at), last_day=day_of(at),
        words="出差期间由其代为办理", by=fang, at=at, step_up=just(fang),
    )  # fmt: skip
    accept_delegation(delegation=given.pk, by=wen, at=company.later())
    with pytest.raises(Refused) as problem:
        taken_up(on_trial, row, by=wen)
    assert problem.value.code == "second_person"
    assert Lesson.objects.get().state == LessonState.PROPOSED


def test_words_for_the_guides_page_name_neither_project_nor_unit(on_trial: Office) -> None:
    row = lesson(on_trial)
    unit = str(on_trial.company.lead.institution)
    for words in ("", f"{unit}的做法", f"由 {unit[:2]} {unit[2:]} 提出", on_trial.company.lead.uscc):
        with pytest.raises(Refused) as problem:
            taken_up(on_trial, row, public=words)
        assert problem.value.code == "public_words"
    assert Lesson.objects.get().state == LessonState.PROPOSED


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("source", {"source": "rumour"}),
        ("source", {"source": "inspection", "source_number": 1}),
        ("source", {"source": "inspection"}),
        ("source", {"source": "project", "source_number": 1}),
        ("source", {"source": "exit", "source_number": 4}),
        ("subject", {"subject": "clause.99"}),
        ("subject", {"subject": "5.2.1"}),
        ("words", {"words": "\u200b "}),
        ("change", {"change": ""}),
        ("words", {"words": "长" * 3001}),
    ],
)
def test_a_lesson_without_evidence_subject_or_words_is_refused(
    on_trial: Office, code: str, said: dict[str, Any]
) -> None:
    refused(code, on_trial, **said)
    assert not Lesson.objects.exists()


def test_an_inspection_is_evidence_once_it_was_planned(on_trial: Office) -> None:
    planned(on_trial)
    row = lesson(on_trial, source="inspection", source_number=1)
    assert (row.source, row.source_number) == ("inspection", 1)


def test_a_unit_proposes_and_reads_its_own_lessons_and_no_others(on_trial: Office) -> None:
    zhou = on_trial.company.cast.zhou
    lesson(on_trial)
    lesson(on_trial, by=zhou, subject="clause.6.1")
    assert seen_by(on_trial, zhou) == [2]
    assert seen_by(on_trial, on_trial.company.shi) == []
    assert seen_by(on_trial, on_trial.ren) == [2, 1]
    with pytest.raises(Stranger):
        seen_by(on_trial, on_trial.xu)
    for outsider in (on_trial.xu, on_trial.company.cast.mo):
        with pytest.raises(Stranger):
            lesson(on_trial, by=outsider)


def test_a_project_that_has_not_started_teaches_nothing_yet(company_filed: Company) -> None:
    refused("not-started", an_office(company_filed))


def test_a_lesson_is_about_a_setting_or_a_clause_of_its_own_guide(on_trial: Office) -> None:
    row = lesson(on_trial, subject="setting.exit_step_workdays")
    assert subject_label(row).zh == "每个退出环节的工作日数"
    assert subject_label(lesson(on_trial)).zh == "五(二)1"


def test_a_lesson_can_not_be_rewritten(on_trial: Office) -> None:
    lesson(on_trial)
    for change in ({"words": "别的"}, {"subject": "clause.6.1"}, {"unit": "lead"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Lesson.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Lesson.objects.all().delete()
