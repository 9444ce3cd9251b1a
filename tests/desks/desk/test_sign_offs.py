"""The legal reviewer reads a procedure as a text at the desk and signs it off; the working group sees it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.test import Client

from tests.desks.accounts.visits import code
from tests.desks.desk.conftest import enrol
from tests.factories.calls import STATEMENT, confirmation, legal_reviewer, sign_off
from tests.pilot.cast import EARLY, Cast
from xianxing.desks.public.steps import loaded
from xianxing.pilot.calls.models import ProcedureSignOff
from xianxing.pilot.cases.domain.publications import record_sign_off
from xianxing.pilot.parties.models import User
from xianxing.procedure.reading import digest_of_rows, read_procedure

Visit = Callable[[User, datetime], Client]
LIST, SIGN = "/desk/procedures/", "/desk/procedures/shenzhen-2023/sign/"
TEXT = "/procedure/shenzhen-2023/text/"
DAY = datetime(2023, 11, 28, 1, 0, tzinfo=UTC)


@pytest.fixture
def su(cast: Cast) -> User:
    """The working group's lawyer, with a second factor."""
    reviewer = legal_reviewer(at=EARLY)
    enrol(reviewer)
    return reviewer


def test_the_legal_reviewer_reads_the_text_and_signs_it_off_with_a_code(
    su: User, visit: Visit, client: Client
) -> None:
    browser, text = visit(su, DAY), read_procedure(loaded("shenzhen-2023"))
    assert "尚未审签" in browser.get(LIST).content.decode()
    page = unescape(browser.get(SIGN).content.decode())
    assert text.version in page and text.digest in page and "此前没有审签过" in page
    assert all(page.count(f'<li id="{one.id}">{one.zh}</li>') == 1 for one in text.sentences())
    said = confirmation("shenzhen-2023")
    good = {"version": said.version, "typed": said.typed, "statement": STATEMENT}
    assert browser.post(SIGN, good).status_code == 200  # without a code
    assert not ProcedureSignOff.objects.exists()
    assert browser.post(SIGN, {**good, "second_factor_code": code(su)}).headers["Location"] == LIST
    signed = ProcedureSignOff.objects.get()
    assert (signed.signed_by, signed.version, signed.statement) == (su, text.version, STATEMENT)
    assert "已审签" in browser.get(LIST).content.decode()
    assert "该条文已经审签。" in browser.get(SIGN).content.decode()
    told = client.get(TEXT).content.decode()
    assert "由工作组法律审核人su于" in told and STATEMENT in told
    (answer,) = client.get(TEXT + "?format=json").json()["signed_off"]
    assert (answer["by"], answer["statement"]) == ("su", STATEMENT)


def test_what_was_typed_wrong_is_told_beside_its_field_and_nothing_is_lost(su: User, visit: Visit) -> None:
    browser, said = visit(su, DAY), confirmation("shenzhen-2023")
    bad = {"version": said.version, "typed": "00000000", "statement": "逐句读过"}
    page = browser.post(SIGN, {**bad, "second_factor_code": code(su)}).content.decode()
    assert f"请填入所读版本摘要的前 8 位：{said.typed}。" in page and "逐句读过" in page
    stale = {**bad, "version": "sha256:" + "0" * 64, "second_factor_code": code(su, 1)}
    assert "已有新的版本" in browser.post(SIGN, stale).content.decode()
    assert not ProcedureSignOff.objects.exists()


def test_the_difference_from_the_version_signed_off_last_is_shown(su: User, visit: Visit) -> None:
    text = read_procedure(loaded("shenzhen-2023"))
    rows = [row for row in text.rows() if row[0] != "step.monitor"]
    rows = [[*row[:3], "原来的话。"] if row[0] == "step.file" else row for row in rows]
    rows.append(["step.bygone", "0", True, "已经没有的一句。"])
    record_sign_off(
        sign_off=ProcedureSignOff(
            guide="shenzhen-2023", version="sha256:" + "1" * 64, text=rows, text_digest=digest_of_rows(rows),
            statement="旧版", signed_at=DAY, signed_by=su,
        )
    )  # fmt: skip
    page = unescape(visit(su, DAY + timedelta(hours=1)).get(SIGN).content.decode())
    page = page[page.index('id="difference"') : page.index('href="#sign"')]
    zh = {one.id: one.zh for one in text.sentences()}
    assert page.count('<article class="comparison">') == 3
    assert "原来的话。" in page and zh["step.file"] in page
    assert zh["step.monitor"] in page and "已经没有的一句。" in page
    assert [page.count(f"<h3>{word}</h3>") for word in ("修改", "新增", "删去")] == [1, 1, 1]


def test_the_working_group_sees_the_list_and_only_the_reviewer_signs(
    cast: Cast, su: User, visit: Visit
) -> None:
    sign_off("shenzhen-2023", at=DAY)
    staff = visit(cast.wen, DAY)
    page = staff.get(LIST).content.decode()
    assert "已审签" in page and f'href="{TEXT}"' in page and SIGN not in page
    assert staff.get(SIGN).status_code == 404
    for stranger in (cast.chen, cast.sun):
        assert visit(stranger, DAY).get(LIST).status_code == 404


def test_the_legal_reviewer_reads_no_filing_and_finds_the_procedures(su: User, visit: Visit) -> None:
    browser = visit(su, DAY)
    for place in ("/desk/", "/desk/calls/", "/desk/questions/"):
        assert browser.get(place).status_code == 404
    page = browser.get("/").content.decode()
    assert f'href="{LIST}"' in page
    listed = browser.get(LIST).content.decode()
    assert 'href="/desk/"' not in listed and 'href="/desk/calls/"' not in listed


def test_a_guide_that_is_unknown_or_known_in_part_has_no_sign_off_page(su: User, visit: Visit) -> None:
    for guide in ("nowhere", "guangzhou-2023"):
        assert visit(su, DAY).get(f"/desk/procedures/{guide}/sign/").status_code == 404
