"""The archive's receipt is entered with its scan by one person and confirmed by another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.archive import accepted, confirmed, finished, prepared, received
from tests.pilot.acts.staff import Office
from xianxing.pilot.archive.models import ArchiveReceipt, ReceiptState
from xianxing.pilot.archive.queries import finished_cases
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.messages.models import Message
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def code_of(found: pytest.ExceptionInfo[Refused]) -> str:
    return found.value.code


def test_two_people_put_a_receipt_on_record(on_trial: Office) -> None:
    finished(on_trial)
    volume = accepted(on_trial, prepared(on_trial))
    row = received(on_trial, volume)
    assert (row.state, row.evidence[0]["name"]) == (ReceiptState.ENTERED, "接收凭据.pdf")
    assert [one.receipt for one in finished_cases(volume.case.call)] == [None]
    assert Message.objects.get(kind="archive_receipt").recipient == on_trial.tang
    with pytest.raises(Refused) as said:
        confirmed(on_trial, volume, by=on_trial.wen)
    assert code_of(said) == "four-eyes"
    row = confirmed(on_trial, volume)
    assert (row.state, row.decided_by) == (ReceiptState.CONFIRMED, on_trial.tang)
    assert [one.receipt for one in finished_cases(volume.case.call)] == [row]
    assert list(case_faults()) == []
    with pytest.raises(Refused) as said:
        received(on_trial, volume)
    assert code_of(said) == "twice"


def test_the_receipt_itself_makes_no_new_volume(on_trial: Office) -> None:
    finished(on_trial)
    volume = accepted(on_trial, prepared(on_trial))
    received(on_trial, volume)
    confirmed(on_trial, volume)
    with pytest.raises(Refused) as said:
        prepared(on_trial)
    assert code_of(said) == "same"


def test_a_rejected_receipt_is_entered_anew(on_trial: Office) -> None:
    finished(on_trial)
    volume = accepted(on_trial, prepared(on_trial))
    received(on_trial, volume)
    row = confirmed(on_trial, volume, reason="编号与扫描件不符")
    assert (row.state, row.reason) == (ReceiptState.REJECTED, "编号与扫描件不符")
    assert Message.objects.get(kind="archive_receipt_rejected").recipient == on_trial.wen
    with pytest.raises(Refused) as said:
        confirmed(on_trial, volume)
    assert code_of(said) == "none"
    assert received(on_trial, volume).ordinal == 2


def test_what_is_missing_from_a_receipt_is_said(on_trial: Office) -> None:
    finished(on_trial)
    volume = prepared(on_trial)
    day = day_of(on_trial.company.at)
    with pytest.raises(Refused) as said:
        received(on_trial, volume)
    assert code_of(said) == "unchecked"
    volume = accepted(on_trial, volume)
    wrong: list[tuple[dict[str, object], str]] = [
        ({"document": " "}, "document"), ({"organ": ""}, "document"), ({"organ": "字" * 201}, "document"),
        ({"on": day - timedelta(days=1)}, "received_on"), ({"on": day + timedelta(days=2)}, "received_on"),
        ({"scan": False}, "evidence"), ({"by": on_trial.fang}, "role"),
    ]  # fmt: skip
    for typed, code in wrong:
        with pytest.raises(Refused) as said:
            received(on_trial, volume, **typed)  # type: ignore[arg-type]
        assert code_of(said) == code
    received(on_trial, volume)
    with pytest.raises(Refused) as said:
        confirmed(on_trial, volume, by=on_trial.ren)
    assert code_of(said) == "role"
    assert ArchiveReceipt.objects.count() == 1
