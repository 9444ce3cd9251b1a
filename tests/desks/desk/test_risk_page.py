"""The risk reviewer fills the sheet in on a page; others of the group read it, nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from tests.pilot.acts.staff import Office, an_office
from tests.pilot.filings.company import Company
from xianxing.pilot.casework.models import RiskNote
from xianxing.pilot.casework.risk_topics import topics
from xianxing.pilot.parties.models import User

pytestmark = pytest.mark.django_db
Visit = Callable[[User, datetime], Client]


@pytest.fixture
def office(filed: Company) -> Office:
    there = an_office(filed)
    there.do("register_local", there.wen)
    there.do("pass_formality", there.wen, answers={"completeness": "complete"})
    return there


@pytest.mark.clause("5.1.1")
def test_a_sheet_is_filled_in_kept_and_read_by_others(office: Office, visit: Visit) -> None:
    place = f"/desk/filings/{office.company.filing.pk}/risks/"
    ren = visit(office.ren, office.company.at)
    page = ren.get(place).content.decode()
    for topic in topics():
        assert topic.zh in page
    assert "四(二)4" in page and "完成合规与技术风险评估" in page
    first, second = topics()[0].id, topics()[1].id
    sent = {
        f"level.{first}": "low", f"finding.{first}": "场景提供方持牌", f"precautions.{first}": "按月核对",
        f"places.{first}": ["content.overview", "material[0]"],
        f"level.{second}": "dreadful", f"finding.{second}": "待查",
    }  # fmt: skip
    wrong = ren.post(place, sent)
    assert wrong.status_code == 422 and "待查" in wrong.content.decode()
    note = RiskNote.objects.get()
    assert (note.topic, note.places) == (first, ["content.overview", "material[0]"])
    assert ren.post(place, {**sent, f"level.{second}": "none"}).status_code == 302
    read = visit(office.fang, office.company.at).get(place).content.decode()
    assert "场景提供方持牌" in read and "<textarea" not in read
    for person in (office.company.cast.zhou, office.xu, office.bai):
        assert visit(person, office.company.at).get(place).status_code == 404
