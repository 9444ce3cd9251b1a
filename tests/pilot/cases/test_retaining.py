"""Erasing what is due: by the right officer, what was chosen, and the record still holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.pilot.cast import Cast
from tests.pilot.database import LEAD, OPENED, a_call, a_case, act
from xianxing.pilot.cases.domain import secrecy, sign_head, stop_for_secrecy
from xianxing.pilot.cases.domain.retaining import erase_due_cases, erase_due_messages
from xianxing.pilot.cases.models import Case, Erasure, Event, Payload
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.cases.upkeep.retention import due_cases
from xianxing.pilot.messages.domain import mark_all_read, post, send_letters, tell
from xianxing.pilot.messages.models import LinkLetter, Message
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import AccessEvent
from xianxing.pilot.refusal import Refused
from xianxing.record import audit
from xianxing.record.log import Record

AFTER = OPENED.replace(year=2034) + timedelta(days=1)
files_gone: list[Case] = []


@pytest.fixture
def holder(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(secrecy, "_holders", {})
    files_gone.clear()

    def gone(case: Case, _at: datetime) -> int:
        files_gone.append(case)
        return 2

    secrecy.register_holder(secrecy.Holder("files", gone, gone, gone))
    yield


@pytest.fixture
def ended(cast: Cast, holder: None) -> Case:
    """A case that ended ten years before, with two acts."""
    case = a_case(a_call(cast.wen))
    act(case, "abandon_draft", LEAD, at=OPENED)
    return case


def test_of_an_ended_case_contents_and_files_go_and_every_proof_stays(ended: Case, cast: Cast) -> None:
    [found] = due_cases(rule="ended_cases", at=AFTER)
    assert (found.case, found.acts) == (ended, (1, 2))
    [made] = erase_due_cases(
        rule="ended_cases", cases=[ended.pk], by=cast.li, reason="保存期满", at=AFTER
    )  # fmt: skip
    assert (made.acts, made.files, files_gone) == (2, 2, [ended])
    assert not Payload.objects.filter(event__case=ended, event__sequence__in=(1, 2)).exists()
    assert due_cases(rule="ended_cases", at=AFTER.replace(year=2060)) == []
    last = Event.objects.filter(case=ended).latest("sequence")
    assert (last.step, last.role) == ("put_on_record", "security_administrator")
    sign_head(at=datetime.now(UTC))
    assert audit(Record(DjangoStore())) == [] and case_faults() == []
    assert AccessEvent.objects.get(kind=AccessKind.ERASED).detail == "ended_cases 1"


@pytest.mark.parametrize("name", ["sun", "gao", "wen", "chen", "mo"])
def test_nobody_but_the_security_administrator_erases(ended: Case, cast: Cast, name: str) -> None:
    by = getattr(cast, name)
    for attempt in (
        lambda: erase_due_cases(rule="ended_cases", cases=[ended.pk], by=by, reason="x", at=AFTER),
        lambda: erase_due_messages(by=by, at=AFTER),
    ):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert refusal.value.code == "officer"
    assert Payload.objects.count() == 2 and files_gone == []


def test_what_is_not_due_or_without_reason_stays_and_nothing_else_goes(ended: Case, cast: Cast) -> None:
    other = a_case(ended.call)
    for cases, reason, code in (
        ([ended.pk, other.pk], "期满", "not-due"), ([], "期满", "not-due"), ([ended.pk], " ", "reason"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refusal:
            erase_due_cases(rule="ended_cases", cases=cases, by=cast.li, reason=reason, at=AFTER)
        assert refusal.value.code == code
    with pytest.raises(Refused):
        erase_due_cases(rule="access_log", cases=[ended.pk], by=cast.li, reason="期满", at=AFTER)
    assert Payload.objects.count() == 3 and not Erasure.objects.exists()


def test_a_case_stopped_for_secrecy_is_not_due_until_it_goes_on(ended: Case, cast: Cast) -> None:
    stop_for_secrecy(case=ended, by=cast.wen, ground="疑似", at=AFTER)
    assert due_cases(rule="ended_cases", at=AFTER.replace(year=2060)) == []


def test_a_draft_is_erased_once_and_then_no_longer_due(cast: Cast, holder: None) -> None:
    call = a_call(cast.wen)
    draft = Case.objects.create(
        call=call, procedure_version=call.procedure_version, state="draft", opened_at=OPENED
    )
    at = datetime(2025, 2, 1, 12, 0, tzinfo=UTC)
    [made] = erase_due_cases(rule="unfiled_drafts", cases=[draft.pk], by=cast.li, reason="期满", at=at)
    assert (made.acts, made.files, files_gone) == (0, 2, [draft])
    assert due_cases(rule="unfiled_drafts", at=at) == []


def test_read_messages_and_sent_links_go_and_others_stay(cast: Cast) -> None:
    tell(recipients=[cast.mo, cast.ning], kind="claim", at=OPENED)
    mark_all_read(user=cast.mo, at=OPENED)
    post(to="a@cast.example", kind="claim", link="https://x/")
    send_letters(real_now=OPENED)
    post(to="b@cast.example", kind="claim", link="https://x/")
    assert erase_due_messages(by=cast.li, at=OPENED.replace(year=2025)) == 0
    assert erase_due_messages(by=cast.li, at=OPENED.replace(year=2026, day=16)) == 2
    assert [message.recipient for message in Message.objects.all()] == [cast.ning]
    assert LinkLetter.objects.get().to == "b@cast.example"
