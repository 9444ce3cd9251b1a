"""Fault tolerance: evidence for each limb of the guide, a reasoned draft, and no decision anywhere."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from tests.factories.incidents import drafted, evidenced, opened
from tests.pilot.acts.staff import Office
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.models import Event
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.incidents.documents import draft_paper
from xianxing.pilot.incidents.domain.tolerance import LimbFinding, LimbStatement, submit_tolerance
from xianxing.pilot.incidents.limbs import groups_of, limbs_of
from xianxing.pilot.incidents.models import ToleranceDraft, ToleranceEvidence
from xianxing.pilot.incidents.queries import step_meaning
from xianxing.pilot.refusal import Refused
from xianxing.procedure.meanings import Means

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_the_limbs_are_those_of_the_guide_with_either_of_two_on_losses(on_trial: Office) -> None:
    view = case_to_read(on_trial.company.filing.pk, on_trial.wen, at=on_trial.company.at)
    found = groups_of(limbs_of(view))
    assert {group: len(limbs) for group, limbs in found.items()} == {
        "event": 1, "period": 1, "investors": 2, "market": 1,
    }  # fmt: skip


def test_evidence_takes_the_procedures_step_and_stands_by_limb(on_trial: Office) -> None:
    incident = opened(on_trial)
    view = case_to_read(on_trial.company.filing.pk, on_trial.wen, at=on_trial.company.at)
    step = step_meaning(view.procedure, Means.SUBMIT_TOLERANCE_EVIDENCE)
    assert step is not None
    evidenced(on_trial, incident, "tolerance_no_loss", "tolerance_market")
    assert Event.objects.filter(case=on_trial.company.filing.case, step=step.id).count() == 1
    rows = ToleranceEvidence.objects.order_by("pk").values_list("limb", flat=True)
    assert list(rows) == ["tolerance_no_loss", "tolerance_market"]
    evidenced(on_trial, incident, "tolerance_no_loss")
    assert ToleranceEvidence.objects.count() == 3
    assert list(case_faults()) == []


@pytest.mark.parametrize(
    ("limb", "words", "file", "problem"),
    [
        ("tolerance_market", "未影响", False, "附上材料"),
        ("tolerance_market", " ", True, "附上材料"),
        ("tolerance_market", "", False, "至少就一项要件"),
        ("tolerance_of_everything", "未影响", True, "没有这项要件"),
    ],
)
def test_words_and_a_file_belong_together(
    on_trial: Office, limb: str, words: str, file: bool, problem: str
) -> None:
    incident = opened(on_trial)
    company = on_trial.company
    said = {limb: LimbStatement(words, on_trial.letter(company.he) if file else None)}
    with pytest.raises(Refused, match=problem):
        submit_tolerance(
            case=company.filing.pk, number=incident.number, statements=said, by=company.he, at=company.later()
        )
    assert not ToleranceEvidence.objects.exists()


def test_another_persons_file_is_no_evidence(on_trial: Office) -> None:
    incident = opened(on_trial)
    company = on_trial.company
    for letter in (uuid4(), on_trial.letter(on_trial.wen)):
        said = {"tolerance_market": LimbStatement("未影响", letter)}
        with pytest.raises(Refused):
            submit_tolerance(
                case=company.filing.pk, number=incident.number, statements=said, by=company.he,
                at=company.later(),
            )  # fmt: skip


def test_who_signs_hands_in_and_the_secretariat_drafts(on_trial: Office) -> None:
    incident = opened(on_trial)
    with pytest.raises(Refused, match="尚未提交材料"):
        drafted(on_trial, incident)
    for person in (on_trial.company.cast.zhou, on_trial.wen):
        with pytest.raises(Refused, match="签署人"):
            evidenced(on_trial, incident, "tolerance_market", by=person)
    evidenced(on_trial, incident, "tolerance_market")
    with pytest.raises(Refused, match="秘书处"):
        drafted(on_trial, incident, by=on_trial.company.he)


def test_a_draft_has_a_view_and_a_reason_for_every_limb(on_trial: Office) -> None:
    incident = opened(on_trial)
    evidenced(on_trial, incident, "tolerance_market")
    for said in (LimbFinding("", "理由"), LimbFinding("granted", "理由"), LimbFinding("supports", " ")):
        with pytest.raises(Refused, match="不影响市场平稳运行"):
            drafted(on_trial, incident, tolerance_market=said)
    with pytest.raises(Refused, match="综述"):
        drafted(on_trial, incident, summary=" ")
    assert not ToleranceDraft.objects.exists()


def test_the_paper_names_each_limb_and_says_that_it_is_no_decision(on_trial: Office) -> None:
    incident = opened(on_trial)
    evidenced(on_trial, incident, "tolerance_market")
    draft = drafted(on_trial, incident)
    evidenced(on_trial, incident, "tolerance_no_loss")
    view = case_to_read(on_trial.company.filing.pk, on_trial.wen, at=on_trial.company.at)
    text = "\n".join(map(str, draft_paper(view, draft).paragraphs))
    assert all(limb.label.zh in text for limb in limbs_of(view))
    assert "本稿不是决定" in text
    assert text.count("机构未提交该项材料") == 4
    assert (drafted(on_trial, incident).number, list(case_faults())) == (2, [])


def test_a_drill_has_no_fault_tolerance(on_trial: Office) -> None:
    drill = opened(on_trial, drill=True, grades={})
    with pytest.raises(Refused, match="演练"):
        evidenced(on_trial, drill, "tolerance_market")


def test_evidence_and_drafts_stay_as_they_are(on_trial: Office) -> None:
    incident = opened(on_trial)
    evidenced(on_trial, incident, "tolerance_market")
    drafted(on_trial, incident)
    for rows in (ToleranceEvidence.objects.all(), ToleranceDraft.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(words="别的")
