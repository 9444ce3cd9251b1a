"""Every page in a real browser: accessible, inside its frame on a telephone, quiet under the policy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import heard, open_page, overflow, violations

pytestmark = pytest.mark.browser
PAGES = (
    "/",
    "/guides/",
    "/guides/shenzhen-2023/",
    "/guides/shenzhen-2023/?status=planned",
    "/guides/guangzhou-2023/",
    "/guides/compare/?a=shenzhen-2023&b=guangzhou-2023",
    "/procedure/shenzhen-2023/",
    "/workdays/",
    "/workdays/?month=2026-10",
    "/workdays/?from=2026-09-28&n=8",
    "/workdays/?from=x&n=y",
    "/check/",
    "/check/results/nothing-here/",
    "/components/",
    "/no-such-page/",
)


@pytest.fixture(scope="module", params=[1280, 390])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    with open_page(browser, request.param) as page:
        yield page


@pytest.mark.parametrize("address", [*PAGES, *("/en" + address for address in PAGES)])
def test_page_is_accessible_and_keeps_inside_the_screen(site: str, page: Page, address: str) -> None:
    with heard(page) as said:
        page.goto(site + address)
        assert violations(page) == []
        assert overflow(page) == 0
    assert [text for text in said if "404" not in text] == []
