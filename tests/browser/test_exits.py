"""Each of the four exits through its steps on pages; the scene is made once, and copied for each."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.conftest import open_page, overflow, violations
from tests.browser.demonstration import Site, seeded, served
from tests.factories.browsing import assert_good, code, enter

pytestmark = [pytest.mark.browser, pytest.mark.clause("5.3")]
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
        self.done(CLERK, "give_technology_view", second=SECOND, letter=True)
        if business:
            self.done(CLERK, "invite_business_departments", business_departments="机构监管部门（虚构）")
            self.done(
                CLERK, "give_business_view", second=SECOND, letter=True, business_views="机构监管部门（虚构）"
            )
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


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Scene]:
    base = tmp_path_factory.mktemp("exits")
    seeded("exit", base / "scene")

    @contextmanager
    def copied(name: str) -> Iterator[Stage]:
        folder = Path(shutil.copytree(base / "scene", base / name))
        with served("", folder) as site, open_page(browser, 1280) as page:
            yield Stage(site, page)

    yield copied


def test_regular_operation_with_its_measures_report_and_register(scene: Scene) -> None:
    with scene("normalise") as stage:
        page = stage.go(HEAD)
        page.get_by_role("link", name="评审：转常态化运营").click()
        stage.done(
            HEAD, "decide_normalise", second=CLERK, exit_conditions="*", eligibility="eligible",
            reason="五项条件均已具备。",
        )  # fmt: skip
        stage.consulted(business=True)
        stage.prove_all(SIGNS)
        page = stage.go(SIGNS, "exit/measures/")
        page.get_by_role("link", name="纳入全面合规及风险管理体系").click()
        stage.done(SIGNS, "take_into_regular_system")
        stage.done(HEAD, "close_normalised")
        page = stage.go(SIGNS)
        with page.expect_download() as given:
            page.get_by_role("link", name="试点工作报告模板").click()
        assert given.value.suggested_filename.endswith(".docx")
        stage.done(SIGNS, "file_work_report", letter=True)
        stage.done(CLERK, "enter_exit_in_register")
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            for person, place in ((SIGNS, "exit/"), (SIGNS, "exit/measures/"), (CLERK, "exit/referrals/")):
                stage.go(person, place)
                assert violations(page) == [], (place, width)
                assert overflow(page) == 0, (place, width)


def test_a_forced_exit_waits_for_each_institution_s_proof(scene: Scene) -> None:
    with scene("force") as stage:
        stage.done(SIGNS, "unit_joins_in_trial", reason="图澜取得业务资格，加入为试点机构。")
        page = stage.go(HEAD, "steps/settle_trial_change/")
        for box in page.locator("input[name='members.pilot_institutions']").all():
            box.check()
        page.locator("input[name='ask.unit_change']").first.check()
        for name, value in (("scenario_after", "pilot_institution"), ("eligibility", "eligible")):
            page.locator(f"[name='ask.{name}'][value='{value}']").check()
        page.locator("textarea[name=reason]").fill("同意。")
        stage.send()
        expect(page.get_by_role("status")).to_contain_text("已办理")
        stage.done(
            HEAD, "decide_force", second=CLERK, force_ground="breach_of_commitments",
            reason="擅自扩大试点范围，违反承诺。",
        )  # fmt: skip
        stage.consulted()
        stage.done(SIGNS, "carry_out_exit_plan")
        page = stage.go(HEAD)
        expect(page.locator(".notice", has_text="尚缺以下机构的落实证明")).to_contain_text("图澜")
        page = stage.go(HEAD, "steps/close_forced/")
        expect(page.locator("main")).to_contain_text("每家试点机构都已证明自己应落实的部分")
        stage.done(CLERK, "verify_exit", reason="现场核实，图澜的部分已由鹏海一并落实。")
        expect(stage.go(HEAD).locator(".notice")).to_have_count(0)
        stage.done(HEAD, "close_forced")
        stage.done(HEAD, "refer", second=CLERK, reason="涉嫌违法，移送。", letter=True)
        page = stage.go(CLERK, "exit/referrals/")
        page.locator("#organ").fill("某监管机关（虚构）")
        page.locator("#received_on").fill("2024-12-30")
        page.locator("#words").fill("已收悉，另行处理。")
        page.locator("#file").set_input_files([PDF])
        stage.send()
        expect(page.locator("article")).to_contain_text("另行处理")


def test_an_extension_by_six_months_then_a_whole_exit_that_ends_the_trial(scene: Scene) -> None:
    with scene("extend") as stage:
        three: dict[str, Any] = {"extension_conditions": "*"}
        page = stage.act(HEAD, "decide_extend", extension_length="18", **three)
        expect(page.get_by_role("alert")).to_contain_text("延期不超过规定的月数")
        page = stage.act(HEAD, "decide_longer_extension", extension_length="18", **three)
        expect(page.get_by_role("alert")).to_be_visible()
        page = stage.act(
            HEAD, "decide_longer_extension", extension_length="18", reason="须跨两个年报周期。", **three
        )
        expect(page.get_by_text("目前尚未产生任何效力")).to_be_visible()
        page.get_by_role("button", name="取回").click()
        stage.done(HEAD, "decide_extend", extension_length="6", **three)
        stage.consulted()
        before = stage.go(HEAD, "steps/resume_extended/").locator("main").inner_text()
        assert "2025年8月" in before  # the term of twelve months from February 2024, and six
        stage.done(HEAD, "resume_extended")
        page = stage.go(SIGNS)
        expect(page.locator("main")).to_contain_text("此前：延期退出")
        stage.done(SIGNS, "open_exit_by_institution", reason="业务调整，申请退出。")
        page = stage.go(SIGNS)
        page.get_by_role("link", name="编制评估").click()
        expect(page.locator("main")).to_contain_text("应报期数")
        page.locator("#judgement").fill("目标未全部完成，业务调整，申请结束试点。")
        page.locator("input[name=proposes][value=end]").check()
        stage.send()
        expect(page.locator("main")).to_contain_text("SHA-256")
        stage.done(SIGNS, "assess_exit_oneself", reason="见评估。")
        page = stage.go(CLERK, "exit/assess/")
        page.locator("#judgement").fill("同意结束试点。")
        stage.send()
        expect(page.locator("main")).to_contain_text("与另一份评估对照")
        stage.done(CLERK, "finish_exit_assessment", eligibility="eligible")
        page = stage.go(HEAD, "steps/decide_extend/")
        expect(page.locator("main")).to_contain_text("此前没有延期过")
        stage.done(HEAD, "decide_end", end_ground="own_request", reason="机构申请。")
        stage.consulted()
        stage.prove_all(SIGNS)
        stage.done(SIGNS, "carry_out_exit_plan")
        stage.done(HEAD, "close_ended")
        stage.done(CLERK, "enter_exit_in_register")
        assert_good(page, f"{stage.site.address}/procedure/shenzhen-2023/exits/")
