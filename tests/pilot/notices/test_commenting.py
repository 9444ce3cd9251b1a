"""The public speaks, sealed and apart from the record's words; staff answer; nothing blocks the notice."""

from __future__ import annotations

import json
from functools import partial
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from tests.factories.notices import Noticed, considered, ended, said, said_with, take
from tests.pilot.notices.faults import faults
from xianxing.pilot.acts.domain.moved import Moved
from xianxing.pilot.acts.domain.taking import Taken, take_step
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.cases.domain.performing import Actor
from xianxing.pilot.cases.domain.secrecy import erase_secret, report_secret, stop_for_secrecy
from xianxing.pilot.cases.models import Case, Event, Payload
from xianxing.pilot.notices.domain.reading import (
    answer_to,
    comments_of,
    read_comment,
    read_comment_file,
    tallies_of,
)
from xianxing.pilot.notices.handed_in import FileContent
from xianxing.pilot.notices.models import CommentFile, PublicComment
from xianxing.pilot.notices.queries import comments_counted
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import AccessEvent
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.storage.sealed_values import value_faults
from xianxing.pilot.storage.sealing import TAG

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NAMED = {"name": "钟离默", "contact": "zl@public.example"}


def test_a_comment_is_an_item_of_the_case_and_its_words_stand_nowhere_in_clear(under_notice: Noticed) -> None:
    given = said(under_notice.company, under_notice.notice, text="关于费用，请说明谁承担。")
    event = Event.objects.filter(case=under_notice.company.filing.pk).latest("sequence")
    assert (event.step, event.role) == ("comment", "public")
    assert event.procedural["item"] == given.number
    row = PublicComment.objects.get()
    words = "请说明谁承担".encode()
    assert not any(words in bytes(one.body) for one in Payload.objects.all())
    assert words not in bytes(row.sealed)
    assert given.secret not in (row.secret, row.number)
    assert faults() == []


def test_an_objection_asks_for_a_name_and_a_clue_keeps_none(under_notice: Noticed) -> None:
    company, notice = under_notice.company, under_notice.notice
    with pytest.raises(Refused, match="实名") as refused:
        said(company, notice, "objection")
    assert refused.value.code == "name"
    objection = said(company, notice, "objection", text="数据来源存疑。", **NAMED)
    clue = said(company, notice, "clue", text="有人借用名义。", **NAMED)
    wen, case = company.cast.wen, company.filing.pk
    read = read_comment(case, objection.number, wen, at=company.later())
    assert (read.words.name, read.words.text) == ("钟离默", "数据来源存疑。")
    assert read.line.due is not None
    heard = read_comment(case, clue.number, wen, at=company.later())
    assert (heard.words.name, heard.words.contact, heard.line.due) == ("", "", None)
    events = Event.objects.filter(case=case, role="public").order_by("sequence")
    assert [event.step for event in events] == ["object_by_name", "comment"]


def test_what_the_public_says_meanwhile_holds_up_no_act_of_staff(under_notice: Noticed) -> None:
    company, notice = under_notice.company, under_notice.notice
    first = said(company, notice)
    company.filing.case.refresh_from_db()
    seen, wen = company.filing.case.sequence, company.cast.wen
    said(company, notice)
    said(company, notice, "objection", text="存疑。", **NAMED)
    entry = Entry(answers={"open_comments": first.number}, reason="已研究。")
    act = partial(
        take_step, case=company.filing.pk, step="consider_comment", entry=entry, sequence=seen, by=wen
    )
    assert isinstance(act(at=company.later()), Taken)
    with pytest.raises(Moved):
        act(at=company.later())
    with pytest.raises(Moved):
        take_step(
            case=company.filing.pk, step="consider_comment", entry=entry, sequence=-1, by=wen,
            at=company.later(),
        )  # fmt: skip


def test_what_cannot_be_taken_is_refused_with_what_would_do(under_notice: Noticed) -> None:
    company, notice = under_notice.company, under_notice.notice
    for kind, text, code in (
        ("praise", "好", "kind"), ("comment", "  ​ ", "text"), ("comment", "长" * 5_001, "too-long"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            said(company, notice, kind, text=text)
        assert refused.value.code == code
    assert not PublicComment.objects.exists()
    said(company, notice, text="长" * 5_000)


def test_after_the_last_day_nothing_is_taken_and_then_the_count_is_public(under_notice: Noticed) -> None:
    company, notice = under_notice.company, under_notice.notice
    said(company, notice)
    assert comments_counted(notice, company.at) is None
    ended(company, notice)
    notice.case.refresh_from_db()
    with pytest.raises(Refused) as refused:
        said(company, notice)
    assert refused.value.code == "notice-ended"
    assert comments_counted(notice, company.at) == 1


def test_only_the_secretariat_opens_a_comment_and_the_access_log_says_who(under_notice: Noticed) -> None:
    company = under_notice.company
    given = said(company, under_notice.notice, "objection", **NAMED)
    case = company.filing.pk
    for stranger in (company.cast.zhou, company.he, company.cast.li, company.cast.mo):
        with pytest.raises(Stranger):
            comments_of(case, stranger, at=company.at)
        with pytest.raises(Stranger):
            read_comment(case, given.number, stranger, at=company.at)
    with pytest.raises(Stranger):
        read_comment(case, "Y22222222", company.cast.wen, at=company.at)
    with pytest.raises(Stranger):
        comments_of(uuid4(), company.cast.wen, at=company.at)
    assert not AccessEvent.objects.filter(kind=AccessKind.COMMENT_READ).exists()
    read_comment(case, given.number, company.cast.wen, at=company.later())
    noted = AccessEvent.objects.get(kind=AccessKind.COMMENT_READ)
    assert (noted.by, noted.detail) == (company.cast.wen, given.number)


def test_an_answer_never_holds_who_objected(under_notice: Noticed) -> None:
    company = under_notice.company
    given = said(company, under_notice.notice, "objection", **NAMED)
    for answer in ("钟离默先生反映的情况属实。", "已致电 钟 离默。", "已发邮件至 ZL@public.example。"):
        with pytest.raises(Refused) as refusal:
            considered(company, given.number, answer)
        assert refusal.value.code == "identity"
    considered(company, given.number, "您反映的情况属实，已要求更正。")
    assert not any("钟离默".encode() in bytes(one.body) for one in Payload.objects.all())


def test_how_much_was_said_is_counted_by_kind_without_a_word_of_it(under_notice: Noticed) -> None:
    company, notice = under_notice.company, under_notice.notice
    assert tallies_of(notice.case) == []
    first = said(company, notice)
    objection = said(company, notice, "objection", **NAMED)
    considered(company, first.number, "已说明。")
    comments, objections = tallies_of(notice.case)
    assert (comments.came, comments.open, comments.due) == (1, 0, None)
    due = answer_to(number=objection.number, secret=objection.secret).due
    assert (objections.came, objections.open, objections.due) == (1, 1, due)
    assert due is not None


def test_each_comment_is_considered_with_an_answer_and_then_the_finding_is_possible(
    under_notice: Noticed,
) -> None:
    company, notice = under_notice.company, under_notice.notice
    given = said(company, notice, "objection", text="<script>alert(1)</script>", **NAMED)
    ended(company, notice)
    head = Actor(str(company.cast.wen.pk), frozenset({"group_head"}))
    with pytest.raises(Refused) as refused:
        take(company, "record_finding", head, finding="none_found")
    assert "every_comment_considered" in refused.value.guards
    with pytest.raises(Refused) as refused:
        considered(company, given.number, " ")
    assert refused.value.code == "reason"
    assert answer_to(number=given.number, secret=given.secret).considered is None
    considered(company, given.number, "已核实数据来源合法。")
    take(company, "record_finding", head, finding="none_found")
    found = answer_to(number=given.number.lower(), secret=f" {given.secret[:5]}-{given.secret[5:].lower()}")
    assert found.considered is not None
    assert found.considered.answer == "已核实数据来源合法。"


def test_number_and_secret_together_open_the_answer_and_nothing_else_does(under_notice: Noticed) -> None:
    company, notice = under_notice.company, under_notice.notice
    given, other = said(company, notice, "objection", **NAMED), said(company, notice, "comment")
    messages = set()
    for number, secret in ((given.number, other.secret), ("Y99999999", given.secret), ("", "")):
        with pytest.raises(Refused) as refused:
            answer_to(number=number, secret=secret)
        messages.add(refused.value.message)
    assert len(messages) == 1
    considered(company, other.number, "已转有关单位参考，联系人见内部记录。")
    told = answer_to(number=other.number, secret=other.secret).considered
    assert told is not None
    assert told.answer == ""


def test_words_that_were_changed_behind_the_record_are_not_shown(under_notice: Noticed) -> None:
    company, notice = under_notice.company, under_notice.notice
    first, second = said(company, notice, text="甲"), said(company, notice, text="乙")
    kept = bytes(PublicComment.objects.get(number=first.number).sealed)
    other = bytes(PublicComment.objects.get(number=second.number).sealed)
    mixed = other[:-TAG] + kept[-TAG:]  # the trigger asks no more than the tag
    PublicComment.objects.filter(number=first.number).update(sealed=mixed)
    assert value_faults()
    with pytest.raises(Refused) as refused:
        read_comment(company.filing.pk, first.number, company.cast.wen, at=company.at)
    assert refused.value.code == "unreadable"


def test_files_come_with_a_comment_and_an_erasure_empties_them(under_notice: Noticed) -> None:
    company, notice = under_notice.company, under_notice.notice
    file = FileContent("../图片/证据.pdf", b"%PDF-1.4 x")
    given = said_with(company, notice, file)
    case, wen = Case.objects.get(pk=company.filing.pk), company.cast.wen
    named = json.loads(bytes(Payload.objects.get(event__case=case, event__step="object_by_name").body))
    row = CommentFile.objects.get()
    assert row.digest in json.dumps(named["rests_on"])
    read = read_comment_file(case.pk, given.number, 1, wen, at=company.later())
    assert read == FileContent("证据.pdf", b"%PDF-1.4 x")
    with pytest.raises(DatabaseError), transaction.atomic():
        CommentFile.objects.update(sealed=b"")
    stop_for_secrecy(case=case, by=wen, ground="疑似涉密", at=company.later())
    with pytest.raises(Stranger):
        read_comment_file(case.pk, given.number, 1, wen, at=company.later())
    report_secret(case=case, by=wen, to="保密行政管理部门", reference="1", at=company.later())
    erase_secret(case=case, sequences=[], by=company.cast.li, reason="定密", at=company.later())
    row.refresh_from_db()
    assert bytes(row.sealed) == b""


def test_many_comments_leave_the_notice_to_end_on_its_day(under_notice: Noticed) -> None:
    company, notice = under_notice.company, under_notice.notice
    for number in range(20):
        said(company, notice, text=f"第{number}条")
    ended(company, notice)
    assert Case.objects.get(pk=company.filing.pk).state == "comments_review"
    numbers = [
        line.comment.number for line in comments_of(company.filing.pk, company.cast.wen, at=company.at)
    ]
    assert len(set(numbers)) == 20
    assert numbers != sorted(numbers)
