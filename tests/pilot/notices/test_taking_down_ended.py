"""What was published about a case that has ended is taken down, too: by two people, on a paper, on record."""

from __future__ import annotations

import io
from uuid import UUID

import pytest

from tests.factories.notices import Noticed, take
from tests.pilot.acts.staff import LETTER
from tests.pilot.filings.company import Company, just
from tests.pilot.notices.faults import faults
from xianxing.pilot.acts.domain.evidence import bring_evidence
from xianxing.pilot.acts.domain.pending import confirm_act
from xianxing.pilot.acts.domain.taking import take_step
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.acts.models import PendingAct
from xianxing.pilot.acts.offers import offers
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.domain.performing import Actor
from xianxing.pilot.cases.models import Event
from xianxing.pilot.notices.models import TakeDown
from xianxing.pilot.notices.queries import project_of, sheet_of
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.pilot.search.models import TextKind
from xianxing.pilot.search.queries import in_public

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
STEP = "take_down_publication"


@pytest.fixture
def over(under_notice: Noticed) -> Noticed:
    """The group stops the project while its notice is open."""
    company = under_notice.company
    head = Actor(str(company.cast.wen.pk), frozenset({"group_head"}))
    take(company, "stop_before_start", head, finding="major_danger", reason="发现重大隐患")
    return under_notice


def letter(company: Company, by: User | None = None) -> UUID:
    content, by = io.BytesIO(LETTER), by or company.cast.wen
    brought = bring_evidence(name="来函.pdf", content=content, by=by, at=company.later())
    return UUID(str(brought.pk))


def enter(company: Company, by: User, **said: object) -> object:
    case = company.filing.case
    case.refresh_from_db()
    given = {"answers": {"take_down_ground": "personal_data"}, "reason": "公示表误写客户姓名", **said}
    return take_step(
        case=case.pk, step=STEP, entry=Entry(**given), sequence=case.sequence, by=by,  # type: ignore[arg-type]
        at=company.later(), step_up=just(by),
    )  # fmt: skip


def offered(company: Company, user: User) -> list[str]:
    view = case_to_read(company.filing.pk, user, at=company.at)
    return [offer.step.id for offer in offers(view)]


@pytest.mark.clause("5.1.3")
def test_two_people_take_down_what_is_still_shown_and_the_case_stands_where_it_stood(over: Noticed) -> None:
    company, notice = over.company, over.notice
    wen, tang, name = company.cast.wen, company.cast.tang, project_of(notice)
    assert offered(company, wen) == [STEP]
    waits = enter(company, wen, evidence=(letter(company),))
    assert isinstance(waits, PendingAct) and list(sheet_of(notice))
    with pytest.raises(Refused):
        confirm_act(pending=waits.pk, sequence=None, by=wen, at=company.later(), step_up=just(wen))
    confirm_act(pending=waits.pk, sequence=None, by=tang, at=company.later(), step_up=just(tang))
    row, case = TakeDown.objects.get(), company.filing.case
    case.refresh_from_db()
    assert (row.ground, row.event, case.state) == ("personal_data", Event.objects.latest("place"), "stopped")
    assert list(sheet_of(notice)) == [] and project_of(notice) == notice.number
    assert not list(in_public(TextKind.NOTICE, name))
    assert offered(company, wen) == []
    assert faults() == []
    with pytest.raises(Refused):
        enter(company, wen, evidence=(letter(company),))


def test_without_a_paper_a_ground_or_a_reason_nothing_is_taken_down(over: Noticed) -> None:
    company, wen = over.company, over.company.cast.wen
    paper = letter(company)
    for said, code in (
        ({"evidence": ()}, "evidence"),
        ({"evidence": (paper,), "reason": " "}, "reason"),
        ({"evidence": (paper,), "answers": {}}, "answer"),
        ({"evidence": (paper,), "answers": {"take_down_ground": "whim"}}, "answer"),
    ):
        with pytest.raises(Refused) as refused:
            enter(company, wen, **said)
        assert refused.value.code == code
    assert not TakeDown.objects.exists() and not PendingAct.objects.exists()
    assert list(sheet_of(over.notice))


def test_nobody_but_the_secretariat_is_offered_it(over: Noticed) -> None:
    company = over.company
    assert offered(company, company.cast.zhou) == []
    with pytest.raises(Refused) as refused:
        enter(company, company.cast.zhou, evidence=(letter(company, company.cast.zhou),))
    assert refused.value.code == "not_from_here"
    assert not PendingAct.objects.exists()
