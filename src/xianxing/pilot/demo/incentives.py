"""What people learn from trials, who of them stands in the talent pool, what the case library tells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.incentives.consent_text import consent_text
from xianxing.pilot.incentives.domain.pooling import (
    decide_contribution,
    give_consent_to_pool,
    state_contribution,
)
from xianxing.pilot.lessons.domain.proposing_rules import StepTyped, enter_proposal_step, open_proposal
from xianxing.pilot.lessons.domain.publishing import confirm_entry, publish_entry, write_entry
from xianxing.pilot.lessons.domain.reviewing import decide_lesson, propose_lesson
from xianxing.pilot.parties.models import User
from xianxing.workdays.clocks import day_of

A_MINUTE = timedelta(minutes=1)


def act_in_incentives(said: Mapping[str, Any], filing: Filing, by: User, at: datetime) -> bool:
    """Do all of it where the line says so, by one of the secretariat; whether it says so."""
    if "library" in said:
        _library(said["library"], filing, by, at)
        return True
    if not said.get("incentives"):
        return False
    _lesson(filing, by, User.objects.get(name="方仲明"), at)
    _insight(filing, by, at + 2 * A_MINUTE)
    _talent(filing, by, User.objects.get(name="周若岚"), at + 4 * A_MINUTE)
    return True


def _library(said: Mapping[str, Any], filing: Filing, by: User, at: datetime) -> None:
    """Write the entry of a finished project, have every unit agree to it, publish it, a minute each."""
    row = write_entry(case=filing.pk, learnt=said["learnt"], nameless=False, by=by, at=at)
    for name in said["agree"]:
        at, person = at + A_MINUTE, User.objects.get(name=name)
        confirm_entry(
            case=filing.pk, number=row.number, agree=True, words="", by=person, at=at,
            step_up=StepUp.just_given(person),
        )  # fmt: skip
    head = User.objects.get(name=said["publish"])
    publish_entry(
        case=filing.pk, number=row.number, by=head, at=at + A_MINUTE, step_up=StepUp.just_given(head)
    )


def _lesson(filing: Filing, by: User, head: User, at: datetime) -> None:
    row = propose_lesson(
        case=filing.pk, source="report", source_number=1, subject="clause.5.2.1", by=by, at=at,
        words="投资者人数和可用率按月报送，投诉率和承诺履行变化很慢，按月报送没有新的信息。",
        change="监测指标的报送间隔按指标确定，变化慢的按季报送。",
    )  # fmt: skip
    decide_lesson(
        case=filing.pk, number=row.number, accept=True, reason="与监测记录一致。", by=head, at=at + A_MINUTE,
        public_words="监测指标的报送间隔宜按指标的变化快慢分别确定。", step_up=StepUp.just_given(head),
    )  # fmt: skip


def _insight(filing: Filing, by: User, at: datetime) -> None:
    first = StepTyped(
        "insight", day_of(at), "秘书处", "各机构对关联方的口径不一，统一名录口径可以减少重复核对。"
    )
    row = open_proposal(case=filing.pk, title="统一关联方名录口径", first=first, by=by, at=at)
    talk = StepTyped("discussed", day_of(at), "秘书处、风险评估人员", "先就股权关系部分征求试点机构意见。")
    enter_proposal_step(case=filing.pk, number=row.number, step=talk, by=by, at=at + A_MINUTE)


def _talent(filing: Filing, by: User, person: User, at: datetime) -> None:
    digest = consent_text(day_of(at)).digest
    give_consent_to_pool(digest=digest, expertise="关联交易识别、监测指标设计", by=person, at=at)
    row = state_contribution(
        case=filing.pk, role="项目经办人", words="设计监测指标，组织数值报送和异常说明。", by=person, at=at
    )
    decide_contribution(
        contribution=row.pk, accept=True, reason="承担主要工作，记录可证。", by=by, at=at + A_MINUTE
    )
