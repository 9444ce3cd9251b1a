"""The working group reads filings once they are filed, what is due first, and nothing of a draft ever."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from tests.desks.desk.copies import copies
from tests.pilot.cast import EARLY, Cast
from tests.pilot.filings.company import Company, a_company
from xianxing.pilot.cases.domain import perform
from xianxing.pilot.cases.domain.performing import Actor
from xianxing.pilot.cases.domain.secrecy import stop_for_secrecy
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.demo.models import ClockOffset
from xianxing.pilot.filings.check.findings import current_findings, explain_finding
from xianxing.pilot.filings.draft.cells import write_cell
from xianxing.pilot.filings.draft.questions import ask_question
from xianxing.pilot.filings.models import Body, Cell, CheckResult, Filing
from xianxing.pilot.parties.domain.appointments import appoint_staff
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import User
from xianxing.workdays.clocks import CHINA_TIME

Visit = Callable[[User, datetime], Client]
SECRETARIAT = Actor("wen", frozenset({"secretariat"}))
NAME = "关联方识别"


def address(company: Company, rest: str = "") -> str:
    return f"/desk/filings/{company.filing.pk}/{rest}"


def page(client: Client, place: str) -> str:
    response = client.get(place)
    assert response.status_code == 200, place
    return response.content.decode()


def status(client: Client, place: str, *, post: bool = False) -> int:
    answer = client.post(place) if post else client.get(place)
    answer.close()
    return answer.status_code


def everything(company: Company) -> list[tuple[str, bool]]:
    return [
        (address(company), False),
        (address(company, "files/0/"), False),
        (address(company, "files/0/preview/"), False),
        (address(company, "receipt.txt"), False),
        (address(company, "dossier.zip"), True),
    ]


def test_the_secretariat_sees_a_filing_once_filed_and_not_before(company: Company, visit: Visit) -> None:
    wen = company.cast.wen
    name = str(Cell.objects.get(filing=company.filing, path="project.name").value)
    for act in (lambda: None, company.freeze, company.attest):
        act()
        client = visit(wen, company.at)
        assert "尚无项目申报" in page(client, "/desk/")
        assert name not in page(client, "/desk/")
        assert [status(client, place, post=post) for place, post in everything(company)] == [404] * 5
    company.file()
    client = visit(wen, company.at)
    assert name in page(client, "/desk/")
    assert [status(client, place, post=post) for place, post in everything(company)] == [200] * 5


def test_officers_institutions_and_strangers_never_see_a_filed_one(filed: Company, visit: Visit) -> None:
    cast = filed.cast
    bureau = User.objects.create_user("gao-lan@cast.example", name="gao-lan")
    appoint_staff(user=bureau, role=StaffRole.SUPERVISION_BUREAU, at=EARLY)
    for person in (cast.sun, cast.li, cast.gao, cast.chen, cast.zhou, cast.ning, cast.mo, bureau):
        client = visit(person, filed.at)
        assert status(client, "/desk/") == 404, person.name
        found = [status(client, place, post=post) for place, post in everything(filed)]
        assert found == [404] * 5, person.name


@pytest.mark.clause("4.1.1")
def test_body_files_confirmations_receipt_and_timeline_stand_as_filed(filed: Company, visit: Visit) -> None:
    client = visit(filed.cast.wen, filed.at)
    shown = page(client, address(filed))
    body = filed.body
    assert body.digest in shown
    for word in (
        "合规评估报告.docx",
        "顾明谦",
        "鹏海证券股份有限公司",
        "牵头单位申报",
        "单位内部审查",
        "同意并相互认可",
    ):
        assert word in shown, word
    receipt = client.get(address(filed, "receipt.txt"))
    assert receipt.content.decode().startswith("先行") or b"index" in receipt.content
    entry = next(n for n in range(9) if client.get(address(filed, f"files/{n}/")).status_code == 200)
    download = client.get(address(filed, f"files/{entry}/"))
    content = b"".join(download.streaming_content)  # type: ignore[attr-defined]
    assert len(content) == int(download["Content-Length"])
    assert download["Content-Disposition"].startswith("attachment")
    assert status(client, address(filed, "files/99/")) == 404


def test_the_dossier_verifies_with_plain_python_and_withholds_the_draft(
    filed: Company, visit: Visit, tmp_path: Path
) -> None:
    client = visit(filed.cast.wen, filed.at)
    packed = client.post(address(filed, "dossier.zip"))
    with zipfile.ZipFile(io.BytesIO(packed.getvalue())) as source:
        source.extractall(tmp_path / "dossier")
    done = subprocess.run(
        [sys.executable, "-I", "verify.py"], cwd=tmp_path / "dossier", capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    kept = {int(path.stem) for path in (tmp_path / "dossier" / "payloads").iterdir()}
    steps = dict(Event.objects.filter(case=filed.filing.case).values_list("sequence", "step"))
    assert {steps[n] for n in steps if n not in kept} == {"case.opened", "freeze", "put_on_record"}
    assert "give_consent" in {steps[n] for n in kept}
    texts = {path.stem: path.read_bytes() for path in (tmp_path / "dossier" / "texts").iterdir()}
    assert texts[filed.digest] == bytes(filed.body.canonical)
    assert '"已审查"'.encode() in texts.values()
    assert all(hashlib.sha256(data).hexdigest() == name for name, data in texts.items())


def test_an_explanation_stands_beside_its_finding(company: Company, visit: Visit) -> None:
    zhou = company.cast.zhou
    write_over(company, "content.overview", "概" * 520)
    found = current_findings(company.filing, by=zhou, at=company.later())
    unmet = next(
        one.finding for one in found.stated if one.open and one.finding.location == "content.overview"
    )
    explain_finding(
        filing=company.filing, rule=unmet.rule, location=unmet.location, text="图表文字计入所致",
        by=zhou, at=company.later(),
    )  # fmt: skip
    company.freeze()
    company.attest()
    company.file()
    shown = page(visit(company.cast.wen, company.at), address(company))
    card = shown[shown.index(unmet.rule) :]
    assert card.index("图表文字计入所致") < card.index("</section>")


def write_over(company: Company, path: str, value: str) -> None:
    cell = Cell.objects.get(filing=company.filing, path=path, unit=None)
    write_cell(
        filing=company.filing, path=path, value=value, based_on=cell.version, by=company.cast.zhou,
        at=company.later(),
    )  # fmt: skip


def test_a_correction_is_a_draft_again_and_the_group_reads_what_was_filed(
    filed: Company, visit: Visit
) -> None:
    case = filed.filing.case
    case.refresh_from_db()
    for step in ("register_local", "request_correction"):
        perform(
            case=case, step=step, actor=SECRETARIAT, at=filed.later(),
            payload={"reason": "请补正", "completeness": "incomplete"},
        )  # fmt: skip
    before = filed.digest
    company = replace(filed, filing=Filing.objects.get(pk=filed.filing.pk))
    client = visit(filed.cast.wen, company.at)
    findings = findings_on(page(client, address(filed)))
    write_over(company, "content.overview", "补正后的概述，尚未申报" * 60)
    shown = page(visit(filed.cast.wen, company.at), address(filed))
    assert before in shown
    assert "补正后的概述" not in shown
    assert 'class="finding' in findings
    assert findings_on(shown) == findings, "as filed, whatever becomes of the draft"


def findings_on(shown: str) -> str:
    start = shown.index('id="findings"')
    return shown[start : shown.index('id="body"')]


def test_reading_a_filing_writes_nothing(filed: Company, visit: Visit) -> None:
    client = visit(filed.cast.wen, filed.at)
    page(client, address(filed))
    kept = set(CheckResult.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as queries:
        page(client, address(filed))
    written = [q["sql"] for q in queries if not q["sql"].lstrip("( ").upper().startswith("SELECT")]
    assert not [sql for sql in written if "filings_" in sql]
    assert set(CheckResult.objects.values_list("pk", flat=True)) == kept


def test_the_nearest_limit_stands_first_with_clause_and_mark(
    filed: Company, visit: Visit, cast: Cast
) -> None:
    case = filed.filing.case
    case.refresh_from_db()
    perform(case=case, step="register_local", actor=SECRETARIAT, payload={}, at=filed.later())
    copies(filed, 1)
    shown = page(visit(cast.wen, filed.at), "/desk/")
    first, second = (shown.index(f"/desk/filings/{pk}/") for pk in order(filed))
    assert first < second
    assert "实践" in shown
    late = page(visit(cast.wen, filed.at + timedelta(days=40)), "/desk/")
    assert "已逾期" in late


def order(filed: Company) -> list[object]:
    """The copy stands at registration with three working days, the first filing at the check with ten."""
    other = Body.objects.exclude(filing=filed.filing).get()
    return [other.filing_id, filed.filing.pk]


@pytest.mark.parametrize("number", [1, 3])
def test_the_desk_takes_the_same_queries_for_any_number(
    filed: Company, visit: Visit, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    copies(filed, number - 1)
    client = visit(filed.cast.wen, filed.at)
    client.get("/desk/")
    with django_assert_num_queries(26):
        assert page(client, "/desk/").count("/desk/filings/") == number
    page(client, address(filed))
    with django_assert_num_queries(22):
        page(client, address(filed))


def test_the_desk_shows_only_what_waits_for_me_when_asked(filed: Company, visit: Visit, head: User) -> None:
    assert "没有待您办理的事项" in page(visit(head, filed.at), "/desk/?show=mine")
    assert address(filed) in page(visit(filed.cast.wen, filed.at), "/desk/?show=mine")
    assert address(filed) in page(visit(head, filed.at), "/desk/")


def test_a_clock_behind_the_record_raises_an_alarm(filed: Company, visit: Visit, cast: Cast) -> None:
    client = visit(cast.wen, filed.at)
    assert "服务器时钟有误" not in page(client, "/desk/")
    kept = ClockOffset.objects.get()
    kept.seconds -= 3600
    kept.save()
    assert "服务器时钟有误" in page(client, "/desk/")
    assert "服务器时钟有误" in page(client, "/desk/calls/")


def test_open_questions_are_counted_for_the_secretariat_only(
    company: Company, visit: Visit, head: User
) -> None:
    ask_question(
        filing=company.filing,
        path="content.scale",
        text="按户还是按笔？",
        by=company.cast.zhou,
        at=company.at,
    )
    assert "待书面答复的问题" in page(visit(company.cast.wen, company.at), "/desk/")
    assert "待书面答复的问题" not in page(visit(head, company.at), "/desk/")


def test_the_way_to_the_stops_is_shown_to_those_who_may_go_it(
    filed: Company, visit: Visit, head: User
) -> None:
    stop_for_secrecy(
        case=Case.objects.get(pk=filed.filing.pk), by=filed.cast.wen, ground="材料疑似涉密", at=filed.later()
    )
    client = visit(head, filed.at)
    assert "因保密事项停止办理的项目：1" in (shown := page(client, "/desk/"))
    assert "/secrecy/" not in shown and status(client, "/secrecy/") == 404


def test_the_tabs_stand_on_every_page_of_the_desk_and_mark_where_one_is(filed: Company, visit: Visit) -> None:
    client = visit(filed.cast.wen, filed.at)
    for place, here in (("/desk/", "待办事项"), (address(filed), "待办事项"), ("/desk/calls/", "批次管理")):
        shown = page(client, place)
        tabs = shown[shown.index('<nav class="rooms"') :].split("</nav>")[0]
        assert [word for word in ("待办事项", "批次管理", "问题答复") if f">{word}</a>" in tabs] == [
            "待办事项",
            "批次管理",
            "问题答复",
        ]
        current = "page" if place != address(filed) else "true"
        assert f'aria-current="{current}">{here}</a>' in tabs, place
        assert tabs.count("aria-current") == 1


def test_what_was_stopped_for_secrecy_is_counted_and_not_shown(filed: Company, visit: Visit) -> None:
    case = Case.objects.get(pk=filed.filing.pk)
    stop_for_secrecy(case=case, by=filed.cast.wen, ground="材料疑似涉密", at=filed.later())
    client = visit(filed.cast.wen, filed.at)
    shown = page(client, "/desk/")
    assert "因保密事项停止办理的项目：1" in shown
    assert address(filed) not in shown
    assert 'href="/secrecy/"' in shown and status(client, "/secrecy/") == 200
    assert [status(client, place, post=post) for place, post in everything(filed)] == [404] * 5


@pytest.mark.clause("4")
def test_of_a_filing_over_the_platform_its_own_instant_is_shown(
    cast: Cast, visit: Visit, tmp_path: Path
) -> None:
    company = a_company(cast, external=True)
    receipt = company.outside(tmp_path)
    entered = receipt.received_at + timedelta(hours=3)
    company.file(entered, receipt)
    client = visit(cast.wen, entered)
    for place in ("/desk/", address(company)):
        shown = page(client, place)
        assert f"{receipt.received_at.astimezone(CHINA_TIME):%H:%M}" in shown, place
        assert "申报时间" in shown
    listed = page(client, "/desk/").partition("<tbody>")[2]
    assert f"{entered.astimezone(CHINA_TIME):%H:%M}" not in listed
