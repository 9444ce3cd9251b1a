"""A real server in a process of its own, shared by all browser tests of a process; a real Chromium a file.

A file's Chromium ends with it, and Playwright's event loop too: tests that follow have loops of their own.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, expect, sync_playwright

from tests.factories.servers import answers
from tests.factories.waiting import PATIENCE, comes
from xianxing.i18n import compile_catalogues

BROWSER_PATIENCE = 90_000  # milliseconds until what a page doesn't show is taken for missing
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BROWSERS = ("chromium-headless-shell", "chromium")
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""

compile_catalogues()
expect.set_options(timeout=BROWSER_PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(folder: Path, stage: str = "tests.browser.stage") -> Iterator[str]:
    """A server process with a database of its own below `folder`, the cast on stage (stage.py)."""
    port = free_port()
    environment = {**os.environ, "XIANXING_VAR": str(folder), "XIANXING_SCRATCH": str(folder / "scratch")}
    environment.pop("XIANXING_DATABASE_URL", None)
    process = subprocess.Popen([sys.executable, "-m", stage, str(port)], env=environment)
    try:
        assert comes(lambda: answers(port) or process.poll() is not None)
        assert process.poll() is None, "the server did not start"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    os.environ["XIANXING_STAGE"] = str(folder)
    with serve(folder) as address:
        yield address


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A setting of fontconfig that knows the pinned Chinese fonts only, with a cache that files share."""
    folder = tmp_path_factory.mktemp("fonts")
    config = folder / "fonts.conf"
    found = find_spec("manimgx_fonts_cjk")
    assert found and found.origin
    config.write_text(FONTS.format(fonts=Path(found.origin).parent, cache=folder / "cache"), "utf-8")
    return config


@pytest.fixture(scope="module")
def browser(fonts: Path) -> Iterator[Browser]:
    executable = os.environ.get("XIANXING_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    environment: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS, env=environment)
        yield browser
        browser.close()


@contextmanager
def open_page(browser: Browser, width: int, language: str = "zh-CN") -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": 900}, locale=language)
    page = context.new_page()
    page.set_default_timeout(BROWSER_PATIENCE)
    yield page
    context.close()


def violations(page: Page) -> list[str]:
    page.wait_for_load_state()  # before its scripts have run, a narrow page's menu stands open
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "standard => axe.run({runOnly: standard, resultTypes: ['violations']}).then(r => r.violations)",
        STANDARD,
    )
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]
    ]


def is_examined_narrow(page: Page) -> bool:
    """Whether axe finds on a narrow screen what it would here, where a test looks at both widths.

    The English page has the template and the styles of the Chinese one, which is examined at both.
    """
    return "/en/" in page.url and page.viewport_size == {"width": 1280, "height": 900}


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


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
