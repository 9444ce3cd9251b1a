"""What a trial teaches and whom it honours, on pages: a lesson, an insight, the talent pool and out of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.demonstration import Site, served
from tests.factories.browsing import as_, assert_good, code

pytestmark = [pytest.mark.browser, pytest.mark.clause("6.1")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served("monitoring", tmp_path_factory.mktemp("incentives")) as there:
        yield there


def test_a_lesson_is_proposed_by_the_institution_taken_up_and_read_beside_its_setting(
    site: Site, browser: Browser
) -> None:
    there = f"{site.address}/cases/{site.words['related']}/lessons/"
    with as_(browser, site.address, "周若岚", 390) as page:
        assert_good(page, there)
        page.get_by_label("经验及其由来").fill("退出评估环节的工作日偏少。")
        page.get_by_role("button", name="提出").click()
        expect(page.get_by_role("alert")).to_contain_text("请选择所涉的指南参数或者条款")
        expect(page.get_by_label("经验及其由来")).to_have_value("退出评估环节的工作日偏少。")
        page.get_by_label("所涉参数或者条款").select_option(label="每个退出环节的工作日数")
        page.get_by_label("建议如何修改").fill("改为十五个工作日。")
        page.get_by_role("button", name="提出").click()
        expect(page.locator("h1")).to_contain_text("待决定")
        lesson = page.url
    with as_(browser, site.address, "方仲明") as page:
        assert_good(page, lesson)
        page.get_by_label("理由").fill("多个项目有同样情况。")
        page.get_by_label("指南页面的文字").fill("退出各环节的工作日宜适当延长。")
        page.locator("input[name=second_factor_code]").fill(code(page))
        page.get_by_role("button", name="采纳，供下一版修订").click()
        expect(page.locator("h1")).to_contain_text("已采纳")
        assert_good(page, f"{site.address}/guides/shenzhen-2023/")
        expect(page.locator("main")).to_contain_text("退出各环节的工作日宜适当延长。")


def test_rooms_of_lessons_and_support_are_good_pages_for_staff_and_public(
    site: Site, browser: Browser
) -> None:
    there = f"{site.address}/cases/{site.words['related']}/lessons/"
    with as_(browser, site.address, "温如玉", 390) as page:
        for place in ("library/", "rules/", "rules/1/", "support/", "support/it_subsidiary/lead/"):
            assert_good(page, there + place)
        for place in ("", "library/", "rules/", "support/", "talent/"):
            assert_good(page, f"{site.address}/desk/lessons/{place}")
        expect(page.locator("main")).to_contain_text("周若岚")
        for place in ("library/", "rules/"):
            assert_good(page, f"{site.address}/{place}")
            expect(page.locator("main")).to_contain_text("尚")


def test_who_takes_the_consent_back_is_out_of_the_pool_at_once(site: Site, browser: Browser) -> None:
    with as_(browser, site.address, "周若岚") as page:
        assert_good(page, f"{site.address}/talent/")
        page.locator("summary", has_text="记录可证").click()
        page.get_by_role("button", name="撤回同意").click()
        expect(page.get_by_role("button", name="同意入库")).to_be_visible()
        assert_good(page, f"{site.address}/talent/")
    with as_(browser, site.address, "温如玉") as page:
        page.goto(f"{site.address}/desk/lessons/talent/")
        expect(page.locator("main")).to_contain_text("人才库尚无人员")
