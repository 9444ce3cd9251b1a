"""What waits for a person is said where the person looks first, and an act costs no code in vain."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.desks.accounts.visits import code, enter, wrong_code
from tests.desks.portal.conftest import Draft
from tests.factories.confirming import as_, attest, freeze, give, in_our_channel, report_of
from xianxing.pilot.clock import now
from xianxing.pilot.filings.models import Attestation
from xianxing.pilot.messages.models import Message

FROZEN_LIST = 33  # twelve of them for what may be open in trials


def listed(client: Client) -> str:
    return client.get("/filings/").content.decode()


def test_the_list_and_the_task_list_lead_to_the_confirmation_that_waits(draft: Draft) -> None:
    head = as_(draft, "顾明谦")
    assert "待您办理" not in listed(head)
    freeze(draft)
    act = draft.url("confirm/compliance/lead/")
    assert act not in listed(head)
    assert draft.url("confirm/unit_review/joint/") in listed(as_(draft, "卢思齐"))
    for place in attest(draft):
        if place.startswith("lead_review"):
            break
    page, home = listed(head), head.get(draft.url()).content.decode()
    assert "待您办理" in page and act in page
    assert "待您办理" in home and act in home
    assert act not in listed(as_(draft, "周若岚"))
    assert give(draft, "compliance/lead/", "顾明谦").status_code == 302
    assert act not in listed(head)


def test_the_lead_s_clerk_is_told_when_only_filing_is_left(draft: Draft) -> None:
    freeze(draft)
    place = draft.url("file/")
    for _ in attest(draft):
        pass
    page = listed(as_(draft, "周若岚"))
    assert "待您办理" in page and place in page
    for other in ("卢思齐", "宁远航", "顾明谦"):
        assert place not in listed(as_(draft, other))


def test_the_list_costs_the_same_with_several_frozen_filings(
    draft: Draft, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from tests.factories.staging import EXAMPLE
    from xianxing.pilot.filings.draft.opening import accept_unit
    from xianxing.pilot.filings.folder.importing import import_folder

    freeze(draft)
    client = as_(draft, "罗景行")
    client.get("/filings/")
    with django_assert_num_queries(FROZEN_LIST):
        assert listed(client).count("待您办理") == 1
    for _ in range(2):
        again = import_folder(call=draft.call, path=EXAMPLE, by=draft.person("zhou"), at=now()).filing
        accept_unit(unit=again.units.get(key="joint"), by=draft.person("ning"), at=now())
        freeze(Draft(draft.cast, draft.call, again))
    with django_assert_num_queries(FROZEN_LIST):
        assert listed(client).count("待您办理") == 3


def test_a_consent_that_lacks_a_unit_names_it_and_spends_no_code(draft: Draft) -> None:
    freeze(draft)
    for place in attest(draft):
        if place.startswith("compliance"):
            break
    kept = code(draft.cast.people["沈伯衡"])
    refused = give(draft, "consent/lead/", "沈伯衡", recognises=[], second_factor_code=kept)
    page = refused.content.decode()
    assert refused.status_code == 400
    assert "同意须写明认可其他全部申报单位：深圳图澜知识工程有限公司。" in page
    assert give(draft, "consent/lead/", "沈伯衡", second_factor_code=kept).status_code == 302


def test_a_wrong_code_is_said_on_top_and_keeps_what_was_ticked(draft: Draft) -> None:
    freeze(draft)
    for place in attest(draft):
        if place.startswith("compliance"):
            break
    page = give(
        draft, "consent/lead/", "沈伯衡", second_factor_code=wrong_code(draft.cast.people["沈伯衡"])
    ).content.decode()
    assert '<a href="#second-factor-code">验证码有误' in page
    assert "<title>错误： " in page
    assert re.search(r'name="recognises" value="joint" checked', page)


def test_a_refusal_wants_its_reason_before_the_code_and_is_quiet_once_signed(draft: Draft) -> None:
    freeze(draft)
    for place in attest(draft):
        if place.startswith("lead_review"):
            break
    kept, gu = code(draft.cast.people["顾明谦"]), as_(draft, "顾明谦")
    place = draft.url("confirm/refuse/compliance/lead/")
    assert place in gu.get(draft.url("confirm/compliance/lead/")).content.decode()
    digest = re.search(r'name="digest" value="(\w{64})"', gu.get(place).content.decode())
    assert digest
    sent = {"digest": digest[1], "report": report_of(gu.get(place).content.decode()), "reason": " "}
    bare = gu.post(place, {**sent, "look": ""})
    assert bare.status_code == 400 and "请写明意见或理由" in bare.content.decode()
    sent["reason"] = "第三节不一致"
    look = gu.post(place, {**sent, "look": ""}).content.decode()
    assert "再核对一遍" in look and "第三节不一致" in look and not Attestation.objects.filter(refused=True)
    assert "第三节不一致</textarea>" in gu.post(place, {**sent, "change": ""}).content.decode()
    refused = gu.post(place, {**sent, "record": "", "second_factor_code": kept})
    assert refused.status_code == 302 and Attestation.objects.filter(refused=True).count() == 1
    confirm = as_(draft, "周若岚").get(draft.url("confirm/")).content.decode()
    assert (
        '<section class="notice notice--bad"><h2>顾明谦（鹏海证券股份有限公司）拒绝作出“合规签字”</h2>'
        in confirm
    )
    fresh = code(draft.cast.people["顾明谦"], 1)
    assert give(draft, "compliance/lead/", "顾明谦", second_factor_code=fresh).status_code == 302
    confirm = as_(draft, "周若岚").get(draft.url("confirm/")).content.decode()
    assert "notice--bad" not in confirm and "其后已确认" in confirm


def test_the_check_page_keeps_what_blocks_apart_from_what_is_filed_over(draft: Draft) -> None:
    client = draft.enter("zhou")
    for material in draft.filing.materials.filter(kind="compliance_report"):
        client.post(draft.url(f"files/{material.pk}/"), {"act": "remove"})
    page = client.get(draft.url("file/")).content.decode()
    assert page.index("申报之前须解决的问题") < page.index("未改正即申报的问题")
    over = page[page.index("未改正即申报的问题") :]
    assert "finding--bad" not in over


def test_a_kind_of_material_shows_what_was_found_in_it(draft: Draft) -> None:
    client = draft.enter("zhou")
    report = draft.filing.materials.get(kind="compliance_report")
    line = re.compile(r"kind-compliance_report.*?</li>", re.DOTALL)
    before = line.search(client.get(draft.url()).content.decode())
    about = {"act": "describe", "issuers": ["lead"], "signatory": "罗景行", "signatory_title": "首席信息官"}
    client.post(draft.url(f"files/{report.pk}/"), about)
    after = line.search(client.get(draft.url()).content.decode())
    assert before and after
    assert "tag--good" in before[0] and "个问题" not in before[0]
    assert "tag--watch" in after[0] and "个问题" in after[0]


def test_the_same_bytes_again_are_said_to_be_the_same(draft: Draft) -> None:
    client = draft.enter("zhou")
    report = draft.filing.materials.get(kind="compliance_report")
    held = client.get(draft.url(f"files/{report.pk}/1/")).getvalue()
    for content, word in ((held, "same"), (held + b"\0", "uploaded")):
        sent = {"file": SimpleUploadedFile(report.file_name, content)}
        answer = client.post(draft.url(f"files/{report.pk}/upload/"), sent)
        assert answer.headers["Location"].endswith(f"?done={word}")


def test_a_receipt_says_the_second_and_what_happens_next(draft: Draft) -> None:
    in_our_channel(draft)
    body = freeze(draft)
    list(attest(draft))
    zhou = draft.enter("zhou")
    zhou.post(draft.url("file/"), {"digest": body.digest, "second_factor_code": code(draft.person("zhou"))})
    page = zhou.get(draft.url("receipt/")).content.decode()
    assert re.search(r"\d\d:\d\d:\d\d</dd>", page)
    assert "接下来" in page and "工作组秘书处" in page
    home = zhou.get(draft.url()).content.decode()
    assert home.index("接下来") < home.index("一、申报表")


@pytest.mark.parametrize(
    ("kind", "who", "place"),
    [
        ("question", "温如玉", "/desk/questions/"),
        ("claim", "温如玉", "/claims/"),
        ("claim_decided", "周若岚", "/institutions/"),
        ("question", "周若岚", "/messages/"),
    ],
    ids=["asked", "claimed", "decided", "not-mine"],
)
def test_a_message_leads_to_where_it_is_attended_to(draft: Draft, kind: str, who: str, place: str) -> None:
    person = draft.cast.people[who]
    told = Message.objects.create(recipient=person, kind=kind, params={}, at=now())
    assert enter(person).post(f"/messages/{told.pk}/").headers["Location"] == place


def test_the_secretariat_is_led_to_the_filing_that_was_filed_and_to_no_draft(draft: Draft) -> None:
    wen = draft.person("wen")
    in_our_channel(draft)
    body = freeze(draft)
    told = Message.objects.create(
        recipient=wen, kind="turn", case_id=draft.filing.pk, params={"state": "filed"}, at=now()
    )
    name = "基于知识图谱的证券公司关联交易穿透核查工具"
    client = draft.enter("wen")
    assert name not in client.get("/messages/").content.decode()
    assert client.post(f"/messages/{told.pk}/").headers["Location"] == "/messages/"
    list(attest(draft))
    draft.enter("zhou").post(
        draft.url("file/"), {"digest": body.digest, "second_factor_code": code(draft.person("zhou"))}
    )
    page = client.get("/messages/").content.decode()
    assert name in page and "前往办理" in page
    answer = client.post(f"/messages/{told.pk}/")
    assert answer.headers["Location"] == f"/desk/filings/{draft.filing.pk}/"


def test_what_has_happened_names_steps_and_the_case_enters_the_record_once(draft: Draft) -> None:
    freeze(draft)
    for place in attest(draft):
        if place.startswith("truth_pledge/joint"):
            break
    home = as_(draft, "周若岚").get(draft.url()).content.decode()
    assert home.count("申报进入记录") == 1
    assert home.count("单位内部审查确认") == 2


def test_a_link_in_a_letter_leads_to_the_act_after_log_in_and_marks_nothing(draft: Draft) -> None:
    freeze(draft)
    message = Message.objects.filter(kind="confirm", recipient__name="卢思齐").latest("pk")
    place = f"/messages/{message.pk}/"
    assert Client().get(place)["Location"] == f"/accounts/login/?next=%2Fmessages%2F{message.pk}%2F"
    reviewer = as_(draft, "卢思齐")
    assert reviewer.get(place)["Location"] == draft.url("confirm/unit_review/joint/")
    message.refresh_from_db()
    assert message.read_at is None
    assert as_(draft, "周若岚").get(place).status_code == 404
