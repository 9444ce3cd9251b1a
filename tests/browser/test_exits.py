"""Each of the four exits through its steps on pages."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import overflow, violations
from tests.browser.exit_stage import CLERK, HEAD, PDF, SIGNS, Scene, copies
from tests.factories.browsing import assert_good

pytestmark = [pytest.mark.browser, pytest.mark.clause("5.3")]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Scene:
    return copies(tmp_path_factory.mktemp("exits"), browser)


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
