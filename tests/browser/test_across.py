"""Search, comparison, shared things, calls and paper, hand-over and brief in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import open_page, serve
from tests.factories.browsing import assert_good, enter, rested

pytestmark = pytest.mark.browser
PAGES = (
    "/desk/search/?q=关联 核查",
    "/desk/search/?q=龘",
    "/desk/comparison/1/",
    "/desk/shared/",
    "/desk/correspondence/",
    "/desk/handlers/hand-over/",
    "/notices/?q=关",
    "/register/?q=关",
)
OF_A_FILING = ("brief/", "relations/")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(tmp_path_factory.mktemp("across"), "tests.browser.across_stage") as address:
        yield address


@pytest.fixture(params=[1280, 390])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    with open_page(browser, request.param) as page:
        yield page


def test_every_page_is_accessible_and_keeps_inside_the_screen(desk: str, page: Page) -> None:
    enter(page, desk, "wen")
    for address in PAGES:
        for language in ("", "/en"):
            assert_good(page, desk + language + address, at_both_widths=True)
    page.goto(desk + "/desk/search/?q=穿透核查工具")
    filing = page.locator("article h2 a").first.get_attribute("href")
    page.goto(desk + "/desk/search/?q=链上对账")
    successor = page.locator("article h2 a").first.get_attribute("href")
    page.goto(desk + "/desk/shared/?kind=cloud")
    thing = page.locator("tbody th a").first.get_attribute("href")
    for address in (*(f"{filing}{name}" for name in OF_A_FILING), f"{successor}predecessor/", str(thing)):
        for language in ("", "/en"):
            assert_good(page, f"{desk}{language}{address}", at_both_widths=True)


def test_a_clerk_goes_through_the_list_by_keyboard_and_comes_back_to_the_same_place(
    desk: str, browser: Browser
) -> None:
    with open_page(browser, 1280) as page:
        enter(page, desk, "wen")
        page.goto(desk + "/desk/")
        links = page.locator("[data-keys] [data-open]")
        expect(page.locator("[data-keys]")).to_be_focused()
        for place in (0, 1):
            page.keyboard.press("j")
            expect(links.nth(place)).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/desk/filings/"))
        page.goto(desk + "/desk/")
        expect(links.nth(1)).to_be_focused()
        page.keyboard.press("j")
        expect(links.nth(2)).to_be_focused()
        page.keyboard.press("k")
        expect(links.nth(1)).to_be_focused()


def test_from_a_project_of_the_list_the_way_leads_to_the_next_its_case_and_back(
    desk: str, browser: Browser
) -> None:
    with open_page(browser, 390) as page:
        enter(page, desk, "wen")
        page.goto(desk + "/desk/")
        links = page.locator("[data-keys] [data-open]")
        second = links.nth(1).inner_text()
        expect(page.locator(".on-narrow").first).to_be_visible()
        expect(page.locator("td.on-wide").first).to_be_hidden()
        listed = page.locator("[data-keys]")
        assert listed.evaluate("list => list.scrollWidth - list.clientWidth") == 0
        links.first.click()
        expect(page.locator("[data-turn-before]")).to_be_hidden()
        expect(page.locator("[data-turn-next]")).to_contain_text(second)
        page.locator("[data-turn-next]").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(second)
        page.get_by_role("link", name="办理本案件").click()
        page.wait_for_url(re.compile("/cases/"))
        expect(page.locator("[data-turn-before]")).to_be_visible()
        page.locator("[data-turn-list]").click()
        expect(links.nth(1)).to_be_focused()
        links.first.click()
        expect(page.locator("[data-turn-next]")).to_be_visible()
        filing = page.url
        enter(page, desk, "fang")  # in the same tab: the list was somebody else's
        page.goto(filing)
        rested(page)
        expect(page.locator("[data-turn]")).to_be_hidden()


def test_a_clerk_searches_notes_a_call_and_hands_over(desk: str, browser: Browser) -> None:
    with open_page(browser, 1280) as page:
        enter(page, desk, "wen")
        page.goto(desk + "/desk/search/")
        expect(page.locator("input[name=q]").first).to_be_focused()
        page.keyboard.type("图谱")
        page.keyboard.press("Enter")
        expect(page.locator("mark").first).to_have_text("图谱")
        page.goto(desk + "/desk/correspondence/")
        page.locator("summary").first.click()
        page.get_by_label("电子邮件").check()
        page.get_by_label("来电来文单位或人员").fill("某协会")
        page.get_by_label("内容").fill("询问汇总表")
        page.get_by_role("button", name="登记").click()
        expect(page.locator("article h2", has_text="某协会")).to_be_visible()
        page.goto(desk + "/desk/handlers/hand-over/")
        page.get_by_label("移交人").select_option(label="wen")
        page.get_by_label("接手人").select_option(label="tang")
        page.get_by_label("交接说明").fill("补正在途")
        page.get_by_role("button", name="移交").click()
        expect(page).to_have_url(re.compile("hand-over/[-0-9a-f]{36}/$"))
        expect(page.locator("main")).to_contain_text("补正在途")


def test_the_brief_is_one_sheet_of_paper(desk: str, browser: Browser) -> None:
    with open_page(browser, 1280) as page:
        enter(page, desk, "wen")
        page.goto(desk + "/desk/search/?q=穿透核查工具")
        page.goto(f"{desk}{page.locator('article h2 a').first.get_attribute('href')}brief/")
        printed = page.pdf(format="A4", print_background=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
