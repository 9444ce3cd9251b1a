"""The pilot in numbers in a browser: a number is followed to its rows and its case, wide and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import open_page
from tests.browser.demonstration import Site, served
from tests.factories.browsing import as_, assert_good, enter

pytestmark = pytest.mark.browser
PAGES = (
    "", "?year=2024", "?year=2031&batch=999", "definitions/", "regimes/", "applications/", "drafts/",
    "state_times/?part=public_notice", "complaints/?part=complaint", "exits/?part=force",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served("exit", tmp_path_factory.mktemp("figures")) as there:
        yield there


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_of_the_figures_is_good_to_read(site: Site, browser: Browser, width: int) -> None:
    with as_(browser, site.address, "温如玉", width) as page:
        for path in PAGES:
            assert_good(page, f"{site.address}/desk/figures/{path}")


def test_a_number_is_followed_to_its_rows_and_to_the_case(site: Site, browser: Browser) -> None:
    with as_(browser, site.address, "温如玉") as page:
        page.goto(f"{site.address}/desk/")
        page.get_by_role("link", name="试点统计").click()
        page.get_by_role("link", name="2024年", exact=True).click()
        expect(page.get_by_role("link", name="2024年", exact=True)).to_have_attribute("aria-current", "true")
        card = page.locator("article", has=page.get_by_role("heading", name="各阶段用时"))
        expect(card).to_contain_text("红线为办理期限")
        card.locator("summary").click()
        row = card.get_by_role("row", name="公示征求意见")
        expect(row).to_contain_text("5 个工作日")
        row.get_by_role("link").click()
        expect(page.locator("main")).to_contain_text("统计期内结束的每一段停留")
        expect(page.locator("main")).to_contain_text("日志共")
        page.get_by_role("link", name="关联交易").click()
        expect(page).to_have_url(f"{site.address}/desk/filings/{site.words['related']}/")


def test_rows_and_the_report_can_be_taken_along(site: Site, browser: Browser, tmp_path: Path) -> None:
    with as_(browser, site.address, "温如玉") as page:
        page.goto(f"{site.address}/desk/figures/applications/?year=2024")
        with page.expect_download() as rows:
            page.get_by_role("link", name="下载明细（xlsx）").click()
        assert "申报项目" in rows.value.suggested_filename
        page.goto(f"{site.address}/desk/figures/?year=2024")
        with page.expect_download() as report:
            page.get_by_role("link", name="年度报告（PDF）").click()
        report.value.save_as(tmp_path / "report.pdf")
        assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")


def test_the_pages_say_the_same_without_javascript(site: Site, browser: Browser) -> None:
    with open_page(browser, 390) as page:
        enter(page, site.address, "温如玉")
        state = page.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state, locale="zh-CN")
    try:
        page = context.new_page()
        page.goto(f"{site.address}/desk/figures/")
        card = page.locator("article", has=page.get_by_role("heading", name="各环节通过情况"))
        expect(card.get_by_role("list")).to_contain_text("遴选")
        card.locator("summary").click()
        expect(card.get_by_role("table")).to_contain_text("专业评估")
    finally:
        context.close()
