"""The risk assessment sheet is kept topic by topic, and its step holds the whole of it."""

from __future__ import annotations

import json

import pytest

from tests.pilot.acts.staff import Office
from xianxing.pilot.cases.models import Payload
from xianxing.pilot.casework.domain.risks import (
    Assessment,
    keep_assessments,
    notes_of,
    wanting,
)
from xianxing.pilot.casework.models import RiskNote
from xianxing.pilot.casework.risk_topics import topics
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused

pytestmark = pytest.mark.django_db
LOW = Assessment("low", "接口未限流", "上线前完成限流并压测", ("content.overview", "material[0]"))


@pytest.fixture
def assessing(office: Office) -> Office:
    """The formality check has passed."""
    office.do("pass_formality", office.wen, answers={"completeness": "complete"})
    return office


def keep(office: Office, said: dict[str, Assessment], by: User | None = None) -> dict[str, str]:
    case, at = office.company.filing.pk, office.company.later()
    return keep_assessments(case=case, said=said, by=by or office.ren, at=at)


def test_a_sheet_is_kept_as_far_as_it_goes_and_says_what_is_wanting(assessing: Office) -> None:
    first, second = topics()[:2]
    wrong = keep(
        assessing,
        {
            first.id: LOW,
            second.id: Assessment("dreadful", "x"),
            topics()[2].id: Assessment(places=("content.nothing",)),
            topics()[3].id: Assessment(finding="字" * 4001),
        },
    )
    assert set(wrong) == {one.id for one in topics()[1:4]}
    assert [note.topic for note in RiskNote.objects.all()] == [first.id]
    assert len(wanting(notes_of(assessing.company.body))) == len(topics()) - 1


def test_a_risk_needs_precautions_and_none_needs_none(assessing: Office) -> None:
    first, second = topics()[:2]
    keep(assessing, {first.id: Assessment("high", "未持牌"), second.id: Assessment("none", "未见问题")})
    left = wanting(notes_of(assessing.company.body))
    assert first.id in left and second.id not in left


def test_the_step_holds_the_whole_sheet_or_is_refused(assessing: Office) -> None:
    keep(assessing, {topics()[0].id: LOW})
    with pytest.raises(Refused, match="尚未填写完整"):
        assessing.do("complete_risk_assessment", assessing.ren)
    keep(assessing, {topic.id: LOW for topic in topics()})
    done = assessing.do("complete_risk_assessment", assessing.ren)
    payload = json.loads(bytes(Payload.objects.get(event=done.event).body))["payload"]
    sheet = payload["risk_sheet"]
    assert [one["topic"] for one in sheet] == [topic.id for topic in topics()]
    assert sheet[0]["precautions"] == LOW.precautions and sheet[0]["places"] == list(LOW.places)
    with pytest.raises(Refused, match="没有由您办理"):
        keep(assessing, {topics()[0].id: LOW})


def test_only_who_assesses_keeps_a_sheet(assessing: Office) -> None:
    for other in (assessing.wen, assessing.fang, assessing.company.cast.zhou):
        with pytest.raises(Refused, match="没有由您办理"):
            keep(assessing, {topics()[0].id: LOW}, by=other)
