"""From the freeze to the receipt: only with every attestation of the very content, inside the window."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.pilot.cast import Cast
from tests.pilot.filings.company import Company, a_company
from tests.pilot.filings.scene import CLOSED, LAST_EVENING
from xianxing.pilot.cases.models import Event
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.filings.actors import real_time
from xianxing.pilot.filings.domain.filing import filed_with
from xianxing.pilot.filings.models import Body, Submission
from xianxing.pilot.refusal import Refused
from xianxing.record import audit
from xianxing.record.log import Record
from xianxing.record.receipts import parse_receipt

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(cast: Cast) -> Company:
    return a_company(cast)


@pytest.mark.clause("3.1.c")
@pytest.mark.clause("4")
def test_two_units_file_and_the_receipt_names_time_digest_and_place(company: Company) -> None:
    company.freeze()
    company.attest()
    filed = company.file()
    body = Body.objects.get()
    assert (filed.digest, filed.at, filed.external) == (body.digest, company.at, False)
    assert body.filed_at == company.at
    event = Event.objects.get(pk=filed.place)
    assert (event.step, event.target_state) == ("file", "filed")
    assert parse_receipt(filed.receipt.text).note
    assert abs(filed.receipt.issued_at - real_time()) < timedelta(minutes=1)
    assert filed_with(body) == filed
    assert audit(Record(DjangoStore())) == []


@pytest.mark.clause("3.1.c")
def test_whichever_attestation_is_missing_nothing_is_filed(company: Company) -> None:
    company.freeze()
    for act in company.acts():
        with pytest.raises(Refused) as refused:
            company.file()
        assert refused.value.code == "attestations"
        act()
    assert company.file().receipt.text


@pytest.mark.clause("0")
def test_the_last_second_counts_and_midnight_does_not(company: Company) -> None:
    company.freeze()
    company.attest()
    with pytest.raises(Refused, match="2024-01-31") as refused:
        company.file(at=CLOSED)
    assert refused.value.code == "window"
    assert not Submission.objects.exists()
    assert company.file(at=LAST_EVENING).at == LAST_EVENING
