"""Who reaches a filing's pages: people of its units; all others get the 404 of a filing that isn't there."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.desks.portal.conftest import Draft
from xianxing.pilot.clock import now
from xianxing.pilot.filings.draft.opening import open_filing

PAGES = (
    "",
    "sections/basics/",
    "sections/risks/",
    "units/",
    "units/lead/identity/",
    "files/",
    "findings/",
    "comments/",
    "questions/",
    "folder/",
    "folder/zip/",
    "cells/versions/?path=project.name",
    "cells/table/?path=content.scale",
)
POSTS = ("cells/save/", "cells/row/", "cells/decide/", "units/", "files/", "findings/", "folder/")


@pytest.mark.parametrize("name", ["zhou", "chen", "luo"])
def test_people_of_the_lead_open_every_page(draft: Draft, name: str) -> None:
    client = draft.enter(name)
    for page in PAGES:
        for language in ("", "/en"):
            answer = client.get(language + draft.url(page))
            assert answer.status_code == 200, (language, page)
            answer.close()


def test_ning_opens_all_but_the_leads_sheet(draft: Draft) -> None:
    client = draft.enter("ning")
    for page in PAGES:
        answer = client.get(draft.url(page))
        assert answer.status_code == (404 if page == "units/lead/identity/" else 200), page
        answer.close()
    assert client.get(draft.url("units/joint/identity/")).status_code == 200


@pytest.mark.parametrize("name", ["mo", "wen", "sun"])
def test_others_learn_nothing(draft: Draft, name: str) -> None:
    client = draft.enter(name)
    for page in PAGES:
        assert client.get(draft.url(page)).status_code == 404, page
    for page in POSTS:
        assert client.post(draft.url(page)).status_code == 404, page
    assert client.get("/filings/").status_code == 404


def test_a_member_of_another_institution_sees_a_filing_that_isnt_there(draft: Draft) -> None:
    from tests.desks.accounts.visits import enter

    client = enter(draft.cast.people["闻亦舟"])
    real, none = draft.url(), f"/filings/{uuid4()}/"
    answers = [client.get(place) for place in (real, none)]
    assert [answer.status_code for answer in answers] == [404, 404]
    texts = [
        re.sub(r'value="\w{64}"|/filings/[-0-9a-f]+/', "", answer.content.decode()) for answer in answers
    ]
    assert texts[0] == texts[1]
    assert "关联" not in client.get("/filings/").content.decode()


def test_the_list_costs_the_same_with_one_and_three_filings(
    draft: Draft, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, zhou = draft.enter("zhou"), draft.person("zhou")
    client.get("/filings/")
    with django_assert_num_queries(LIST):
        assert client.get("/filings/").content.decode().count("<h2><a href") == 1
    for _ in range(2):
        open_filing(call=draft.call, lead=draft.filing.units.get(lead=True).institution, by=zhou, at=now())  # type: ignore[arg-type]
    with django_assert_num_queries(LIST):
        assert client.get("/filings/").content.decode().count("<h2><a href") == 3


def test_the_home_page_and_a_section_have_their_price(
    draft: Draft, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = draft.enter("zhou")
    client.get(draft.url())
    with django_assert_num_queries(HOME):
        client.get(draft.url())
    with django_assert_num_queries(SECTION):
        client.get(draft.url("sections/risks/"))


# A page with tables asks once more, for rows that were taken out.
LIST, HOME, SECTION = 19, 22, 22
