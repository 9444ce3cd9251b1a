"""A project at the review of its exit, on pages; the scene is made once, and copied for each story."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.conftest import open_page
from tests.browser.demonstration import Site, seeded, served
from tests.factories.browsing import code, enter, rested

VIEW = "无不同意见。"
SIGNS, HEAD, CLERK, SECOND = "沈伯衡", "方仲明", "温如玉", "唐一鸣"
PDF: FilePayload = {"name": "证明.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 \n%%EOF\n"}
Scene = Callable[[str], AbstractContextManager["Stage"]]


class Stage:
    """A project at the review of its exit, and one page on which people come and go."""

    def __init__(self, site: Site, page: Page) -> None:
        self.site, self.page = site, page
        self.case = f"{site.address}/cases/{site.words['related']}/"
        self.person = ""

    def go(self, person: str, place: str = "exit/") -> Page:
        """The page of a case at `place`, as a person."""
        if person != self.person:
            enter(self.page, self.site.address, person)
            self.person = person
        self.page.goto(self.case + place)
        rested(self.page)
        return self.page

    def send(self) -> None:
        """Press the button of a form, with a code where one is asked."""
        field = self.page.locator("input[name=second_factor_code]")
        if field.count():
            field.first.fill(code(self.page))
        self.page.locator("main form button[type=submit]").first.click()

    def act(
        self, person: str, step: str, *, reason: str = "", second: str = "", letter: bool = False, **said: str
    ) -> Page:
        """A step on its page, confirmed by the second person of two. Answers by name; "*" ticks all."""
        page = self.go(person, f"steps/{step}/")
        for name, value in said.items():
            fields = page.locator(f"[name='ask.{name}'], [name='members.{name}']")
            if value == "*":
                for box in fields.all():
                    box.check()
            elif fields.first.get_attribute("type") == "radio":
                page.locator(f"[name='ask.{name}'][value='{value}']").check()
            else:
                fields.first.fill(value)
        if reason:
            page.locator("textarea[name=reason]").fill(reason)
        if letter:
            page.locator("input[name=file]").set_input_files([PDF])
        self.send()
        if second:
            expect(page.get_by_text("等待第二人确认").first).to_be_visible()
            waiting = page.url
            self.go(second)
            page.goto(waiting)
            self.send()
        return page

    def done(self, person: str, step: str, **said: Any) -> None:
        """As `act`, and it stands in the record."""
        page = self.act(person, step, **said)
        expect(page.get_by_role("status")).to_contain_text("已办理")

    def consulted(self, *, business: bool = False) -> None:
        """The departments are heard, and the consultation is concluded."""
        self.done(CLERK, "give_technology_view", second=SECOND, letter=True, department_opinion=VIEW)
        if business:
            self.done(CLERK, "invite_business_departments", business_departments="机构监管部门（虚构）")
            said = {"business_views": "机构监管部门（虚构）", "department_opinion": VIEW}
            self.done(CLERK, "give_business_view", second=SECOND, letter=True, **said)
        self.done(HEAD, "conclude_exit_consultation")

    def prove_all(self, person: str) -> None:
        """Prove every measure of one's own part, and have each accepted."""
        page = self.go(person, "exit/measures/")
        while page.locator("summary", has_text="提交证明").count():
            form = page.locator("form[action*='/measures/']").first
            page.locator("summary", has_text="提交证明").first.click()
            form.locator("textarea").fill("已落实，见附件。")
            form.locator("input[type=file]").set_input_files([PDF])
            form.get_by_role("button", name="提交证明").click()
        page = self.go(CLERK, "exit/measures/")
        while page.get_by_role("button", name="采信").count():
            page.get_by_role("button", name="采信").first.click()


def copies(base: Path, browser: Browser) -> Scene:
    """Seed the scene below a folder; what is returned opens a copy of it under a name."""
    seeded("exit", base / "scene")

    @contextmanager
    def copied(name: str) -> Iterator[Stage]:
        folder = Path(shutil.copytree(base / "scene", base / name))
        with served("", folder) as site, open_page(browser, 1280) as page:
            yield Stage(site, page)

    return copied
