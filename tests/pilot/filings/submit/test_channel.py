"""The outside platform's receipt: entered with its evidence or not at all; its own instant is what counts."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.factories.calls import rewriting
from tests.pilot.cast import EARLY, Cast
from tests.pilot.filings.company import Company, a_company, just
from tests.pilot.filings.scene import CLOSED, LAST_EVENING
from xianxing.pilot.calls.domain.extending import extend_window
from xianxing.pilot.calls.models import Call
from xianxing.pilot.cases.models import Event, Payload
from xianxing.pilot.filings.actors import STEP_UP_LASTS, StepUp, real_time
from xianxing.pilot.filings.attest.freezing import edit_again
from xianxing.pilot.filings.check.filed_findings import findings_as_filed
from xianxing.pilot.filings.models import Filing, StoredFile, Submission
from xianxing.pilot.filings.storage import vault
from xianxing.pilot.filings.submit.channel import LARGEST_EVIDENCE, enter_receipt
from xianxing.pilot.filings.submit.filing import Filed, export_package
from xianxing.pilot.filings.submit.timeliness import entry_until, late_entry_until
from xianxing.pilot.parties.domain.appointments import appoint_staff
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refusal

pytestmark = pytest.mark.django_db
PICTURE = b"%PDF-1.7 receipt of the platform"
LAST_ENTRY = datetime(2024, 2, 4, 15, 59, 59, tzinfo=UTC)  # the third working day, a Sunday before New Year


@pytest.fixture
def company(cast: Cast, tmp_path: Path) -> Company:
    """Frozen, attested, exported; nothing entered yet."""
    made = a_company(cast, external=True)
    made.freeze()
    made.attest()
    export(made, tmp_path)
    return made


def export(company: Company, folder: Path) -> None:
    target = folder / f"{company.digest[:8]}.zip"
    by, at = company.cast.zhou, company.later()
    export_package(filing=company.filing, digest=company.digest, target=target, by=by, at=at)


def enter(
    company: Company,
    received_at: datetime,
    at: datetime,
    *,
    evidence: bytes = PICTURE,
    by: User | None = None,
    step_up: StepUp | None = None,
) -> Filed:
    by = by or company.cast.zhou
    return enter_receipt(
        filing=company.filing, digest=company.digest, number="ZJH-2024-0042", received_at=received_at,
        evidence=io.BytesIO(evidence), evidence_name="回执.pdf", by=by, at=at, step_up=step_up or just(by),
    )  # fmt: skip


def files_on_disk() -> list[Path]:
    return [path for path in vault._folder("").rglob("*") if path.is_file()]


def code(company: Company, received_at: datetime, at: datetime, **changed: object) -> str:
    """The code of the refusal, which leaves neither row nor file."""
    rows, files = StoredFile.objects.count(), len(files_on_disk())
    with pytest.raises(Refusal) as refused:
        enter(company, received_at, at, **changed)  # type: ignore[arg-type]
    assert (StoredFile.objects.count(), len(files_on_disk())) == (rows, files)
    assert not Submission.objects.filter(own_place__isnull=False).exists()
    return refused.value.code


def until(company: Company, at: datetime) -> date | None:
    """Until when a receipt can be entered, as a page that is opened now sees it."""
    return late_entry_until(Filing.objects.select_related("case__call").get(pk=company.filing.pk), at=at)


def payload_of(filed: Filed) -> dict[str, object]:
    found: dict[str, object] = json.loads(bytes(Payload.objects.get(event=filed.place).body))["payload"]
    return found


def test_receipt_and_evidence_are_kept_together(company: Company) -> None:
    received = company.later()
    filed = enter(company, received, company.later())
    assert (filed.external, filed.number, filed.at) == (True, "ZJH-2024-0042", received)
    kept = Submission.objects.get().evidence
    assert kept is not None
    assert b"".join(vault.pieces(kept)) == PICTURE
    assert kept.charged_to == company.lead.institution
    assert Event.objects.get(pk=filed.place).step == "file"


def test_whatever_is_refused_leaves_no_file(company: Company) -> None:
    received, at = company.later(), company.later()
    cast = company.cast
    assert code(company, received, at, by=cast.ning) == "lead"
    assert code(company, received, at, by=cast.wen) == "stranger"
    old = StepUp(cast.zhou.pk, real_time() - STEP_UP_LASTS)
    assert code(company, received, at, step_up=old) == "step-up"
    assert code(company, at + timedelta(minutes=1), at) == "platform-time"
    assert code(company, received, at, evidence=b"MZ" + bytes(400)) == "type"
    assert code(company, received, at, evidence=b"") == "empty-file"
    assert code(company, received, at, evidence=b"%PDF" + bytes(LARGEST_EVIDENCE)) == "too-large"
    assert enter(company, received, at).external


def test_a_filing_that_fails_last_of_all_leaves_no_file(company: Company) -> None:
    company.filing.cells.filter(unit=None, path="content.state_secrets").update(value=True)
    assert code(company, company.later(), company.later()) == "changed"


def test_in_our_own_channel_no_receipt_is_entered(company: Company) -> None:
    with rewriting(Call):
        Call.objects.update(external_channel=False)
    company.filing.case.call.refresh_from_db()
    assert code(company, company.later(), company.later()) == "channel"


@pytest.mark.clause("4")
def test_a_receipt_from_the_last_second_is_entered_until_the_last_day_of_practice(company: Company) -> None:
    call = company.filing.case.call
    assert entry_until(call, date(2024, 1, 31)) == date(2024, 2, 4)
    assert until(company, LAST_EVENING) is None
    assert until(company, CLOSED) == date(2024, 2, 4)
    assert code(company, LAST_EVENING, LAST_ENTRY + timedelta(seconds=1)) == "entry"
    filed = enter(company, LAST_EVENING, LAST_ENTRY)
    assert filed.at == LAST_EVENING
    event = Event.objects.get(pk=filed.place)
    assert (event.step, event.target_state) == ("enter_platform_filing", "filed")
    assert payload_of(filed)["platform_receipt"] == "in_window"
    kept = findings_as_filed(company.body)
    assert kept is not None
    assert kept.as_of == date(2024, 1, 31)
    (window,) = [one for one in kept.report["en"] if one["rule"] == "filing-window"]
    assert window["result"] == "met"


@pytest.mark.clause("0")
def test_what_the_platform_received_after_the_window_is_not_filed(company: Company) -> None:
    assert code(company, CLOSED, CLOSED + timedelta(hours=1)) == "window"
    assert code(company, LAST_EVENING, LAST_EVENING - timedelta(seconds=1)) == "platform-time"


def test_after_an_edit_there_is_nothing_to_enter(company: Company) -> None:
    edit_again(filing=company.filing, by=company.cast.zhou, at=company.later())
    assert until(company, CLOSED) is None


@pytest.mark.clause("0")
def test_an_extension_moves_the_last_day_of_entry_too(company: Company) -> None:
    head = User.objects.create_user("yuan@company.example", name="yuan")
    appoint_staff(user=head, role=StaffRole.GROUP_HEAD, at=EARLY)
    call = company.filing.case.call
    extend_window(call=call, closes_on=date(2024, 2, 5), reason="平台停机", by=head, at=CLOSED)
    during = datetime(2024, 2, 3, 2, 0, tzinfo=UTC)
    assert until(company, during) is None
    after = datetime(2024, 2, 8, 2, 0, tzinfo=UTC)
    assert until(company, after) == entry_until(call, date(2024, 2, 5))
    filed = enter(company, during, after)
    assert Event.objects.get(pk=filed.place).step == "enter_platform_filing"
