"""What was published is taken down on record: nothing of it is shown, its proof stays, its days run anew."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.adversary.attacks import for_a_moment, run, without_triggers
from tests.factories.notices import (
    ELIGIBLE,
    Noticed,
    confirm_sheet,
    considered,
    ended,
    opened,
    published,
    said,
    take,
    taken_down,
)
from tests.pilot.filings.company import Company
from tests.pilot.notices.faults import faults
from xianxing.pilot.cases.domain import stop_for_secrecy
from xianxing.pilot.cases.domain.performing import Actor
from xianxing.pilot.cases.models import Event, Publication
from xianxing.pilot.messages.models import Message
from xianxing.pilot.notices.domain.errata import errata_of, put_right
from xianxing.pilot.notices.models import RegisterEntry, TakeDown
from xianxing.pilot.notices.queries import (
    counted_days,
    followed_by,
    project_of,
    sheet_of,
    takes_comments,
    withheld_of,
)
from xianxing.pilot.notices.queries import taken_down as found
from xianxing.pilot.refusal import Refused
from xianxing.pilot.search.models import TextKind
from xianxing.pilot.search.queries import in_public
from xianxing.record.canonical import parse

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
OPEN = "take_down_open_notice"


def refused(company: Company, step: str, **payload: str) -> Refused:
    with pytest.raises(Refused) as caught:
        take(company, step, _staff(company), **payload)
    return caught.value


def _staff(company: Company) -> Actor:
    return Actor(str(company.cast.wen.pk), frozenset({"secretariat", "group_head"}))


@pytest.mark.clause("5.1.3")
def test_an_open_notice_that_is_taken_down_is_followed_by_one_of_five_new_whole_days(
    under_notice: Noticed,
) -> None:
    company, notice = under_notice.company, under_notice.notice
    given = said(company, notice)
    company.at += timedelta(days=2)
    taken_down(company, OPEN)
    notice.case.refresh_from_db()
    assert notice.case.state == "sheet_confirmation"
    assert not takes_comments(notice, company.at)
    with pytest.raises(Refused):
        opened(company)
    for unit, by in ((company.lead, company.he), (company.joint, company.shi)):
        confirm_sheet(company, unit, by)
    again = opened(company)
    assert sum(day.counted for day in counted_days(again)) == 5
    assert again.last_day > notice.last_day
    assert followed_by(notice) == again and found(again) is None and found(notice) is not None
    ended(company, again)
    with pytest.raises(Refused):
        take(company, "record_finding", _staff(company), finding="none_found")
    considered(company, given.number, "已研究。")  # what came in before is still to be considered
    take(company, "record_finding", _staff(company), finding="none_found")


def test_nothing_of_what_was_taken_down_is_shown_or_found_and_errata_go_with_it(
    under_notice: Noticed,
) -> None:
    company, notice = under_notice.company, under_notice.notice
    name = project_of(notice)
    published(company, notice)
    entry = RegisterEntry.objects.get()
    put_right(
        case=notice.case_id, about=notice.number, words=f"{name}应为另名", reason="笔误", substance=False,
        by=company.cast.wen, at=company.later(),
    )  # fmt: skip
    kinds = (TextKind.NOTICE, TextKind.PROJECT)
    assert all(list(in_public(kind, name)) for kind in kinds)
    taken_down(company)
    assert list(sheet_of(notice)) == [] == list(sheet_of(entry.notice))
    assert withheld_of(notice) == ()
    assert project_of(notice) == notice.number
    assert not errata_of(notice.number).exists()
    assert [list(in_public(kind, name)) for kind in kinds] == [[], []]
    assert list(in_public(TextKind.PROJECT, entry.number))


def test_the_log_tells_numbers_and_kind_of_ground_and_the_units_are_told(under_notice: Noticed) -> None:
    company, notice = under_notice.company, under_notice.notice
    published(company, notice)
    taken_down(company, ground="organ_order")
    row = TakeDown.objects.get()
    told = parse(bytes(Publication.objects.get(step="notice.take_down").body))
    assert isinstance(told, dict)
    assert told["numbers"] == [notice.number, RegisterEntry.objects.get().number]
    assert (told["ground"], told["act"]) == ("organ_order", row.event_id)
    assert "误将" not in str(told)
    assert Publication.objects.filter(step="notice.open").count() == 1  # the entry about the notice stays
    steps = Message.objects.filter(recipient=company.cast.zhou).values_list("params__step", flat=True)
    assert "take_down_publication" in steps
    assert faults() == []


def test_it_takes_two_people_a_ground_and_a_reason_and_something_that_is_shown(under_notice: Noticed) -> None:
    company = under_notice.company
    published(company, under_notice.notice)
    given = {"reason": "误发", "take_down_ground": "published_in_error"}
    step = "take_down_publication"
    assert refused(company, step, **{**given, "reason": " "}).code == "reason"
    assert refused(company, step, **{**given, "take_down_ground": "no_such_ground"}).code
    with pytest.raises(Refused):
        take(company, step, Actor(str(company.cast.tang.pk), frozenset({"secretariat"})), **given)
    take(company, step, _staff(company), **given)
    assert refused(company, step, **given).code == "nothing-shown"
    assert TakeDown.objects.count() == 1


def test_what_was_taken_down_is_not_published_formally_without_another_notice(under_notice: Noticed) -> None:
    company = under_notice.company
    ended(company, under_notice.notice)
    taken_down(company)
    take(company, "record_finding", _staff(company), finding="none_found")
    take(company, "record_consultation", Actor("bureau", frozenset({"technology_bureau"})),
         consultation_view="agrees")  # fmt: skip
    take(company, "allow_start", _staff(company), **ELIGIBLE, exemption="not_needed")
    caught = refused(company, "publish_formally")
    assert caught.code == "taken-down" and "重新公示" in caught.message
    assert not RegisterEntry.objects.exists()


def test_a_row_that_was_changed_or_removed_by_hand_is_refused_and_else_found(under_notice: Noticed) -> None:
    company = under_notice.company
    taken_down(company, OPEN)
    by_hand = ("UPDATE notices_takedown SET ground = 'organ_order'", "DELETE FROM notices_takedown")
    for statement in by_hand:
        with pytest.raises(DatabaseError), transaction.atomic():
            run(statement)
    entry = Publication.objects.get(step="notice.take_down").sequence
    for statement in by_hand:
        with for_a_moment():
            without_triggers()
            run(statement)
            assert any(f"publication {entry}:" in fault for fault in faults())
    assert faults() == []


def test_erasing_a_secret_takes_the_row_and_every_proof_still_holds(under_notice: Noticed) -> None:
    company = under_notice.company
    taken_down(company, OPEN, ground="secret_leaked")
    case = under_notice.notice.case
    stop_for_secrecy(case=case, by=company.cast.wen, ground="疑似涉密", at=company.later())
    assert Event.objects.filter(case=case, step=OPEN).exists()
    assert faults() == []
