"""A rectification is the procedure's own item: ordered of a finding, reported, re-checked, then confirmed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.factories.inspections import answered, ordered, put_right, told
from tests.factories.monitoring import at_noon
from tests.pilot.acts.staff import Office
from tests.pilot.filings.company import just
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.models import Event
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.inspections.domain.closing import close_inspection
from xianxing.pilot.inspections.domain.rechecking import check_report, confirm_rectification
from xianxing.pilot.inspections.domain.rectifying import MeasureTyped
from xianxing.pilot.inspections.models import RectificationReport
from xianxing.pilot.inspections.queries import Rectification, open_rectifications, rectifications_in
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.clause("5.2.2")]


def rectification(office: Office) -> Rectification:
    company = office.company
    return rectifications_in(case_to_read(company.filing.pk, office.wen, at=company.at))[0]


def item_of(office: Office) -> str:
    """Told, agreed to, ordered: the number of the rectification."""
    told(office)
    answered(office)
    return ordered(office).item


def checked(office: Office, *, accept: bool = True, reason: str = "", by: User | None = None) -> str:
    row = check_report(
        case=office.company.filing.pk, report=RectificationReport.objects.count(), accept=accept,
        reason=reason, by=by or office.ren, at=office.company.later(),
    )  # fmt: skip
    return row.state


def confirmed(office: Office, item: str, by: User | None = None) -> None:
    person = by or office.wen
    confirm_rectification(
        case=office.company.filing.pk, item=item, reason="复查属实。", by=person,
        at=office.company.later(), step_up=just(person),
    )  # fmt: skip


def test_the_head_orders_it_by_the_procedure_s_own_act_with_its_limit(on_trial: Office) -> None:
    item = item_of(on_trial)
    found = rectification(on_trial)
    assert found.item and found.item.id == item == found.number
    assert found.limit and found.limit.day > day_of(on_trial.company.at)
    assert found.finding and found.finding.decision == "rectify"
    assert Event.objects.get(case=found.case, sequence=int(item)).step == "order_rectification"
    assert [one.number for one in open_rectifications()] == [item]
    assert list(case_faults()) == []


def test_only_the_head_orders_it_and_of_a_finding_that_was_answered(on_trial: Office) -> None:
    told(on_trial)
    with pytest.raises(Refused) as early:
        ordered(on_trial)
    assert early.value.code == "unanswered"
    answered(on_trial)
    with pytest.raises(Refused) as stranger:
        ordered(on_trial, by=on_trial.wen)
    assert stranger.value.code == "role"
    ordered(on_trial)
    with pytest.raises(Refused) as twice:
        ordered(on_trial)
    assert twice.value.code == "decided"


def test_it_is_reported_returned_reported_again_accepted_and_confirmed(on_trial: Office) -> None:
    item = item_of(on_trial)
    file = on_trial.letter(on_trial.company.cast.zhou, "日报汇总.pdf")
    put_right(on_trial, item, MeasureTyped("补齐日报", "已补齐", (file,)), MeasureTyped("", ""))
    with pytest.raises(Refused) as twice:
        put_right(on_trial, item)
    assert twice.value.code == "waiting"
    with pytest.raises(Refused) as wordless:
        checked(on_trial, accept=False)
    assert wordless.value.code == "reason"
    assert checked(on_trial, accept=False, reason="四月日报缺签字") == "returned"
    put_right(on_trial, item)
    assert checked(on_trial, by=on_trial.wen) == "accepted"
    with pytest.raises(Refused) as again:
        checked(on_trial)
    assert again.value.code == "checked"
    confirmed(on_trial, item)
    found = rectification(on_trial)
    assert (found.item, len(found.reports), open_rectifications()) == (None, 2, [])
    assert found.reports[0].measures[0]["evidence"] == [str(file)]
    with pytest.raises(Refused) as late:
        put_right(on_trial, item)
    assert late.value.code == "confirmed"
    assert list(case_faults()) == []


def test_what_was_not_reported_is_not_confirmed_by_whichever_way(on_trial: Office) -> None:
    item = item_of(on_trial)
    with pytest.raises(Refused, match="整改报告还没有复查通过") as unreported:
        confirmed(on_trial, item)
    assert unreported.value.code == "unreported"
    with pytest.raises(Refused):
        on_trial.do("confirm_rectified", on_trial.wen, answers={"rectification": item})
    put_right(on_trial, item)
    with pytest.raises(Refused) as unchecked:
        confirmed(on_trial, item)
    assert unchecked.value.code == "unchecked"
    assert rectification(on_trial).item is not None


def test_one_that_no_inspection_led_to_is_reported_and_confirmed_too(on_trial: Office) -> None:
    done = on_trial.do("order_rectification", on_trial.fang, reason="红线事件整改")
    item = str(done.event.sequence)
    assert rectification(on_trial).finding is None
    put_right(on_trial, item)
    checked(on_trial, by=on_trial.tang)
    confirmed(on_trial, item)
    assert rectification(on_trial).item is None


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (MeasureTyped("", ""), "至少填写一项"),
        (MeasureTyped("补齐日报", ""), "第1项：请填写完成情况"),
        (MeasureTyped("", "已补齐"), "第1项：请填写整改措施"),
    ],
)
def test_a_report_that_says_too_little_is_refused(
    on_trial: Office, measure: MeasureTyped, words: str
) -> None:
    item = item_of(on_trial)
    with pytest.raises(Refused, match=words):
        put_right(on_trial, item, measure)
    assert not RectificationReport.objects.exists()


def test_who_must_act_is_told(on_trial: Office) -> None:
    item, zhou = item_of(on_trial), on_trial.company.cast.zhou
    put_right(on_trial, item)
    assert Message.objects.filter(recipient=on_trial.ren, kind="rectification_reported").count() == 1
    checked(on_trial, accept=False, reason="缺签字")
    assert Message.objects.filter(recipient=zhou, kind="rectification_returned").count() == 1
    put_right(on_trial, item)
    checked(on_trial)
    assert Message.objects.filter(recipient=on_trial.wen, kind="rectification_accepted").count() == 1


def test_an_overdue_one_is_late_and_the_inspection_closes_without_it(on_trial: Office) -> None:
    item_of(on_trial)
    case, at = on_trial.company.filing.pk, on_trial.company.later()
    close_inspection(case=case, inspection=1, words="一项整改。", by=on_trial.wen, at=at)
    found = rectification(on_trial)
    assert found.limit
    at_noon(on_trial, (found.limit.day + timedelta(days=1)).isoformat())
    assert rectification(on_trial).late(day_of(on_trial.company.at))


def test_a_report_stays_as_it_was_handed_in(on_trial: Office) -> None:
    put_right(on_trial, item_of(on_trial))
    with pytest.raises(DatabaseError), transaction.atomic():
        RectificationReport.objects.update(measures=[{"measure": "x", "done": "y", "evidence": []}])
    with pytest.raises(DatabaseError), transaction.atomic():
        RectificationReport.objects.all().delete()
