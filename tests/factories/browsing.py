"""Walks in a real browser that several rooms' tests take."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import heard, is_examined_narrow, open_page, overflow, violations

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8ffff3f0005fe02fea7"
    "3581840000000049454e44ae426082"
)
EXAMPLE = Path(__file__).parents[2] / "examples" / "related-party-tool"


def enter(page: Page, site: str, name: str) -> None:
    """Log in on the demonstration's page as one of the cast."""
    page.goto(site + "/demo/")
    page.locator("li", has_text=name).get_by_role("button").first.click()
    page.wait_for_url(lambda address: not address.endswith("/demo/"))


def rested(page: Page) -> None:
    """Wait until what was kept unsent stands in the fields of the page: a tick before that may be undone."""
    expect(page.locator("script[data-unsent]:not([data-ready])")).to_have_count(0)


def assert_good(page: Page, address: str, *, at_both_widths: bool = False) -> None:
    """The page has no failing of axe, doesn't scroll sideways, and the browser has nothing to complain of.

    Of a test that looks at each page wide and narrow, axe is asked for the English one once.
    """
    with heard(page) as said:
        page.goto(address)
        assert (at_both_widths and is_examined_narrow(page)) or violations(page) == [], address
        assert overflow(page) == 0, address
    quiet = re.compile(r"40[034]|410")
    assert [text for text in said if not quiet.search(text)] == []


def taken_in(site: str, browser: Browser, folder: Path) -> str:
    """Take the sample in as a new filing through the page; gives its address."""
    packed = shutil.make_archive(str(folder / "filing"), "zip", EXAMPLE)
    with open_page(browser, 1280) as page:
        enter(page, site, "周若岚")
        page.goto(site + "/filings/take-in/")
        page.locator("input[type=file]").set_input_files(packed)
        page.locator("main form button[type=submit]").click()
        page.locator("main a.button").last.click()
        page.wait_for_url(re.compile(r"/filings/[-0-9a-f]{36}/$"))
        return page.url


@contextmanager
def as_(browser: Browser, site: str, name: str, width: int = 1280) -> Iterator[Page]:
    """A page of one's own, logged in as one of the cast."""
    with open_page(browser, width) as page:
        enter(page, site, name)
        yield page


def code(page: Page) -> str:
    """The code in the demonstration's banner; one that was used already is waited out."""
    return page.locator("[data-demo-code] b").inner_text()


def minute(page: Page) -> str:
    """The demonstration's time in the banner, as a field for day and time takes it."""
    found = re.search(
        r"(\d{4})年(\d{1,2})月(\d{1,2})日 (\d{2}:\d{2})", page.locator(".demo-strip").inner_text()
    )
    assert found
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}T{found[4]}"


def file_by_platform(page: Page, number: str) -> None:
    """On the page of a filing whose package went out: enter the platform's receipt of the next minute.

    The beginning of a minute that the package went out before lies between the export and now.
    """
    page.reload()
    exported = minute(page)
    while minute(page) == exported:
        page.wait_for_timeout(2000)
        page.reload()
    page.locator("#number").fill(number)
    page.locator("#received_at").fill(f"{minute(page)}:00")
    page.locator("#evidence").set_input_files(
        {"name": "平台回执.png", "mimeType": "image/png", "buffer": PICTURE}
    )
    page.locator("input[name=second_factor_code]").fill(code(page))
    page.get_by_role("button", name="录入回执并完成申报").click()
    page.wait_for_url(lambda address: not address.endswith("/file/"))
    assert page.url.endswith("/receipt/"), page.locator("main").inner_text()


def give_act(
    browser: Browser, filing: str, site: str, name: str, *, look: Callable[[Page], None] | None = None
) -> None:
    """Open the act whose turn it is for this person, and give it."""
    with as_(browser, site, name) as page, heard(page) as said:
        page.goto(filing + "confirm/")
        page.locator(".acts li", has=page.locator(".tag--watch")).first.locator("a").first.click()
        expect(page.locator("button[name=confirm]")).to_be_visible()
        if look:
            look(page)
        if page.locator("#opinion").count():
            page.locator("#opinion").fill("已审查，内容真实完整，同意报送。")
        for box in page.locator("input[name=recognises]").all():
            box.check()
        if page.locator("input[name=second_factor_code]").count():
            page.locator("input[name=second_factor_code]").fill(code(page))
        page.locator("button[name=confirm]").click()
        expect(page.get_by_text("您的确认已记录。")).to_be_visible()
        assert said == []
