"""An expert signs before anything of a case is shown, steps aside in one act, and reads no more then."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pilot.experts.panel import Panel, an_opinion
from tests.pilot.filings.company import just
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.models import Event
from xianxing.pilot.experts.domain.access import sign_undertaking
from xianxing.pilot.experts.domain.engaging import step_aside
from xianxing.pilot.experts.domain.opinions import save_draft
from xianxing.pilot.experts.models import Engagement, Undertaking
from xianxing.pilot.experts.proposals import staffing_of
from xianxing.pilot.experts.undertaking import present_text
from xianxing.pilot.refusal import Refused, Stranger

pytestmark = pytest.mark.django_db


def test_an_engaged_expert_reads_nothing_before_signing(panel: Panel) -> None:
    panel.invite(panel.xu, panel.qin)
    filing, company = panel.office.company.filing.pk, panel.office.company
    for expert in (panel.xu, panel.yan):
        with pytest.raises(Stranger):
            case_to_read(filing, expert, at=company.at)
        with pytest.raises(Stranger):
            save_draft(case=filing, text=an_opinion(), by=expert, at=company.at)
    panel.sign(panel.xu)
    assert case_to_read(filing, panel.xu, at=company.at).case.pk == filing
    with pytest.raises(Stranger):
        case_to_read(filing, panel.qin, at=company.at)


def test_a_signature_is_on_record_with_the_digest_of_the_text_and_counts_once(panel: Panel) -> None:
    panel.invite(panel.xu)
    panel.sign(panel.xu, panel.xu)
    row = Undertaking.objects.get()
    assert (row.version, row.digest) == (present_text().version, present_text().digest)
    named = Event.objects.filter(case=row.case).latest("sequence")
    assert row.digest in bytes(named.payload.body).decode()
    assert panel.faults() == []


def test_another_text_a_missing_code_and_a_stranger_are_refused(panel: Panel) -> None:
    panel.invite(panel.xu)
    about: dict[str, Any] = {"case": panel.office.company.filing.pk, "at": panel.office.company.at}
    digest = present_text().digest
    with pytest.raises(Refused, match="文字"):
        sign_undertaking(digest="0" * 64, by=panel.xu, step_up=just(panel.xu), **about)
    with pytest.raises(Refused):
        sign_undertaking(digest=digest, by=panel.xu, step_up=just(panel.qin), **about)
    for stranger in (panel.qin, panel.office.wen, panel.office.company.cast.zhou):
        with pytest.raises(Stranger):
            sign_undertaking(digest=digest, by=stranger, step_up=just(stranger), **about)
    assert not Undertaking.objects.exists()


def test_an_expert_steps_aside_unread_and_takes_nobody_else_along(panel: Panel) -> None:
    panel.invite(panel.xu, panel.qin)
    filing, company = panel.office.company.filing.pk, panel.office.company
    with pytest.raises(Refused):
        step_aside(case=filing, reason="", by=panel.xu, at=company.later())
    step_aside(case=filing, reason="曾为其顾问", by=panel.xu, at=company.later())
    view = case_to_read(filing, panel.office.wen, at=company.at)
    assert view.state.members["experts"] == {str(panel.qin.pk)}
    assert Engagement.objects.get(ended_at=None).expert == panel.qin
    with pytest.raises(Stranger):
        step_aside(case=filing, reason="再次", by=panel.xu, at=company.later())


def test_who_steps_aside_by_the_general_step_takes_out_the_own_name_only(panel: Panel) -> None:
    panel.invite(panel.xu, panel.qin)
    panel.sign(panel.xu)
    panel.office.do("recuse", panel.xu, reason="近亲属任职", members={"experts": []})
    view = case_to_read(panel.office.company.filing.pk, panel.office.wen, at=panel.office.company.at)
    assert view.state.members["experts"] == {str(panel.qin.pk)}


def test_who_stepped_aside_reads_no_more_and_a_replacement_is_proposed(panel: Panel) -> None:
    panel.invite(panel.xu, panel.qin)
    panel.sign(panel.xu)
    filing, company = panel.office.company.filing.pk, panel.office.company
    step_aside(case=filing, reason="曾为其顾问", by=panel.xu, at=company.later())
    with pytest.raises(Stranger):
        case_to_read(filing, panel.xu, at=company.at)
    found = {
        one.expert.name: one
        for one in staffing_of(case_to_read(filing, panel.office.wen, at=company.at)).candidates
    }
    assert found["yan"].proposed
    assert [one.kind for one in found["xu"].open] == ["stepped_aside"]
    with pytest.raises(Refused, match="利益冲突"):
        panel.invite(panel.xu, panel.qin)
