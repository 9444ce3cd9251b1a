"""People ask about their own data by number and secret or log-in, and are answered once, within a limit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.factories.complaints import complained, days_on, row_of
from tests.factories.notices import Noticed, said
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.complaints.domain.handling import accept_complaint, close_complaint
from xianxing.pilot.complaints.sealing import words_of
from xianxing.pilot.incentives.consent_text import consent_text
from xianxing.pilot.incentives.domain.pooling import give_consent_to_pool, state_contribution
from xianxing.pilot.incentives.pool import pool_record_of
from xianxing.pilot.messages.models import Message
from xianxing.pilot.notices.domain.commenting import CommentReceipt
from xianxing.pilot.parties.domain.appointments import appoint_staff
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import AccessEvent, User
from xianxing.pilot.privacy.domain.answering import answer_request, read_request, why_kept
from xianxing.pilot.privacy.domain.asking import (
    HeldUnder,
    ask_with_account,
    ask_with_secret,
    requests_of,
    requests_under,
)
from xianxing.pilot.privacy.models import DataOutcome, DataRequest, DataRequestAnswer
from xianxing.pilot.privacy.notices import limit_on, notices_on
from xianxing.pilot.protection.row_seals import row_faults
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.workdays.clocks import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def held(receipt: CommentReceipt, origin: str = "complaint") -> HeldUnder:
    return HeldUnder(origin, receipt.number, receipt.secret)


def asked(scene: Noticed, receipt: CommentReceipt, kind: str = "access", words: str = "") -> DataRequest:
    return ask_with_secret(held=held(receipt), kind=kind, words=words, at=scene.company.later())


def answered(
    scene: Noticed, row: DataRequest, outcome: str = "granted", words: str = "见附。"
) -> DataRequestAnswer:
    wen = scene.company.cast.wen
    return answer_request(number=row.number, outcome=outcome, words=words, by=wen, at=scene.company.later())


def closed_inquiry(scene: Noticed) -> CommentReceipt:
    """An inquiry about no project, accepted and closed."""
    receipt = complained(scene, kind="inquiry", about=None)
    row, wen = row_of(receipt), scene.company.cast.wen
    accept_complaint(complaint=row.pk, by=wen, at=scene.company.later())
    close_complaint(complaint=row.pk, outcome="已答复。", by=wen, at=scene.company.later())
    return receipt


def an_expert(scene: Noticed) -> User:
    """Xu, appointed as an expert."""
    xu = User.objects.create_user("xu@experts.example", name="许")
    appoint_staff(user=xu, role=StaffRole.EXPERT, at=scene.company.later())
    return xu


def code_of(found: pytest.ExceptionInfo[Refused]) -> str:
    return found.value.code


def test_a_complainant_asks_with_number_and_secret_and_reads_the_answer(in_trial: Noticed) -> None:
    receipt = complained(in_trial)
    row = asked(in_trial, receipt, words="请告知保存了哪些信息")
    assert row.due == day_of(row.received_at) + timedelta(days=limit_on(day_of(row.received_at)).days)
    assert [one.outcome for one in requests_under(held(receipt))] == [""]
    assert Message.objects.filter(kind="data_request").exists()
    answered(in_trial, row, words="保存了姓名和联系方式。")
    (told,) = requests_under(held(receipt))
    assert (told.outcome, told.words) == ("同意", "保存了姓名和联系方式。")
    assert (list(row_faults()), list(case_faults())) == ([], [])


def test_who_made_a_comment_asks_in_the_same_way(under_notice: Noticed) -> None:
    receipt = said(under_notice.company, under_notice.notice)
    row = ask_with_secret(
        held=held(receipt, "comment"), kind="deletion", words="", at=under_notice.company.later()
    )
    assert row.reference == receipt.number
    assert "项目记录" in why_kept(row, under_notice.company.at)


def test_a_wrong_secret_an_unknown_number_and_a_wrong_origin_are_told_alike(in_trial: Noticed) -> None:
    receipt = complained(in_trial)
    tried = (
        HeldUnder("complaint", receipt.number, "ABCDEFGH"),
        HeldUnder("complaint", "T00000000", receipt.secret),
        HeldUnder("comment", receipt.number, receipt.secret),
        HeldUnder("expert", receipt.number, receipt.secret),
    )
    words = set()
    for one in tried:
        with pytest.raises(Refused) as found:
            ask_with_secret(held=one, kind="access", words="", at=in_trial.company.later())
        words.add(found.value.message)
    assert len(words) == 1
    assert not DataRequest.objects.exists()


def test_what_is_missing_is_said_and_the_same_is_not_asked_twice_at_once(in_trial: Noticed) -> None:
    receipt = complained(in_trial)
    for kind, words, code in (
        ("other", "", "kind"), ("correction", " ", "words"), ("access", "字" * 2_001, "words")
    ):  # fmt: skip
        with pytest.raises(Refused) as found:
            asked(in_trial, receipt, kind, words)
        assert code_of(found) == code
    row = asked(in_trial, receipt)
    with pytest.raises(Refused) as found:
        asked(in_trial, receipt)
    assert code_of(found) == "waits"
    answered(in_trial, row)
    assert asked(in_trial, receipt).pk != row.pk


def test_a_request_is_answered_once_by_the_secretariat_with_words(in_trial: Noticed) -> None:
    row = asked(in_trial, complained(in_trial))
    for outcome, words, code in (
        ("other", "见附", "outcome"), ("granted", " ", "words"), ("granted", "字" * 2_001, "words")
    ):  # fmt: skip
        with pytest.raises(Refused) as found:
            answered(in_trial, row, outcome, words)
        assert code_of(found) == code
    answered(in_trial, row)
    with pytest.raises(Refused) as found:
        answered(in_trial, row)
    assert code_of(found) == "answered"
    with pytest.raises(Stranger):
        answer_request(
            number=row.number, outcome="granted", words="x", by=in_trial.company.cast.zhou,
            at=in_trial.company.later(),
        )  # fmt: skip
    with pytest.raises(Stranger):
        answer_request(
            number="G00000000", outcome="granted", words="x", by=in_trial.company.cast.wen,
            at=in_trial.company.later(),
        )  # fmt: skip


def test_reading_a_request_is_noted(in_trial: Noticed) -> None:
    row = asked(in_trial, complained(in_trial), words="请告知")
    _row, words = read_request(number=row.number, by=in_trial.company.cast.wen, at=in_trial.company.later())
    assert words == "请告知"
    assert AccessEvent.objects.filter(detail=row.number).count() == 1


def test_data_are_deleted_once_the_record_permits_and_not_before(in_trial: Noticed) -> None:
    receipt = closed_inquiry(in_trial)
    row = asked(in_trial, receipt, "deletion")
    with pytest.raises(Refused) as found:
        answered(in_trial, row)
    assert (code_of(found), "24个月" in found.value.message) == ("kept", True)
    assert not DataRequestAnswer.objects.exists()
    days_on(in_trial, 800)
    assert answered(in_trial, row).deleted
    with pytest.raises(Refused) as found:
        words_of(row_of(receipt))
    assert code_of(found) == "erased"
    assert (list(row_faults()), list(case_faults())) == ([], [])


def test_what_belongs_to_a_project_s_record_stays_and_the_refusal_is_answered(in_trial: Noticed) -> None:
    receipt = complained(in_trial)
    row = asked(in_trial, receipt, "deletion")
    days_on(in_trial, 800)
    with pytest.raises(Refused) as found:
        answered(in_trial, row)
    assert code_of(found) == "kept"
    refused = answered(in_trial, row, DataOutcome.REFUSED, "随项目记录保存。")
    assert not refused.deleted
    assert words_of(row_of(receipt)).text


def test_an_open_complaint_is_not_deleted(in_trial: Noticed) -> None:
    row = asked(in_trial, complained(in_trial, kind="inquiry", about=None), "deletion")
    assert "尚未办结" in why_kept(row, in_trial.company.at)


def test_an_expert_asks_by_log_in_and_nobody_else_does(in_trial: Noticed) -> None:
    xu = an_expert(in_trial)
    row = ask_with_account(by=xu, kind="deletion", words="", at=in_trial.company.later())
    assert "停用账户" in why_kept(row, in_trial.company.at)
    answered(in_trial, row, "refused", "评审意见随项目记录保存。")
    assert [one.words for one in requests_of(xu)] == ["评审意见随项目记录保存。"]
    assert Message.objects.get(kind="data_answered").recipient == xu
    with pytest.raises(Stranger):
        ask_with_account(by=in_trial.company.cast.zhou, kind="access", words="", at=in_trial.company.later())


def test_who_stands_in_the_talent_pool_reads_what_is_kept_and_has_it_deleted(in_trial: Noticed) -> None:
    zhou, wen = in_trial.company.cast.zhou, in_trial.company.cast.wen
    assert pool_record_of(zhou) is None
    at = in_trial.company.later()
    give_consent_to_pool(digest=consent_text(day_of(at)).digest, expertise="关联交易识别", by=zhou, at=at)
    case, at = in_trial.company.filing.pk, in_trial.company.later()
    state_contribution(case=case, role="经办人", words="设计指标。", by=zhou, at=at)
    kept = pool_record_of(zhou)
    assert kept
    assert ([one.expertise for one in kept.consents], [one.words for one in kept.contributions]) == (
        ["关联交易识别"], ["设计指标。"],
    )  # fmt: skip
    row = ask_with_account(by=zhou, kind="deletion", words="", at=in_trial.company.later())
    assert (row.origin, row.person, why_kept(row, in_trial.company.at)) == ("talent", zhou, "")
    with pytest.raises(Stranger):
        ask_with_account(by=wen, kind="access", words="", at=in_trial.company.later())
    answered(in_trial, row, "granted", "已删除。")
    left = pool_record_of(zhou)
    assert left
    assert ([one.expertise for one in left.consents], left.contributions) == ([""], ())
    assert [one.outcome for one in requests_of(zhou)] == ["同意"]
    again = ask_with_account(by=zhou, kind="deletion", words="", at=in_trial.company.later())
    assert "只余同意和撤回的证明" in why_kept(again, in_trial.company.at)


def test_what_sql_alone_changed_counts_for_nothing_and_the_audit_names_it(in_trial: Noticed) -> None:
    receipt = complained(in_trial)
    row = asked(in_trial, receipt)
    answer = answered(in_trial, row)
    DataRequestAnswer.objects.filter(pk=answer.pk).update(outcome="refused")
    assert requests_under(held(receipt)) == []
    assert [str(answer.pk) in fault for fault in row_faults()] == [True]
    DataRequestAnswer.objects.filter(pk=answer.pk).update(outcome="granted")
    DataRequest.objects.filter(pk=row.pk).update(due=date(2030, 1, 1))
    assert requests_under(held(receipt)) == []
    with pytest.raises(Stranger):
        read_request(number=row.number, by=in_trial.company.cast.wen, at=in_trial.company.later())


def test_every_sort_of_people_has_a_notice_in_force_with_everything_it_must_say() -> None:
    found = notices_on(date(2024, 1, 8))
    assert set(found) == {"objector", "complainant", "expert"}
    for notice in found.values():
        for language in ("zh", "en"):
            assert all(notice.said(language).values())
    assert notices_on(date(2020, 1, 1)) == {}
    assert limit_on(date(2019, 1, 1)).days == limit_on(date(2024, 1, 1)).days == 30
