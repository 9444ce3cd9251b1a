"""A project that has left is archived on pages: a volume, its check, the package, the archive's receipt."""

from __future__ import annotations

import zipfile

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import overflow, violations
from tests.browser.exit_stage import CLERK, HEAD, PDF, SECOND, SIGNS, copies

pytestmark = pytest.mark.browser


def test_a_finished_case_goes_to_the_archive_and_its_receipt_comes_back(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> None:
    with copies(tmp_path_factory.mktemp("archive"), browser)("archived") as stage:
        stage.done(HEAD, "decide_end", end_ground="own_request", reason="机构申请。")
        stage.consulted()
        stage.done(SIGNS, "carry_out_exit_plan")
        stage.done(HEAD, "close_ended")
        page = stage.go(CLERK, "")
        page.get_by_role("link", name="归档", exact=True).last.click()
        page.locator("#originals").fill("一号库房3柜2盒")
        page.get_by_role("button", name="立卷").click()
        expect(page.get_by_role("alert")).to_contain_text("本卷情况说明")
        expect(page.locator("#originals")).to_have_value("一号库房3柜2盒")
        page.locator("#note").fill("本卷材料完整。")
        page.get_by_role("button", name="立卷").click()
        expect(page.locator("article")).to_contain_text("办理过程记录")
        stage.go(SECOND, "archive/")
        stage.send()
        page = stage.page
        with page.expect_download() as given:
            page.get_by_role("link", name=".zip").click()
        with zipfile.ZipFile(given.value.path()) as packed:
            assert {"000-卷内目录.pdf", "999-备考表.pdf", "manifest.txt"} <= set(packed.namelist())
        page = stage.go(CLERK, "archive/")
        page.locator("#organ").fill("某市综合档案馆（虚构）")
        page.locator("#document").fill("接〔2024〕12号")
        page.locator("#received_on").fill(page.locator("#received_on").get_attribute("max") or "")
        page.locator("#file").set_input_files([PDF])
        page.get_by_role("button", name="录入凭据").click()
        expect(page.locator("article")).to_contain_text("由他人对照扫描件确认")
        page = stage.go(SECOND, "archive/")
        page.get_by_role("button", name="确认档案接收凭据").click()
        expect(page.locator("article")).to_contain_text("已确认")
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            for place in (stage.case + "archive/", f"{stage.site.address}/desk/archive/"):
                page.goto(place)
                assert violations(page) == [], (place, width)
                assert overflow(page) == 0, (place, width)
