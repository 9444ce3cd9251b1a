"""The city's departments: asked one after another; that they took part is asked of nobody who entered it."""

from __future__ import annotations

import pytest

from tests.pilot.acts.staff import Office
from tests.pilot.experts.panel import an_opinion_given
from xianxing.pilot.acts.domain.taking import Taken
from xianxing.pilot.acts.offers import offers
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.1.1")]


@pytest.fixture
def asking(office: Office) -> Office:
    """The opinions are closed; nobody of the city was asked yet."""
    office.do("pass_formality", office.wen, answers={"completeness": "complete"})
    office.do("complete_risk_assessment", office.ren)
    office.do("invite_experts", office.wen, members={"experts": [str(office.xu.pk)]})
    an_opinion_given(office, office.xu)
    office.do("close_opinions", office.wen)
    return office


def invited(office: Office, *names: str) -> frozenset[str]:
    office.do("invite_departments", office.wen, members={"departments": list(names)})
    return frozenset(view(office).state.members["departments"])


def view(office: Office) -> CaseView:
    return case_to_read(office.company.filing.pk, office.wen, at=office.company.later())


def answered(office: Office, name: str) -> None:
    said = {"department_views": name, "department_view": "supports", "department_opinion": "支持"}
    office.both("give_department_view", office.wen, office.tang, evidence=True, answers=said)


def silent(office: Office, name: str) -> None:
    said = {"department_views": name, "reminded_on": "2024-01-10", "reply_due": "2024-01-12"}
    office.do("note_department_silence", office.wen, answers=said)


def asks(office: Office) -> set[str] | None:
    """What the additional evaluation asks, None while it isn't open."""
    found = [one for one in offers(view(office)) if one.step.id == "evaluate_additionally"]
    return {ask.id for ask in found[0].asks} if found else None


def test_a_second_letter_adds_to_who_was_asked(asking: Office) -> None:
    assert invited(asking, "金融局") == {"金融局"}
    assert invited(asking, "数据局") == {"金融局", "数据局"}
    assert invited(asking, "金融局", "网信办") == {"金融局", "数据局", "网信办"}


def test_who_was_asked_already_is_not_asked_again(asking: Office) -> None:
    invited(asking, "金融局", "数据局")
    with pytest.raises(Refused) as refusal:
        invited(asking, "金融局")
    assert "均已商请：金融局" in refusal.value.message


def test_that_departments_took_part_follows_from_a_view_that_was_entered(asking: Office) -> None:
    invited(asking, "金融局", "数据局")
    answered(asking, "金融局")
    assert asks(asking) is None
    silent(asking, "数据局")
    assert asks(asking) == set()
    done = asking.do("evaluate_additionally", asking.wen)
    assert isinstance(done, Taken)
    assert done.state == "selection"
    assert '"departments":"took_part"' in bytes(done.event.payload.body).decode()


def test_where_all_were_silent_a_person_says_whether_they_took_part(asking: Office) -> None:
    invited(asking, "金融局")
    silent(asking, "金融局")
    assert asks(asking) == {"departments"}
    with pytest.raises(Refused):
        asking.do("evaluate_additionally", asking.wen)


def test_a_person_may_still_say_that_they_did_not(asking: Office) -> None:
    invited(asking, "金融局")
    answered(asking, "金融局")
    with pytest.raises(Refused):
        asking.do("evaluate_additionally", asking.wen, answers={"departments": "absent"})
