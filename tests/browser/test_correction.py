"""A round of correction on pages: answered by item, confirmed anew by everybody, read as what changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import overflow, violations
from tests.browser.demonstration import Site, served
from tests.factories.browsing import as_, file_by_platform, give_act

pytestmark = pytest.mark.browser
LATER = "试点期内值守电话全天有人接听，值守时间以外由备岗手机接听。"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served("correction", tmp_path_factory.mktemp("correction")) as there:
        yield there


def test_a_correction_is_answered_confirmed_anew_and_read_as_what_changed(
    site: Site, browser: Browser
) -> None:
    address = site.address
    filing = f"{address}/filings/{site.words['related']}/"
    desk = f"{address}/desk/filings/{site.words['related']}/formality/"
    with as_(browser, address, "周若岚", 390) as page:
        page.goto(filing)
        page.get_by_role("link", name="查看并答复").click()
        expect(page.locator("main")).to_contain_text("应急处置的联系电话没有写明值守时间")
        page.get_by_label("对第 1 项的答复").fill("已在应急处置中写明值守时间。")
        page.get_by_role("button", name="保存答复").click()
        assert violations(page) == []
        assert overflow(page) == 0
        page.goto(filing + "sections/safeguards/")
        emergency = page.locator('[data-cell="content.emergency_plan"] textarea')
        emergency.fill(emergency.input_value() + LATER)
        expect(page.locator("#c-content-emergency_plan [data-state]")).to_have_text("已保存")
        page.goto(filing + "confirm/")
        expect(page.get_by_text("申报内容已打开，正在补正")).to_be_visible()
        assert violations(page) == []
        assert overflow(page) == 0
        page.get_by_role("button", name="冻结", exact=True).click()
        expect(page.get_by_text("第 2 版内容已冻结")).to_be_visible()
    for name in ("罗景行", "卢思齐", "沈伯衡", "宁远航", "罗景行", "顾明谦", "沈伯衡", "宁远航"):
        give_act(browser, filing, address, name)
    with as_(browser, address, "周若岚") as page:
        page.goto(filing + "file/")
        expect(page.locator(".lead").first).to_contain_text("2024年2月6日 24 时（北京时间）前报送补正")
        with page.expect_download():
            page.get_by_role("button", name="导出申报包").click()
        file_by_platform(page, "ZJH-2024-0077")
    with as_(browser, address, "温如玉") as page:
        page.goto(desk)
        expect(page.locator("main")).to_contain_text("已在应急处置中写明值守时间。")
        expect(page.locator("ins").filter(has_text="备岗手机接听")).to_have_count(1)
        assert page.locator("ins").count() < 5, "only what changed is marked"
        assert violations(page) == []
