"""The packages for CSRC by the interface: for who reads them on a page, and nobody else."""

from __future__ import annotations

import pytest

from tests.desks.api.program import Program
from tests.factories.notices import at_the_time_of
from tests.pilot.acts.courses import selected
from tests.pilot.acts.staff import Office, an_office
from tests.pilot.casework.several import another
from tests.pilot.filings.company import Company
from tests.pilot.transmissions.sending import number_letter, packed
from xianxing.pilot.filings.storage.vault import pieces

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(company_filed: Company, settings: object) -> Office:
    there = an_office(company_filed)
    selected(there)
    number_letter(there)
    at_the_time_of(company_filed, settings)  # type: ignore[arg-type]
    return there


def test_a_program_lists_and_fetches_what_was_made(office: Office) -> None:
    case, wen = office.company.filing.pk, Program(office.wen)
    assert wen.get(f"/cases/{case}/packages").json() == []
    made = packed(office)
    [row] = wen.get(f"/cases/{case}/packages").json()
    assert (row["number"], row["digest"], row["size"]) == (made.number, made.digest, made.file.size)
    answer = wen.get(f"/cases/{case}/packages/{made.number}.zip")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"".join(pieces(made.file))


def test_the_units_and_experts_get_none_and_a_number_belongs_to_its_case(office: Office) -> None:
    case, made = office.company.filing.pk, packed(office)
    zhou = Program(office.company.cast.zhou)
    assert zhou.get(f"/cases/{case}/packages").json() == []
    for user in (office.company.cast.zhou, office.xu):
        assert Program(user).get(f"/cases/{case}/packages/{made.number}.zip").status_code == 404
    other = another(office).company.filing.pk
    assert Program(office.wen).get(f"/cases/{other}/packages/{made.number}.zip").status_code == 404
