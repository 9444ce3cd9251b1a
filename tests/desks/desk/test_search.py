"""The search page of the desk: finds what may be read, marks the word, and costs the same for many."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.desks.desk.copies import copies
from tests.pilot.filings.company import Company
from xianxing.pilot.filings.draft import form
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.parties.models import User
from xianxing.pilot.search.domain.rebuilding import rebuild

pytestmark = pytest.mark.django_db
Visit = Callable[[User, datetime], Client]


def test_a_find_leads_to_its_filing_with_the_word_marked(filed: Company, visit: Visit) -> None:
    client = visit(filed.cast.wen, filed.at)
    page = client.get("/desk/search/", {"q": "穿透 核查"}).content.decode()
    assert f"/desk/filings/{filed.filing.pk}/" in page
    assert "<mark>穿透</mark>" in page and "<mark>核查</mark>" in page
    assert case_number(filed.filing) in page
    assert "没有符合" in client.get("/desk/search/", {"q": "龘"}).content.decode()
    assert client.get("/desk/search/").status_code == 200


def test_what_was_asked_and_what_was_found_are_text_and_never_code(filed: Company, visit: Visit) -> None:
    page = visit(filed.cast.wen, filed.at).get("/desk/search/", {"q": "<b>'\"&%"}).content.decode()
    assert "&lt;b&gt;" in page and "<b>'" not in page


@pytest.mark.parametrize("number", [1, 30])
def test_queries_do_not_grow_and_no_form_of_a_filing_is_read(
    filed: Company,
    visit: Visit,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copies(filed, number - 1)
    rebuild()
    client = visit(filed.cast.wen, filed.at)
    client.get("/desk/search/")
    monkeypatch.setattr(form, "load_form", None)
    with django_assert_num_queries(16):
        page = client.get("/desk/search/", {"q": "关联"}).content.decode()
    assert page.count("<article") == min(number, 20)
    assert ("page=2" in page) == (number == 30)
    if number == 30:
        assert client.get("/desk/search/?q=关联&page=2").content.decode().count("<article") == 10


@pytest.mark.parametrize("page", ["0", "-1", "x", "9999", "26"])
def test_a_page_that_makes_no_sense_shows_one_that_does(filed: Company, visit: Visit, page: str) -> None:
    assert visit(filed.cast.wen, filed.at).get(f"/desk/search/?q=关&page={page}").status_code == 200
