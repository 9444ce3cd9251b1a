"""The place of a filing in its procedure: what can follow, by what stands of the case."""

from __future__ import annotations

import pytest

from tests.desks.accounts.visits import code
from tests.desks.portal.conftest import Draft
from tests.factories.confirming import as_, attest, freeze, in_our_channel
from xianxing.pilot.cases.models import Duty


@pytest.fixture
def filed(draft: Draft) -> Draft:
    """The sample, filed here; its lead is no core institution."""
    in_our_channel(draft)
    body = freeze(draft)
    list(attest(draft))
    sent = {"digest": body.digest, "second_factor_code": code(draft.person("zhou"))}
    assert draft.enter("zhou").post(draft.url("file/"), sent).status_code == 302
    return draft


def following(draft: Draft) -> str:
    """The part of the filing's page that names the steps that can follow."""
    page = as_(draft, "周若岚").get(draft.url()).content.decode()
    return page.partition("可能的后续步骤")[2].partition("</details>")[0]


def listed(draft: Draft) -> str:
    return as_(draft, "周若岚").get("/filings/").content.decode()


def test_a_draft_leads_to_the_freeze_and_not_to_the_archive(draft: Draft) -> None:
    assert "冻结申报内容" in following(draft)
    assert "未申报草稿归档" not in following(draft)


def test_what_is_frozen_leads_to_the_filing(draft: Draft) -> None:
    freeze(draft)
    assert "牵头单位申报" in following(draft)
    assert "未申报草稿归档" not in following(draft)


@pytest.mark.clause("5.1.1.c")
def test_pages_name_the_one_way_of_a_filing_that_is_no_core_institution_s(filed: Draft) -> None:
    for page in (listed(filed), following(filed)):
        assert "登记并转形式审核" in page
        assert "登记并转初步审阅" not in page


def test_a_duty_written_before_facts_were_kept_names_every_way(filed: Draft) -> None:
    Duty.objects.update(facts=None)
    assert "登记并转初步审阅或者登记并转形式审核" in listed(filed)
