"""A paper is read by its addressees and by those who judge, under a name that says nothing to others."""

from __future__ import annotations

import pytest

from tests.pilot.acts.staff import Office
from tests.pilot.experts.panel import an_opinion_given
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.domain import stop_for_secrecy
from xianxing.pilot.cases.domain.secrecy import holders
from xianxing.pilot.papers.models import CasePaper
from xianxing.pilot.papers.permissions import paper_to_read, papers_in
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Stranger

pytestmark = pytest.mark.django_db


def kinds(office: Office, user: User) -> set[str]:
    view = case_to_read(office.company.filing.pk, user, at=office.company.at)
    return {paper.kind for paper in papers_in(view)}


def selected(office: Office) -> None:
    """The case goes on to the selection: the group keeps a record, the units get a notice."""
    office.do("register_local", office.wen)
    office.do("pass_formality", office.wen, answers={"completeness": "complete"})
    office.do("complete_risk_assessment", office.ren)
    office.do("invite_experts", office.wen, members={"experts": [str(office.xu.pk)]})
    an_opinion_given(office, office.xu)
    office.do("close_opinions", office.wen)
    office.do("invite_departments", office.wen, members={"departments": ["市有关部门甲"]})
    silence = {"department_views": "市有关部门甲", "reminded_on": "2024-01-12", "reply_due": "2024-01-14"}
    office.do("note_department_silence", office.wen, answers=silence)
    office.do(
        "evaluate_additionally", office.wen, answers={"departments": "took_part"}, reason="符合产业导向"
    )
    answers = {"eligibility": "eligible", "innovation_basis": "none", "parallel_approval": "not_needed"}
    office.do("select", office.fang, answers=answers)


def test_units_read_what_is_for_them_and_the_group_everything(office: Office) -> None:
    selected(office)
    cast = office.company.cast
    everything = {"receipt", "additional_evaluation", "result_notice", "evaluation_letter"}
    for judge in (office.wen, office.fang, office.ren, office.bai):
        assert kinds(office, judge) == everything
    for member in (cast.zhou, cast.ning):
        assert kinds(office, member) == {"receipt", "result_notice"}
    assert kinds(office, office.xu) == set()
    record = CasePaper.objects.get(kind="additional_evaluation")
    for stranger in (cast.zhou, cast.mo, cast.li, office.xu):
        with pytest.raises(Stranger):
            paper_to_read(record.public_id, stranger, at=office.company.at)
    assert paper_to_read(record.public_id, office.bai, at=office.company.at)[0] == record


def test_answers_stand_in_their_words(office: Office) -> None:
    selected(office)
    content = CasePaper.objects.get(kind="result_notice").content
    assert any("专业评估" in line for line in content["paragraphs"])
    assert not any("eligible" in line or "not_needed" in line for line in content["paragraphs"])
    record = CasePaper.objects.get(kind="additional_evaluation").content
    assert "市有关部门参与情况：已参加。" in record["paragraphs"]
    assert record["paragraphs"][-1] == "符合产业导向"


@pytest.mark.parametrize(
    "name", ["", "1", "receipt", "-receipt", "999999-receipt", "1-../x", "9" * 30 + "-receipt"]
)
def test_a_name_of_nothing_is_answered_like_a_strangers(office: Office, name: str) -> None:
    with pytest.raises(Stranger):
        paper_to_read(name, office.wen, at=office.company.at)


def test_a_stopped_case_gives_out_no_paper_and_erasing_empties_it(office: Office) -> None:
    paper = CasePaper.objects.get(kind="receipt")
    case = office.company.filing.case
    case.refresh_from_db()
    stop_for_secrecy(case=case, by=office.wen, ground="疑似涉密", at=office.company.later())
    with pytest.raises(Stranger):
        paper_to_read(paper.public_id, office.wen, at=office.company.at)
    (holder,) = [one for one in holders() if one.name == "papers"]
    assert holder.erase(case, office.company.later()) == 0
    paper.refresh_from_db()
    assert paper.content == {}
