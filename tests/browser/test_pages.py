"""Every page in a real browser: accessible, inside its frame on a telephone, quiet under the policy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import heard, is_examined_narrow, open_page, overflow, violations
from tests.factories.browsing import as_

pytestmark = pytest.mark.browser
PAGES = (
    "/",
    "/guides/",
    "/guides/shenzhen-2023/",
    "/guides/shenzhen-2023/?status=planned",
    "/guides/guangzhou-2023/",
    "/guides/compare/?a=shenzhen-2023&b=guangzhou-2023",
    "/procedure/shenzhen-2023/",
    "/procedure/shenzhen-2023/text/",
    "/workdays/",
    "/workdays/?month=2026-10",
    "/workdays/?from=2026-09-28&n=8",
    "/workdays/?from=x&n=y",
    "/check/",
    "/check/results/nothing-here/",
    "/components/",
    "/privacy/",
    "/privacy/request/",
    "/no-such-page/",
)

SAME_TEMPLATE = ("/guides/guangzhou-2023/",)  # long, and its rows are those of the other guide's page


@pytest.fixture(scope="module", params=[1280, 390])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    with open_page(browser, request.param) as page:
        yield page


@pytest.mark.parametrize("address", [*PAGES, *("/en" + address for address in PAGES)])
def test_page_is_accessible_and_keeps_inside_the_screen(site: str, page: Page, address: str) -> None:
    with heard(page) as said:
        page.goto(site + address)
        if address.removeprefix("/en") not in SAME_TEMPLATE and not is_examined_narrow(page):
            assert violations(page) == []
        assert overflow(page) == 0
    assert [text for text in said if "404" not in text] == []


def test_on_a_phone_the_links_of_the_desk_fold_behind_one_button(site: str, browser: Browser) -> None:
    with as_(browser, site, "许静怡", 390) as page:
        page.goto(site + "/desk/")
        link = page.locator("#rooms").get_by_role("link", name="运行监测")
        expect(link).to_be_hidden()
        page.get_by_role("button", name="工作台其他页面").click()
        expect(link).to_be_visible()
    with as_(browser, site, "许静怡") as page:
        page.goto(site + "/desk/")
        expect(page.locator("#rooms").get_by_role("link", name="运行监测")).to_be_visible()
        expect(page.get_by_role("button", name="工作台其他页面")).to_be_hidden()


def test_on_a_phone_the_header_is_one_line_and_the_menu_opens(site: str, browser: Browser) -> None:
    with open_page(browser, 390) as page:
        page.goto(site + "/")
        line, menu = page.locator(".masthead > .wrap"), page.locator("[data-menu]")
        box = line.bounding_box()
        assert box and box["height"] < 64
        calendar = page.locator(".site-menu").get_by_role("link", name="工作日历")
        expect(calendar).to_be_hidden()
        menu.click()
        expect(calendar).to_be_visible()
        assert violations(page) == [] and overflow(page) == 0
        page.keyboard.press("Escape")
        expect(calendar).to_be_hidden()
        expect(menu).to_be_focused()


def test_a_link_into_a_folded_stage_unfolds_it(site: str, browser: Browser) -> None:
    with open_page(browser, 1280) as page:
        page.goto(site + "/procedure/shenzhen-2023/")
        expect(page.locator("#at-running")).to_be_hidden()
        page.locator(".stage-line").get_by_role("link", name="试点运行").click()
        expect(page.locator("#at-running")).to_be_visible()
        assert violations(page) == []
