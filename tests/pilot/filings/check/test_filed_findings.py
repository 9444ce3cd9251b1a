"""Findings as filed: frozen with the body, the same when the checker speaks again, and gone with a secret."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.pilot.cast import EARLY
from tests.pilot.filings.company import Company
from tests.pilot.filings.scene import CLOSED
from xianxing.i18n import LANGUAGES
from xianxing.pilot.calls.domain.extending import extend_window
from xianxing.pilot.cases.domain.erasing import erase_payload
from xianxing.pilot.cases.domain.performing import Actor, perform, put_on_record
from xianxing.pilot.cases.domain.retaining import erase_due_cases
from xianxing.pilot.cases.domain.secrecy import erase_secret, report_secret, stop_for_secrecy
from xianxing.pilot.cases.models import Case, Erasure, Event, Payload
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.filings.check.filed_findings import digest_of, findings_as_filed, replayed
from xianxing.pilot.filings.check.findings import current_findings, explain_finding
from xianxing.pilot.filings.draft.cells import write_cell
from xianxing.pilot.filings.files.reading import read_pending
from xianxing.pilot.filings.models import FiledFindings
from xianxing.pilot.parties.domain.appointments import appoint_staff
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PLACE = "content.overview"


@pytest.fixture
def company(company_in_draft: Company) -> Company:
    return company_in_draft


def write(company: Company, value: str) -> None:
    cell = company.filing.cells.get(unit=None, path=PLACE)
    write_cell(
        filing=company.filing, path=PLACE, value=value, based_on=cell.version, by=company.cast.zhou,
        at=company.later(),
    )  # fmt: skip


def explain(company: Company, text: str) -> None:
    found = current_findings(company.filing, by=company.cast.zhou, at=company.later()).stated
    about = next(one.finding for one in found if one.open and one.finding.location == PLACE)
    explain_finding(
        filing=company.filing, rule=about.rule, location=PLACE, text=text, by=company.cast.zhou, at=company.at
    )


def filed(company: Company) -> FiledFindings:
    """Filed over a text that is too long, with an explanation."""
    read_pending(filing=company.filing, at=company.at, recognise=False)
    write(company, " " + "概述。" * 300 + "\n")
    explain(company, "图表文字计入所致")
    company.freeze()
    company.attest()
    company.file()
    kept = findings_as_filed(company.body)
    assert kept is not None
    return kept


def said(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in one.items() if key != "explanation"} for one in entries]


def test_the_checker_says_the_same_over_the_frozen_body(company: Company) -> None:
    kept = filed(company)
    again = replayed(kept)
    for code in LANGUAGES:
        assert said(kept.report[code]) == again[code]
        assert len(again[code]) > 40
    about = [one for one in kept.report["en"] if one["location"] == PLACE and one["result"] == "unmet"]
    assert [one["explanation"] for one in about] == ["图表文字计入所致"]


def test_the_event_names_the_digest_of_what_was_filed_over(company: Company) -> None:
    kept = filed(company)
    event = Event.objects.get(case=company.filing.case, step="file")
    payload = json.loads(bytes(Payload.objects.get(event=event).body))["payload"]
    assert payload["findings"] == kept.digest == digest_of(kept.report)
    assert kept.filed_at == company.body.filed_at


def test_a_correction_changes_neither_findings_nor_explanations_of_what_was_filed(company: Company) -> None:
    kept = filed(company)
    staff = Actor(str(company.cast.wen.pk), frozenset({"secretariat"}))
    for step in ("register_local", "request_correction"):
        perform(case=company.filing.case, step=step, actor=staff, payload={}, at=company.later())
    company.filing.refresh_from_db()
    explain(company, "另有说明")
    write(company, "补正后的概述。")
    now = current_findings(company.filing, by=company.cast.zhou, at=company.later())
    assert not [one for one in now.stated if one.open and one.finding.location == PLACE]
    again = FiledFindings.objects.get()
    assert again.report == kept.report
    assert said(again.report["en"]) == replayed(again)["en"]
    company.freeze()
    company.attest()
    company.file()
    assert FiledFindings.objects.count() == 2


def test_the_database_refuses_to_change_replace_or_remove_them(company: Company) -> None:
    kept = filed(company)
    statements = ["UPDATE filings_filedfindings SET digest = 'x'", "DELETE FROM filings_filedfindings"]
    if connection.vendor == "sqlite":
        statements.append("INSERT OR REPLACE INTO filings_filedfindings SELECT * FROM filings_filedfindings")
    for statement in statements:
        with (
            pytest.raises(DatabaseError, match="stays as it was filed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert FiledFindings.objects.get().digest == kept.digest


def test_an_erasure_for_secrecy_takes_them_away(company: Company) -> None:
    filed(company)
    case, cast = company.filing.case, company.cast
    stop_for_secrecy(case=case, by=cast.li, ground="申报内容涉密", at=company.later())
    report_secret(case=case, by=cast.li, to="保密行政管理部门", reference="密报1号", at=company.later())
    erase_secret(case=case, sequences=[], by=cast.li, reason="涉密", at=company.later())
    assert not FiledFindings.objects.exists()


def test_they_go_with_the_contents_of_an_ended_case(company: Company) -> None:
    filed(company)
    company.withdraw()
    case, later = company.filing.case, company.at.replace(year=2060)
    erase_due_cases(rule="ended_cases", cases=[case.pk], by=company.cast.li, reason="保存期满", at=later)
    assert not FiledFindings.objects.exists()
    left = Payload.objects.filter(event__case=case, event__erases__isnull=True)
    assert set(left.values_list("event__step", flat=True)) == {"erase.whole", "put_on_record"}
    assert set(left.values_list("event__role", flat=True)) == {"security_administrator"}


def test_what_an_earlier_erasure_says_of_itself_keeps_nothing(company: Company) -> None:
    filed(company)
    case, li = Case.objects.get(pk=company.filing.pk), company.cast.li
    made = Erasure.objects.create(
        case=case, rule="complaints", reason="期满", acts=1, files=0, erased_by=li, erased_at=company.later()
    )
    put_on_record(
        case=case, rests_on=[NamedRow(made)], role="security_administrator", person=str(li.pk), clause="",
        at=company.at,
    )  # fmt: skip
    company.withdraw()
    later = company.at.replace(year=2060)
    erase_due_cases(rule="ended_cases", cases=[case.pk], by=li, reason="保存期满", at=later)
    assert not FiledFindings.objects.exists()
    assert case_faults() == []


def test_they_stay_while_anything_of_the_case_is_left(company: Company) -> None:
    filed(company)
    event = Event.objects.filter(case=company.filing.case).latest("sequence")
    erase_payload(
        case=company.filing.case, sequence=event.sequence, reason="法院裁定", role="secretariat", clause="",
        person=str(company.cast.wen.pk), at=company.later(),
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="stays as it was filed"), transaction.atomic():
        FiledFindings.objects.all()._raw_delete("default")


def test_what_comes_after_an_extension_is_filed_with_the_extended_window(company: Company) -> None:
    head = User.objects.create_user("yuan@company.example", name="yuan")
    appoint_staff(user=head, role=StaffRole.GROUP_HEAD, at=EARLY)
    call = company.filing.case.call
    extend_window(call=call, closes_on=date(2024, 2, 7), reason="平台停机", by=head, at=company.later())
    company.at = CLOSED
    kept = filed(company)
    assert (kept.window["closes"], kept.window["formerly"]) == ("2024-02-07", "2024-01-31")
    window = next(one for one in kept.report["zh-hans"] if one["rule"] == "filing-window")
    assert window["result"] == "met"
    assert "2024-02-07" in window["message"]
