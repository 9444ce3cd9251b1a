"""A complaint from the intake to its end: who does what, until when, and what each side learns."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.factories.complaints import (
    EXTRACT,
    SOMEBODY,
    WORDS,
    accepted,
    answered,
    complained,
    days_on,
    forwarded,
    row_of,
)
from tests.factories.notices import Noticed
from tests.pilot.notices.faults import faults
from xianxing.pilot.cases.domain import erase_secret, report_secret, stop_for_secrecy
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.complaints.domain.answering import answer_complaint, settle_own
from xianxing.pilot.complaints.domain.following import complaint_status, say_to_mediation
from xianxing.pilot.complaints.domain.handling import (
    accept_complaint,
    close_complaint,
    direct_complaint,
    extend_complaint,
    forward_complaint,
    link_complaint,
    name_project,
    refuse_complaint,
    send_back,
)
from xianxing.pilot.complaints.domain.mediating import (
    end_mediation,
    offer_mediation,
    say_for_complainant,
    say_for_institution,
)
from xianxing.pilot.complaints.domain.reading import open_complaint, read_file, reveal_identity
from xianxing.pilot.complaints.domain.receiving import Intake, enter_complaint, enter_own_complaint
from xianxing.pilot.complaints.domain.reminding import remind_of_complaints
from xianxing.pilot.complaints.models import Complaint, ComplaintAct, ComplaintFile
from xianxing.pilot.complaints.queries import ComplaintFilter, complaint_signs, narrowed
from xianxing.pilot.complaints.sealing import ComplaintWords
from xianxing.pilot.messages.models import Message
from xianxing.pilot.notices.handed_in import FileContent
from xianxing.pilot.notices.models import RegisterEntry
from xianxing.pilot.parties.models import AccessEvent
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.workdays.clocks import day_of

pytestmark = pytest.mark.django_db


def put_on_record(scene: Noticed) -> int:
    return Event.objects.filter(case=scene.company.filing.pk, step="put_on_record").count()


@pytest.mark.both_databases
def test_it_goes_from_the_public_to_the_institution_and_back_and_the_record_names_every_act(
    in_trial: Noticed,
) -> None:
    company, before = in_trial.company, put_on_record(in_trial)
    receipt = complained(in_trial, file=FileContent("合同.pdf", b"%PDF-1.4 x"))
    received = row_of(receipt)
    day = day_of(received.received_at)
    assert (received.clock, received.due) == ("accept", day + timedelta(days=15))
    accept_complaint(complaint=received.pk, by=company.cast.wen, at=company.later())
    row = answered(in_trial, forwarded(in_trial, row_of(receipt)))
    assert row.close_due == day + timedelta(days=60)
    closed = close_complaint(
        complaint=row.pk, outcome="费用已退还。", by=company.cast.wen, at=company.later()
    )
    assert (closed.state, closed.due) == ("closed", None)
    assert put_on_record(in_trial) == before + 5
    status = complaint_status(number=receipt.number.lower(), secret=receipt.secret.lower())
    assert [line.kind for line in status.lines] == ["receive", "accept", "forward", "answer", "close"]
    assert [line.words for line in status.lines] == ["", "", "", "", "费用已退还。"]
    assert faults() == []


@pytest.mark.both_databases
def test_neither_a_change_by_sql_nor_an_emptied_text_goes_unnoticed(in_trial: Noticed) -> None:
    row, other = forwarded(in_trial), row_of(complained(in_trial, about=None))
    for table, change in (
        (Complaint, {"received_on": day_of(row.received_at) - timedelta(days=9)}),
        (Complaint, {"sealed": b""}),
        (ComplaintAct, {"detail": "x"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        ComplaintAct.objects.all()._raw_delete("default")
    with pytest.raises(DatabaseError), transaction.atomic():
        Complaint.objects.filter(pk=row.pk).update(about=None)
    # What may change as it is handled says so by its seal, also where no case's event names it.
    Complaint.objects.filter(pk=other.pk).update(due=None)
    assert any(str(other.pk) in fault and "seal" in fault for fault in faults())
    with pytest.raises(Refused, match="不一致"):
        accept_complaint(complaint=other.pk, by=in_trial.company.cast.wen, at=in_trial.company.later())


def test_a_report_stays_out_of_the_record_until_the_institution_is_told(in_trial: Noticed) -> None:
    before, company = put_on_record(in_trial), in_trial.company
    row = accepted(in_trial, kind="report", anonymous=True)
    assert row.anonymous and put_on_record(in_trial) == before
    with pytest.raises(Stranger):
        open_complaint(row.number, company.cast.chen, at=company.at)
    forwarded(in_trial, row)
    assert put_on_record(in_trial) == before + 2
    assert open_complaint(row.number, company.cast.chen, at=company.at).words is None
    assert faults() == []


def test_the_institution_reads_the_extract_and_never_who_complained_unless_that_was_agreed(
    in_trial: Noticed,
) -> None:
    company, row = in_trial.company, forwarded(in_trial)
    chen, wen = company.cast.chen, company.cast.wen
    seen = open_complaint(row.number, chen, at=company.at)
    assert seen.words is None
    assert [past.words for past in seen.acts] == ["", "", EXTRACT]
    with pytest.raises(Refused, match="未同意"):
        reveal_identity(row.number, chen, at=company.at)
    assert reveal_identity(row.number, wen, at=company.at) == SOMEBODY
    agreed = forwarded(in_trial, may_be_named=True)
    assert reveal_identity(agreed.number, chen, at=company.at) == SOMEBODY
    assert AccessEvent.objects.filter(kind="complainant_read").count() == 2
    for stranger in (company.cast.ning, company.cast.zhou, company.cast.mo, company.cast.sun):
        with pytest.raises(Stranger):
            open_complaint(row.number, stranger, at=company.at)


def test_an_institution_learns_that_it_was_put_off_and_closed_but_not_what_the_complainant_is_told(
    in_trial: Noticed,
) -> None:
    company, row = in_trial.company, answered(in_trial)
    wen, chen = company.cast.wen, company.cast.chen
    later = extend_complaint(complaint=row.pk, reason="郑小满出差未归", by=wen, at=company.later())
    close_complaint(complaint=row.pk, outcome="已向郑小满退费", by=wen, at=company.later())
    seen = open_complaint(row.number, chen, at=company.at)
    assert [(past.act.kind, past.words) for past in seen.acts[-2:]] == [("extend", ""), ("close", "")]
    assert seen.complaint.close_due == later.close_due
    told = open_complaint(row.number, wen, at=company.at).acts[-2:]
    assert [past.words for past in told] == ["郑小满出差未归", "已向郑小满退费"]


def test_words_are_read_by_the_secretariat_and_each_reading_is_noted(in_trial: Noticed) -> None:
    company = in_trial.company
    row = row_of(complained(in_trial, file=FileContent("../合同.pdf", b"%PDF-1.4 x")))
    seen = open_complaint(row.number, company.cast.wen, at=company.at)
    assert seen.words is not None and seen.words.text == WORDS and seen.has_file
    assert read_file(row.number, company.cast.wen, at=company.at) == FileContent("合同.pdf", b"%PDF-1.4 x")
    noted = AccessEvent.objects.filter(kind="complaint_read", by=company.cast.wen)
    assert noted.count() == 2
    assert not any("合同" in one.detail for one in noted)
    assert WORDS.encode() not in bytes(row.sealed)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"kind": "praise"}, "kind"),
        ({"words": ComplaintWords(" \u200b")}, "text"),
        ({"words": ComplaintWords("字" * 5_001)}, "too-long"),
        ({"identity": type(SOMEBODY)("名" * 101, "1")}, "too-long"),
        ({"identity": type(SOMEBODY)("郑", "")}, "name"),
        ({"kind": "complaint", "anonymous": True, "identity": type(SOMEBODY)()}, "name"),
        ({"file": FileContent("x.exe", b"MZ\x90")}, "file"),
        ({"file": FileContent("x.pdf", b"")}, "file"),
        ({"file": FileContent("x.pdf", b"%PDF-1.4" + b" " * 5 * 1024**2)}, "file"),
        ({"earlier_number": "T2222222", "earlier_secret": "x"}, "earlier"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_stays(
    in_trial: Noticed, said: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        complained(in_trial, **said)
    assert refused.value.code == code
    assert not Complaint.objects.exists() and not Message.objects.filter(kind="complaint_received").exists()


def test_of_a_report_without_a_name_the_contact_is_not_kept_either(in_trial: Noticed) -> None:
    row = row_of(complained(in_trial, kind="report", identity=type(SOMEBODY)(" ", SOMEBODY.contact)))
    assert row.anonymous
    seen = reveal_identity(row.number, in_trial.company.cast.wen, at=in_trial.company.at)
    assert seen == type(SOMEBODY)()


def test_paper_counts_from_its_day_of_receipt(in_trial: Noticed) -> None:
    company = in_trial.company
    intake = Intake("inquiry", ComplaintWords("何时试点结束？"), about=company.filing.case)
    at, wen = company.later(), company.cast.wen
    came = day_of(at) - timedelta(days=10)
    receipt = enter_complaint(intake=intake, way="paper", received_on=came, by=wen, at=at)
    assert row_of(receipt).due == came + timedelta(days=15)
    for way, day in (
        ("online", came),
        ("paper", day_of(at) + timedelta(days=1)),
        ("paper", came.replace(year=2020)),
    ):
        with pytest.raises(Refused):
            enter_complaint(intake=intake, way=way, received_on=day, by=wen, at=at)
    with pytest.raises(Stranger):
        enter_complaint(intake=intake, way="paper", received_on=came, by=company.cast.chen, at=at)


def test_the_limit_is_put_off_once_with_a_reason_that_the_complainant_reads(in_trial: Noticed) -> None:
    company, receipt = in_trial.company, complained(in_trial)
    row = accept_complaint(complaint=row_of(receipt).pk, by=company.cast.wen, at=company.later())
    before = row.close_due
    assert before is not None
    with pytest.raises(Refused):
        extend_complaint(complaint=row.pk, reason=" ", by=company.cast.wen, at=company.later())
    later = extend_complaint(
        complaint=row.pk, reason="须向第三方核实", by=company.cast.wen, at=company.later()
    )
    assert (later.due, later.close_due) == (before + timedelta(days=30), before + timedelta(days=30))
    with pytest.raises(Refused, match="已经延长过"):
        extend_complaint(complaint=row.pk, reason="再延", by=company.cast.wen, at=company.later())
    status = complaint_status(number=receipt.number, secret=receipt.secret)
    assert status.due == later.close_due and status.lines[-1].words == "须向第三方核实"


def test_each_act_is_refused_where_it_does_not_belong(in_trial: Noticed) -> None:
    company, cast = in_trial.company, in_trial.company.cast
    row = row_of(complained(in_trial))
    words: dict[str, Any] = {"complaint": row.pk, "by": cast.wen}
    for verb, said in (
        (forward_complaint, {"institution": cast.penghai.pk, "extract": "x"}),
        (send_back, {"words": "x"}),
        (extend_complaint, {"reason": "x"}),
        (close_complaint, {"outcome": "x"}),
        (refuse_complaint, {"reason": ""}),
        (direct_complaint, {"route": "moon", "words": "x"}),
        (direct_complaint, {"route": "court", "words": ""}),
        (name_project, {"project": RegisterEntry.objects.get().number}),
        (name_project, {"project": "P1999-1"}),
        (link_complaint, {"earlier": row.number}),
        (offer_mediation, {"words": "x"}),
        (end_mediation, {"settled": True, "words": "x"}),
    ):
        with pytest.raises(Refused):
            verb(**words, **said, at=company.later())
        with pytest.raises(Stranger):
            verb(**{**words, "by": cast.chen}, **said, at=company.later())
    accept_complaint(**words, at=company.later())
    with pytest.raises(Refused, match="机构"):
        forward_complaint(**words, institution=cast.tulan.pk, extract="x", at=company.later())
    forwarded(in_trial, row_of_pk(row))
    with pytest.raises(Stranger):
        answer_complaint(complaint=row.pk, words="x", by=cast.ning, at=company.later())
    with pytest.raises(Refused):
        answer_complaint(complaint=row.pk, words=" ", by=cast.chen, at=company.later())
    assert faults() == []


def row_of_pk(row: Complaint) -> Complaint:
    return Complaint.objects.get(pk=row.pk)


def test_a_petition_goes_elsewhere_and_the_complainant_reads_where(in_trial: Noticed) -> None:
    company, receipt = in_trial.company, complained(in_trial, kind="petition", about=None)
    row = row_of(receipt)
    assert row.clock == "transfer"
    with pytest.raises(Refused, match="信访"):
        accept_complaint(complaint=row.pk, by=company.cast.wen, at=company.later())
    direct_complaint(
        complaint=row.pk,
        route="petition_office",
        words="属于信访事项",
        by=company.cast.wen,
        at=company.later(),
    )
    last = complaint_status(number=receipt.number, secret=receipt.secret).lines[-1]
    assert last.route is not None and last.route.label == "信访工作机构" and last.words == "属于信访事项"


def test_mediation_begins_when_both_agree_and_holds_the_closing_until_its_outcome(in_trial: Noticed) -> None:
    company, cast = in_trial.company, in_trial.company.cast
    receipt = complained(in_trial)
    accept_complaint(complaint=row_of(receipt).pk, by=cast.wen, at=company.later())
    row = answered(in_trial, forwarded(in_trial, row_of(receipt)))
    said: dict[str, Any] = {"complaint": row.pk, "by": cast.wen}
    offer_mediation(**said, words="由投资者服务中心调解", at=company.later())
    with pytest.raises(Refused, match="调解"):
        close_complaint(**said, outcome="x", at=company.later())
    with pytest.raises(Refused, match="双方"):
        end_mediation(**said, settled=True, words="x", at=company.later())
    say_to_mediation(number=receipt.number, secret=receipt.secret, agrees=True, at=company.later())
    with pytest.raises(Refused):
        say_for_complainant(**said, agrees=False, words="来电", at=company.later())
    with pytest.raises(Refused, match="理由"):
        say_for_institution(complaint=row.pk, agrees=False, words="", by=cast.chen, at=company.later())
    say_for_institution(complaint=row.pk, agrees=True, words="", by=cast.chen, at=company.later())
    end_mediation(**said, settled=True, words="退费八十元", at=company.later())
    close_complaint(**said, outcome="调解达成一致", at=company.later())
    shown = complaint_status(number=receipt.number, secret=receipt.secret)
    assert shown.mediation.over and shown.lines[-2].words == "退费八十元"
    assert faults() == []


def test_a_mediation_that_a_side_never_answers_ends_without_an_agreement_and_closing_goes_on(
    in_trial: Noticed,
) -> None:
    company, receipt = in_trial.company, complained(in_trial)
    accept_complaint(complaint=row_of(receipt).pk, by=company.cast.wen, at=company.later())
    row = answered(in_trial, forwarded(in_trial, row_of(receipt)))
    said: dict[str, Any] = {"complaint": row.pk, "by": company.cast.wen}
    with pytest.raises(Refused, match="没有进行中的调解"):
        end_mediation(**said, settled=False, words="x", at=company.later())
    offer_mediation(**said, words="由投资者服务中心调解", at=company.later())
    end_mediation(**said, settled=False, words="双方均未答复", at=company.later())
    offer_mediation(**said, words="再次提出", at=company.later())
    say_to_mediation(number=receipt.number, secret=receipt.secret, agrees=True, at=company.later())
    end_mediation(**said, settled=False, words="机构未答复", at=company.later())
    assert close_complaint(**said, outcome="已退费", at=company.later()).state == "closed"
    assert faults() == []


def test_an_institution_keeps_a_ledger_of_its_own_that_the_group_sees(in_trial: Noticed) -> None:
    company, cast = in_trial.company, in_trial.company.cast
    at = company.later()
    said: dict[str, Any] = {
        "intake": Intake("complaint", ComplaintWords("网点收费不清"), SOMEBODY, about=company.filing.case),
        "institution": cast.penghai, "way": "visit", "received_on": day_of(at) - timedelta(days=2), "at": at,
    }  # fmt: skip
    with pytest.raises(Stranger):
        enter_own_complaint(**said, by=cast.ning)
    own = enter_own_complaint(**said, by=cast.chen)
    assert own.close_due == said["received_on"] + timedelta(days=60)
    with pytest.raises(Refused):
        refuse_complaint(complaint=own.pk, reason="x", by=cast.wen, at=company.later())
    with pytest.raises(Refused):
        reveal_identity(own.number, cast.wen, at=company.later())
    settle_own(complaint=own.pk, outcome="已当面说明", by=cast.chen, at=company.later())
    with pytest.raises(Refused):
        settle_own(complaint=own.pk, outcome="再结", by=cast.chen, at=company.later())
    with pytest.raises(Refused):
        complaint_status(number=own.number, secret="")
    assert open_complaint(own.number, cast.wen, at=company.at).complaint.state == "closed"
    assert faults() == []


def test_overdue_is_told_once_and_signs_name_what_they_rest_on(in_trial: Noticed) -> None:
    company, cast = in_trial.company, in_trial.company.cast
    case, roles = company.filing.case, roles_of(cast.wen, at=company.at)
    first = complained(in_trial)
    row = forwarded(in_trial, accept_complaint(complaint=row_of(first).pk, by=cast.wen, at=company.later()))
    assert complaint_signs(case, roles, at=company.at) == []
    days_on(in_trial, 21)
    assert remind_of_complaints(at=company.at) == 1
    assert remind_of_complaints(at=company.at) == 0
    told = Message.objects.filter(kind__startswith="complaint_late").values_list("recipient", flat=True)
    assert {cast.wen.pk, cast.chen.pk} <= set(told)
    again = complained(in_trial, earlier_number=first.number, earlier_secret=first.secret)
    signs = {sign.key: sign for sign in complaint_signs(case, roles, at=company.at)}
    assert signs["overdue"].numbers == (row.number,) and signs["repeated"].numbers == (again.number,)
    assert complaint_signs(case, roles_of(cast.chen, at=company.at), at=company.at) == []


def test_what_repeats_an_earlier_one_and_names_no_project_is_about_that_ones(in_trial: Noticed) -> None:
    first = complained(in_trial)
    keys = {"earlier_number": first.number, "earlier_secret": first.secret, "about": None}
    assert row_of(complained(in_trial, **keys)).about == in_trial.company.filing.case
    other = row_of(complained(in_trial, **keys, words=ComplaintWords(WORDS, subject="别的产品")))
    assert other.about is None and other.predecessor == row_of(first)
    assert row_of(complained(in_trial, about=None)).about is None


def test_each_limit_that_has_passed_is_told_once_with_its_own_day(in_trial: Noticed) -> None:
    company, row = in_trial.company, accepted(in_trial)
    days_on(in_trial, 58)
    late = answered(in_trial, forwarded(in_trial, row))
    assert late.close_due is not None and late.due is not None and late.close_due < late.due

    def told() -> list[str]:
        mine = Message.objects.filter(kind="complaint_late", recipient=company.cast.wen)
        return [message.params["due"] for message in mine.order_by("pk")]

    days_on(in_trial, 4)
    assert (remind_of_complaints(at=company.at), told()) == (1, [late.close_due.isoformat()])
    days_on(in_trial, 7)
    assert remind_of_complaints(at=company.at) == 1
    assert remind_of_complaints(at=company.at) == 0
    assert told() == [late.close_due.isoformat(), late.due.isoformat()]


def test_what_named_no_project_is_found_to_be_about_one_and_from_then_on_stands_in_its_record(
    in_trial: Noticed,
) -> None:
    company, before = in_trial.company, put_on_record(in_trial)
    row = accepted(in_trial, about=None)
    assert put_on_record(in_trial) == before
    number = RegisterEntry.objects.get().number
    name_project(complaint=row.pk, project=number.lower(), by=company.cast.wen, at=company.later())
    assert row_of_pk(row).case_id == company.filing.pk
    assert put_on_record(in_trial) == before + 1
    assert faults() == []


@pytest.mark.both_databases
def test_what_is_due_first_heads_the_list_and_what_has_no_limit_comes_last(in_trial: Noticed) -> None:
    company = in_trial.company
    closed = close_complaint(
        complaint=accepted(in_trial).pk, outcome="已说明", by=company.cast.wen, at=company.later()
    )
    later, first = accepted(in_trial), row_of(complained(in_trial))
    rows = narrowed(Complaint.objects.all(), ComplaintFilter(), at=company.at)
    assert [row.number for row in rows] == [first.number, later.number, closed.number]


def test_a_stop_hides_complaints_and_an_erasure_leaves_no_word_of_them(in_trial: Noticed) -> None:
    company, cast = in_trial.company, in_trial.company.cast
    receipt = complained(in_trial, file=FileContent("合同.pdf", b"%PDF-1.4 x"))
    report = row_of(complained(in_trial, kind="report", anonymous=True))
    case = Case.objects.get(pk=company.filing.pk)
    stop_for_secrecy(case=case, by=cast.wen, ground="疑似涉密", at=company.later())
    with pytest.raises(Stranger):
        open_complaint(receipt.number, cast.wen, at=company.later())
    with pytest.raises(Refused):
        complaint_status(number=receipt.number, secret=receipt.secret)
    with pytest.raises(Stranger):
        accept_complaint(complaint=report.pk, by=cast.wen, at=company.later())
    report_secret(case=case, by=cast.wen, to="保密行政管理部门", reference="1", at=company.later())
    erase_secret(case=case, sequences=[], by=cast.li, reason="定密", at=company.later())
    sealed = [
        bytes(held)
        for model in (Complaint, ComplaintAct, ComplaintFile)
        for held in model._base_manager.values_list("sealed", flat=True)
    ]
    assert sealed == [b""] * 5
    assert all(bytes(row.identity) == b"" for row in Complaint.objects.all())
    assert [fault for fault in faults() if "complaint" in fault] == []
