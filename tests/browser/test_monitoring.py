"""A red value on pages: reported on a phone, explained, seen on the desk, and followed by a rectification."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.demonstration import Site, served
from tests.factories.browsing import as_, assert_good, code

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served("monitoring", tmp_path_factory.mktemp("monitoring")) as there:
        yield there


def test_a_red_value_is_reported_explained_and_followed_by_a_rectification(
    site: Site, browser: Browser
) -> None:
    address = site.address
    monitoring = f"{address}/cases/{site.words['related']}/monitoring/"
    with as_(browser, address, "周若岚", 390) as page:
        page.goto(monitoring)
        page.get_by_role("textbox", name="中断次数").fill("很多")
        page.get_by_role("button", name="报送数值").click()
        expect(page.get_by_role("alert")).to_contain_text("不是数字")
        expect(page.get_by_role("textbox", name="中断次数")).to_have_value("很多")
        page.get_by_role("textbox", name="中断次数").fill("5")
        page.get_by_role("button", name="报送数值").click()
        expect(page.get_by_role("status")).to_contain_text("第6批数值已收到")
        card = page.locator("article", has_text="中断次数 · 2024-07")
        expect(card).to_contain_text("达到红线")
        card.locator("summary").click()
        card.locator("textarea").fill("两台行情网关同批次内存故障，已整批更换。")
        card.get_by_role("button", name="说明情况").click()
        expect(page.locator("article", has_text="中断次数 · 2024-07")).to_contain_text("已整批更换")
        assert_good(page, monitoring)
    with as_(browser, address, "温如玉") as page:
        assert_good(page, f"{address}/desk/monitoring/")
        expect(page.locator("main")).to_contain_text("1个有数值达到红线")
        page.get_by_role("link", name="关联交易").first.click()
        expect(page.get_by_role("link", name="要求整改")).to_have_count(0)
    with as_(browser, address, "方仲明") as page:
        page.goto(monitoring)
        page.get_by_role("link", name="要求整改").click()
        page.locator("textarea[name=reason]").fill("一个月内中断五次，请于期限内完成网关整改并书面报告。")
        if page.locator("input[name=second_factor_code]").count():
            page.locator("input[name=second_factor_code]").fill(code(page))
        page.locator("main form button[type=submit]").first.click()
        expect(page.get_by_role("status")).to_contain_text("要求整改")
    with as_(browser, address, "沈伯衡", 390) as page:
        assert_good(page, f"{monitoring}plan/")
        page.goto(f"{address}/cases/{site.words['related']}/")
        expect(page.locator("main")).to_contain_text("整改")
