"""A filing whose contents were erased: its pages say so, and stand in nobody's way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.pilot.filings.company import Company
from xianxing.pilot.cases.domain.retaining import erase_due_cases
from xianxing.pilot.cases.domain.secrecy import erase_secret, lift_stop, report_secret, stop_for_secrecy
from xianxing.pilot.cases.models import Case, Event

ERASED = "内容已删除"


@pytest.fixture
def erased(filed: Company) -> Company:
    """Stopped for secrecy, reported, erased, and let go on."""
    cast, case = filed.cast, Case.objects.get()
    stop_for_secrecy(case=case, by=cast.wen, ground="疑似涉密", at=filed.later())
    report_secret(case=case, by=cast.wen, to="保密行政管理部门", reference="1", at=filed.later())
    acts = Event.objects.filter(case=case, payload__isnull=False, step__startswith="f")
    numbers = list(acts.values_list("sequence", flat=True))
    erase_secret(case=case, sequences=numbers, by=cast.li, reason="处置", at=filed.later())
    lift_stop(case=case, by=cast.li, second=cast.wen, reason="已清除", at=filed.later())
    return filed


def test_the_desk_still_opens_and_says_what_became_of_it(
    erased: Company, visit: Callable[..., Client]
) -> None:
    client, place = visit(erased.cast.wen, erased.at), f"/desk/filings/{erased.filing.pk}/"
    assert client.get("/desk/").status_code == 200
    page = client.get(place)
    assert page.status_code == 200 and ERASED in page.content.decode()
    assert client.get(f"{place}files/0/").status_code == 404
    assert client.get(f"{place}receipt.txt").status_code == 200


@pytest.mark.parametrize(
    "name", ["", "filed/", "file/", "confirm/", "findings/", "files/", "receipt/", "withdraw/"]
)
def test_so_do_the_pages_of_the_units(erased: Company, visit: Callable[..., Client], name: str) -> None:
    page = visit(erased.cast.zhou, erased.at).get(f"/filings/{erased.filing.pk}/{name}")
    assert page.status_code == 200
    assert (ERASED in page.content.decode()) == (name == "filed/")


def test_what_had_been_kept_for_its_time_is_erased_and_the_desk_still_opens(
    filed: Company, visit: Callable[..., Client]
) -> None:
    filed.withdraw()
    later = filed.at + timedelta(days=366 * 30)
    erase_due_cases(
        rule="ended_cases", cases=[filed.filing.pk], by=filed.cast.li, reason="保存期满", at=later
    )
    client = visit(filed.cast.wen, later)
    assert client.get("/desk/").status_code == 200
    assert ERASED in client.get(f"/desk/filings/{filed.filing.pk}/").content.decode()
