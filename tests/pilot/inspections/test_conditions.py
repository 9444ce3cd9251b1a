"""What was asked of the trial is looked at; a stop for secrecy closes all of it, an erasure takes words."""

from __future__ import annotations

import pytest

from tests.factories.inspections import answered, ordered, planned, put_right, told
from tests.factories.notices import Noticed, allowed_and_published, take, to_consultation
from tests.pilot.acts.staff import Office, an_office
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.domain.performing import Actor
from xianxing.pilot.cases.domain.secrecy import erase_secret, report_secret, stop_for_secrecy
from xianxing.pilot.cases.models import Case
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.inspections.models import (
    FindingAnswer,
    Inspection,
    InspectionFinding,
    InspectionLine,
    LineResult,
    RectificationReport,
)
from xianxing.pilot.inspections.queries import all_inspections, open_rectifications
from xianxing.pilot.refusal import Stranger
from xianxing.procedure.events import JSON

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.2.2")]
BUREAU = Actor("b", frozenset({"technology_bureau"}))


def test_conditions_of_the_trial_and_of_the_consultation_are_lines_of_the_checklist(
    under_notice: Noticed,
) -> None:
    company = under_notice.company
    to_consultation(company, under_notice.notice)
    said: dict[str, JSON] = {"condition": "每月报送误报率。"}
    take(company, "set_trial_condition", BUREAU, item="c1", particulars=said)
    agreed: dict[str, JSON] = {"consultation_conditions": "首季只对内部用户开放。"}
    take(
        company, "record_consultation", BUREAU, consultation_view="agrees_with_conditions",
        particulars=agreed,
    )  # fmt: skip
    allowed_and_published(company)
    planned(an_office(company))
    found = InspectionLine.objects.filter(source="condition").order_by("number")
    assert [(one.clause, one.words) for one in found] == [
        ("5.1.2", "每月报送误报率。"),
        ("5.1.3", "首季只对内部用户开放。"),
    ]


def test_a_stop_closes_all_of_it_and_an_erasure_takes_the_words(on_trial: Office) -> None:
    told(on_trial)
    answered(on_trial, words="认可")
    put_right(on_trial, ordered(on_trial).item)
    company = on_trial.company
    case, li = Case.objects.get(pk=company.filing.pk), company.cast.li
    stop_for_secrecy(case=case, by=li, ground="涉密", at=company.later())
    assert (list(all_inspections()), open_rectifications()) == ([], [])
    with pytest.raises(Stranger):
        case_to_read(case.pk, on_trial.wen, at=company.later())
    report_secret(case=case, by=li, to="保密行政管理部门", reference="密报1号", at=company.later())
    erase_secret(case=case, sequences=[], by=li, reason="涉密", at=company.later())
    words = [
        *Inspection.objects.values_list("reason", "scope", "words"),
        *InspectionLine.objects.values_list("words"),
        *LineResult.objects.values_list("words", "told_by"),
        *InspectionFinding.objects.values_list("words", "reason"),
        *FindingAnswer.objects.values_list("words"),
        *RectificationReport.objects.values_list("reason"),
    ]
    assert {word for row in words for word in row} == {""}
    assert RectificationReport.objects.get().measures == []
    assert case_faults() == []
