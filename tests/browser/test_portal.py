"""The applicants' pages in a real browser: counted live, saved by themselves, never overwritten, accessible.

The first test takes the sample in as a new filing through the page; the others work on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import heard, is_examined_narrow, open_page, overflow, violations
from tests.factories.browsing import enter, taken_in
from xianxing.documents.counting import count_zi

pytestmark = pytest.mark.browser
LISTS = ("/filings/", "/filings/start/", "/filings/start/?asked=1", "/filings/take-in/", "/messages/")
PAGES = (
    "",
    "sections/basics/",
    "sections/purpose/",
    "sections/risks/",
    "sections/course/",
    "units/",
    "units/lead/identity/",
    "files/",
    "files/1/",
    "findings/",
    "public-sheet/",
    "public-sheet/several/",
    "comments/?location=content.overview",
    "questions/?path=content.overview",
    "folder/",
    "cells/versions/?path=content.overview",
)

# a text that was kept, on its way to the site until now
SENT_AGAIN = """async (body) => (await fetch(document.querySelector("script[data-unsent]").dataset.unsent, {
  method: "POST", body,
  headers: { "Content-Type": "application/json",
             "X-CSRFToken": document.querySelector("main input[name=csrfmiddlewaretoken]").value },
})).status"""


@pytest.fixture(scope="module")
def filing(site: str, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a filing that Zhou took in from the sample's folder."""
    return taken_in(site, browser, tmp_path_factory.mktemp("zip"))


@pytest.fixture(params=[1280, 390])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    with open_page(browser, request.param) as page:
        yield page


def test_every_page_is_accessible_wide_and_narrow_in_both_languages(
    site: str, filing: str, page: Page
) -> None:
    enter(page, site, "周若岚")
    own = filing.removeprefix(site)
    for language in ("", "/en"):
        for address in (*LISTS, *(own + rest for rest in PAGES)):
            with heard(page) as said:
                page.goto(site + language + address)
                assert is_examined_narrow(page) or violations(page) == [], language + address
                assert overflow(page) == 0, language + address
            assert [text for text in said if not re.search(r"40[0349]", text)] == [], address


def test_the_count_follows_the_writing_and_the_text_is_kept(site: str, filing: str, page: Page) -> None:
    enter(page, site, "周若岚")
    page.goto(filing + "sections/purpose/")
    block = page.locator('[data-cell="content.overview"]')
    text = "本项目把名录 API 3.0 接到 don’t 系统，每日更新。" * 3
    block.locator("textarea").fill(text)
    expect(block.locator("[data-count]")).to_contain_text(str(count_zi(text)))
    expect(block.locator("[data-state]")).to_have_text("已保存")
    page.reload()
    expect(page.locator('[data-cell="content.overview"] textarea')).to_have_value(text)
    page.locator('[data-cell="content.overview"] textarea').fill("字" * 501)
    expect(page.locator('[data-cell="content.overview"] [data-count]')).to_have_class(re.compile("is-over"))
    expect(page.locator('[data-beside="c-content-overview"]')).to_contain_text("501")


def test_two_people_in_one_cell_see_both_versions(site: str, filing: str, browser: Browser) -> None:
    with open_page(browser, 1280) as zhou, open_page(browser, 1280) as other:
        for page in (zhou, other):
            enter(page, site, "周若岚")
            page.goto(filing + "sections/purpose/")
        zhou.locator('[data-cell="content.overview"] textarea').fill("甲写的概述，说明用途。")
        expect(zhou.locator('[data-cell="content.overview"] [data-state]')).to_have_text("已保存")
        other.locator('[data-cell="content.overview"] textarea').fill("乙写的概述，说明范围。")
        clash = other.locator('[data-cell="content.overview"] [data-clash]')
        expect(clash).to_contain_text("甲写的概述，说明用途。")
        assert clash.locator("ins").all_text_contents() == ["乙", "范围"]
        expect(other.locator('[data-cell="content.overview"] textarea')).to_have_value(
            "乙写的概述，说明范围。"
        )
        expect(clash).to_contain_text("周若岚")
        assert violations(other) == []
        zhou.reload()
        expect(zhou.locator('[data-cell="content.overview"] textarea')).to_have_value(
            "甲写的概述，说明用途。"
        )
        clash.get_by_role("button").nth(1).click()
        expect(other.locator('[data-cell="content.overview"] [data-state]')).to_have_text("已保存")
        zhou.reload()
        expect(zhou.locator('[data-cell="content.overview"] textarea')).to_have_value(
            "乙写的概述，说明范围。"
        )


def test_without_the_line_the_text_stays_in_the_tab_and_goes_when_it_is_back(
    site: str, filing: str, browser: Browser
) -> None:
    with open_page(browser, 1280) as page:
        enter(page, site, "周若岚")
        page.goto(filing + "sections/purpose/")
        context: BrowserContext = page.context
        context.set_offline(True)
        page.locator('[data-cell="content.pain_points"] textarea').fill("断线时写的痛点")
        expect(page.locator("[data-line]")).to_be_visible()
        expect(page.locator("[data-line]")).to_contain_text("标签页")
        stored = page.evaluate("localStorage.length + sessionStorage.length")
        assert stored == 0
        context.set_offline(False)
        expect(page.locator('[data-cell="content.pain_points"] [data-state]')).to_have_text("已保存")
        page.reload()
        expect(page.locator('[data-cell="content.pain_points"] textarea')).to_have_value("断线时写的痛点")


def test_after_logging_in_again_in_another_tab_the_text_is_saved_from_the_first(
    site: str, filing: str, browser: Browser
) -> None:
    with open_page(browser, 1280) as page:
        enter(page, site, "周若岚")
        page.goto(filing + "sections/purpose/")
        other = page.context.new_page()
        other.goto(site)
        other.get_by_role("button", name="退出").click()
        expect(other.get_by_role("link", name="登录")).to_be_visible()
        page.locator('[data-cell="content.audience"] textarea').fill("登录失效以后写的")
        expect(page.locator("[data-line]")).to_contain_text("登录已失效")
        enter(other, site, "周若岚")
        expect(page.locator('[data-cell="content.audience"] [data-state]')).to_have_text("已保存")
        other.goto(filing + "sections/purpose/")
        kept = other.locator('[data-cell="content.audience"] textarea')
        expect(kept).to_have_value("登录失效以后写的")


def test_a_row_saves_itself_and_a_file_goes_up_and_comes_down_under_its_chinese_name(
    site: str, filing: str, browser: Browser, tmp_path: Path
) -> None:
    with open_page(browser, 1280) as page:
        enter(page, site, "周若岚")
        page.goto(filing + "sections/course/")
        row = page.locator("[data-row]").first
        row.locator(".row-inputs input, .row-inputs textarea").first.fill("签署三方协议")
        expect(row.locator("[data-state]")).to_have_text("已保存")
        note = tmp_path / "补充说明（第二版）.txt"
        note.write_text("补充：名录每日更新。", "utf-8")
        page.goto(filing + "files/")
        form = page.locator("form[data-upload]").first
        form.evaluate("form => form.closest('details') && (form.closest('details').open = true)")
        form.locator("input[type=file]").set_input_files(note)
        kind = form.locator("select[name=kind]")
        if kind.count():
            kind.select_option("other")
        form.locator("button[type=submit]").click()
        expect(page.locator("main")).to_contain_text("补充说明（第二版）.txt")
        with page.expect_download() as got:
            page.locator("main a", has_text=re.compile("下载")).first.click()
        assert got.value.suggested_filename == "补充说明（第二版）.txt"


def test_a_rows_findings_follow_what_is_saved_without_a_reload(
    site: str, filing: str, browser: Browser
) -> None:
    with open_page(browser, 1280) as page, heard(page) as said:
        enter(page, site, "周若岚")
        page.goto(filing + "sections/course/")
        row = page.locator("[data-row]").nth(1)
        day = row.locator("input[placeholder]").first
        held = day.input_value()
        day.fill("")
        day.blur()
        expect(row.locator("[data-beside] .beside-finding")).not_to_have_count(0)
        assert violations(page) == []
        day.fill(held)
        expect(row.locator("[data-beside] .beside-finding")).to_have_count(0)
        assert said == []


def opened(talk: Locator, act: str) -> None:
    """Unfold what holds the field for a comment (`say`) or a question (`ask`), before anything moves it."""
    folded = talk.locator("details", has=talk.page.locator(f"textarea[name^='{act}:']")).last
    if folded.get_attribute("open") is None:
        folded.locator("summary").first.click()
    expect(folded.locator(f"textarea[name^='{act}:']")).to_be_visible()


def test_a_comment_beside_a_cell_leaves_what_is_being_written_alone(
    site: str, filing: str, page: Page
) -> None:
    enter(page, site, "周若岚")
    page.goto(filing + "sections/purpose/")
    cell = page.locator("#c-content-overview")
    words = f"写到一半的概述（{page.viewport_size}）"  # the same text again would save nothing
    talk = cell.locator("[data-talk]")
    opened(talk, "say")
    cell.locator("[data-cell] textarea").fill(words)
    talk.locator("textarea[name^='say:']").first.fill("请罗景行核对来源")
    talk.locator("select[name^='to:']").select_option(label="罗景行")
    talk.get_by_role("button", name=re.compile("保存批注")).click()
    expect(talk.locator("[data-said]")).to_have_text("批注已保存。")
    expect(talk.locator("li.said").last).to_contain_text("周若岚 → 罗景行")
    expect(cell.locator("[data-cell] textarea")).to_have_value(words)
    expect(cell.locator("[data-state]")).to_have_text("已保存")
    assert violations(page) == []
    assert overflow(page) == 0
    opened(talk, "ask")
    talk.locator("textarea[name^='ask:']").fill("概述可否附表？")
    talk.get_by_role("button", name=re.compile("提问")).click()
    expect(talk.locator("[data-said]")).to_have_text("问题已送达工作组。")
    expect(talk).to_contain_text("尚未答复")
    talk.get_by_role("button", name=re.compile("办结")).first.click()
    expect(talk.locator("[data-said]")).to_have_text("批注已办结。")


def test_without_scripts_a_comment_leads_back_to_its_cell(site: str, filing: str, browser: Browser) -> None:
    with open_page(browser, 1280) as helper:
        enter(helper, site, "周若岚")
        state = helper.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state, locale="zh-CN")
    page = context.new_page()
    page.goto(filing + "sections/purpose/")
    talk = page.locator("#c-content-audience [data-talk]")
    talk.locator("summary").first.click()
    talk.locator("textarea[name^='say:']").first.fill("服务对象写具体些")
    talk.get_by_role("button", name=re.compile("保存批注")).click()
    page.wait_for_url(re.compile(r"sections/purpose/\?done=said#c-content-audience$"))
    expect(page.locator("#c-content-audience [data-talk] .said")).to_contain_text("服务对象写具体些")
    context.close()


def test_without_scripts_the_same_form_is_saved_by_its_button(
    site: str, filing: str, browser: Browser
) -> None:
    with open_page(browser, 1280) as helper:
        enter(helper, site, "周若岚")
        state = helper.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state, locale="zh-CN")
    page = context.new_page()
    page.goto(filing + "sections/purpose/")
    page.locator('[data-cell="content.audience"] textarea').fill("无脚本写的服务对象")
    page.locator('button[name=act][value="save"]').click()
    expect(page.locator("main")).to_contain_text("已保存")
    expect(page.locator('[data-cell="content.audience"] textarea')).to_have_value("无脚本写的服务对象")
    context.close()


def test_a_word_beside_an_uploaded_file_is_not_offered_again_as_unsent(
    site: str, filing: str, browser: Browser, tmp_path: Path
) -> None:
    first, second = tmp_path / "会议纪要.txt", tmp_path / "会议纪要（更正）.txt"
    first.write_text("纪要：双方同意分工。", "utf-8")
    second.write_text("纪要：双方同意分工和投入。", "utf-8")
    with open_page(browser, 1280) as page:
        enter(page, site, "周若岚")
        page.goto(filing + "files/")
        form = page.locator("form[data-upload]").first
        form.locator("input[type=file]").set_input_files(first)
        form.locator("select[name=kind]").select_option("other")
        form.locator("button[type=submit]").click()
        page.wait_for_url("**done=uploaded**")
        expect(page.locator("script[data-ready]")).to_have_count(1)
        form = page.locator("form[data-upload]").first
        kept = "/accounts/unsent/"
        with page.expect_response(lambda one: kept in one.url and one.request.method == "POST") as keeping:
            form.locator("[name=note]").fill("更正投入一节")
        form.locator("input[type=file]").set_input_files(second)
        with page.expect_response(lambda answer: kept + "?" in answer.url):
            form.locator("button[type=submit]").click()
        expect(page.locator("main")).to_contain_text("第 2 版")
        for arrives in ("in time", "late"):
            expect(page.locator("script[data-ready]")).to_have_count(1)
            expect(page.locator("form[data-upload] [name=note]"), arrives).to_have_value("")
            expect(page.locator("[data-unsent-note]"), arrives).to_have_count(0)
            if arrives == "in time":
                assert page.evaluate(SENT_AGAIN, keeping.value.request.post_data) == 200
                page.reload()
