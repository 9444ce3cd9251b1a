"""An expert without an account on a phone: from the link and the code to the sealed score, or stepping aside.

Each test goes on where the one before it ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import BROWSER_PATIENCE, heard, open_page, overflow, serve, violations
from tests.factories.browsing import assert_good, enter

pytestmark = [pytest.mark.browser, pytest.mark.story]
ZHUANG, LI = "庄晓梦", "黎照"
WORDS = "技术路线可行，建议补充回退方案。"
PHONE = 390


@dataclass
class Told:
    """What staff have sent and told the experts by now, by their names."""

    links: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(tmp_path_factory.mktemp("guests"), "tests.browser.guests_stage") as address:
        yield address


@pytest.fixture(scope="module")
def told() -> Told:
    return Told()


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """The expert's telephone, in which nothing of the site has been opened before."""
    context = browser.new_context(viewport={"width": PHONE, "height": 800}, locale="zh-CN", has_touch=True)
    context.set_default_timeout(BROWSER_PATIENCE)
    yield context
    context.close()


def good(page: Page) -> None:
    """The page as it stands is accessible and inside the screen."""
    assert violations(page) == []
    assert overflow(page) == 0


def staffing(page: Page, desk: str) -> None:
    page.goto(desk + "/desk/")
    page.locator("tbody th a").first.click()
    page.wait_for_url(re.compile("/desk/filings/"))
    page.goto(page.url.partition("?")[0].rstrip("/") + "/experts/")


def test_the_clerk_enters_people_and_the_conflict_graph_refuses_one(desk: str, browser: Browser) -> None:
    with open_page(browser, 1280) as page:
        enter(page, desk, "wen")
        for name, telephone in ((ZHUANG, "13900001111"), (LI, "13900002222")):
            page.goto(desk + "/desk/experts/")
            form = page.locator("form").filter(has_text="录入没有账户的专家")
            form.get_by_label("姓名").fill(name)
            form.get_by_label("电话").fill(telephone)
            form.get_by_role("button", name="录入专家库").click()
            expect(page.get_by_role("link", name=name)).to_be_visible()
        staffing(page, desk)
        for box in page.locator("input[name=expert]").all():
            box.uncheck()
        for name in (ZHUANG, LI, "qin"):
            page.get_by_label(name, exact=True).check()
        expect(page.locator("li").filter(has_text="qin")).to_contain_text("现任职于鹏海证券股份有限公司")
        page.get_by_role("button", name="聘请已勾选的专家").click()
        expect(page.locator("[role=alert]")).to_contain_text("存在利益冲突，不能聘请")
        page.get_by_label("qin", exact=True).uncheck()
        page.get_by_role("button", name="聘请已勾选的专家").click()
        expect(page.locator("tbody tr")).to_have_count(2)
        good(page)


def test_link_and_code_are_made_apart_and_each_is_shown_once(desk: str, browser: Browser, told: Told) -> None:
    with open_page(browser, 1280) as page:
        enter(page, desk, "wen")
        for name in (ZHUANG, LI):
            staffing(page, desk)
            page.get_by_role("link", name=re.compile(name)).first.click()
            page.get_by_role("button", name="生成链接").click()
            told.links[name] = page.locator(".notice code").inner_text()
            page.get_by_label("第二验证码").fill(page.locator("[data-demo-code] b").inner_text())
            page.get_by_role("button", name="生成验证码").click()
            told.codes[name] = page.locator(".notice .lead b").inner_text()
            expect(page.locator("main")).to_contain_text("尚未使用")
            for button in ("延长有效期", "终止邀请"):
                expect(page.get_by_role("button", name=button)).to_be_visible()
            good(page)
            page.goto(page.url)
            assert told.codes[name] not in page.content()
            assert told.links[name] not in page.content()


def test_the_link_survives_a_chat_program_and_says_nothing(phone: BrowserContext, told: Told) -> None:
    link = told.links[ZHUANG]
    for _look in range(3):
        seen = phone.request.get(link)
        assert seen.status == 200
        for secret in ("鹏海", "图澜", ZHUANG):
            assert secret not in seen.text()
    page = phone.new_page()
    for language in ("", "/en"):
        assert_good(page, re.sub("(?=/experts/)", language, link, count=1))
    page.goto(link)
    page.get_by_label("秘书处告知的验证码").fill("0000 0000")
    page.get_by_role("button", name="进入").click()
    expect(page.locator(".error")).to_contain_text("还可以尝试4次")
    page.get_by_label("秘书处告知的验证码").fill(told.codes[ZHUANG])
    page.get_by_role("button", name="进入").click()
    page.wait_for_url(re.compile("/experts/$"))
    expect(page.get_by_role("button", name="在本设备上退出")).to_be_visible()
    assert "鹏海" not in page.content()
    cookie = next(one for one in phone.cookies() if one["name"] == "sessionid")
    assert (cookie["sameSite"], cookie["httpOnly"]) == ("Lax", True)
    good(page)
    page.close()


def test_the_expert_signs_and_reads_on_the_phone(desk: str, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(desk + "/experts/")
    page.locator(".task-list a").click()
    assert "鹏海" not in page.content()
    good(page)
    page.get_by_role("button", name="签署并开始阅读").click()
    expect(page.locator("main")).to_contain_text("鹏海证券股份有限公司")
    good(page)
    page.close()


def test_words_written_without_a_line_come_through_and_the_score_is_sealed(
    desk: str, phone: BrowserContext, browser: Browser
) -> None:
    page = phone.new_page()
    page.goto(desk + "/experts/")
    page.locator(".task-list a").click()
    page.get_by_role("link", name="撰写意见").click()
    words = page.locator("textarea[name=words]")
    phone.set_offline(True)
    words.fill(WORDS)
    page.get_by_role("button", name="保存，稍后继续").click()
    expect(page.locator("#line-down")).to_contain_text("网络已断开")
    expect(words).to_have_value(WORDS)
    phone.set_offline(False)
    with page.expect_response(
        lambda answer: "/experts/unsent/" in answer.url and answer.request.method == "POST"
    ):
        pass
    page.close()
    page = phone.new_page()
    with heard(page) as said:
        page.goto(desk + "/experts/")
        page.locator(".task-list a").click()
        page.get_by_role("link", name="撰写意见").click()
        expect(page.locator("textarea[name=words]")).to_have_value(WORDS)
        page.locator("input[type=radio][value='4']").check()
        page.locator("textarea[name='reason.technical_risk']").fill("有阈值，缺少回退。")
        good(page)
        page.get_by_role("button", name="密封并提交意见").click()
        expect(page.locator("[role=status]").first).to_contain_text("已密封")
        good(page)
    assert said == []
    page.reload()
    expect(page.get_by_role("button", name="密封并提交意见")).to_have_count(0)
    page.close()
    with open_page(browser, 1280) as clerk:
        enter(clerk, desk, "wen")
        staffing(clerk, desk)
        expect(clerk.locator("tbody tr").filter(has_text=ZHUANG)).to_contain_text("已收到")
        assert WORDS not in clerk.content()


def test_another_steps_aside_with_one_press_without_scripts_and_a_replacement_is_proposed(
    desk: str, browser: Browser, told: Told
) -> None:
    context = browser.new_context(
        viewport={"width": PHONE, "height": 800}, locale="zh-CN", java_script_enabled=False
    )
    page = context.new_page()
    page.set_default_timeout(BROWSER_PATIENCE)
    page.goto(told.links[LI])
    page.locator("input[name=guest_code]").fill(told.codes[LI])
    page.get_by_role("button", name="进入").click()
    page.locator(".task-list a").click()
    page.get_by_role("button", name="与申报单位存在或者曾经存在利害关系").click()
    expect(page.locator("h1")).to_have_text("访问已经结束")
    context.close()
    with open_page(browser, 1280) as clerk:
        enter(clerk, desk, "wen")
        staffing(clerk, desk)
        expect(clerk.locator(".notice").filter(has_text="建议补聘人选")).to_contain_text("xu")
        expect(clerk.get_by_label("xu", exact=True)).to_be_checked()
        expect(clerk.locator("li").filter(has_text=LI)).to_contain_text("曾受聘")
        clerk.get_by_role("button", name="聘请已勾选的专家").click()
        expect(clerk.locator("tbody tr").filter(has_text="xu")).to_contain_text("待提出")
