"""Complaints on their pages: of a stranger, of the group, of the institution that answers."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from pytest_django import Settings

from tests.factories.complaints import (
    SOMEBODY,
    WORDS,
    accepted,
    answered,
    complained,
    days_on,
    forwarded,
    row_of,
)
from tests.factories.logged_in import browser
from tests.factories.notices import Noticed, at_the_time_of
from xianxing.pilot.complaints.domain.following import complaint_status
from xianxing.pilot.complaints.domain.handling import accept_complaint
from xianxing.pilot.complaints.models import Complaint
from xianxing.pilot.notices.models import RegisterEntry
from xianxing.pilot.parties.domain.appointments import grant_membership
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.refusal import Refused

pytestmark = pytest.mark.django_db
FORM = {"kind": "complaint", "text": WORDS, "name": SOMEBODY.name, "contact": SOMEBODY.contact}


def codes(page: str) -> list[str]:
    return re.findall(r"<code>(\w+)</code>", page)


@pytest.mark.parametrize("place", ["/complaints/", "/en/complaints/"])
def test_a_stranger_complains_from_the_register_and_follows_it_with_number_and_secret(
    shown_trial: Noticed, client: Client, place: str
) -> None:
    number = RegisterEntry.objects.get().number
    assert f"/complaints/?project={number}" in client.get(f"/register/{number}/").content.decode()
    form = client.get(f"{place}?project={number}").content.decode()
    assert (
        f'value="{number}" selected' in form
        and "12386" in form
        and "<script" not in form.partition("<main")[2].partition("</main>")[0]
    )
    file = SimpleUploadedFile("合同.pdf", b"%PDF-1.4 x")
    done = client.post(place, {**FORM, "project": number, "file": file})
    assert done.status_code == 201 and "no-store" in done["Cache-Control"]
    given = codes(done.content.decode())
    row = Complaint.objects.get()
    assert given[0] == row.number and row.about_id == shown_trial.company.filing.pk and row.file
    status = client.post(f"{place}status/", {"number": given[0], "secret": given[1]}).content.decode()
    assert ("已收到" in status) is ("/en/" not in place)
    assert client.post(f"{place}status/", {"number": given[0], "secret": "x"}).status_code == 422


def test_who_complained_reads_what_comes_next_until_when_and_that_a_limit_has_passed(
    shown_trial: Noticed, settings: Settings
) -> None:
    at_the_time_of(shown_trial.company, settings)
    done = Client().post("/complaints/", FORM).content.decode()
    assert "接下来： 决定是否受理" in done
    number, secret, *_rest = codes(done)
    days_on(shown_trial, 16)
    at_the_time_of(shown_trial.company, settings)
    status = Client().post("/complaints/status/", {"number": number, "secret": secret}).content.decode()
    assert "已逾期" in status


def test_what_an_institution_has_yet_to_answer_past_its_limit_stands_where_its_work_begins(
    shown_trial: Noticed, settings: Settings
) -> None:
    row = forwarded(shown_trial)
    at_the_time_of(shown_trial.company, settings)
    people = [browser(shown_trial.company.cast.chen), browser(shown_trial.company.cast.zhou)]
    assert all(row.number not in one.get("/filings/").content.decode() for one in people)
    days_on(shown_trial, 30)
    at_the_time_of(shown_trial.company, settings)
    chen = browser(shown_trial.company.cast.chen)
    assert f"/complaints/institution/{row.number}/" in chen.get("/filings/").content.decode()
    answered(shown_trial, row)
    assert row.number not in chen.get("/filings/").content.decode()


def test_what_was_typed_stays_when_it_is_refused(shown_trial: Noticed, client: Client) -> None:
    for said in ({"name": ""}, {"kind": "praise"}, {"project": "P1999-9"}, {"earlier_number": "T1"}):
        refused = client.post("/complaints/", {**FORM, "text": "<b>费用</b>", **said})
        page = refused.content.decode()
        assert refused.status_code == 422 and "&lt;b&gt;费用&lt;/b&gt;" in page and 'role="alert"' in page
    wrong = client.post("/complaints/", {**FORM, "file": SimpleUploadedFile("a.exe", b"MZ")})
    assert wrong.status_code == 422 and "类型" in wrong.content.decode()
    assert not Complaint.objects.exists()


def test_too_much_and_too_often_is_refused_before_it_is_parsed(
    shown_trial: Noticed, client: Client, settings: Settings
) -> None:
    assert client.post("/complaints/", {"text": "字" * 6_000_000}).status_code == 413
    settings.COMMENT_RATE = "1/h"
    assert client.post("/complaints/", FORM).status_code == 201
    late = client.post("/complaints/", FORM)
    assert (late.status_code, late["Retry-After"]) == (429, "3600")
    assert Client(enforce_csrf_checks=True).post("/complaints/", FORM).status_code in (403, 429)


def test_the_group_deals_with_it_on_its_page_and_the_institution_answers_on_its_own(
    shown_trial: Noticed, settings: Settings
) -> None:
    company, cast = shown_trial.company, shown_trial.company.cast
    receipt = complained(shown_trial)
    at_the_time_of(company, settings)
    wen, chen = browser(cast.wen), browser(cast.chen)
    place, theirs = f"/desk/complaints/{receipt.number}/", f"/complaints/institution/{receipt.number}/"
    page = wen.get(place).content.decode()
    assert WORDS in page and SOMEBODY.name not in page
    assert SOMEBODY.name in wen.post(place, {"act": "identity"}).content.decode()
    assert chen.get(theirs).status_code == 404
    assert wen.post(place, {"act": "accept"}).status_code == 302
    kept = wen.post(place, {"act": "forward", "words": "请核实", "institution": "x"})
    assert kept.status_code == 422 and "请核实" in kept.content.decode()
    sent = {"act": "forward", "words": "请核实费用说明", "institution": str(cast.penghai.pk)}
    assert wen.post(place, sent).status_code == 302
    page = chen.get(theirs).content.decode()
    assert "请核实费用说明" in page and WORDS not in page and SOMEBODY.name not in page
    assert chen.post(theirs, {"act": "identity"}).status_code == 422
    assert chen.post(theirs, {"act": "answer", "words": ""}).status_code == 422
    assert chen.post(theirs, {"act": "answer", "words": "已退还"}).status_code == 302
    assert "已退还" in wen.get(place).content.decode()
    assert wen.post(place, {"act": "offer", "words": "由服务中心调解"}).status_code == 302
    assert 'value="failed"' in wen.get(place).content.decode()
    assert chen.post(theirs, {"act": "yes"}).status_code == 302
    both = {"number": receipt.number, "secret": receipt.secret, "mediation": "yes"}
    assert Client().post("/complaints/status/", both).status_code == 200
    for act in ("settled", "close"):
        assert wen.post(place, {"act": act, "words": "办结"}).status_code == 302
    assert row_of(receipt).state == "closed"
    assert wen.post(place, {"act": "fly"}).status_code == 422


def test_paper_is_entered_with_its_day_and_its_secret_is_shown_once(
    shown_trial: Noticed, settings: Settings
) -> None:
    at_the_time_of(shown_trial.company, settings)
    wen = browser(shown_trial.company.cast.wen)
    assert 'type="date"' in wen.get("/desk/complaints/enter/").content.decode()
    form = {**FORM, "way": "paper", "received_on": "2024-01-20"}
    assert wen.post("/desk/complaints/enter/", {**form, "received_on": "昨天"}).status_code == 422
    done = wen.post("/desk/complaints/enter/", form)
    number, secret = codes(done.content.decode())
    assert complaint_status(number=number, secret=secret).complaint.received_on.isoformat() == "2024-01-20"


def test_an_institution_keeps_its_ledger_and_others_find_no_such_page(
    shown_trial: Noticed, settings: Settings
) -> None:
    cast = shown_trial.company.cast
    at_the_time_of(shown_trial.company, settings)
    chen = browser(cast.chen)
    form = {**FORM, "way": "visit", "received_on": "2024-01-20"}
    done = chen.post("/complaints/institution/enter/", form)
    assert done.status_code == 302
    assert WORDS in chen.get(done["Location"]).content.decode()
    assert chen.post(done["Location"], {"act": "settle", "words": "已说明"}).status_code == 302
    assert "已办结" in chen.get("/complaints/institution/").content.decode()
    for person in (cast.zhou, cast.wen):
        assert browser(person).get("/complaints/institution/").status_code == 404
    assert (
        done["Location"].split("/")[-2]
        not in browser(cast.ning).get("/complaints/institution/").content.decode()
    )


def test_who_deals_with_complaints_for_two_institutions_chooses_into_whose_ledger_one_goes(
    shown_trial: Noticed, settings: Settings
) -> None:
    company, cast = shown_trial.company, shown_trial.company.cast
    at_the_time_of(company, settings)
    place, chen = "/complaints/institution/enter/", browser(cast.chen)
    form = {**FORM, "way": "visit", "received_on": "2024-01-20"}
    assert 'name="institution"' not in chen.get(place).content.decode()
    grant_membership(user=cast.chen, institution=cast.tulan, role=MemberRole.CONTACT, at=company.at)
    assert 'name="institution"' in chen.get(place).content.decode()
    for other in ("", "x"):
        refused = chen.post(place, {**form, "institution": other})
        assert refused.status_code == 422 and "哪家机构的台账" in refused.content.decode()
    kept = chen.post(place, {**form, "institution": str(cast.tulan.pk), "text": ""}).content.decode()
    assert f'value="{cast.tulan.pk}" selected' in kept
    for one in (cast.penghai, cast.tulan):
        assert chen.post(place, {**form, "institution": str(one.pk)}).status_code == 302
        assert Complaint.objects.filter(ledger=one).count() == 1


def test_an_institution_does_not_learn_the_number_of_an_earlier_one_that_it_was_never_sent(
    shown_trial: Noticed, settings: Settings
) -> None:
    cast, first = shown_trial.company.cast, complained(shown_trial, kind="report")
    said = {"earlier_number": first.number, "earlier_secret": first.secret}
    row = forwarded(shown_trial, accepted(shown_trial, **said))
    at_the_time_of(shown_trial.company, settings)
    wen, chen = browser(cast.wen), browser(cast.chen)
    for page in ("/desk/complaints/", f"/desk/complaints/{row.number}/"):
        assert first.number in wen.get(page).content.decode()
    for page in ("/complaints/institution/", f"/complaints/institution/{row.number}/"):
        assert first.number not in chen.get(page).content.decode()
    report, at = row_of(first), shown_trial.company.later()
    forwarded(shown_trial, accept_complaint(complaint=report.pk, by=cast.wen, at=at))
    repeated = chen.get("/complaints/institution/?when=repeated").content.decode()
    assert row.number in repeated and first.number in repeated


def test_the_group_finds_counts_and_takes_the_ledger_home_without_words_names_or_formulas(
    shown_trial: Noticed, settings: Settings
) -> None:
    row = answered(shown_trial)
    accepted(shown_trial, kind="inquiry", anonymous=True, about=None)
    at_the_time_of(shown_trial.company, settings)
    wen = browser(shown_trial.company.cast.wen)
    assert row.number in wen.get("/desk/complaints/?kind=complaint&state=answered").content.decode()
    assert (
        row.number not in wen.get("/desk/complaints/?kind=inquiry&since=x&until=2030-01-01").content.decode()
    )
    number = RegisterEntry.objects.get().number
    assert row.number in wen.get(f"/desk/complaints/?project={number}").content.decode()
    assert "2024-01" in wen.get("/desk/complaints/counts/").content.decode()
    answer = wen.get("/desk/complaints/ledger.xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(answer))).worksheets[0]
    cells = [str(cell.value) for line in sheet.iter_rows() for cell in line]
    assert row.number in cells and "投诉" in cells
    assert not [cell for cell in cells if WORDS in cell or SOMEBODY.name in cell or cell.startswith("=")]


def test_what_is_late_stands_on_the_desk_on_the_case_and_with_the_institution(
    shown_trial: Noticed, settings: Settings
) -> None:
    company, row = shown_trial.company, forwarded(shown_trial)
    days_on(shown_trial, 21)
    at_the_time_of(company, settings)
    wen, chen = browser(company.cast.wen), browser(company.cast.chen)
    assert row.number in wen.get("/desk/").content.decode()
    case = wen.get(f"/desk/filings/{company.filing.pk}/").content.decode()
    assert "投诉风险提示" in case and row.number in case
    own = chen.get("/complaints/institution/?when=overdue").content.decode()
    assert row.number in own and "已逾期" in own
    assert (
        "投诉风险提示"
        not in Client().get(f"/register/{RegisterEntry.objects.get().number}/").content.decode()
    )


def test_a_file_from_a_stranger_is_only_ever_a_download(shown_trial: Noticed, settings: Settings) -> None:
    file = SimpleUploadedFile("页.txt", "每月收费八十元。".encode())
    assert Client().post("/complaints/", {**FORM, "file": file}).status_code == 201
    at_the_time_of(shown_trial.company, settings)
    place = f"/desk/complaints/{Complaint.objects.get().number}/file/"
    answer = browser(shown_trial.company.cast.wen).get(place)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    with pytest.raises(Refused):
        complaint_status(number=Complaint.objects.get().number, secret="")
