"""What the script of the form's pages does between typing and a button of the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import open_page
from tests.factories.browsing import enter, taken_in
from xianxing.desks.portal.sections import section_for
from xianxing.law import load_guide

pytestmark = pytest.mark.browser
GUIDE = load_guide("shenzhen-2023")
# Types into a question, answers another one so that the first is hidden, and presses a button: all in one
# turn, so that neither leaving the control nor waiting has sent it.
HIDE = """([path, driver, text]) => {
  const cell = document.querySelector(`[data-cell="${path}"]`);
  const one = cell.querySelector("textarea, input[data-part]");
  one.value = text;
  one.dispatchEvent(new Event("input", { bubbles: true }));
  const no = document.querySelector(`[data-cell="${driver}"] input[value=false]`);
  no.checked = true;
  for (const kind of ["input", "change"]) no.dispatchEvent(new Event(kind, { bubbles: true }));
  document.querySelector("button[name=act][value=save]").click();
}"""

# The colour that the style sheet's own word for what is wrong stands for.
PAINTED = """() => {
  const one = document.body.appendChild(document.createElement("p"));
  one.style.color = "var(--zhu)";
  const color = getComputedStyle(one).color;
  one.remove();
  return color;
}"""


@pytest.fixture(scope="module")
def filing(site: str, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> str:
    return taken_in(site, browser, tmp_path_factory.mktemp("zip"))


@pytest.fixture
def page(site: str, browser: Browser) -> Iterator[Page]:
    with open_page(browser, 1280) as page:
        enter(page, site, "周若岚")
        yield page


def address(path: str) -> str:
    """The page of the form on which a field stands."""
    found = section_for(GUIDE, path)
    assert found is not None
    return f"sections/{found.id}/"


def test_an_answer_that_was_hidden_at_once_is_kept(page: Page, filing: str) -> None:
    path, driver = "project.new_rule_reason", "project.new_rule_field"
    page.goto(filing + address(path))
    page.locator(f'[data-cell="{driver}"] input[value=true]').check()
    expect(page.locator(f'[data-cell="{path}"]')).to_be_visible()
    with page.expect_navigation():
        page.evaluate(HIDE, [path, driver, "写完即被隐藏的回答"])
    expect(page.locator(f'[data-cell="{path}"]')).to_be_hidden()
    expect(page.locator(f'[name="v:{path}"]')).to_have_value("写完即被隐藏的回答")


def test_going_on_tells_once_of_a_word_that_does_not_fit_and_was_saved_by_itself(
    page: Page, filing: str
) -> None:
    path = "project.trial_months"
    page.goto(filing + address(path))
    control = page.locator(f'[name="v:{path}"]')
    control.fill("一年半")
    expect(page.locator(f'[data-cell="{path}"] [data-error]')).to_be_visible()
    onward = page.locator('button[value="to:after"]')
    here = page.url
    with page.expect_navigation():
        onward.click()
    expect(page.locator(".error-summary a")).to_have_count(1)
    expect(control).to_have_value("一年半")
    with page.expect_navigation():
        onward.click()
    assert page.url.partition("?")[0] != here.partition("?")[0]


def test_how_many_are_answered_follows_what_saves_itself(page: Page, filing: str) -> None:
    path = "content.overview"
    page.goto(filing + address(path))
    before = page.locator("[data-progress]").inner_text()
    page.locator(f'[name="v:{path}"]').fill("")
    expect(page.locator("[data-progress]")).not_to_have_text(before)
    page.locator(f'[name="v:{path}"]').fill("概述")
    expect(page.locator("[data-progress]")).to_have_text(before)


def test_what_is_wrong_with_a_cell_stands_out_as_wrong(page: Page, filing: str) -> None:
    path = "project.trial_months"
    page.goto(filing + address(path))
    field = page.locator(f'[name="v:{path}"]')
    field.fill("三千万")
    field.press("Tab")
    told = page.locator(f'[data-cell="{path}"] .error')
    expect(told).to_be_visible()
    vermilion = page.evaluate(PAINTED)
    assert told.evaluate("one => getComputedStyle(one).color") == vermilion
    assert told.evaluate("one => getComputedStyle(document.body).color") != vermilion


def test_a_file_that_was_missed_is_not_missed_once_it_is_chosen(page: Page, filing: str) -> None:
    page.goto(filing + "files/")
    with page.expect_navigation():
        page.get_by_role("button", name="上传", exact=True).click()
    missed = page.get_by_text("请选择文件。")
    expect(missed).to_be_visible()
    chosen = page.locator("input[type=file]")
    expect(chosen).to_have_attribute("aria-invalid", "true")
    chosen.set_input_files({"name": "说明.txt", "mimeType": "text/plain", "buffer": b"1"})
    expect(missed).to_have_count(0)
    expect(page.locator(".has-error")).to_have_count(0)
    assert chosen.get_attribute("aria-invalid") is None
    names = (chosen.get_attribute("aria-describedby") or "").split()
    assert [page.locator(f"#{name}").count() for name in names] == [1]
