"""The list of filings: who invites to what, and what comes next in words that promise nothing."""

from __future__ import annotations

from tests.desks.accounts.visits import enter
from tests.desks.portal.conftest import Draft
from xianxing.desks.portal.lists import next_step
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.clock import now
from xianxing.pilot.filings.domain.opening import invite_unit


def test_an_invitation_says_who_leads_and_under_which_call(draft: Draft) -> None:
    law_firm = next(one for one in draft.cast.institutions.values() if "律师" in one.name)
    invite_unit(filing=draft.filing, uscc=law_firm.uscc, by=draft.person("zhou"), at=now())
    page = enter(draft.cast.people["明辙"]).get("/filings/").content.decode()
    assert f"鹏海证券股份有限公司的周若岚邀请统一社会信用代码为 {law_firm.uscc} 的机构" in page
    assert f"“{draft.call.title_zh}”" in page


def test_what_comes_next_is_named_without_choosing_for_anybody(draft: Draft) -> None:
    states = procedure_of(draft.call).states
    told = {
        one: next_step(draft.filing, states[one]) for one in ("attesting", "filed", "exit_review", "ended")
    }
    assert told == {
        "attesting": "各单位确认冻结内容，再由牵头单位报送",
        "filed": "登记并转初步审阅或者登记并转形式审核",
        "exit_review": "有 3 种可能，由办理方决定",
        "ended": "无后续步骤，本申报已办结",
    }
