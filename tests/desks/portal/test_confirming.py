"""From the freeze to the receipt on the pages: order, second factor, what changed, and who sees what."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.desks.accounts.visits import code, wrong_code
from tests.desks.portal.conftest import Draft
from tests.factories.confirming import (
    ACTS,
    PICTURE,
    as_,
    attest,
    freeze,
    give,
    in_our_channel,
    report_of,
)
from xianxing.pilot.cases.domain.performing import Actor, perform
from xianxing.pilot.clock import now
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.draft.cells import write_cell
from xianxing.pilot.filings.models import Attestation, AttestationKind, Cell, Submission
from xianxing.record import verify
from xianxing.record.receipts import parse_receipt


@pytest.mark.clause("3.1.c")
@pytest.mark.clause("4.3.1")
def test_two_units_confirm_and_file_to_a_receipt(draft: Draft, tmp_path: Path) -> None:
    in_our_channel(draft)
    zhou = draft.enter("zhou")
    assert 'class="change-link"' in zhou.get(draft.url("file/")).content.decode()
    body = freeze(draft)
    act = as_(draft, "罗景行").get(draft.url("confirm/unit_review/lead/")).content.decode()
    assert f"/preview/?back={draft.url('confirm/unit_review/lead/')}" in act
    assert len(list(attest(draft))) == len(ACTS)
    check = zhou.get(draft.url("file/")).content.decode()
    assert 'class="change-link"' not in check and f'href="{draft.url("confirm/")}#open-again"' in check
    assert "立即申报" in check and "还不能申报" not in check
    answer = zhou.post(
        draft.url("file/"), {"digest": body.digest, "second_factor_code": code(draft.person("zhou"))}
    )
    assert answer.headers["Location"] == draft.url("receipt/")
    receipt = zhou.get(draft.url("receipt/")).content.decode()
    assert body.digest in receipt
    text = zhou.get(draft.url("receipt/text/"))
    assert parse_receipt(text.content.decode()).note
    assert "%E7%94%B3%E6%8A%A5%E5%9B%9E%E6%89%A7.txt" in text.headers["Content-Disposition"]
    assert zhou.get(draft.url("receipt/pdf/")).content.startswith(b"%PDF")
    names = zipfile.ZipFile(io.BytesIO(zhou.get(draft.url("receipt/dossier/")).getvalue())).namelist()
    assert any(name.endswith(".py") for name in names)
    wen, case = draft.person("wen"), draft.filing.case
    case.refresh_from_db()
    secretary = Actor(str(wen.pk), frozenset({"secretariat"}))
    note: dict[str, Any] = {"note": "内部看法：材料单薄"}
    perform(case=case, step="register_local", actor=secretary, payload=note, at=now())
    packed = zipfile.ZipFile(io.BytesIO(zhou.get(draft.url("receipt/dossier/")).getvalue()))
    assert not any("材料单薄" in packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    packed.extractall(tmp_path / "dossier")
    assert not verify.check_dossier(tmp_path / "dossier").problems
    home = zhou.get(draft.url()).content.decode()
    assert "已申报" in home and "接下来" in home
    assert draft.enter("ning").get(draft.url("receipt/")).status_code == 200
    assert draft.enter("wen").get(draft.url("receipt/")).status_code == 404


@pytest.mark.clause("4")
def test_over_the_outside_platform_the_package_goes_out_and_its_receipt_comes_in(draft: Draft) -> None:
    body = freeze(draft)
    list(attest(draft))
    zhou, person = draft.enter("zhou"), draft.person("zhou")
    before = zhou.get(draft.url("file/")).content.decode()
    assert draft.url("file/hand-in/") not in before and "已导出，继续录入" in before
    package = zhou.post(draft.url("file/package/"), {"digest": body.digest})
    assert "filing.toml" in zipfile.ZipFile(io.BytesIO(package.getvalue())).namelist()
    assert "录入平台回执" in zhou.get(draft.url("file/")).content.decode()
    said = {"digest": body.digest, "number": "ZJH-2024-7", "received_at": "2023-01-01T09:00"}
    early = zhou.post(
        draft.url("file/hand-in/"),
        {**said, "evidence": SimpleUploadedFile("回执.png", PICTURE), "second_factor_code": code(person)},
    )
    assert early.status_code == 400 and not Submission.objects.filter(own_place__isnull=False).exists()
    exported = Submission.objects.get().exported_at
    assert exported
    said["received_at"] = (exported + timedelta(seconds=0.001)).isoformat()
    done = zhou.post(
        draft.url("file/hand-in/"),
        {**said, "evidence": SimpleUploadedFile("回执.png", PICTURE), "second_factor_code": code(person, 1)},
    )
    assert done.headers["Location"] == draft.url("receipt/")
    receipt = zhou.get(draft.url("receipt/")).content.decode()
    assert "ZJH-2024-7" in receipt and "中国证监会政务服务平台" in receipt


def test_without_the_second_factor_nothing_is_signed(draft: Draft) -> None:
    freeze(draft)
    done = attest(draft)
    while next(done) != "lead_review/lead/joint/":
        pass
    answer = give(draft, "compliance/lead/", "顾明谦", second_factor_code="")
    assert answer.status_code == 400
    assert "六位" in answer.content.decode()
    assert not Attestation.objects.filter(kind=AttestationKind.COMPLIANCE).exists()


@pytest.mark.clause("4.1.2")
def test_the_compliance_head_reads_the_report_and_may_refuse_with_reasons(draft: Draft) -> None:
    freeze(draft)
    done = attest(draft)
    while next(done) != "lead_review/lead/joint/":
        pass
    gu = as_(draft, "顾明谦")
    page = gu.get(draft.url("confirm/compliance/lead/")).content.decode()
    assert "合规评估报告.docx" in page and "block-heading" in page
    refuse = draft.url("confirm/refuse/compliance/lead/")
    form = gu.get(refuse).content.decode()
    digest = re.search(r'name="digest" value="(\w{64})"', form)
    assert digest
    sent = {"digest": digest[1], "report": report_of(form), "reason": "第三部分缺少结论", "record": ""}
    bad = wrong_code(draft.cast.people["顾明谦"])
    assert gu.post(refuse, {**sent, "second_factor_code": bad}).status_code == 400
    kept = code(draft.cast.people["顾明谦"])
    assert gu.post(refuse, {**sent, "second_factor_code": kept}).status_code == 302
    shown = draft.enter("ning").get(draft.url("confirm/")).content.decode()
    assert "第三部分缺少结论" in shown


def test_every_file_that_is_signed_for_can_be_opened_from_the_page(draft: Draft) -> None:
    body = freeze(draft)
    for place, name in (("unit_review/joint/", "卢思齐"), ("truth_pledge/lead/", "沈伯衡")):
        client = as_(draft, name)
        page = client.get(draft.url(f"confirm/{place}")).content.decode()
        links = set(re.findall(rf'href="({draft.url("files/")}[0-9]+/[0-9]+/preview/\?back=[^"]+)"', page))
        assert len(links) == len(content_of(body)["files"])  # type: ignore[arg-type]
        for link in links:
            assert client.get(link).status_code == 200


def test_a_reviewer_refuses_on_a_page_of_its_own_and_all_units_read_it_ever_after(draft: Draft) -> None:
    body = freeze(draft)
    lu, place = as_(draft, "卢思齐"), draft.url("confirm/refuse/unit_review/joint/")
    assert lu.post(place, {"digest": body.digest, "reason": "", "look": ""}).status_code == 400
    sent = {"digest": body.digest, "reason": "业务场景一节与事实不符", "record": ""}
    assert as_(draft, "周若岚").post(place, sent).status_code == 400
    assert not Attestation.objects.filter(refused=True).exists()
    assert lu.post(place, sent).status_code == 302
    zhou = as_(draft, "周若岚")
    told = r"已拒绝.*卢思齐.*业务场景一节与事实不符"
    acts = zhou.get(draft.url("confirm/")).content.decode().partition("task-list acts")[2]
    row = next(one for one in acts.split("</li>") if "业务场景一节与事实不符" in one)
    assert "已拒绝" in row and "卢思齐" in row and "尚未确认" not in row and "单位内部审查" in row
    assert (
        "卢思齐（深圳图澜知识工程有限公司）拒绝了“单位内部审查”：业务场景一节与事实不符"
        in zhou.get(draft.url()).content.decode()
    )
    assert re.search(told, zhou.get("/filings/").content.decode(), re.DOTALL)
    assert give(draft, "unit_review/joint/", "卢思齐").status_code == 302
    for page in ("/filings/", draft.url()):
        assert "业务场景一节与事实不符" not in zhou.get(page).content.decode()
    as_(draft, "周若岚").post(draft.url("confirm/freeze/"), {"open": ""})
    freeze(draft)
    shown = as_(draft, "罗景行").get(draft.url("confirm/")).content.decode()
    assert "卢思齐（深圳图澜知识工程有限公司）拒绝作出“单位内部审查”" in shown
    assert "业务场景一节与事实不符" in shown and "针对较早版本的内容" in shown


def test_each_row_says_what_was_proved_of_it_and_no_more(draft: Draft) -> None:
    freeze(draft)
    for place in attest(draft):
        if place.startswith("compliance"):
            break
    page = as_(draft, "周若岚").get(draft.url("confirm/")).content.decode()
    assert page.count("登录状态下作出，此项未要求二次验证") == 5
    assert len(re.findall(r"作出时已通过二次验证：20\d\d-\d\d-\d\d [\d:]{8}（实际时间）", page)) == 1
    assert "SHA-256" not in page


def test_an_act_of_another_is_refused_and_out_of_order_too(draft: Draft) -> None:
    freeze(draft)
    assert (
        "此项由该单位的内部审查人办理"
        in draft.enter("zhou").get(draft.url("confirm/unit_review/lead/")).content.decode()
    )
    assert give(draft, "unit_review/lead/", "周若岚").status_code == 400
    answer = give(draft, "consent/lead/", "沈伯衡")
    assert answer.status_code == 400
    assert not Attestation.objects.exists()


@pytest.mark.clause("4.3.1")
def test_an_edit_voids_everything_and_each_person_sees_what_changed(draft: Draft) -> None:
    freeze(draft)
    list(attest(draft))
    zhou = draft.enter("zhou")
    assert zhou.post(draft.url("confirm/freeze/"), {"open": ""}).status_code == 302
    cell = Cell.objects.get(filing=draft.filing, path="project.trial_months")
    write_cell(
        filing=draft.filing, path=cell.path, value=9, based_on=cell.version, by=draft.person("zhou"), at=now()
    )
    freeze(draft)
    luo = as_(draft, "罗景行")
    found = re.findall(r"confirm/again/(\d+)/", luo.get(draft.url("confirm/")).content.decode())
    assert found
    address = draft.url(f"confirm/again/{found[0]}/")
    assert address in luo.get(draft.url("confirm/unit_review/lead/")).content.decode(), (
        "the act itself says so"
    )
    home = luo.get(draft.url()).content.decode()
    for unit in ("鹏海证券股份有限公司", "深圳图澜知识工程有限公司"):
        assert re.search(rf"单位内部审查人 · {unit}", home), "each act stands with its unit"
    page = luo.get(address).content.decode()
    assert "拟试点期限" in page and "<ins>" in page and "<del>" in page
    digest = re.search(r'name="digest" value="(\w{64})"', page)
    assert digest and luo.post(address, {"digest": digest[1]}).status_code == 302
    body = draft.filing.bodies.get(voided_at__isnull=True)
    assert Attestation.objects.filter(body=body, by=draft.person("luo")).count() == 1


def test_a_page_left_open_over_an_edit_signs_nothing(draft: Draft) -> None:
    old = freeze(draft)
    zhou = draft.enter("zhou")
    zhou.post(draft.url("confirm/freeze/"), {"open": ""})
    cell = Cell.objects.get(filing=draft.filing, path="project.trial_months")
    write_cell(
        filing=draft.filing, path=cell.path, value=9, based_on=cell.version, by=draft.person("zhou"), at=now()
    )
    freeze(draft)
    assert give(draft, "unit_review/lead/", "罗景行", digest=old.digest).status_code == 400
    assert not Attestation.objects.exists()


def test_a_consent_can_be_taken_back_before_filing(draft: Draft) -> None:
    freeze(draft)
    list(attest(draft))
    ning = draft.enter("ning")
    later = code(draft.person("ning"), 1)
    answer = ning.post(draft.url("confirm/take-back/joint/"), {"second_factor_code": later})
    assert answer.status_code == 302
    assert "还缺 1 项确认" in draft.enter("zhou").get(draft.url("file/")).content.decode()


@pytest.mark.clause("4.1.1")
def test_the_public_sheet_is_empty_until_it_is_filled_by_an_act(draft: Draft) -> None:
    zhou = draft.enter("zhou")
    sheet, public = draft.url("public-sheet/"), draft.url("public-sheet/preview/")
    assert "公示表为空" in zhou.get(public).content.decode()
    taken = {"act": "take", "location": "project.name", "based": "0", "anchor": "x"}
    assert zhou.post(sheet, taken).status_code == 302
    name = str(Cell.objects.get(filing=draft.filing, path="project.name").value)
    assert name in zhou.get(public).content.decode()
    words = {"act": "write", "location": "content.overview", "based": "0", "text": "面向公众的简介"}
    assert zhou.post(sheet, words).status_code == 302
    assert "面向公众的简介" in draft.enter("ning").get(public).content.decode()
    internal = {"act": "take", "location": "content.architecture", "based": "0"}
    assert zhou.post(sheet, internal).status_code == 400
    hidden = {"act": "mask", "location": "project.name", "reason": "商业秘密"}
    assert zhou.post(sheet, hidden).status_code == 302
    assert "商业秘密" not in re.sub(r"因商业秘密或敏感信息", "", zhou.get(public).content.decode())


def test_why_a_unit_masks_something_of_its_own_sheet_is_its_own_until_the_freeze(draft: Draft) -> None:
    sheet, secret = draft.url("public-sheet/"), "与某交易所的保密约定"
    hidden = {"act": "mask", "location": "unit[joint].contribution", "reason": secret}
    assert draft.enter("ning").post(sheet, hidden).status_code == 302
    assert secret in draft.enter("ning").get(sheet).content.decode()
    assert secret not in draft.enter("zhou").get(sheet).content.decode()
    freeze(draft)
    assert secret in draft.enter("zhou").get(sheet).content.decode()


@pytest.mark.clause("4.3.2")
def test_signatories_consent_to_exactly_the_sheet_on_the_screen(draft: Draft) -> None:
    zhou, ning = draft.enter("zhou"), draft.enter("ning")
    sheet, public = draft.url("public-sheet/"), draft.url("public-sheet/preview/")
    zhou.post(sheet, {"act": "take", "location": "project.name", "based": "0"})
    freeze(draft)
    page = ning.get(public).content.decode()
    digest = re.search(r'name="digest" value="(\w{64})"', page)
    assert digest
    zhou.post(sheet, {"act": "write", "location": "content.overview", "based": "0", "text": "另一句"})
    stale = {"unit": "joint", "digest": digest[1], "second_factor_code": code(draft.person("ning"))}
    assert ning.post(public, stale).status_code == 400
    fresh = re.search(r'name="digest" value="(\w{64})"', ning.get(public).content.decode())
    assert fresh
    good = {"unit": "joint", "digest": fresh[1], "second_factor_code": code(draft.person("ning"), 1)}
    assert ning.post(public, good).status_code == 302
    assert Attestation.objects.get(kind=AttestationKind.SHEET_CONSENT).by == draft.person("ning")


def test_what_was_filed_is_withdrawn_only_with_every_pilot_institution(draft: Draft) -> None:
    in_our_channel(draft)
    body = freeze(draft)
    list(attest(draft))
    zhou, person = draft.enter("zhou"), draft.person("zhou")
    zhou.post(draft.url("file/"), {"digest": body.digest, "second_factor_code": code(person)})
    asked = {"act": "propose_withdrawal", "unit": "lead", "reason": "方案需要重做"}
    assert zhou.post(draft.url("withdraw/"), asked).status_code == 400
    sent = zhou.post(draft.url("withdraw/"), {**asked, "second_factor_code": code(person, 1)})
    assert sent.status_code == 302
    signatory = as_(draft, "沈伯衡")
    assert "join_withdrawal" in signatory.get(draft.url("withdraw/")).content.decode()
    assert "join_withdrawal" not in draft.enter("luo").get(draft.url("withdraw/")).content.decode()
