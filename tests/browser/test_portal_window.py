"""On a stage of its own: a technology firm alone is told why, and the window closes under an open form."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import heard, open_page, overflow, serve, violations
from tests.factories.browsing import enter

pytestmark = pytest.mark.browser
EXAMPLE = Path(__file__).parents[2] / "examples" / "related-party-tool"
PREVIOUS, LATE = "名录每日更新。", "二十四点以后写的话"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(tmp_path_factory.mktemp("window")) as address:
        yield address


def looks_well(page: Page) -> None:
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert overflow(page) == 0


@pytest.mark.clause("3.1.4")
def test_a_technology_firm_alone_is_told_why_it_cannot_lead(stage: str, browser: Browser) -> None:
    with open_page(browser, 1280) as page, heard(page) as said:
        enter(page, stage, "甘雨辰")
        page.goto(stage + "/filings/start/")
        page.get_by_role("button", name="看看能否申报").click()
        answer = page.locator("section[aria-labelledby=answer]")
        expect(answer.locator("dd").nth(1)).to_have_text("目前还不可以")
        expect(answer).to_contain_text("与提供业务场景的持牌试点机构联合")
        looks_well(page)
        page.get_by_role("button", name="建立草稿").click()
        page.wait_for_url(re.compile(r"/filings/[-0-9a-f]{36}/$"))
        filing = page.url
        page.goto(filing + "findings/")
        expect(page.locator("main")).to_contain_text("牵头")
        page.goto(filing + "confirm/")
        page.get_by_role("button", name="冻结", exact=True).click()
        expect(page.locator("main")).to_contain_text("牵头")
        assert [text for text in said if "400" not in text] == []


@pytest.mark.clause("3.1.b")
def test_the_window_closes_under_an_open_form_and_nothing_is_lost(
    stage: str, browser: Browser, tmp_path: Path
) -> None:
    packed = shutil.make_archive(str(tmp_path / "filing"), "zip", EXAMPLE)
    with open_page(browser, 1280) as page, heard(page) as said:
        enter(page, stage, "周若岚")
        page.goto(stage + "/filings/take-in/")
        page.locator("input[type=file]").set_input_files(packed)
        page.locator("main form button[type=submit]").click()
        page.locator("main a.button").last.click()
        page.wait_for_url(re.compile(r"/filings/[-0-9a-f]{36}/$"))
        filing = page.url
        page.goto(filing + "sections/purpose/")
        cell = page.locator('[data-cell="content.pain_points"]')
        cell.locator("textarea").fill(PREVIOUS)
        expect(cell.locator("[data-state]")).to_have_text("已保存")
        close_the_window(browser, stage)
        cell.locator("textarea").fill(LATE)
        expect(cell.locator("[data-state]")).to_contain_text("窗口")
        expect(cell.locator("textarea")).to_have_value(LATE)
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        expect(page.locator("main")).to_contain_text(PREVIOUS)
        expect(page.locator("main")).not_to_contain_text(LATE)
        assert page.locator('[data-cell="content.pain_points"] textarea').count() == 0
        looks_well(page)
        page.goto(filing)
        expect(page.locator("main")).to_contain_text("草稿仍可查看、导出，或带入其他批次")
        with page.expect_download() as got:
            page.goto(filing + "folder/")
            page.get_by_role("link", name="下载申报文件夹").first.click()
        assert got.value.suggested_filename.endswith(".zip")
        assert [text for text in said if "422" not in text] == []


def close_the_window(browser: Browser, stage: str) -> None:
    """Somebody sets the demonstration's clock to the first instant after the last day."""
    with open_page(browser, 1280) as page:
        page.goto(stage + "/demo/clock/")
        page.get_by_role("button", name="申报窗口已结束").click()
        expect(page.locator(".demo-strip")).to_contain_text("2024年2月1日")
