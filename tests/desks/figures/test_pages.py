"""The pilot in numbers on pages: a number leads to its rows, and who may not know a case isn't told of it."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import Settings

from tests.factories.figures import counted_pilot, noon
from tests.factories.logged_in import browser
from tests.factories.notices import StageClock, at_the_time_of
from tests.pilot.acts.courses import of_the_panel
from tests.pilot.acts.staff import Office
from tests.pilot.cast import Cast
from xianxing.desks.figures.choice import query_of, read_period
from xianxing.pilot.cases.domain.secrecy import stop_for_secrecy
from xianxing.pilot.figures.definitions import figure_book
from xianxing.pilot.figures.record import FigurePeriod
from xianxing.pilot.parties.models import User

pytestmark = pytest.mark.django_db
PROJECT = "关联交易穿透核查工具"


@pytest.fixture
def office(on_trial: Office, settings: Settings) -> Office:
    at_the_time_of(on_trial.company, settings)
    return on_trial


def enters(office: Office, user: User) -> Client:
    StageClock.instant = office.company.later()
    return browser(user)


def read(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_number_leads_to_its_definition_and_to_the_case_behind_it(office: Office) -> None:
    wen = enters(office, office.wen)
    assert "/desk/figures/applications/" in wen.get("/desk/figures/").content.decode()
    page = wen.get("/desk/figures/applications/").content.decode()
    assert str(figure_book().definitions["applications"].sentence) in page
    assert f"/desk/filings/{office.company.filing.pk}/" in page
    assert PROJECT in page


def test_a_part_has_its_own_rows_and_what_there_isnt_is_not_found(office: Office) -> None:
    wen = enters(office, office.wen)
    page = wen.get("/desk/figures/state_times/?part=public_notice&year=2024").content.decode()
    assert "公示征求意见" in page
    assert "5 个工作日" in page
    for path in ("nothing/", "state_times/?part=nothing", "state_times/", "applications/rows.doc"):
        assert wen.get(f"/desk/figures/{path}").status_code == 404, path


def test_rows_come_as_xlsx_and_csv_with_definition_and_instant(office: Office) -> None:
    wen = enters(office, office.wen)
    book = load_workbook(io.BytesIO(read(wen.get("/desk/figures/started/rows.xlsx"))))
    cells = [cell.value for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert str(figure_book().definitions["started"].sentence) in cells
    assert any("日志共" in str(cell) for cell in cells)
    text = read(wen.get("/desk/figures/started/rows.csv")).decode("utf-8-sig")
    head, line = list(csv.reader(io.StringIO(text)))
    assert line[head.index("计入")] == "是"
    assert PROJECT in line[head.index("项目")]


def test_open_data_hold_what_may_be_told_to_everybody_and_nothing_else(office: Office) -> None:
    wen = enters(office, office.wen)
    lines = list(csv.reader(io.StringIO(read(wen.get("/desk/figures/public.csv")).decode("utf-8-sig"))))
    public = {one.code for one in figure_book().definitions.values() if one.public}
    assert {line[0] for line in lines[1:]} == public
    assert not public & {one.code for one in figure_book().definitions.values() if one.group == "complaints"}
    book = load_workbook(io.BytesIO(read(wen.get("/desk/figures/figures.xlsx"))))
    codes = {str(row[0].value) for row in book.worksheets[0].iter_rows()}
    assert {one.code for one in figure_book().definitions.values()} - codes <= {"C2", "C3"}


def test_the_annual_report_is_made_for_the_working_group_alone(office: Office) -> None:
    wen = enters(office, office.wen)
    assert "/desk/figures/report-2024.docx" in wen.get("/desk/figures/?year=2024").content.decode()
    assert read(wen.get("/desk/figures/report-2024.docx")).startswith(b"PK")
    assert read(wen.get("/desk/figures/report-2024.pdf")).startswith(b"%PDF")
    for path in ("report-1999.pdf", "report-2024.odt"):
        assert wen.get(f"/desk/figures/{path}").status_code == 404, path
    assert enters(office, office.bai).get("/desk/figures/report-2024.pdf").status_code == 404


def test_a_draft_is_counted_and_never_named(office: Office) -> None:
    wen = enters(office, office.wen)
    page = wen.get("/desk/figures/drafts/").content.decode()
    assert "没有可以列明的明细" in page


def test_rows_say_nothing_of_a_case_stopped_for_secrecy(office: Office) -> None:
    case = office.company.filing.case
    stop_for_secrecy(case=case, by=office.wen, ground="发现疑似涉密内容", at=office.company.later())
    for user in (office.wen, office.fang, office.bai):
        client = enters(office, user)
        for path in ("", "applications/", "state_times/?part=running", "on_trial/", "regimes/"):
            page = client.get(f"/desk/figures/{path}").content.decode()
            assert PROJECT not in page, path
            assert str(case.pk) not in page, path


def test_csrc_reads_all_figures_and_is_led_to_the_cases_that_came_to_it(office: Office) -> None:
    bai = enters(office, office.bai)
    page = bai.get("/desk/figures/").content.decode()
    assert "试点统计" in page
    assert (
        f"/csrc/cases/{office.company.filing.pk}/" in bai.get("/desk/figures/applications/").content.decode()
    )


def test_csrc_is_told_how_many_rows_are_not_named_to_it(assembled: Cast, settings: Settings) -> None:
    counted_pilot(assembled.wen)
    StageClock.instant = noon("2024-01-31")
    settings.XIANXING_CLOCK = "tests.factories.notices.StageClock"
    page = browser(of_the_panel()).get("/desk/figures/applications/").content.decode()
    assert "另有3行只计数、不列明" in page


def test_experts_institutions_and_officers_hear_of_no_such_page(office: Office) -> None:
    for user in (office.xu, office.company.cast.zhou, office.company.cast.gao):
        client = enters(office, user)
        for path in ("", "applications/", "figures.xlsx", "public.csv", "applications/rows.csv"):
            assert client.get(f"/desk/figures/{path}").status_code == 404, path


def test_an_empty_pilot_says_so_and_every_figure_of_it_can_be_opened(assembled: Cast) -> None:
    wen = browser(assembled.wen)
    assert "尚无可以统计的项目" in wen.get("/desk/figures/").content.decode()
    for key, definition in figure_book().definitions.items():
        if not definition.parts:
            assert wen.get(f"/desk/figures/{key}/").status_code == 200, key
    for path in ("definitions/", "regimes/", "?year=abc&batch=x"):
        assert wen.get(f"/desk/figures/{path}").status_code == 200, path
    assert read(wen.get("/desk/figures/figures.xlsx")).startswith(b"PK")
    assert read(wen.get("/desk/figures/public.csv"))


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ({"year": "2024", "batch": "3"}, FigurePeriod(2024, 3)),
        ({"year": "24", "batch": "-1"}, FigurePeriod()),
        ({"year": "0000"}, FigurePeriod()),
        ({"year": "２０２４"}, FigurePeriod(2024)),
    ],
)
def test_an_address_names_a_period_or_all_of_the_pilot(asked: dict[str, str], meant: FigurePeriod) -> None:
    assert read_period(asked) == meant
    assert read_period(dict(part.split("=") for part in query_of(meant)[1:].split("&") if part)) == meant
