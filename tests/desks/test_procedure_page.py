"""The procedure page: picture, properties with their result, gap register, tables behind the picture."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pypdfium2 import PdfDocument

from xianxing.desks.public.steps import ProcedureWords, loaded
from xianxing.i18n import language
from xianxing.procedure.checker import check
from xianxing.procedure.layout import drawn

PAGE = "/procedure/shenzhen-2023/"


def test_the_plain_address_leads_to_the_complete_guide(client: Client) -> None:
    assert client.get("/procedure/").headers["Location"] == PAGE
    assert client.get("/en/procedure/").headers["Location"] == "/en" + PAGE
    assert client.get("/procedure/nowhere/").status_code == 404


def test_every_state_and_step_of_the_picture_is_in_the_tables(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    procedure = loaded("shenzhen-2023")
    for state in procedure.states:
        assert f'id="state-{state}"' in page
    for step in procedure.steps:
        assert f'id="step-{step}"' in page


def test_properties_are_shown_with_their_result(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    report = check(loaded("shenzhen-2023"))
    assert report.holds
    assert page.count(">成立</span>") == len(report.verdicts)
    assert f"{report.states_explored:,}" in page
    answer = client.get(PAGE + "?format=json").json()
    assert answer["holds"] is True
    assert len(answer["gaps"]) == len(report.gaps)


def test_the_flow_shows_each_state_once_with_its_ways_out_and_their_clauses(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    flow = page[page.index('id="drawing"') : page.index('id="properties"')]
    procedure = loaded("shenzhen-2023")
    for state in procedure.states:
        assert flow.count(f'id="at-{state}"') == 1
    ways = [(step, source) for step in procedure.steps.values() if drawn(step) for source in step.sources]
    onward = [step for step, source in ways if step.target != source]
    assert flow.count('class="flow-target"') == len(onward)
    assert 'href="/guides/shenzhen-2023/#clause-5.1.3"' in flow and "style=" not in flow


def test_only_the_stage_of_the_lit_state_is_unfolded(client: Client) -> None:
    def unfolded(page: str) -> list[str]:
        return re.findall(r'<details class="stage" open><summary><b>(.*?)</b>', page)

    assert unfolded(client.get(PAGE).content.decode()) == ["起草"]
    assert unfolded(client.get("/en" + PAGE + "?state=public_notice").content.decode()) == ["Public notice"]


@pytest.mark.parametrize(
    "language, word", [("", "资本市场金融科技创新试点全过程"), ("/en", "The whole life of a pilot project")]
)
def test_the_whole_is_a_sheet_in_both_languages(client: Client, language: str, word: str) -> None:
    svg = client.get(f"{language}{PAGE}whole.svg")
    assert svg["Content-Type"] == "image/svg+xml" and word in svg.content.decode()
    pdf = client.get(f"{language}{PAGE}whole.pdf")
    assert pdf.content.startswith(b"%PDF") and pdf["Content-Type"] == "application/pdf"
    sheet = PdfDocument(pdf.content)
    assert len(sheet) == 1 and word in sheet[0].get_textpage().get_text_bounded()
    assert client.get("/procedure/nowhere/whole.pdf").status_code == 404


def test_a_state_can_be_lit(client: Client) -> None:
    assert 'aria-current="step"' in client.get(PAGE + "?state=public_notice").content.decode()
    assert 'aria-current="step"' not in client.get(PAGE + "?state=nonsense").content.decode()


def test_gaps_name_the_practice_that_fills_them(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    register = page[page.index('id="gaps"') : page.index('id="states"')]
    assert len(re.findall("<tr>", register)) == len(check(loaded("shenzhen-2023")).gaps) + 1
    assert "指南未载明的步骤" in register


def test_limits_and_owners_are_in_the_readers_language() -> None:
    with language("en"):
        rows = {row.id: row for row in ProcedureWords(loaded("shenzhen-2023")).states()}
        assert rows["public_notice"].limit == "5 working days"
        assert not rows["public_notice"].open
        assert rows["filed"].open
        assert rows["ended"].final
