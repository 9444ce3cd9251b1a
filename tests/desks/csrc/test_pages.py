"""CSRC's desk, a case on it, the package: what is shown to whom, and what is refused with which words."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from tests.factories.logged_in import browser
from tests.factories.notices import StageClock, at_the_time_of
from tests.pilot.acts.courses import a_core_office, of_the_panel, reported, selected
from tests.pilot.acts.staff import Office, an_office
from tests.pilot.casework.several import another
from tests.pilot.cast import Cast
from tests.pilot.filings.company import Company
from tests.pilot.transmissions.sending import number_letter, packed
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.messages.models import Message
from xianxing.pilot.papers.values import project_name
from xianxing.pilot.parties.domain import second_factor
from xianxing.pilot.parties.models import User
from xianxing.pilot.transmissions.models import TransmissionPackage

pytestmark = pytest.mark.django_db


def enrolled(office: Office) -> Office:
    cast = office.company.cast
    for user in (office.wen, office.tang, office.fang, office.ren, office.bai, office.xu, cast.zhou, cast.mo):
        second_factor.enrol(user=user, secret=second_factor.new_secret())
    return office


@pytest.fixture
def office(company_filed: Company, settings: object) -> Office:
    there = enrolled(an_office(company_filed))
    at_the_time_of(company_filed, settings)  # type: ignore[arg-type]
    return there


@pytest.fixture
def lu() -> User:
    user = of_the_panel()
    second_factor.enrol(user=user, secret=second_factor.new_secret())
    return user


def see(office: Office, user: User) -> Client:
    """The person's browser, at the time of the story."""
    StageClock.instant = office.company.later()
    return browser(user)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", answer.content.decode())


def page(office: Office) -> str:
    return f"/csrc/cases/{office.company.filing.pk}/"


def test_the_desk_lists_what_waits_with_its_days_and_no_other_case(office: Office, lu: User) -> None:
    another(office)
    selected(office)
    text = text_of(see(office, lu), "/csrc/")
    assert "待你部门办理：0 件" in text
    assert "材料包尚未报送" in text
    assert text.count('scope="row"') == 1
    assert "专业评估" in text
    assert "个工作日" in text
    assert "指南未规定期限" in text
    bureau = text_of(see(office, office.bai), "/csrc/")
    assert bureau.count('scope="row"') == 1
    assert "待你部门办理：0 件" in bureau


@pytest.mark.parametrize("filed", [1, 3])
def test_the_desk_takes_the_same_number_of_queries(
    office: Office, lu: User, filed: int, django_assert_max_num_queries: object
) -> None:
    for _turn in range(filed - 1):
        there = another(office)
        selected(there)
        office.company.at = there.company.at
    selected(office)
    client = see(office, lu)
    client.get("/csrc/")
    with django_assert_max_num_queries(24 + 2 * filed):  # type: ignore[operator]
        assert text_of(client, "/csrc/").count('scope="row"') == filed


def test_nothing_waits_where_nothing_was_reported(office: Office, lu: User) -> None:
    for person in (lu, office.bai):
        assert "尚无报送的案件" in text_of(see(office, person), "/csrc/")
    assert see(office, lu).get(page(office)).status_code == 404


def test_the_secretariat_makes_a_package_and_is_told_what_is_missing_before(office: Office, lu: User) -> None:
    selected(office)
    wen, address = see(office, office.wen), page(office) + "package/"
    text = text_of(wen, address)
    assert "缺少的材料" in text
    assert "发文字号" in text
    answer = wen.post(address, {"sequence": office.sequence})
    assert answer.status_code == 422
    assert "材料包没有制作，缺少：“关于报送" in answer.content.decode()
    number_letter(office)
    StageClock.instant = office.company.later()
    answer = wen.post(address, {"sequence": office.sequence}, follow=True)
    made = TransmissionPackage.objects.get()
    assert f"材料包 {made.number} 已经制作" in answer.content.decode()
    listed = text_of(see(office, lu), "/csrc/")
    assert "待你部门办理：1 件" in listed and "材料包尚未报送" not in listed
    given = wen.get(f"/csrc/packages/{made.number}.zip")
    archive = ZipFile(BytesIO(b"".join(given.streaming_content)))  # type: ignore[attr-defined]
    given.close()
    assert "manifest.txt" in archive.namelist()
    assert given["Content-Disposition"].endswith(f'{made.number}.zip"')


def test_the_package_is_csrcs_and_the_groups_and_nobody_elses(office: Office, lu: User) -> None:
    selected(office)
    number_letter(office)
    address = f"/csrc/packages/{packed(office).number}.zip"
    for reader in (lu, office.bai, office.wen, office.fang, office.ren):
        given = see(office, reader).get(address)
        assert given.status_code == 200
        given.close()
    for other in (office.company.cast.zhou, office.xu, office.company.cast.mo):
        assert see(office, other).get(address).status_code == 404
        assert see(office, other).get(page(office) + "package/").status_code == 404


def test_a_risk_reviewer_reads_the_page_and_makes_none(office: Office) -> None:
    selected(office)
    number_letter(office)
    ren, address = see(office, office.ren), page(office) + "package/"
    assert "制作材料包" not in text_of(ren, address)
    assert ren.post(address, {"sequence": office.sequence}).status_code == 422
    assert not TransmissionPackage.objects.exists()


def test_where_csrc_isnt_to_act_the_page_says_so(office: Office) -> None:
    text = text_of(see(office, office.wen), page(office) + "package/")
    assert "现在不能制作材料包" in text
    assert "制作材料包</button>" not in text


def test_a_case_shows_package_steps_papers_and_the_filing_and_no_expert(office: Office, lu: User) -> None:
    selected(office)
    number_letter(office)
    made = packed(office)
    text = text_of(see(office, lu), page(office))
    for shown in (made.number, made.digest, "专业评估通过", "要求补充", "函", "研究同意入选", "创新"):
        assert shown in text
    for hidden in ("技术路线可行", "专家提出意见", f">{office.xu.name}<"):
        assert hidden not in text
    english = text_of(see(office, lu), "/en" + page(office))
    assert "Reason or remark: " in english and "理由或者意见" not in english
    assert "入选 · 工作组组长" not in english


def test_supplements_are_asked_and_answered_on_the_page(office: Office, lu: User) -> None:
    selected(office)
    office.do("ask_supplement", lu, answers={"supplement_question": "请说明模型的复核频次。"})
    item = next(iter(office_items(office)))
    office.do(
        "answer_supplement", office.company.cast.zhou,
        answers={"supplements": item, "supplement_answer": "每季度复核一次。"},
    )  # fmt: skip
    text = text_of(see(office, lu), page(office))
    assert "请说明模型的复核频次。" in text
    assert "每季度复核一次。" in text


def office_items(office: Office) -> frozenset[str]:
    view = case_to_read(office.company.filing.pk, office.wen, at=office.company.at)
    return view.state.acted["supplements"]


def test_a_return_for_another_case_is_refused_on_the_page_and_nothing_typed_is_lost(office: Office) -> None:
    selected(office)
    number_letter(office)
    packed(office)
    there = another(office)
    selected(there)
    number_letter(there, serial=8)
    theirs = packed(there)
    office.company.at = there.company.at
    wen = see(office, office.wen)
    address = f"/cases/{office.company.filing.pk}/steps/pass_evaluation/"
    assert "所答复的报送材料包" in text_of(wen, address)
    letter = office.letter(office.wen)
    answer = wen.post(
        address,
        {
            "sequence": office.sequence, "ask.package_answered": theirs.number, "evidence": str(letter),
            "reason": "函复通过", "second_factor_code": second_factor.next_code(office.wen),
        },
    )  # fmt: skip
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "是另一案件的材料包" in text
    assert theirs.number in text
    assert "函复通过" in text
    assert f'value="{theirs.number}"' in text


def test_the_path_of_a_core_institution_is_shown_with_its_reason(assembled: Cast, settings: object) -> None:
    office = enrolled(a_core_office(assembled))
    at_the_time_of(office.company, settings)  # type: ignore[arg-type]
    reported(office)
    for reader in (office.wen, office.company.cast.zhou, office.bai):
        text = text_of(see(office, reader), f"/cases/{office.company.filing.pk}/")
        assert "直接参加专业评估" in text
        assert "申报为市场核心机构" in text
        places = re.findall(r'<li( class="is-\w+"[^>]*)?>([^<]+)</li>', text)
        assert [name for _mark, name in places][:4] == ["已申报", "初步审阅", "待科技监管局认可", "专业评估"]
        assert 'aria-current="step">待科技监管局认可' in text
    office.both("decline_recognition", office.wen, office.tang, evidence=True)
    text = text_of(see(office, office.wen), f"/cases/{office.company.filing.pk}/")
    assert "未获认可直接参加专业评估" in text
    assert "设定： 转入本地办理" in text
    office.do("send_to_local_path", office.fang)
    text = text_of(see(office, office.wen), f"/cases/{office.company.filing.pk}/")
    assert "形式审核" in text
    assert "未获认可直接参加专业评估" in text


def test_an_open_approval_is_a_duty_with_its_owner_until_it_is_granted(office: Office, lu: User) -> None:
    selected(office, parallel_approval="submitted", innovation_basis="exemption")
    case = f"/cases/{office.company.filing.pk}/"
    for reader, address in (
        (office.wen, case), (office.company.cast.zhou, case), (lu, page(office)),
        (office.wen, f"/desk/filings/{office.company.filing.pk}/"), (office.wen, "/desk/"),
    ):  # fmt: skip
        text = text_of(see(office, reader), address)
        assert "同步报批" in text, address
        if address != "/desk/":
            assert "鹏海证券股份有限公司" in text
            assert "规则豁免" in text
    named = text_of(see(office, office.fang), f"{case}steps/allow_start/")
    assert "尚未取得：产品或者服务的同步报批（鹏海证券股份有限公司）" in named


def test_where_nothing_needs_approval_no_duty_is_shown(office: Office) -> None:
    selected(office)
    assert "启动前须取得" not in text_of(see(office, office.wen), f"/cases/{office.company.filing.pk}/")


def test_after_the_log_in_the_way_leads_to_the_desk(office: Office, lu: User) -> None:
    for person in (lu, office.bai):
        assert 'href="/csrc/"' in text_of(see(office, person), "/")
    assert 'href="/csrc/"' not in text_of(see(office, office.wen), "/")
    for other in (office.wen, office.xu, office.company.cast.zhou):
        assert see(office, other).get("/csrc/").status_code == 404


def test_the_inbox_names_the_project_that_waits_for_the_panel_and_leads_to_it(
    office: Office, lu: User
) -> None:
    selected(office)
    client = see(office, lu)
    message = Message.objects.get(recipient=lu, kind="turn")
    assert project_name(office.company.filing) in text_of(client, "/messages/")
    assert client.get(f"/messages/{message.pk}/")["Location"] == page(office)
