"""Every page in a real browser: accessible, inside its frame on a telephone, quiet under the policy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Error, Page

from tests.browser.conftest import open_page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PAGES = (
    "/",
    "/guides/",
    "/guides/shenzhen-2023/",
    "/guides/shenzhen-2023/?status=planned",
    "/guides/guangzhou-2023/",
    "/guides/compare/?a=shenzhen-2023&b=guangzhou-2023",
    "/procedure/shenzhen-2023/",
    "/workdays/",
    "/workdays/?month=2026-10",
    "/workdays/?from=2026-09-28&n=8",
    "/workdays/?from=x&n=y",
    "/check/",
    "/check/results/nothing-here/",
    "/components/",
    "/no-such-page/",
)
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "standard => axe.run({runOnly: standard, resultTypes: ['violations']}).then(r => r.violations)",
        STANDARD,
    )
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]
    ]


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.fixture(scope="module", params=[1280, 390])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    with open_page(browser, request.param) as page:
        yield page


@pytest.mark.parametrize("address", [*PAGES, *("/en" + address for address in PAGES)])
def test_page_is_accessible_and_keeps_inside_the_screen(site: str, page: Page, address: str) -> None:
    with heard(page) as said:
        page.goto(site + address)
        assert violations(page) == []
        assert overflow(page) == 0
    assert [text for text in said if "404" not in text] == []


@contextmanager
def heard(page: Page) -> Iterator[list[str]]:
    """Everything the browser complains of, a breach of the content policy among it."""
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        said.append(message.text)

    def catch(error: Error) -> None:
        said.append(str(error))

    page.on("console", listen)
    page.on("pageerror", catch)
    yield said
    page.remove_listener("console", listen)
    page.remove_listener("pageerror", catch)
