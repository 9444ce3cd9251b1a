"""The number of a filing: quotable, in the order of the log, kept through corrections, with a check."""

from __future__ import annotations

import pytest
from stdnum.iso7064 import mod_37_36

from tests.pilot.cast import Cast
from tests.pilot.filings.company import Company, a_company
from xianxing.pilot.filings.draft.opening import accept_unit
from xianxing.pilot.filings.folder.importing import import_folder
from xianxing.pilot.filings.submit.case_numbers import case_number, case_numbers, numbered

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(cast: Cast) -> Company:
    return a_company(cast)


def test_a_filing_has_a_number_once_it_is_handed_in(company: Company) -> None:
    company.freeze()
    company.attest()
    assert case_number(company.filing) == ""
    company.file()
    number = case_number(company.filing)
    assert number.startswith("SZ-2023-2-001-") and len(number) == len("SZ-2023-2-001-X")
    assert mod_37_36.is_valid(number.replace("-", ""))


def test_one_mistyped_or_two_swapped_characters_are_noticed(company: Company) -> None:
    plain = numbered(company.filing.case.call, 27).replace("-", "")
    swapped = plain[:-3] + plain[-2] + plain[-3] + plain[-1]
    mistyped = plain[:-2] + "8" + plain[-1]
    assert swapped != plain != mistyped
    assert not mod_37_36.is_valid(swapped) and not mod_37_36.is_valid(mistyped)


def test_a_batch_without_a_code_is_named_by_its_id(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    call = company.filing.case.call
    monkeypatch.setattr(call, "batch", "nowhere-2024-1")
    assert numbered(call, 1).startswith("NOWHERE-2024-1-001-")


def test_numbers_follow_the_log_and_one_query_gives_all(
    company: Company, django_assert_num_queries: object
) -> None:
    from tests.pilot.filings.company import EXAMPLE

    cast, call = company.cast, company.filing.case.call
    second = import_folder(call=call, path=EXAMPLE, by=cast.zhou, at=company.later()).filing
    joint = second.units.get(key="joint")
    accept_unit(unit=joint, by=cast.ning, at=company.later())
    other = Company(
        cast, second, second.units.get(lead=True), joint, company.gu, company.he, company.tao, company.shi,
        company.at,
    )  # fmt: skip
    other.joint.refresh_from_db()
    for one in (other, company):
        one.at = max(company.at, other.at)
        one.freeze()
        one.attest()
        one.file()
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = case_numbers([company.filing, second])
    assert found[second.pk][:-2].endswith("001") and found[company.filing.pk][:-2].endswith("002")
    assert case_numbers([]) == {}
