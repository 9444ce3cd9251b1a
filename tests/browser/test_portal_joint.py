"""Two units file jointly in a browser: from the imported folder over every confirmation to a receipt."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import heard, overflow, violations
from tests.factories.browsing import as_, file_by_platform, give_act

pytestmark = pytest.mark.browser
EXAMPLE = Path(__file__).parents[2] / "examples" / "related-party-tool"
SHOTS = os.environ.get("XIANXING_SHOTS", "")


def good(page: Page, name: str) -> None:
    """Accessible and inside its frame, wide and narrow; a picture of it where pictures are wanted."""
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], name
        assert overflow(page) == 0, name
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


def confirm(browser: Browser, filing: str, site: str, name: str, *, look: bool = True) -> None:
    """Give the act whose turn it is for this person, and look at its page."""

    def looked_at(page: Page) -> None:
        good(page, f"act-{page.url.rstrip('/').split('confirm/')[1].replace('/', '-')}")

    give_act(browser, filing, site, name, look=looked_at if look else None)


def verified(packed: Path, folder: Path) -> None:
    """The dossier proves itself with plain Python, and no longer once a byte of an act is another one."""
    with zipfile.ZipFile(packed) as inside:
        inside.extractall(folder)
    root = next(folder.rglob("verify.py")).parent
    command = [sys.executable, "-I", "-S", str(root / "verify.py"), str(root)]
    good = subprocess.run(command, capture_output=True, text=True)
    assert good.returncode == 0, good.stdout + good.stderr
    act = sorted((root / "payloads").iterdir())[-1]
    act.write_bytes(act.read_bytes()[:-2] + b" }")
    bad = subprocess.run(command, capture_output=True, text=True)
    assert bad.returncode == 1 and act.name in bad.stdout


def test_two_units_file_jointly_to_a_receipt(site: str, browser: Browser, tmp_path: Path) -> None:
    packed = shutil.make_archive(str(tmp_path / "filing"), "zip", EXAMPLE)
    with as_(browser, site, "周若岚") as page:
        page.goto(site + "/filings/take-in/")
        page.locator("input[type=file]").set_input_files(packed)
        page.locator("main form button[type=submit]").click()
        page.locator("main a.button").last.click()
        page.wait_for_url(re.compile(r"/filings/[-0-9a-f]{36}/$"))
        filing = page.url
        good(page, "home")
        page.goto(filing + "public-sheet/")
        page.locator("#e-project-name button[value=take]").click()
        good(page, "sheet")
        page.goto(filing + "public-sheet/preview/")
        good(page, "sheet-read")
    with as_(browser, site, "甘雨辰") as page:
        page.goto(site + "/filings/")
        page.get_by_role("button", name="参加").last.click()
        expect(page.get_by_text("贵单位已参加申报")).to_be_visible()
    with as_(browser, site, "周若岚") as page:
        page.goto(filing + "confirm/")
        page.get_by_role("button", name="冻结", exact=True).click()
        good(page, "frozen")
    confirm(browser, filing, site, "罗景行")
    confirm(browser, filing, site, "卢思齐", look=False)
    confirm(browser, filing, site, "沈伯衡")
    confirm(browser, filing, site, "宁远航", look=False)
    confirm(browser, filing, site, "罗景行")
    confirm(browser, filing, site, "顾明谦")
    confirm(browser, filing, site, "沈伯衡")
    confirm(browser, filing, site, "宁远航", look=False)
    with as_(browser, site, "周若岚") as page, heard(page) as said:
        page.goto(filing + "confirm/")
        good(page, "complete")
        page.goto(filing + "file/")
        good(page, "check")
        with page.expect_download() as package:
            page.get_by_role("button", name="导出申报包").click()
        assert package.value.suggested_filename.endswith(".zip")
        page.reload()
        good(page, "platform")
        file_by_platform(page, "ZJH-2024-0042")
        good(page, "receipt")
        expect(page.get_by_text("ZJH-2024-0042")).to_be_visible()
        page.get_by_text("凭证（供核验）").click()
        with page.expect_download() as dossier:
            page.get_by_role("link", name="下载卷宗").click()
        verified(dossier.value.path(), tmp_path / "dossier")
        page.goto(filing)
        good(page, "after")
        expect(page.locator(".page-head .tag")).to_have_text("已申报")
        assert said == []
