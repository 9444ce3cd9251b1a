"""The toolbox in a browser: three faults mended, a finding followed to its rows and overruled, a replay."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.conftest import heard, overflow, serve, violations
from tests.factories.browsing import as_
from tests.factories.tool_folders import DATED, FAULTY, SOUND, WALL, zipped
from tests.factories.waiting import PATIENCE

pytestmark = pytest.mark.browser
WORKER = "import sys; from xianxing.cli import main; sys.exit(main(['worker']))"
INSPECTOR, MEMBER = "温如玉", "周若岚"
RUN_PATIENCE = 240_000  # milliseconds that a run may take on a machine that others use, too


@contextmanager
def working(folder: Path) -> Iterator[str]:
    """The site with its cast, and a worker beside it."""
    with serve(folder) as address:
        environment = {
            **os.environ, "XIANXING_VAR": str(folder), "XIANXING_SCRATCH": str(folder / "scratch"),
        }  # fmt: skip
        environment.pop("XIANXING_DATABASE_URL", None)
        worker = subprocess.Popen([sys.executable, "-c", WORKER], env=environment)
        try:
            yield address
        finally:
            worker.terminate()
            worker.wait(PATIENCE)


@pytest.fixture(scope="module")
def toolbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with working(tmp_path_factory.mktemp("toolbox")) as address:
        yield address


def folder(files: dict[str, str]) -> FilePayload:
    return {"name": "核查.zip", "mimeType": "application/zip", "buffer": zipped(files, below="核查/").read()}


def ask(page: Page, button: str) -> None:
    """Ask for the run, and wait on its page until it has ended."""
    with page.expect_navigation(url=re.compile(r"/tools/runs/")):
        page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("[data-progress]")).to_have_count(0, timeout=RUN_PATIENCE)


def assert_good(page: Page) -> None:
    """As the page stands, wide and narrow: nothing that axe finds, nothing beside the window."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], (page.url, width)
        assert overflow(page) == 0, (page.url, width)


def test_a_folder_with_three_faults_is_refused_mended_and_judged(toolbox: str, browser: Browser) -> None:
    with as_(browser, toolbox, MEMBER) as page, heard(page) as said:
        page.goto(f"{toolbox}/tools/related-parties/new/")
        page.locator("#title").fill("二季度关联交易核查")
        page.locator("#folder").set_input_files([folder(FAULTY)])
        ask(page, "运行")
        problems = page.locator("table tbody tr")
        expect(problems).to_have_count(3)
        expect(problems.nth(0)).to_contain_text("equity")
        expect(problems.nth(1)).to_contain_text("4千万")
        expect(problems.nth(2)).to_contain_text("counterparty")
        assert_good(page)
        page.locator("#folder").set_input_files([folder({**SOUND, **DATED})])
        ask(page, "运行改正后的文件夹")
        expect(page.locator("h1")).to_contain_text("二季度关联交易核查")
        expect(page.locator("main")).to_contain_text("第 2 次提交")
        expect(page.locator("dl.figures")).to_be_visible()
        assert_good(page)
        group = page.locator("[data-chart]").filter(has=page.locator("input[type=range]"))
        stakes, faint = group.locator("svg .mark-rule line"), group.locator("svg .mark-rule [opacity='0.15']")
        expect(stakes).to_have_count(2)
        expect(group.locator("svg")).to_contain_text("2025-06-30")
        expect(faint).to_have_count(0)
        group.locator("input[type=range]").fill("0")
        expect(group.locator("svg")).to_contain_text("2025-01-31")
        expect(faint).to_have_count(1)  # the stake in C came a day later
        assert [one for one in said if "Content Security Policy" in one or "404" in one] == []


def test_a_finding_of_the_example_is_followed_to_its_rows_and_overruled(
    toolbox: str, browser: Browser
) -> None:
    with as_(browser, toolbox, INSPECTOR) as page:
        page.goto(f"{toolbox}/tools/evaluation/new/")
        ask(page, "打开示例")
        expect(page.locator("dl.figures")).to_be_visible()
        with page.expect_navigation():
            page.get_by_role("link", name="不符合", exact=False).first.click()
        with page.expect_navigation():
            page.locator(".task-list a").first.click()
        expect(page.locator("main")).to_contain_text("依据的数据行")
        cells = page.get_by_role("region", name="facts 的数据行").locator("tbody tr").first.locator("td")
        assert cells.first.inner_text() != "—"
        assert_good(page)
        page.locator("#reason").fill("该指标年度有误，已核对原件")
        with page.expect_navigation():
            page.get_by_role("button", name="推翻", exact=True).click()
        expect(page.locator("#review + ul")).to_contain_text("该指标年度有误，已核对原件")
        page.goto(f"{toolbox}/tools/evaluation/")
        expect(page.get_by_role("region", name="人工判断情况")).to_contain_text("0.000 – 0.975")
        assert_good(page)


def test_an_inspection_is_replayed_under_an_older_date_and_compared(toolbox: str, browser: Browser) -> None:
    with as_(browser, toolbox, INSPECTOR) as page:
        for rules in ("", "2019-06-30"):
            page.goto(f"{toolbox}/tools/inspection/new/")
            page.locator("#rules_as_of").fill(rules)
            ask(page, "打开示例")
        expect(page.locator("main")).to_contain_text("规则回放")
        assert_good(page)
        with page.expect_navigation():
            page.get_by_role("link", name="与本工具以前的运行比较").click()
        with page.expect_navigation():
            page.get_by_role("button", name="比较", exact=True).click()
        expect(page.locator("main")).to_contain_text("各表字节完全相同")
        expect(page.locator("main")).to_contain_text("规则集不同，或依据其他日期的规则")
        assert int(page.locator("dl.figures dd").nth(2).inner_text()) + int(
            page.locator("dl.figures dd").nth(1).inner_text()
        )
        assert_good(page)


def test_the_price_before_the_wall_is_moved_and_the_bars_say_what_knocks_in(
    toolbox: str, browser: Browser
) -> None:
    with as_(browser, toolbox, INSPECTOR) as page:
        page.goto(f"{toolbox}/tools/derivatives/new/")
        page.locator("#title").fill("敲入墙")
        page.locator("#folder").set_input_files([folder(WALL)])
        ask(page, "运行")
        wall = page.locator("[data-chart]").filter(has=page.locator("input[type=range]"))
        expect(wall.locator("svg")).to_contain_text("其上已敲入 2.00")
        wall.locator("input[type=range]").fill("-0.05")
        expect(wall.locator("svg")).to_contain_text("其上已敲入 5.00")
        assert_good(page)


def test_without_scripts_the_pages_work_the_same(toolbox: str, browser: Browser) -> None:
    with as_(browser, toolbox, MEMBER) as page:
        cookies = page.context.cookies()
        context = browser.new_context(java_script_enabled=False, locale="zh-CN")
        context.add_cookies(cookies)  # type: ignore[arg-type]
        plain = context.new_page()
        plain.goto(f"{toolbox}/tools/related-parties/new/")
        plain.locator("#title").fill("不用脚本")
        plain.locator("#folder").set_input_files([folder(SOUND)])
        plain.get_by_role("button", name="运行", exact=True).click()
        plain.wait_for_url(re.compile(r"/tools/runs/"))
        address = plain.url
        for _turn in range(100):
            plain.goto(address)
            if not plain.locator("[data-progress]").count():
                break
            page.wait_for_timeout(1000)
        expect(plain.locator("dl.figures")).to_be_visible()
        context.close()
