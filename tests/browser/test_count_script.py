"""`counting.js` counts 字 exactly as the server does: both run over the same strings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

import xianxing.desks.portal
from tests.browser.conftest import open_page
from xianxing.desks.portal.cell_pages import counting
from xianxing.documents.characters import COMBINING, CONTROLS, DIRECTION, WHITE_SPACE, WIDE, ZERO_WIDTH
from xianxing.documents.counting import count_zi

pytestmark = pytest.mark.browser
SCRIPT = Path(xianxing.desks.portal.__file__).parent / "static" / "portal" / "counting.js"
COUNT = "texts => JSON.parse(texts).map(text => xianxingCounting.countZi(text, globalThis.countingTables))"


def tables() -> str:
    """The tables as a browser gets them."""
    return counting(RequestFactory().get("/")).content.decode()


EDGES = sorted(
    {code for ranges in (COMBINING, CONTROLS, DIRECTION, WHITE_SPACE, WIDE, ZERO_WIDTH) for pair in ranges
     for code in (pair[0] - 1, pair[0], pair[1], pair[1] + 1) if 0 <= code <= 0x10FFFF}
)  # fmt: skip
PIECES = st.one_of(
    st.characters(exclude_categories=()),
    st.sampled_from([chr(code) for code in EDGES]),
    st.sampled_from("’'a Z9中，。“”…—①\r\n\t　é"),
    st.sampled_from(
        ["\r\n", "e\u0301", "don’t", "\ud83d\ude00", "\ud83d", "\ude00", "👨‍👩‍👧", "API 3.0", "2024年"]
    ),
)


class Counter:
    """The script in a page of Chromium, asked for many texts at once; half of a pair gets there as it is."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.add_script_tag(path=SCRIPT)
        page.evaluate("tables => { globalThis.countingTables = JSON.parse(tables); }", tables())

    def __call__(self, texts: list[str]) -> list[int]:
        answer: list[int] = self.page.evaluate(COUNT, json.dumps(texts))
        return answer


@pytest.fixture(scope="module")
def counted(browser: Browser) -> Iterator[Counter]:
    with open_page(browser, 1280) as page:
        yield Counter(page)


@settings(deadline=None)
@given(st.lists(st.lists(PIECES, max_size=40).map("".join), min_size=1, max_size=20))
def test_script_and_server_count_the_same(counted: Counter, texts: list[str]) -> None:
    assert counted(texts) == [count_zi(text) for text in texts]


def test_every_edge_of_every_table_counts_the_same(counted: Counter) -> None:
    texts = [f"a{chr(code)}b中{chr(code)}" for code in EDGES]
    assert counted(texts) == [count_zi(text) for text in texts]


@pytest.mark.django_db
def test_the_tables_are_served_to_everybody_and_kept_for_a_day(client: Client) -> None:
    answer = client.get("/filings/counting.json")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert answer.json() == json.loads(tables())
