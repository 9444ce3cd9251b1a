"""The working group looks at the files of what was filed as the applicants do, and at nothing else."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime

import pytest
from django.http import HttpResponse
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from tests.documents.build import lines, pdf
from tests.pilot.cast import EARLY
from tests.pilot.filings.company import Company
from xianxing.desks import showing
from xianxing.desks.desk import bodies
from xianxing.pilot.cases.domain.secrecy import lift_stop, report_secret, stop_for_secrecy
from xianxing.pilot.cases.models import Case
from xianxing.pilot.filings.files.looking import filed_download, filed_file, filed_page_image
from xianxing.pilot.filings.files.materials import add_file
from xianxing.pilot.filings.models import StoredFile
from xianxing.pilot.parties.domain.appointments import appoint_staff
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refusal, Refused

Visit = Callable[[User, datetime], Client]
NOT_FOUND = [404, 404, 404]


@pytest.fixture
def company(company: Company) -> Company:
    """The example filing with a PDF of three pages and one with a password."""
    for name, data in (
        ("三页.pdf", pdf(lines("第一页的话"), lines("第二页的话"), lines("第三页的话"))),
        ("加密.pdf", pdf(lines("机要"), encrypt="secret")),
    ):
        add_file(
            filing=company.filing, unit=company.filing.units.get(lead=True), kind="other",
            stream=io.BytesIO(data), name=name, size=len(data), by=company.cast.zhou, at=company.later(),
        )  # fmt: skip
    return company


@pytest.fixture
def filed(company: Company) -> Company:
    """The same, filed."""
    company.freeze()
    company.attest()
    company.file()
    return company


def place(company: Company, name: str, rest: str = "preview/") -> str:
    number = next(one.number for one in bodies.files_of(company.body) if one.name.endswith(name))
    return f"/desk/filings/{company.filing.pk}/files/{number}/{rest}"


def get(client: Client, address: str) -> HttpResponse:
    answer = client.get(address)
    assert isinstance(answer, HttpResponse)
    return answer


def three(client: Client, company: Company, number: int) -> list[int]:
    """What the ways to one file answer: the download, the preview, a page."""
    found = []
    for rest in ("", "preview/", "picture/"):
        answer = client.get(f"/desk/filings/{company.filing.pk}/files/{number}/{rest}")
        assert not answer.streaming or answer.getvalue()
        found.append(answer.status_code)
    return found


def test_a_pdf_is_leafed_through_as_pictures_with_the_text_of_each_page(filed: Company, visit: Visit) -> None:
    wen = visit(filed.cast.wen, filed.at)
    shown = get(wen, place(filed, "三页.pdf", "preview/?page=2")).content.decode()
    assert "第二页的话" in shown and "第一页的话" not in shown
    assert place(filed, "三页.pdf", "picture/?page=2") in shown
    assert 'href="?page=1" rel="prev"' in shown and 'href="?page=3" rel="next"' in shown
    assert f'href="{place(filed, "三页.pdf", "")}"' in shown
    answer = get(wen, place(filed, "三页.pdf", "picture/?page=2"))
    assert answer["Content-Type"] == "image/webp" and answer["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Image.open(io.BytesIO(answer.content)).format == "WEBP"
    assert get(wen, place(filed, "三页.pdf", "picture/?page=4")).status_code == 404


def test_word_is_shown_as_its_text_in_both_languages(filed: Company, visit: Visit) -> None:
    wen = visit(filed.cast.wen, filed.at)
    address = place(filed, "合规评估报告.docx")
    shown = get(wen, address).content.decode()
    assert 'role="heading"' in shown and "仅显示文字" in shown and "/picture/" not in shown
    assert "The text only" in get(wen, "/en" + address).content.decode()
    assert get(wen, place(filed, "合规评估报告.docx", "picture/")).status_code == 404
    assert address in get(wen, f"/desk/filings/{filed.filing.pk}/").content.decode()


def test_what_cannot_be_opened_says_why_and_who_can_help(filed: Company, visit: Visit) -> None:
    shown = get(visit(filed.cast.wen, filed.at), place(filed, "加密.pdf")).content.decode()
    assert "密码" in shown and "补正通知" in shown and "/picture/" not in shown


def test_only_the_working_group_looks_and_only_once_it_was_filed(company: Company, visit: Visit) -> None:
    cast, wen = company.cast, company.cast.wen
    assert three(visit(wen, company.at), company, 0) == NOT_FOUND, "a draft"
    company.freeze()
    company.attest()
    assert three(visit(wen, company.at), company, 0) == NOT_FOUND, "frozen and not filed"
    company.file()
    number = int(place(company, "三页.pdf", "").split("/")[-2])
    assert three(visit(wen, company.at), company, number) == [200, 200, 200]
    bureau = User.objects.create_user("gao-lan@cast.example", name="gao-lan")
    appoint_staff(user=bureau, role=StaffRole.SUPERVISION_BUREAU, at=EARLY)
    for person in (cast.sun, cast.li, cast.gao, cast.chen, cast.zhou, cast.ning, cast.mo, bureau):
        assert three(visit(person, company.at), company, number) == NOT_FOUND, person.name


def test_nobody_looks_while_it_is_stopped_for_secrecy(filed: Company, visit: Visit) -> None:
    number = int(place(filed, "三页.pdf", "").split("/")[-2])
    stop_for_secrecy(
        case=Case.objects.get(pk=filed.filing.pk), by=filed.cast.wen, ground="材料疑似涉密", at=filed.later()
    )
    assert three(visit(filed.cast.wen, filed.at), filed, number) == NOT_FOUND


def test_the_domain_refuses_whoever_asks_it_past_the_pages(filed: Company) -> None:
    wen, zhou, body = filed.cast.wen, filed.cast.zhou, filed.body
    assert filed_file(body=body, number=0, by=wen, at=filed.at).version.file.sha256
    asked: list[tuple[User, int, str]] = [(zhou, 0, "stranger"), (wen, 99, "absent"), (wen, -1, "absent")]
    for by, number, code in asked:
        with pytest.raises(Refusal) as refused:
            filed_file(body=body, number=number, by=by, at=filed.at)
        assert refused.value.code == code
    stop_for_secrecy(
        case=Case.objects.get(pk=filed.filing.pk), by=wen, ground="材料疑似涉密", at=filed.later()
    )
    with pytest.raises(Refused, match="中止"):
        filed_page_image(body=body, number=0, page=1, by=wen, at=filed.at)
    with pytest.raises(Refused, match="中止"):
        filed_download(body=body, number=0, by=wen, at=filed.at)


def test_erased_bytes_are_not_found(filed: Company, visit: Visit) -> None:
    number = int(place(filed, "三页.pdf", "").split("/")[-2])
    [entry] = [one for one in bodies.files_of(filed.body) if one.number == number]
    case, cast = filed.filing.case, filed.cast
    stop_for_secrecy(case=case, by=cast.wen, ground="疑似涉密", at=filed.later())
    report_secret(case=case, by=cast.wen, to="保密行政管理部门", reference="1", at=filed.later())
    StoredFile.objects.filter(sha256=entry.sha256).update(erased_at=filed.at)
    lift_stop(case=case, by=cast.li, second=cast.wen, reason="查明不涉密", at=filed.later())
    assert three(visit(filed.cast.wen, filed.at), filed, number) == NOT_FOUND


def test_who_asks_for_too_many_pages_is_told_to_wait(
    filed: Company, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "PICTURE_RATE", "1/10m")
    wen = visit(filed.cast.wen, filed.at)
    assert [get(wen, place(filed, "三页.pdf", "picture/")).status_code for _ in range(2)] == [200, 429]


def test_a_look_takes_few_queries_whatever_the_file(
    filed: Company, visit: Visit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    wen = visit(filed.cast.wen, filed.at)
    for name in ("三页.pdf", "合规评估报告.docx"):
        address = place(filed, name)
        get(wen, address)
        with django_assert_num_queries(14):
            get(wen, address)
    address = place(filed, "三页.pdf", "picture/")
    with django_assert_num_queries(9):
        get(wen, address)
