"""A Word form is downloaded, filled in, read back, looked at and taken over in a real browser."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import open_page, overflow, violations
from tests.factories.browsing import enter
from tests.factories.word_files import typed

pytestmark = pytest.mark.browser
EXAMPLE = Path(__file__).parents[2] / "examples" / "related-party-tool"


def looked_at(page: Page, name: str) -> None:
    """Accessible, nothing cut off at the side; a picture for a person's eyes where one is asked for."""
    assert violations(page) == []
    assert overflow(page) == 0
    if folder := os.environ.get("XIANXING_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"word-{name}.png"), full_page=True)


@pytest.fixture(scope="module")
def filing(site: str, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a filing that Zhou took in from the sample's folder."""
    packed = shutil.make_archive(str(tmp_path_factory.mktemp("zip") / "filing"), "zip", EXAMPLE)
    with open_page(browser, 1280) as page:
        enter(page, site, "周若岚")
        page.goto(site + "/filings/take-in/")
        page.locator("input[type=file]").set_input_files(packed)
        page.locator("main form button[type=submit]").click()
        page.locator("main a.button").last.click()
        page.wait_for_url(re.compile(r"/filings/[-0-9a-f]{36}/$"))
        return page.url


@pytest.mark.parametrize("width", [1280, 390])
def test_a_word_form_is_read_back(
    site: str, filing: str, browser: Browser, tmp_path: Path, width: int
) -> None:
    with open_page(browser, width) as page:
        enter(page, site, "周若岚")
        page.goto(filing)
        page.get_by_role("link", name="Word 与 PDF").click()
        looked_at(page, f"forms-{width}")
        with page.expect_download() as waiting:
            page.get_by_role("link", name=re.compile("已填内容（Word）")).first.click()
        assert waiting.value.suggested_filename.startswith("申报表-基于知识图谱")
        data = Path(waiting.value.path()).read_bytes()
        data = typed(data, "content.overview", f"两家机构共建核查工具，覆盖母公司和三家子公司（{width}）。")
        data = typed(typed(data, "project.trial_months", "一年左右"), "content.scale[3].item", f"笔数{width}")
        changed = tmp_path / "申报表（改）.docx"
        changed.write_bytes(data)
        page.locator("input[type=file]").first.set_input_files(changed)
        page.get_by_role("button", name=re.compile("读取并比较")).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("文件将带来的改动")
        looked_at(page, f"changes-{width}")
        boxes = page.get_by_role("checkbox")
        expect(boxes).to_have_count(2)
        page.get_by_role("checkbox", name=re.compile("规模")).uncheck()
        page.get_by_role("button", name="采用勾选的改动").click()
        expect(page.get_by_role("status").first).to_contain_text("勾选的改动已写入申报表")
        page.goto(filing + "cells/versions/?path=content.overview")
        expect(page.locator("main")).to_contain_text(str(width))
        page.goto(filing + "cells/versions/?path=content.scale")
        expect(page.locator("main")).not_to_contain_text(f"笔数{width}")
