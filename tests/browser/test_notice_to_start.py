"""From a notice of 7 February 2024 to the start, on pages: objection, finding, consultation, permission.

The first five whole working days after it are 8, 9, 18 (a Sunday that is worked), 19 and 20 February, so a
finding is possible from the 21st (clause 5.1.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from subprocess import CalledProcessError
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.conftest import open_page, overflow, violations
from tests.browser.demonstration import Site, enter_as, served

pytestmark = pytest.mark.browser
CASE, FINDING = "/cases/{related}/", "/cases/{related}/steps/record_finding/"
WORDS = "间接持股的阈值说明不清，可能漏报。"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served("notice", tmp_path_factory.mktemp("notice")) as there:
        yield there


def code(page: Page) -> None:
    """Fill in the second factor as the banner of the demonstration gives it."""
    page.get_by_label("第二验证码").fill(page.locator("[data-demo-code] b").first.inner_text())


def letter(page: Page) -> None:
    """Bring a letter of another body."""
    content = "%PDF-1.4 复函（虚构）".encode()
    page.locator("input[type=file]").set_input_files(
        {"name": "复函.pdf", "mimeType": "application/pdf", "buffer": content}
    )


def _file(size: int) -> FilePayload:
    return {"name": "合同.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 " + b" " * (size - 9)}


def object_by_name(page: Page, site: Site) -> tuple[str, str]:
    """A named objection, first without the name; gives its number and its secret word."""
    site.to(page, "{notice}comment/")
    page.get_by_label("实名异议").check()
    page.get_by_label("内容").fill(WORDS)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("alert")).to_contain_text("请填写姓名")
    expect(page.get_by_label("内容")).to_have_value(WORDS)
    page.get_by_label("姓名或者单位名称").fill("何一凡")
    page.get_by_label("联系方式").fill("13800000000")
    page.get_by_label("佐证文件").set_input_files(_file(6 * 1024**2))
    page.get_by_role("button", name="提交").click()
    expect(page.locator("[data-said]")).to_contain_text("尚未提交，已填写的文字仍在本页")
    expect(page.get_by_label("内容")).to_have_value(WORDS)
    page.get_by_label("佐证文件").set_input_files(_file(9))
    expect(page.locator("[data-said]")).to_be_hidden()
    page.get_by_role("button", name="提交").click()
    expect(page.locator("dl.summary-list")).to_contain_text("合同.pdf")
    given = page.locator("dl.summary-list dd")
    assert violations(page) == []
    assert overflow(page) == 0
    return given.nth(0).inner_text().strip(), given.nth(1).inner_text().strip()


def test_an_objection_is_answered_and_the_project_starts(site: Site, browser: Browser) -> None:
    with (
        open_page(browser, 390) as public,
        open_page(browser, 1280) as clerk,
        open_page(browser, 1280) as head,
    ):
        number, word = object_by_name(public, site)
        enter_as(clerk, site, "温如玉")
        enter_as(head, site, "方仲明")
        site.clock("2024-02-20T23:59:59+08:00")
        site.to(head, FINDING)
        expect(head.locator("main")).to_contain_text("案件处于“公示征求意见”，这一步在“公示意见处理”办理。")

        site.clock("2024-02-21T00:10:00+08:00")
        site.to(head, FINDING)
        expect(head.locator("main")).to_contain_text("尚不满足的条件：")
        assert violations(head) == []
        site.to(clerk, "/desk/cases/{related}/comments/")
        clerk.get_by_role("link", name=number).click()
        expect(clerk.locator("main")).to_contain_text("何一凡")
        with clerk.expect_download() as download:
            clerk.get_by_role("link", name="合同.pdf").click()
        assert download.value.path().read_bytes() == b"%PDF-1.4 "
        clerk.get_by_label("答复内容").fill("阈值已在公示表中说明，试点期内按月公布误报率。")
        clerk.get_by_role("button", name="确认处理").click()

        site.to(head, FINDING)
        expect(head.locator("main")).not_to_contain_text("何一凡")
        head.get_by_label("所提问题已有应对").check()
        head.get_by_label("理由或意见").fill("一件异议，所提问题已有应对措施。")
        code(head)
        head.get_by_role("button", name="作出公示后认定").click()
        expect(head.get_by_role("heading", level=1)).to_contain_text("启动会商")

        site.to(public, "/notices/answer/")
        public.get_by_label("编号").fill(number)
        public.get_by_label("查询码").fill(word)
        public.locator("main").get_by_role("button").click()
        expect(public.locator("main")).to_contain_text("试点期内按月公布误报率")
        start(site, clerk, head)
        site.to(public, "/register/")
        expect(public.locator("main")).to_contain_text("关联交易穿透核查工具")
        proves(site, clerk)


def start(site: Site, clerk: Page, head: Page) -> None:
    """The bureau's letter by two, permission by two, and the second publication."""
    site.clock("2024-02-23T11:00:00+08:00")
    site.to(clerk, CASE + "steps/record_consultation/")
    clerk.locator("input[value=agrees]").check()
    letter(clerk)
    code(clerk)
    clerk.get_by_role("button", name="录入并提交第二人确认").click()
    expect(clerk.get_by_role("button", name="取回")).to_be_visible()
    confirmed(site, head, clerk.url, by="唐一鸣")

    site.clock("2024-02-26T15:30:00+08:00")
    site.to(head, CASE + "steps/allow_start/")
    expect(head.get_by_label("给予豁免的机关")).to_be_hidden()
    answers = {"eligibility": "eligible", "parallel_approval": "not_needed", "exemption": "not_needed"}
    for name, value in answers.items():
        head.locator(f"input[name='ask.{name}'][value={value}]").check()
    code(head)
    head.get_by_role("button", name="录入并提交第二人确认").click()
    expect(head.get_by_role("button", name="取回")).to_be_visible()
    confirmed(site, head, head.url, by="温如玉")

    site.to(clerk, CASE + "steps/publish_formally/")
    clerk.get_by_role("button", name="正式对外公示").click()
    expect(clerk.get_by_role("heading", level=1)).to_contain_text("试点中")


def confirmed(site: Site, page: Page, address: str, *, by: str) -> None:
    """What waits is confirmed by another person, from the own account."""
    browser = page.context.browser
    assert browser
    with open_page(browser, 1280) as own:
        enter_as(own, site, by)
        own.goto(address)
        code(own)
        own.get_by_role("button", name="作为第二人确认").click()
        own.wait_for_url(re.compile(r"done=\d+"))


def proves(site: Site, page: Page) -> None:
    """The case, taken from its page as a folder, verifies without the site; a changed byte is named."""
    site.to(page, "/desk/filings/{related}/")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载卷宗").click()
    path = site.folder / "dossier.zip"
    download.value.save_as(path)
    site.run("dossier", "verify", str(path))
    other = site.folder / "changed.zip"
    with ZipFile(path) as held, ZipFile(other, "w") as changed:
        first = next(name for name in held.namelist() if name.startswith("events/"))
        for name in held.namelist():
            content = held.read(name)
            changed.writestr(name, content.replace(b"2024", b"2025") if name == first else content)
    with pytest.raises(CalledProcessError) as refused:
        site.run("dossier", "verify", str(other))
    assert refused.value.returncode == 1
