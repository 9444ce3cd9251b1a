"""An inspection on pages: a fault found on a phone, answered, put right, re-checked and closed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import open_page
from tests.browser.demonstration import Site, served
from tests.factories.browsing import PICTURE, as_, assert_good, code, enter

pytestmark = [pytest.mark.browser, pytest.mark.clause("5.2.2")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served("trial", tmp_path_factory.mktemp("inspections")) as there:
        yield there


# Sends the forms of all lines from the third on as they stand, "in order" chosen; gives how many there were.
REST_IN_ORDER = """async () => {
  const forms = Array.from(document.querySelectorAll("form[data-line]")).slice(2, -1);
  for (const form of forms) {
    form.querySelector("input[value=in_order]").checked = true;
    await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
  }
  return forms.length;
}"""


def sure(page: Page, button: str) -> None:
    """Press a button of a form that asks for the second factor."""
    page.locator("input[name=second_factor_code]").fill(code(page))
    page.get_by_role("button", name=button).click()


def judge(page: Page, number: int, outcome: str) -> None:
    """Open a line, choose its result, and save it."""
    line = page.locator(f"#line-{number}")
    if line.get_attribute("open") is None:
        line.locator("summary").first.click()
    line.get_by_label(outcome, exact=True).check()
    line.get_by_role("button", name=f"保存第{number}项").click()
    expect(page.get_by_role("status")).to_contain_text(f"第{number}项已保存")


def test_a_fault_is_found_on_a_phone_answered_put_right_rechecked_and_closed(
    site: Site, browser: Browser
) -> None:
    address, case = site.address, site.words["related"]
    there = f"{address}/cases/{case}/inspections/"
    with as_(browser, address, "温如玉") as page:
        assert_good(page, there)
        assert_good(page, f"{there}plan/")
        page.get_by_label("检查事由").fill("试点启动后首次检查。")
        page.get_by_label("检查范围").fill("核查工具的监测、应急和投诉处理。")
        page.get_by_label("唐一鸣").check()
        page.get_by_role("button", name="安排检查并告知机构").click()
        expect(page.get_by_role("alert")).to_contain_text("至少2名")
        expect(page.get_by_label("检查事由")).to_have_value("试点启动后首次检查。")
        page.get_by_label("温如玉").check()
        page.get_by_role("button", name="安排检查并告知机构").click()
        expect(page.locator("h1")).to_contain_text("检查1")
    _write_on_a_phone(site, browser, f"{there}1/")
    with as_(browser, address, "周若岚", 390) as page:
        assert_good(page, f"{there}1/")
        page.get_by_role("link", name="问题1").click()
        page.get_by_label("回复内容").fill("日报自三月起改为电子台账，未及时导出。")
        page.get_by_role("button", name="认可").click()
        expect(page.locator("main")).to_contain_text("未及时导出")
        assert_good(page, page.url)
    with as_(browser, address, "方仲明") as page:
        assert_good(page, f"{there}1/findings/1/")
        page.get_by_label("整改要求").fill("请补齐三月以来的监测日报，并每日留存。")
        sure(page, "要求整改")
        expect(page.locator("h1")).to_contain_text("要求整改")
        page.get_by_role("link", name="整改", exact=False).last.click()
        rectification = page.url
    with as_(browser, address, "温如玉") as page:
        page.goto(f"{there}1/")
        page.get_by_label("检查结论").fill("总体符合承诺，一项问题已要求整改。")
        page.get_by_role("button", name="办结检查").click()
        expect(page.locator("h1")).to_contain_text("已办结")
    _put_right(site, browser, rectification)
    with as_(browser, address, "温如玉") as page:
        page.goto(rectification)
        page.get_by_label("复查情况").fill("日报齐全，签字完整。")
        page.get_by_role("button", name="复查通过").click()
        sure(page, "确认整改完成")
        expect(page.locator("h1")).to_contain_text("已确认完成")
        assert_good(page, f"{address}/desk/inspections/")
        expect(page.locator("main")).to_contain_text("没有未完成的整改")
        assert_good(page, there)


def _write_on_a_phone(site: Site, browser: Browser, inspection: str) -> None:
    """Without a line nothing is lost; what was typed comes back on another device; then all is judged."""
    with open_page(browser, 390) as page:
        enter(page, site.address, "唐一鸣")
        assert_good(page, f"{inspection}paper/")
        first = page.locator("#line-1")
        first.locator("summary").first.click()
        first.get_by_label("正常", exact=True).check()
        first.get_by_label("发现问题", exact=True).check()
        first.get_by_label("较重").check()
        page.context.set_offline(True)
        first.locator("textarea").fill("监测日报自三月起未留存。")
        first.get_by_role("button", name="保存第1项").click()
        expect(page.locator("#line-down")).to_contain_text("网络已断开")
        expect(first.locator("textarea")).to_have_value("监测日报自三月起未留存。")
        page.context.set_offline(False)
        page.wait_for_timeout(4500)
    with open_page(browser, 390) as page:
        enter(page, site.address, "唐一鸣")
        page.goto(f"{inspection}paper/")
        first = page.locator("#line-1")
        expect(first.locator("textarea")).to_have_value("监测日报自三月起未留存。")
        expect(first.get_by_label("发现问题", exact=True)).to_be_checked()
        first.get_by_label("陈述人").fill("运维负责人周某")
        first.locator("input[type=file]").set_input_files(
            {"name": "台账.png", "mimeType": "image/png", "buffer": PICTURE}
        )
        first.get_by_role("button", name="保存第1项").click()
        expect(page.get_by_role("status")).to_contain_text("第1项已保存")
        expect(first).to_contain_text("较重")
        judge(page, 2, "正常")
        assert page.evaluate(REST_IN_ORDER) > 5
        assert_good(page, f"{inspection}paper/")
        page.goto(inspection)
        page.get_by_role("button", name="告知问题").click()
        expect(page.locator("h1")).to_contain_text("已告知问题")


def _put_right(site: Site, browser: Browser, rectification: str) -> None:
    with as_(browser, site.address, "周若岚", 390) as page:
        assert_good(page, rectification)
        page.get_by_label("整改措施").first.fill("补齐日报")
        page.get_by_role("button", name="提交整改报告").click()
        expect(page.get_by_role("alert")).to_contain_text("第1项：请填写完成情况")
        page.get_by_label("完成情况").first.fill("已补齐并逐日签字。")
        page.get_by_role("button", name="提交整改报告").click()
        expect(page.locator("h1")).to_contain_text("待复查")
        assert_good(page, rectification)
