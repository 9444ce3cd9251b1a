"""Plans are signed and agreed, values taken in whole or not at all; what stands out names its evidence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from tests.factories.monitoring import agreed, at_noon, reported, signed
from tests.pilot.acts.staff import Office
from tests.pilot.filings.company import Company
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.models import Event
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.supervision.domain.answering import answer_alarm
from xianxing.pilot.supervision.domain.planning import decide_plan
from xianxing.pilot.supervision.judging import Alarm, AlarmRule, IndicatorStanding, IndicatorStatus
from xianxing.pilot.supervision.models import IndicatorPlan, MonitoringState, ValueBatch
from xianxing.pilot.supervision.queries import (
    Monitoring,
    monitored_cases,
    monitoring_of,
    monitoring_to_read,
)
from xianxing.workdays.clocks import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
AVAILABLE = ("availability", "2024-03", "99.95")


def seen(office: Office) -> Monitoring:
    return monitoring_of(office.company.filing.case, day_of(office.company.at))


def standing(office: Office, indicator: str) -> IndicatorStanding:
    return next(one for one in seen(office).standings if one.indicator.id == indicator)


def alarms(office: Office) -> list[Alarm]:
    return seen(office).alarms


def refused(office: Office, *values: tuple[str, str, str], reason: str = "", by: User | None = None) -> str:
    before = ValueBatch.objects.count()
    with pytest.raises(Refused) as said:
        reported(office, *values, reason=reason, by=by)
    assert ValueBatch.objects.count() == before
    return said.value.message


def test_who_signs_for_an_institution_signs_and_the_secretariat_agrees(on_trial: Office) -> None:
    plan = signed(on_trial)
    with pytest.raises(Refused, match="秘书处"):
        decide_plan(
            case=plan.case_id, number=1, agree=True, reason="", by=on_trial.company.he,
            at=on_trial.company.later(),
        )  # fmt: skip
    decide_plan(
        case=plan.case_id, number=1, agree=True, reason="", by=on_trial.wen, at=on_trial.company.later()
    )
    names = [one.indicator.id for one in seen(on_trial).standings]
    assert names == ["availability", "outages", "promises_broken"]
    last = Event.objects.filter(case=plan.case_id).latest("place")
    assert (last.role, list(case_faults())) == ("secretariat", [])


def test_an_author_of_the_institution_reports_and_does_not_sign(on_trial: Office) -> None:
    with pytest.raises(Refused) as said:
        signed(on_trial, by=on_trial.company.cast.zhou)
    assert said.value.code == "role"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "至少选择一项"),
        ([{"indicator": "speed", "red": "1"}], "没有名为“speed”的指标"),
        ([{"indicator": "outages", "red": "many"}], "数字"),
        ([{"indicator": "outages", "amber": "5", "red": "4"}], "黄线"),
        ([{"indicator": "availability", "amber": "99", "red": "99.5"}], "黄线"),
        ([{"indicator": "outages", "red": ""}], "红线"),
        ([{"indicator": "outages", "red": "1"}, {"indicator": "outages", "red": "2"}], "重复"),
    ],
)
def test_lines_that_are_not_sound_are_refused_in_words(
    on_trial: Office, lines: list[dict[str, str]], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        signed(on_trial, lines)
    assert not IndicatorPlan.objects.exists()


def test_a_plan_never_counts_backwards(on_trial: Office) -> None:
    with pytest.raises(Refused) as said:
        signed(on_trial, on=date(2024, 1, 1))
    assert said.value.code == "effective_on"
    signed(on_trial)
    at_noon(on_trial, "2024-05-06")
    with pytest.raises(Refused) as late:
        decide_plan(
            case=on_trial.company.filing.pk, number=1, agree=True, reason="", by=on_trial.wen,
            at=on_trial.company.later(),
        )  # fmt: skip
    assert late.value.code == "effective_on"


def test_values_are_taken_in_and_the_case_stands_green(on_trial: Office) -> None:
    agreed(on_trial)
    at_noon(on_trial, "2024-03-08")
    reported(on_trial, ("availability", "2024-02", "99.95"), ("outages", "2024-02", "0"))
    assert standing(on_trial, "availability").status == IndicatorStatus.GREEN
    assert standing(on_trial, "promises_broken").status == IndicatorStatus.NONE
    state = MonitoringState.objects.get(case=on_trial.company.filing.pk)
    assert (state.red, state.amber, state.unanswered) == (0, 0, 0)
    assert list(case_faults()) == []


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (("availability", "2024-03", "99"), "2024-03尚未结束"),
        (("availability", "2023-12", "99"), "试点开始之前"),
        (("availability", "2024Q1", "99"), "2024-03"),
        (("promises_broken", "2024-02", "0"), "2024Q1"),
        (("speed", "2024-02", "99"), "没有名为“speed”的指标"),
        (("drift", "2024-02", "1"), "监测方案"),
        (("availability", "2024-02", "很好"), "“很好”不是数字"),
        (("availability", "2024-02", "1e999"), "不是数字"),
        (("availability", "2024-02", ""), "不是数字"),
        (("availability", "2024-02", "99,9"), "不是数字"),
        (("availability", "2024-02", "-5"), "小于零"),
        (("availability", "2024-02", "120"), "120超过了100%"),
    ],
)
def test_what_is_wrong_with_a_value_is_said_and_nothing_is_kept(
    on_trial: Office, value: tuple[str, str, str], words: str
) -> None:
    agreed(on_trial)
    at_noon(on_trial, "2024-03-08")
    said = refused(on_trial, ("outages", "2024-02", "0"), value)
    assert "第2个数值" in said
    assert words in said


def test_another_unit_is_refused(on_trial: Office) -> None:
    agreed(on_trial)
    at_noon(on_trial, "2024-03-08")
    said = refused(on_trial, ("availability", "2024-02", "99.95", "‰"))  # type: ignore[arg-type]
    assert "单位是%" in said


def test_a_correction_needs_a_reason_and_keeps_what_was_there(on_trial: Office) -> None:
    agreed(on_trial)
    at_noon(on_trial, "2024-03-08")
    reported(on_trial, ("availability", "2024-02", "99.95"))
    assert "更正" in refused(on_trial, ("availability", "2024-02", "99.91"))
    reported(on_trial, ("availability", "2024-02", "99.91"), reason="漏记一次中断")
    (values,) = standing(on_trial, "availability").values.values()
    assert values.counts.value == Decimal("99.91")
    assert [one.value for one in values.corrected] == [Decimal("99.95")]


def test_what_stands_already_does_not_come_again_and_can_be_corrected_back(on_trial: Office) -> None:
    agreed(on_trial)
    at_noon(on_trial, "2024-03-08")
    reported(on_trial, ("availability", "2024-02", "99.95"))
    assert "没有新的内容" in refused(on_trial, ("availability", "2024-02", "99.950"), reason="再报一次")
    reported(on_trial, ("availability", "2024-02", "99.91"), reason="漏记")
    reported(on_trial, ("availability", "2024-02", "99.95"), reason="原数无误")
    assert standing(on_trial, "availability").latest is not None
    assert seen(on_trial).batches[-1].values[0]["value"] == "99.95"
    twice = ("outages", "2024-02", "1")
    assert "重复" in refused(on_trial, twice, twice)


def test_a_late_value_is_marked_as_late(on_trial: Office) -> None:
    agreed(on_trial)
    at_noon(on_trial, "2024-03-14")  # the tenth working day after February
    assert standing(on_trial, "outages").status == IndicatorStatus.NONE
    at_noon(on_trial, "2024-03-15")
    assert standing(on_trial, "outages").status == IndicatorStatus.LATE
    late = reported(on_trial, ("outages", "2024-02", "0"))
    assert late.values[0]["late"] is True
    assert standing(on_trial, "outages").status == IndicatorStatus.GREEN


def test_a_red_value_asks_for_an_answer_and_is_set_aside_with_a_reason_only(on_trial: Office) -> None:
    agreed(on_trial)
    at_noon(on_trial, "2024-03-08")
    reported(on_trial, ("availability", "2024-02", "99.5"), ("outages", "2024-02", "3"))
    found = {alarm.line.indicator.id: alarm for alarm in alarms(on_trial)}
    red = found["availability"]
    assert (red.rule, red.limit, red.open, red.due) == (
        AlarmRule.RED_LINE, Decimal("99.5"), True, date(2024, 3, 15)
    )  # fmt: skip
    assert (found["outages"].rule, found["outages"].open) == (AlarmRule.AMBER_LINE, False)
    place = {"case": on_trial.company.filing.pk, "indicator": "availability", "period": "2024-02"}
    for words in ("", " \u200b "):
        with pytest.raises(Refused):
            answer_alarm(**place, kind="mute", words=words, by=on_trial.wen, at=on_trial.company.later())
    zhou, later = on_trial.company.cast.zhou, on_trial.company.later
    with pytest.raises(Refused):
        answer_alarm(**place, kind="mute", words="无事", by=zhou, at=later())
    answer_alarm(**place, kind="explain", words="机房断电两小时，已更换电源。", by=zhou, at=later())
    assert standing(on_trial, "availability").status == IndicatorStatus.RED
    assert MonitoringState.objects.get().unanswered == 0
    answer_alarm(**place, kind="mute", words="已核实，电源已更换。", by=on_trial.wen, at=later())
    assert standing(on_trial, "availability").status == IndicatorStatus.GREEN
    assert list(case_faults()) == []


def test_lines_judge_only_the_periods_in_which_they_counted(on_trial: Office) -> None:
    agreed(on_trial)
    at_noon(on_trial, "2024-03-08")
    reported(on_trial, ("outages", "2024-02", "3"))
    stricter = [{"indicator": "outages", "amber": "1", "red": "2"}]
    agreed(on_trial, stricter)
    assert [alarm.rule for alarm in alarms(on_trial)] == [AlarmRule.AMBER_LINE]
    at_noon(on_trial, "2024-04-03")
    reported(on_trial, ("outages", "2024-03", "3"))
    assert [(alarm.period.name, alarm.rule) for alarm in alarms(on_trial)] == [
        ("2024-03", AlarmRule.RED_LINE), ("2024-02", AlarmRule.AMBER_LINE),
    ]  # fmt: skip


def test_a_trend_that_leads_to_the_red_line_is_amber_before_it_gets_there(on_trial: Office) -> None:
    agreed(on_trial, [{"indicator": "outages", "amber": "", "red": "5"}])
    at_noon(on_trial, "2024-06-06")
    months = ("2024-02", "2024-03", "2024-04", "2024-05")
    reported(on_trial, *(("outages", month, str(place)) for place, month in enumerate(months[:3], 1)))
    assert alarms(on_trial) == []
    reported(on_trial, ("outages", "2024-05", "4"))
    (alarm,) = alarms(on_trial)
    assert (alarm.rule, alarm.ahead, alarm.period.name) == (AlarmRule.TREND, Decimal("5.0"), "2024-05")
    assert standing(on_trial, "outages").status == IndicatorStatus.AMBER


def test_before_the_start_nothing_is_taken_and_an_expert_sees_nothing(company_filed: Company) -> None:
    from tests.pilot.acts.staff import an_office

    office = an_office(company_filed)
    with pytest.raises(Refused) as said:
        signed(office)
    assert said.value.code == "not-running"
    with pytest.raises(Stranger):
        signed(office, by=office.company.cast.mo)


def test_all_projects_on_trial_are_listed_the_most_serious_first(on_trial: Office) -> None:
    agreed(on_trial)
    at_noon(on_trial, "2024-03-08")
    reported(on_trial, ("outages", "2024-02", "9"))
    (one,) = monitored_cases(day_of(on_trial.company.at))
    assert (one.red, one.late) == (1, False)
    (later,) = monitored_cases(date(2024, 3, 15))
    assert later.late


def test_values_stay_as_they_were_reported(on_trial: Office) -> None:
    agreed(on_trial)
    at_noon(on_trial, "2024-03-08")
    batch = reported(on_trial, ("outages", "2024-02", "9"))
    with pytest.raises(DatabaseError), transaction.atomic():
        ValueBatch.objects.filter(pk=batch.pk).update(values=[{"forged": True}])
    with pytest.raises(DatabaseError), transaction.atomic():
        batch.delete()


def test_who_reads_the_case_as_a_party_reads_its_monitoring(on_trial: Office) -> None:
    agreed(on_trial)
    at, case = on_trial.company.later(), on_trial.company.filing.pk
    for person in (on_trial.company.cast.ning, on_trial.wen, on_trial.bai):
        assert monitoring_to_read(case_to_read(case, person, at=at), at=at).current is not None


def told(office: Office, kind: str) -> set[str]:
    rows = Message.objects.filter(kind=kind, case=office.company.filing.case)
    return set(rows.values_list("recipient__name", flat=True))


def test_whoever_must_act_is_told_once_and_nobody_of_the_own_act(on_trial: Office) -> None:
    agreed(on_trial)
    assert told(on_trial, "plan_signed") == {"wen", "tang"}
    assert "he" in told(on_trial, "plan_agreed")
    at_noon(on_trial, "2024-03-08")
    reported(on_trial, ("availability", "2024-02", "99.95"))
    assert told(on_trial, "value_red") == set()
    reported(on_trial, ("outages", "2024-02", "4"))
    assert {"zhou", "he"} <= told(on_trial, "value_red")
    assert told(on_trial, "value_red_group") == {"wen", "tang"}
    limit = Message.objects.filter(kind="value_red").first()
    assert limit is not None
    assert (limit.params["due"], limit.params["workdays"]) == ("2024-03-15", 5)


def test_an_answer_counts_for_the_value_that_stood_there(on_trial: Office) -> None:
    agreed(on_trial)
    at_noon(on_trial, "2024-03-08")
    reported(on_trial, ("outages", "2024-02", "4"))
    place = {"case": on_trial.company.filing.pk, "indicator": "outages", "period": "2024-02"}
    answer_alarm(**place, kind="mute", words="已核实", by=on_trial.wen, at=on_trial.company.later())
    assert alarms(on_trial) == []
    at_noon(on_trial, "2024-04-08")
    reported(on_trial, ("outages", "2024-02", "40"), reason="漏记")
    (alarm,) = alarms(on_trial)
    assert (alarm.value, alarm.open, alarm.due) == (Decimal(40), True, date(2024, 3, 15))
    with pytest.raises(Refused):
        answer_alarm(**place, kind="whatever", words="…", by=on_trial.wen, at=on_trial.company.later())


def test_a_new_plan_hides_neither_an_alarm_nor_a_missing_value_of_the_former_one(on_trial: Office) -> None:
    agreed(on_trial)
    at_noon(on_trial, "2024-03-08")
    reported(on_trial, ("outages", "2024-02", "9"))
    agreed(on_trial, [{"indicator": "drills", "amber": "", "red": "1"}])
    found = {one.indicator.id: one for one in seen(on_trial).standings}
    assert list(found) == ["drills", "availability", "outages"]
    assert [period.name for period in found["availability"].unreported] == ["2024-02"]
    assert found["outages"].status == IndicatorStatus.RED
    reported(on_trial, ("availability", "2024-02", "99.95"))
    place = {"case": on_trial.company.filing.pk, "indicator": "outages", "period": "2024-02"}
    zhou = on_trial.company.cast.zhou
    answer_alarm(**place, kind="explain", words="已修复", by=zhou, at=on_trial.company.later())
    assert [one.indicator.id for one in seen(on_trial).standings] == ["drills"]


def test_only_periods_whose_plan_has_the_indicator_are_asked_for(on_trial: Office) -> None:
    both = [{"indicator": "outages", "amber": "", "red": "4"}, {"indicator": "availability", "red": "99"}]
    agreed(on_trial, both)
    at_noon(on_trial, "2024-03-08")
    reported(on_trial, ("outages", "2024-02", "0"), ("availability", "2024-02", "99.9"))
    agreed(on_trial, both[:1])
    at_noon(on_trial, "2024-05-07")
    agreed(on_trial, both)
    at_noon(on_trial, "2024-06-07")
    names = [period.name for period in standing(on_trial, "availability").unreported]
    assert names == ["2024-05"]
    assert [period.name for period in standing(on_trial, "outages").unreported] == [
        "2024-03", "2024-04", "2024-05",
    ]  # fmt: skip


def test_the_list_knows_when_the_first_value_of_a_plan_to_come_is_late(on_trial: Office) -> None:
    plan = signed(on_trial, on=date(2024, 3, 1))
    assert monitored_cases(date(2024, 6, 1))[0].red is None
    at = on_trial.company.later()
    decide_plan(case=plan.case_id, number=1, agree=True, reason="", by=on_trial.wen, at=at)
    (row,) = monitored_cases(date(2024, 4, 15))
    assert (row.planned, row.late) == (True, False)
    assert monitored_cases(date(2024, 4, 16))[0].late
