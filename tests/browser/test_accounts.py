"""The accounts room in a real browser: entering, the second factor, every role; accessible and quiet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import open_page, overflow, violations
from tests.factories.browsing import assert_good, enter

pytestmark = pytest.mark.browser
OPEN = (
    "/accounts/login/",
    "/accounts/login/?ended=1&next=/accounts/me/",
    "/accounts/password/",
    "/accounts/password/MQ/none/",
    "/accounts/claim/",
    "/accounts/invitations/none/",
    "/accounts/inactive/",
    "/demo/",
    "/demo/clock/",
)
BY_PERSON = {
    "陈砚林": ("/accounts/me/", "/institutions/", "/accounts/me/password/"),
    "仲语川": ("/institutions/",),
    "连恒": ("/institutions/", "/accounts/claim/mine/"),
    "温如玉": ("/claims/", "/claims/11/", "/claims/1/", "/secrecy/"),
    "孙立": ("/officers/accounts/", "/officers/accounts/?q=zzz", "/officers/accounts/13/"),
    "李安澜": (
        "/officers/policies/",
        "/secrecy/",
        "/officers/retention/",
        "/officers/retention/messages/",
    ),
    "郜明": ("/officers/access-log/", "/officers/access-log/?kind=claimed", "/officers/witnesses/"),
}


@pytest.fixture(scope="module", params=[1280, 390])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    with open_page(browser, request.param) as page:
        yield page


@pytest.mark.parametrize("address", OPEN)
def test_open_pages(site: str, page: Page, address: str) -> None:
    for language in ("", "/en"):
        assert_good(page, site + language + address, at_both_widths=True)


@pytest.mark.parametrize("name", BY_PERSON)
def test_pages_of_each_person(site: str, page: Page, name: str) -> None:
    enter(page, site, name)
    for address in BY_PERSON[name]:
        for language in ("", "/en"):
            assert_good(page, site + language + address, at_both_widths=True)


def test_an_act_asks_for_the_code_and_the_banner_has_it(site: str, browser: Browser) -> None:
    with open_page(browser, 1280) as page:
        enter(page, site, "周若岚")
        page.goto(site + "/accounts/me/")
        page.get_by_role("button", name="重新生成恢复码").click()
        expect(page.get_by_role("heading", name="第二验证")).to_be_visible()
        assert violations(page) == []
        page.get_by_label("第二验证码").fill(page.locator("[data-demo-code] b").inner_text())
        page.get_by_role("button", name="继续").click()
        expect(page.locator(".codes li")).to_have_count(10)
        assert violations(page) == []


def test_a_person_is_invited_makes_an_account_and_sets_up_the_second_factor(
    site: str, browser: Browser
) -> None:
    from tests.browser.letters import last_link

    with open_page(browser, 390) as page:
        enter(page, site, "宁远航")
        page.goto(site + "/institutions/")
        page.get_by_text("邀请人员").click()
        page.get_by_label("电子邮箱").fill("fang@tulan-kg.example")
        page.get_by_label("授权委托书").fill("授权委托书 2024-7 号")
        page.get_by_role("button", name="发出邀请").click()
        expect(page.get_by_text("fang@tulan-kg.example")).to_be_visible()
    with open_page(browser, 390) as page:
        page.goto(site + last_link("fang@tulan-kg.example"))
        assert violations(page) == []
        page.get_by_label("您的姓名").fill("方知")
        for label in ("新密码", "再次输入"):
            page.get_by_label(label).fill("渡口的老榕树下见-1907")
        page.get_by_role("button", name="接受邀请").click()
        page.get_by_label("电子邮箱").fill("fang@tulan-kg.example")
        page.get_by_label("密码").fill("渡口的老榕树下见-1907")
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("heading", name="设置第二验证")).to_be_visible()
        assert violations(page) == []
        assert overflow(page) == 0
        secret = page.locator("form code").inner_text().replace(" ", "")
        from xianxing.pilot.parties.domain.second_factor import code_at, period

        page.get_by_label("验证码").fill(code_at(secret, period()))
        page.get_by_role("button", name="完成设置").click()
        expect(page.locator(".codes li")).to_have_count(10)
        page.get_by_role("link", name="已保存，继续").click()
        expect(page.get_by_role("heading", name="方知")).to_be_visible()


def test_a_number_that_no_case_has_stops_nothing_and_says_so(site: str, browser: Browser) -> None:
    with open_page(browser, 390) as page:
        enter(page, site, "温如玉")
        page.goto(site + "/secrecy/")
        page.get_by_label("案件编号").fill("00000000-0000-0000-0000-000000000000")
        page.get_by_label("理由").fill("材料疑似涉密")
        page.get_by_label("第二验证码").fill("000000")
        page.get_by_role("button", name="立即停止").click()
        expect(page.get_by_text("没有这个编号的案件")).to_be_visible()
        assert violations(page) == []
        assert overflow(page) == 0
