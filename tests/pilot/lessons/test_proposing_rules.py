"""An insight goes from stage to stage as the data say, with papers and days, and is published so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.factories.lessons import insight, made_public, submitted, went_on
from tests.pilot.acts.staff import Office
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.lessons.models import RuleProposal, RuleProposalStep
from xianxing.pilot.lessons.practice import practice
from xianxing.pilot.lessons.tracks import (
    all_proposals,
    insight_filed,
    proposals_of,
    published_proposals,
    standing_of,
)
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.workdays.clocks import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.clause("6.1")]


def refused(code: str, office: Office, row: RuleProposal, stage: str, **said: Any) -> None:
    with pytest.raises(Refused) as problem:
        went_on(office, row, stage, **said)
    assert problem.value.code == code


def test_an_insight_comes_to_be_adopted_with_its_papers(on_trial: Office) -> None:
    row = insight(on_trial)
    submitted(on_trial, row)
    went_on(on_trial, row, "adopted", organ="某监管机关", document="〔2024〕9号", letter=True)
    assert standing_of(row.steps.all()) == "adopted"
    assert [one.number for one in row.steps.order_by("pk")] == [1, 2, 3, 4, 5]
    refused("stage", on_trial, row, "discussed")
    assert list(case_faults()) == []


def test_no_stage_is_left_out_and_what_it_asks_is_given(on_trial: Office) -> None:
    row = insight(on_trial)
    refused("stage", on_trial, row, "submitted", organ="甲", document="1", letter=True)
    refused("stage", on_trial, row, "weather")
    went_on(on_trial, row, "discussed")
    went_on(on_trial, row, "discussed")
    went_on(on_trial, row, "proposed")
    refused("organ", on_trial, row, "submitted", document="1", letter=True)
    refused("document", on_trial, row, "submitted", organ="甲", letter=True)
    refused("evidence", on_trial, row, "submitted", organ="甲", document="1")
    assert standing_of(row.steps.all()) == "proposed"


def test_days_neither_run_backwards_nor_ahead(on_trial: Office) -> None:
    row = insight(on_trial)
    today = day_of(on_trial.company.at)
    refused("happened_on", on_trial, row, "discussed", on=today - timedelta(days=1))
    refused("happened_on", on_trial, row, "discussed", on=today + timedelta(days=1))
    refused("authors", on_trial, row, "discussed", authors=" ")
    refused("words", on_trial, row, "discussed", words="")


def test_the_groups_people_keep_it_csrc_reads_it_and_the_units_know_nothing_of_it(on_trial: Office) -> None:
    row = insight(on_trial)
    bai = case_to_read(row.case_id, on_trial.bai, at=on_trial.company.later())
    assert list(proposals_of(bai)) == [row]
    with pytest.raises(Refused):
        insight(on_trial, by=on_trial.bai)
    zhou = on_trial.company.cast.zhou
    with pytest.raises(Stranger):
        insight(on_trial, by=zhou)
    with pytest.raises(Stranger):
        proposals_of(case_to_read(row.case_id, zhou, at=on_trial.company.later()))
    assert list(all_proposals([])) == [] and list(all_proposals([row.case_id])) == [row]


def test_the_public_reads_what_was_published_as_far_as_it_had_come(on_trial: Office) -> None:
    row = insight(on_trial)
    assert published_proposals() == []
    with pytest.raises(Refused) as writer:
        made_public(on_trial, row, by=on_trial.wen)
    assert writer.value.code == "role"
    with pytest.raises(Refused) as named:
        made_public(on_trial, row, words=f"{on_trial.company.lead.institution}的项目")
    assert named.value.code == "public_words"
    made_public(on_trial, row)
    went_on(on_trial, row, "discussed")
    ((_shown, steps),) = published_proposals()
    assert [one.stage for one in steps] == ["insight"]
    made_public(on_trial, row)
    ((_shown, steps),) = published_proposals()
    assert [one.stage for one in steps] == ["insight", "discussed"]
    assert list(case_faults()) == []


def test_what_the_filing_says_of_its_insight_can_begin_the_way(on_trial: Office) -> None:
    view = case_to_read(on_trial.company.filing.pk, on_trial.ren, at=on_trial.company.later())
    assert insight_filed(view)


def test_steps_can_not_be_rewritten(on_trial: Office) -> None:
    insight(on_trial)
    for change in ({"stage": "adopted"}, {"words": "别的"}, {"organ": "乙"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            RuleProposalStep.objects.update(**change)


def test_every_stage_can_be_reached_and_some_stage_ends_the_way() -> None:
    stages = practice().stages
    reached: set[str] = set()
    ahead = [one.id for one in practice().stages_after("")]
    while ahead:
        here = ahead.pop()
        if here not in reached:
            reached.add(here)
            ahead += [one.id for one in practice().stages_after(here)]
    assert reached == set(stages)
    for one in stages.values():
        assert one.ends == (not practice().stages_after(one.id))
