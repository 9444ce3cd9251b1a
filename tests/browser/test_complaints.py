"""On pages, in the trial of a project: a complaint that is answered in time, and one whose limit passes.

Of the second, received on 27 February 2024 and forwarded that day, the answer is due on 18 March (20 days).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import open_page, overflow, violations
from tests.browser.demonstration import Site, enter_as, served

pytestmark = pytest.mark.browser
WORDS = "页面没有写清费用，两次致电均未答复。"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served("trial", tmp_path_factory.mktemp("trial")) as there:
        yield there


def complain(page: Page, site: Site) -> tuple[str, str]:
    """From the register's page, first without a name; gives the number and its secret word."""
    site.to(page, "/register/")
    page.locator("main").get_by_role("link", name="关联交易").click()
    page.get_by_role("link", name="在此投诉、举报、咨询或者提出意见建议").click()
    page.locator("#text").fill(WORDS)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("alert")).to_contain_text("须实名提出")
    expect(page.locator("#text")).to_have_value(WORDS)
    page.locator("#name").fill("何一凡")
    page.locator("#contact").fill("13800000000")
    assert violations(page) == []
    assert overflow(page) == 0
    page.get_by_role("button", name="提交").click()
    given = page.locator("dl.summary-list dd")
    return given.nth(0).inner_text().strip(), given.nth(1).inner_text().strip()


def do(page: Page, act: str, words: str = "") -> None:
    """Unfold an act of a complaint, write its words, and do it."""
    page.locator("summary", has_text=act).first.click()
    form = page.locator("details[open]").last
    if words:
        form.locator("textarea").fill(words)
    with page.expect_navigation():
        form.get_by_role("button", name=act).click()


def test_one_is_answered_in_time_and_the_other_is_late(site: Site, browser: Browser) -> None:
    with (
        open_page(browser, 390) as public,
        open_page(browser, 1280) as clerk,
        open_page(browser, 390) as firm,
    ):
        number, secret = complain(public, site)
        enter_as(clerk, site, "温如玉")
        site.to(clerk, f"/desk/complaints/{number}/")
        expect(clerk.locator("main")).to_contain_text(WORDS)
        expect(clerk.locator("main")).not_to_contain_text("何一凡")
        clerk.get_by_role("button", name="查看投诉人身份").click()
        expect(clerk.locator("main")).to_contain_text("何一凡")
        do(clerk, "受理")
        do(clerk, "转机构办理", "请核实费用说明和来电答复。")
        assert violations(clerk) == []

        enter_as(firm, site, "陈砚林")
        site.to(firm, f"/complaints/institution/{number}/")
        expect(firm.locator("main")).to_contain_text("请核实费用说明")
        expect(firm.locator("main")).not_to_contain_text("何一凡")
        assert violations(firm) == []
        assert overflow(firm) == 0
        firm.get_by_label("向工作组的答复").fill("已补充费用说明并致电说明。")
        firm.get_by_role("button", name="答复").click()

        site.clock("2024-03-19T09:30:00+08:00")
        site.to(clerk, f"/desk/complaints/{number}/")
        do(clerk, "办结", "费用说明已补充，机构已向您说明。")
        site.to(clerk, "/desk/complaints/?when=overdue")
        expect(clerk.locator("main tbody tr")).to_have_count(3)
        site.to(clerk, "/desk/filings/{related}/")
        expect(clerk.locator("main")).to_contain_text("投诉风险提示")
        site.to(firm, "/complaints/institution/?when=overdue")
        expect(firm.locator("main")).to_contain_text("已逾期")

        site.to(public, "/complaints/status/")
        public.locator("#number").fill(number)
        public.locator("#secret").fill(secret)
        public.get_by_role("button", name="查询").click()
        expect(public.locator("main")).to_contain_text("费用说明已补充，机构已向您说明。")
        assert violations(public) == []
        assert overflow(public) == 0
