"""A core institution's case from its receipt to the professional evaluation and CSRC's return, on pages."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import open_page, serve
from tests.factories.browsing import assert_good, enter
from xianxing.record import verify

pytestmark = [pytest.mark.browser, pytest.mark.story]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(tmp_path_factory.mktemp("csrc"), "tests.browser.csrc_stage") as address:
        yield address


def with_code(page: Page) -> None:
    """Enter the code that the demonstration's strip shows."""
    page.get_by_label("第二验证码").fill(page.locator("[data-demo-code] b").inner_text())


def step(page: Page, name: str, **chosen: str) -> None:
    """From the page of a case to a step, with its choices by name, and done."""
    page.get_by_role("link", name=name, exact=True).click()
    for ask, value in chosen.items():
        page.locator(f"[name='ask.{ask}'][value='{value}']").check()


def done(page: Page, button: str) -> None:
    """Press the button of a step."""
    page.get_by_role("button", name=button, exact=True).click()


def test_from_the_receipt_to_the_evaluation_and_the_return(
    site: str, browser: Browser, tmp_path: Path
) -> None:
    with open_page(browser, 1280) as page:
        enter(page, site, "wen")
        page.locator("tbody th a").click()
        expect(page.get_by_text("直接参加专业评估").first).to_be_visible()
        filing = re.findall(r"[-0-9a-f]{36}", page.url)[0]
        case = f"{site}/cases/{filing}/"
        page.get_by_role("link", name=re.compile("^办理本案")).click()
        step(page, "登记并转初步审阅")
        done(page, "登记并转初步审阅")
        expect(page.get_by_role("heading", name="案件处于“初步审阅”")).to_be_visible()

        enter(page, site, "fang")
        page.goto(case)
        step(
            page, "报科技监管局", eligibility="eligible", innovation_basis="none",
            parallel_approval="submitted",
        )  # fmt: skip
        page.get_by_label("理由或意见").fill("初步审阅未见问题。")
        with_code(page)
        done(page, "报科技监管局")
        expect(page.get_by_role("heading", name="启动前须办妥的同步报批和豁免")).to_be_visible()

        enter(page, site, "wen")
        page.goto(f"{site}/csrc/cases/{filing}/package/")
        done(page, "制作材料包")
        expect(page.get_by_role("alert")).to_contain_text("发文字号")
        page.goto(case)
        page.get_by_role("link", name=re.compile("^关于报送")).click()
        page.locator("[name=number]").fill("试点组函〔2024〕1号")
        page.locator("button[name=enter_number]").click()
        page.goto(f"{site}/csrc/cases/{filing}/package/")
        done(page, "制作材料包")
        expect(page.get_by_role("status")).to_contain_text("已经制作")
        number = page.get_by_role("link", name=re.compile("-P1$")).inner_text()
        with page.expect_download() as given:
            page.get_by_role("link", name=number).click()
        zipfile.ZipFile(given.value.path()).extractall(tmp_path / "package")
        report = verify.check_dossier(tmp_path / "package")
        assert report.problems == []
        assert f"材料包 package: {number}" in report.facts

        enter(page, site, "panel-lu")
        expect(page.get_by_text("尚无报送的案件", exact=False)).to_be_visible()
        enter(page, site, "bai")
        expect(page.get_by_text("待你部门办理：1 件")).to_be_visible()
        expect(page.get_by_text("指南未规定期限")).to_be_visible()
        page.locator("tbody th a").click()
        step(page, "科技监管局认可")
        with_code(page)
        done(page, "科技监管局认可")
        expect(page.get_by_role("heading", name="案件处于“专业评估”")).to_be_visible()

        enter(page, site, "panel-lu")
        page.locator("tbody th a").click()
        expect(page.get_by_role("link", name="专业评估通过", exact=True)).to_be_visible()
        enter(page, site, "wen")
        page.goto(case)
        step(page, "专业评估通过")
        page.get_by_label("所答复的报送材料包").fill("SZ-2023-2-999-9-P1")
        letter = {"name": "评估意见.pdf", "mimeType": "application/pdf", "buffer": "%PDF-1.4 函".encode()}
        page.locator("input[type=file]").set_input_files(letter)  # type: ignore[arg-type]
        with_code(page)
        done(page, "录入并提交第二人确认")
        expect(page.get_by_role("alert")).to_contain_text(f"本案的材料包：{number}")
        page.get_by_label("所答复的报送材料包").fill(number)
        with_code(page)
        done(page, "录入并提交第二人确认")
        page.wait_for_url(re.compile("/pending/"))
        waits = page.url
        enter(page, site, "tang")
        page.goto(waits)
        expect(page.get_by_text(number).first).to_be_visible()
        with_code(page)
        done(page, "作为第二人确认")
        expect(page.get_by_role("heading", name="案件处于“公示表确认”")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_accessible_and_keeps_inside_the_screen(
    site: str, browser: Browser, width: int
) -> None:
    with open_page(browser, width) as page:
        enter(page, site, "bai")
        page.goto(f"{site}/csrc/")
        case = str(page.locator("tbody th a").get_attribute("href"))
        for address in ("/csrc/", case, f"/cases/{case.rstrip('/').rpartition('/')[2]}/"):
            for language in ("", "/en"):
                assert_good(page, site + language + address)
        enter(page, site, "wen")
        for language in ("", "/en"):
            assert_good(page, f"{site}{language}{case}package/")
