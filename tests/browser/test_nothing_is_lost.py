"""Every kind of input, every way out: whatever was typed is found again, with scripts and without.

The kinds come from the guide's form: the fewest pages are visited that hold every one of them, each in a tab
of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import open_page
from tests.factories.browsing import enter, taken_in
from xianxing.desks.portal.cells import kind_of, options_of
from xianxing.desks.portal.sections import FormSection, sections_of, sheet_parts_of
from xianxing.law import Field, load_guide

pytestmark = pytest.mark.browser
NAME = "周若岚"
TRIES = 20  # how often a page is opened again until what is on its way must have come
Typed = dict[str, str | bool]
SCRIPTS = Path(__file__).parent
TYPE, HELD = ((SCRIPTS / name).read_text("utf-8") for name in ("typing.js", "held.js"))
GUIDE = load_guide("shenzhen-2023")
PAGES: dict[str, FormSection] = {
    **{f"sections/{one.id}/": one for one in sections_of(GUIDE)},
    **{f"units/lead/{one.id}/": one for one in sheet_parts_of(GUIDE)},
}


def kinds(fields: tuple[Field, ...]) -> set[str]:
    """The kinds of controls on a page with these fields."""
    found = {kind_of(one, options_of(one, None)) for one in fields if not one.columns}
    return found | {
        f"row {kind_of(column, options_of(column, None), row=True)}"
        for one in fields
        for column in one.columns
    }


def fewest() -> list[str]:
    """The fewest pages, chosen one after the other, that hold every kind of control."""
    left = {address: kinds(one.fields) for address, one in PAGES.items()}
    wanted, chosen = set[str]().union(*left.values()), []
    while wanted:
        best = max(left, key=lambda page: len(left[page] & wanted))
        wanted -= left.pop(best)
        chosen.append(best)
    return chosen


@pytest.fixture(scope="module")
def filing(site: str, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> str:
    return taken_in(site, browser, tmp_path_factory.mktemp("zip"))


@pytest.fixture(scope="module")
def page(site: str, browser: Browser) -> Iterator[Page]:
    with open_page(browser, 1280) as page:
        enter(page, site, NAME)
        yield page


def press(act: str) -> Callable[[Page], None]:
    """Press the last button of the page that does this; where there is none, the one that saves."""

    def press_it(tab: Page) -> None:
        button = tab.locator(f'button[name=act][value^="{act}"]').or_(tab.locator("button[value=save]")).last
        with tab.expect_navigation():
            button.click()

    return press_it


def follow(tab: Page) -> None:
    with tab.expect_navigation():
        tab.locator("header a.brand").click()


def again(tab: Page) -> None:
    tab.reload()


def back(tab: Page) -> None:
    tab.go_back()


def close(tab: Page) -> None:
    with tab.expect_event("close"):
        tab.close(run_before_unload=True)


WAYS: dict[str, Callable[[Page], None]] = {
    "下一页": press("to:after"),
    "上一页": press("to:before"),
    "保存": press("save"),
    "加行": press("add:"),
    "清单": press("to:home"),
    "链接": follow,
    "刷新": again,
    "后退": back,
    "关闭": close,
}


def open_tabs(context: BrowserContext, filing: str, addresses: list[str]) -> dict[str, Page]:
    """Each address in a tab of its own, which came there from the inbox."""
    tabs = {}
    for address in addresses:
        tab = tabs[address] = context.new_page()
        tab.on("dialog", lambda dialog: dialog.accept())
        tab.goto(filing.partition("/filings/")[0] + "/messages/")
        tab.goto(filing + address)
    return tabs


def type_into(tab: Page, address: str, tag: str, *, fit: bool = True) -> Typed:
    """Type into everything on a page of the form; no question that is asked there may be left out."""
    turn = (*WAYS, *APART).index(tag)
    typed: Typed = tab.evaluate(TYPE, {"tag": tag, "turn": turn, "fit": fit})
    shown = tab.evaluate("[...document.querySelectorAll('.cell:not([hidden])')].map((o) => o.dataset.cellOf)")
    for field in (one for one in PAGES[address].fields if one.path in shown):
        for name in [f":{column.key}" for column in field.columns] or [""]:
            assert any(one.startswith(f"v:{field.path}") and name in one for one in typed), (field.path, name)
    return typed


def assert_found(tab: Page, address: str, typed: Typed, tag: str) -> None:
    """The page opened again holds what was typed; what was sent in the last moment may need another one."""

    held: Typed = {}
    for _ in range(TRIES):
        tab.goto(address)
        held = tab.evaluate(HELD, list(typed))
        if held == typed:
            return
        tab.wait_for_timeout(500)
    assert held == typed, (tag, address)


APART = ("不合", "退出", "断网", "脚本")


@pytest.mark.parametrize("tag", WAYS)
def test_what_was_typed_is_found_again_after_every_way_out(page: Page, filing: str, tag: str) -> None:
    for address, tab in open_tabs(page.context, filing, fewest()).items():
        typed = type_into(tab, address, tag)
        WAYS[tag](tab)
        if tab.is_closed():
            tab = page.context.new_page()
        assert_found(tab, filing + address, typed, tag)
        tab.close()


def test_what_does_not_fit_is_said_beside_it_and_stays(page: Page, filing: str) -> None:
    for address, tab in open_tabs(page.context, filing, fewest()).items():
        typed = type_into(tab, address, "不合", fit=False)
        odd = [name for name, text in typed.items() if str(text).startswith(("不合那天", "三千万"))]
        for name in odd:
            place = tab.locator(f'[name="{name}"]').get_attribute("id")
            expect(tab.locator(f"[id='{place}-error']")).to_be_visible()
        press("to:after")(tab)
        assert_found(tab, filing + address, typed, "不合")
        tab.close()


def leave(site: str, page: Page) -> None:
    """Log out in another tab."""
    other = page.context.new_page()
    other.goto(site)
    other.get_by_role("button", name="退出").click()
    expect(other.get_by_role("link", name="登录")).to_be_visible()
    other.close()


def test_after_the_session_ended_what_was_typed_is_sent_once_one_has_logged_in_again(
    site: str, page: Page, filing: str
) -> None:
    tabs = open_tabs(page.context, filing, fewest())
    leave(site, page)
    typed = {address: type_into(tab, address, "退出") for address, tab in tabs.items()}
    for tab in tabs.values():
        expect(tab.locator("[data-line]")).to_contain_text("登录")
    enter(page, site, NAME)
    assert_sent(tabs)
    for address, tab in tabs.items():
        assert_found(tab, filing + address, typed[address], "退出")
        tab.close()


def test_what_was_typed_without_a_line_is_sent_when_it_is_back(page: Page, filing: str) -> None:
    tabs = open_tabs(page.context, filing, fewest())
    page.context.set_offline(True)
    typed = {address: type_into(tab, address, "断网") for address, tab in tabs.items()}
    for tab in tabs.values():
        expect(tab.locator("[data-line]")).to_be_visible()
    page.context.set_offline(False)
    assert_sent(tabs)
    for address, tab in tabs.items():
        assert_found(tab, filing + address, typed[address], "断网")
        tab.close()


def assert_sent(tabs: dict[str, Page]) -> None:
    """Whatever waited in open tabs has been sent: cells, and a comment and a question half written."""
    for tab in tabs.values():
        expect(tab.locator("[data-state]").filter(has_text="尚未保存")).to_have_count(0)
        expect(tab.locator("[data-state]").filter(has_text="正在保存")).to_have_count(0)


OTHERS = {
    "comments/?location=content.overview": "textarea[name=text]",
    "questions/?path=content.overview": "textarea[name=text]",
    "findings/": "textarea[name=text]",
    "{report}": "input[name=signatory]",
    "public-sheet/": "textarea[name=text]",
    "units/": "input[name=uscc]",
    "discard/": "textarea[name=reason]",
}


@pytest.mark.parametrize("tag", ["链接", "后退", "关闭"])
def test_what_was_typed_into_any_other_form_is_found_again(page: Page, filing: str, tag: str) -> None:
    page.goto(filing + "sections/purpose/")
    page.locator("#c-content-overview [data-cell] textarea").fill(
        f"{tag}：待补充"
    )  # a finding to be explained
    expect(page.locator("#c-content-overview [data-state]")).to_have_text("已保存")
    page.goto(filing + "files/")
    report = page.locator("main li[id^='file-'] a").first.get_attribute("href")
    assert report
    others = {
        one.format(report=f"files/{report.rstrip('/').rpartition('/')[2]}/"): OTHERS[one] for one in OTHERS
    }
    tabs = open_tabs(page.context, filing, list(others))
    for address, tab in tabs.items():
        tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        tab.locator(others[address]).first.fill(f"{tag}时写的")
        WAYS[tag](tab)
    for address, tab in tabs.items():
        shown = page.context.new_page() if tab.is_closed() else tab
        shown.goto(filing + address)
        expect(shown.locator(others[address]).first).to_have_value(f"{tag}时写的")
        shown.close()


def test_without_scripts_a_button_keeps_the_whole_page(browser: Browser, page: Page, filing: str) -> None:
    state = page.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state, locale="zh-CN")
    plain = context.new_page()
    plain.goto(filing + "sections/course/")
    for row in plain.locator("details.row-new").all():
        if row.get_attribute("open") is None:
            row.locator("summary").click()
    typed = {}
    for number, one in enumerate(plain.locator("[data-cell] textarea, .row--new input[data-part]").all()):
        name = one.get_attribute("name") or ""
        typed[name] = f"无脚本{number}"
        one.fill(typed[name])
    with plain.expect_navigation():
        plain.locator('button[value="to:after"]').click()
    expect(plain.locator(".error-summary")).to_be_visible()  # the days are none
    for name, text in typed.items():
        expect(plain.locator(f'[name="{name}"]').last).to_have_value(text)
    plain.goto(filing + "sections/course/")
    for name, text in typed.items():
        expect(plain.locator(f'[name="{name}"]').last).to_have_value(text)
    context.close()
