"""On pages, in a trial: an incident with two clocks, one met and one late; two incidents at once, one closed.

The trial runs from 27 February 2024. No number is confirmed for either clock: the secretariat sets both.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.demonstration import Site, served
from tests.factories.browsing import PICTURE, as_, assert_good

pytestmark = pytest.mark.browser
PARTS = ("course", "scope", "cause", "measures", "loss", "lessons", "contact")
RECEIPT: FilePayload = {"name": "回执.png", "mimeType": "image/png", "buffer": PICTURE}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served("trial", tmp_path_factory.mktemp("incidents")) as there:
        yield there


def tell(page: Page, home: str, title: str, occurred: str, discovered: str) -> None:
    """Report an incident: first as discovered before it happened, which is refused, then as it was."""
    page.goto(f"{home}new/")
    page.locator("#title").fill(title)
    page.locator("#occurred_at").fill(discovered)
    page.locator("#discovered_at").fill(occurred)
    page.locator("#account").fill("核查服务无法访问，已切换备用链路。")
    page.locator("#systems").fill("关联交易核查系统")
    page.locator("input[type=radio][value=larger]").check()
    page.get_by_role("button", name="报告", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("发现时间早于发生时间")
    expect(page.locator("#systems")).to_have_value("关联交易核查系统")
    page.locator("#occurred_at").fill(occurred)
    page.locator("#discovered_at").fill(discovered)
    page.get_by_role("button", name="报告", exact=True).click()
    expect(page.locator("h1")).to_contain_text(title)


def decide(page: Page, label: str, act: str, reason: str, until: str = "") -> None:
    """As the secretariat: set a clock's limit, or excuse it."""
    item = page.locator("main ul[aria-label=何时向谁报告] > li", has_text=label)
    item.locator("summary", has_text=act).click()
    form = item.locator("details[open] form")
    if until:
        form.locator("input[type=datetime-local]").fill(until)
    form.locator("textarea").fill(reason)
    form.get_by_role("button", name=act).click()
    page.wait_for_load_state()


def write(page: Page, home: str, number: int, kind: str, recipient: str, given_at: str = "") -> None:
    """Write a report; of one that went to an authority with channel, number and a receipt."""
    page.goto(f"{home}{number}/report/?kind={kind}&recipient={recipient}")
    for part in PARTS:
        if page.locator(f"#part-{part}").count():
            page.locator(f"#part-{part}").fill("核查服务中断四十分钟，已切换备用链路，未影响交易。")
    if given_at:
        page.locator("#given_at").fill(given_at)
        page.locator("#channel").fill("监管报送平台")
        page.locator("#receipt_number").fill("2024-0228-1")
        page.locator("#file").set_input_files(RECEIPT)
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(f"{home}{number}/")


def test_two_clocks_run_one_is_met_and_the_other_late_and_of_two_incidents_one_is_closed(
    site: Site, browser: Browser
) -> None:
    home = f"{site.address}/cases/{site.words['related']}/incidents/"
    with (
        as_(browser, site.address, "沈伯衡", 390) as firm,
        as_(browser, site.address, "温如玉") as clerk,
    ):
        firm.goto(f"{site.address}/cases/{site.words['related']}/")
        firm.get_by_role("link", name="异常情形", exact=True).first.click()
        tell(firm, home, "核查服务中断", "2024-02-28T09:05", "2024-02-28T09:10")
        assert_good(firm, f"{home}new/")
        clerk.goto(f"{home}1/")
        decide(clerk, "专项工作组：首次书面报告", "确定期限", "参照往例", "2024-02-28T12:00")
        decide(clerk, "证监会：首次书面报告", "确定期限", "参照往例", "2024-02-28T12:00")
        expect(clerk.locator("main")).to_contain_text("时限内")

        site.clock("2024-02-28T11:30:00+08:00")
        write(firm, home, 1, "first", "csrc", "2024-02-28T11:20")
        assert_good(firm, f"{home}1/report/?kind=first&recipient=csrc")
        site.clock("2024-02-28T14:00:00+08:00")
        assert_good(clerk, f"{site.address}/desk/incidents/")
        expect(clerk.locator("main")).to_contain_text("逾期2小时0分钟")
        assert_good(firm, f"{home}1/")
        clocks = firm.locator("main ul[aria-label=何时向谁报告] > li")
        expect(clocks.filter(has_text="专项工作组：首次书面报告")).to_contain_text("已逾期")
        expect(clocks.filter(has_text="证监会：首次书面报告")).to_contain_text("按时报送")

        tell(firm, home, "数据接口异常", "2024-02-28T13:00", "2024-02-28T13:05")
        write(firm, home, 1, "first", "group")
        expect(clocks.filter(has_text="专项工作组：首次书面报告")).to_contain_text("逾期报送")
        firm.locator("#restored_at").fill("2024-02-28T10:00")
        firm.get_by_role("button", name="填写恢复时间").click()
        write(firm, home, 1, "summary", "group")
        assert_good(clerk, f"{home}1/")
        for _report in range(2):
            clerk.get_by_role("button", name="收下").first.click()
            clerk.wait_for_load_state()
        for label in ("电话报告", "证监会：总结报告"):
            decide(clerk, label, "免除", "已并入书面报告")
        clerk.locator("#closing").fill("处置妥当")
        clerk.get_by_role("button", name="办结").click()
        expect(clerk.locator("h1")).to_contain_text("已办结")

        clerk.goto(f"{site.address}/desk/incidents/")
        expect(clerk.locator("main")).to_contain_text("数据接口异常")
        expect(clerk.locator("main")).not_to_contain_text("核查服务中断")
        assert_good(clerk, f"{site.address}/incidents/regulations/")
        assert_good(firm, f"{site.address}/incidents/regulations/")
        assert_good(firm, home)
        with firm.expect_download() as fetched:
            firm.goto(f"{home}1/")
            firm.get_by_role("link", name="PDF").first.click()
        assert fetched.value.suggested_filename.endswith(".pdf")
