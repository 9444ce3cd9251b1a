"""Findings of a filing as it stands: cached by content, told per place, never of another's sheet."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.pilot.cast import EARLY, NOON, Cast
from tests.pilot.database import a_call
from tests.pilot.filings.scene import a_draft, a_joint_draft
from xianxing.checker import check
from xianxing.i18n import language
from xianxing.law import Finding, Result, Severity
from xianxing.pilot.calls.domain.extending import extend_window
from xianxing.pilot.filings.check.findings import KEPT, Findings, current_findings, explain_finding
from xianxing.pilot.filings.draft.cells import add_row, move_row, remove_row, rows_of, write_cell
from xianxing.pilot.filings.draft.form import load_form
from xianxing.pilot.filings.draft.locations import anchored, located, spot
from xianxing.pilot.filings.draft.opening import accept_unit
from xianxing.pilot.filings.files.reading import read_pending, read_version
from xianxing.pilot.filings.folder.importing import import_folder
from xianxing.pilot.filings.models import CheckResult, Filing, MaterialVersion
from xianxing.pilot.parties.domain.appointments import appoint_staff, grant_membership
from xianxing.pilot.parties.enums import MemberRole, StaffRole
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refusal

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).parents[4] / "examples" / "related-party-tool"


@pytest.fixture
def imported(cast: Cast) -> Filing:
    return import_folder(call=a_call(cast.wen), path=EXAMPLE, by=cast.zhou, at=NOON).filing


def test_findings_are_those_of_the_folder_once_everything_was_read(cast: Cast, imported: Filing) -> None:
    assert read_pending(filing=imported, at=NOON, recognise=False).read == 7
    accept_unit(unit=imported.units.get(key="joint"), by=cast.ning, at=NOON)
    found = current_findings(imported, by=cast.zhou, at=NOON)
    assert set(found.pending) <= {"软件著作权登记证书.pdf"}, "only the scan waits for OCR"
    folder = check(EXAMPLE, as_of=NOON.date())

    def places(findings: object) -> set[tuple[str, str]]:
        return {
            (f.rule, f.location)
            for f in findings  # type: ignore[attr-defined]
            if f.result in (Result.UNMET, Result.UNKNOWN) and "unit[" not in f.location
        }

    assert places([one.finding for one in found.stated]) == places(folder.findings)
    assert found.blocking == ()


def test_a_file_that_nobody_has_read_blocks_nothing_and_is_named(cast: Cast, imported: Filing) -> None:
    found = current_findings(imported, by=cast.zhou, at=NOON)
    assert len(found.pending) == 7
    unmet = [one.finding for one in found.stated if one.finding.result is Result.UNMET]
    assert not [f for f in unmet if f.location.endswith((".docx", ".pdf", ".pptx"))]
    said = [one.finding for one in found.stated if "正在读取" in one.finding.message]
    assert len(said) == 5, "those whose parts are asked for, and the compliance report"
    assert {finding.result for finding in said} == {Result.UNKNOWN}
    assert not [one for one in found.stated if one.open and "扫描件" in one.finding.message]
    assert CheckResult.objects.get().ocr_pending
    read_pending(filing=imported, at=NOON, recognise=False)
    assert not CheckResult.objects.exists()
    read = current_findings(imported, by=cast.zhou, at=NOON)
    assert not [one for one in read.stated if "正在读取" in one.finding.message]


def test_findings_that_waited_for_a_file_are_worked_out_anew_whoever_had_it_read(
    cast: Cast, imported: Filing
) -> None:
    other = import_folder(call=imported.case.call, path=EXAMPLE, by=cast.zhou, at=NOON).filing
    assert len(current_findings(imported, by=cast.zhou, at=NOON).pending) == 7
    for version in MaterialVersion.objects.filter(material__filing=imported):
        read_version(version, by=cast.zhou, at=NOON)  # as a preview does
    read_pending(filing=imported, at=NOON, recognise=False)
    assert len(current_findings(imported, by=cast.zhou, at=NOON).pending) <= 1
    assert len(current_findings(other, by=cast.zhou, at=NOON).pending) <= 1


def test_the_same_content_is_checked_once_and_a_change_checks_again(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    filing = a_draft(cast)
    first = current_findings(filing, by=cast.zhou, at=NOON)
    later = NOON + timedelta(hours=2)
    with django_assert_max_num_queries(14):
        assert current_findings(filing, by=cast.chen, at=later).computed_at == first.computed_at
    write_cell(filing=filing, path="content.overview", value="待补充", based_on=0, by=cast.zhou, at=later)
    changed = current_findings(filing, by=cast.zhou, at=later)
    assert changed.computed_at == later
    assert any("content.overview" in place for place in changed.by_spot())
    tomorrow = current_findings(filing, by=cast.zhou, at=NOON + timedelta(days=1))
    assert tomorrow.as_of != first.as_of
    before = CheckResult.objects.count()
    again = current_findings(filing, by=cast.zhou, at=later)
    assert again.computed_at == changed.computed_at, "two days side by side don't compute by turns"
    assert CheckResult.objects.count() == before
    for number in range(2, 6):
        current_findings(filing, by=cast.zhou, at=NOON + timedelta(days=number))
    assert CheckResult.objects.count() == KEPT


def about_window(findings: Findings) -> Finding:
    return next(one.finding for one in findings.stated if one.finding.rule == "filing-window")


@pytest.mark.clause("0")
def test_an_extension_renews_the_findings_and_its_end_counts(cast: Cast) -> None:
    filing, after = a_draft(cast), datetime(2024, 2, 1, 2, 0, tzinfo=UTC)
    assert about_window(current_findings(filing, by=cast.zhou, at=NOON)).result is Result.MET
    late = about_window(current_findings(filing, by=cast.zhou, at=after))
    assert (late.result, late.severity) == (Result.UNMET, Severity.BLOCKING)
    head = User.objects.create_user("yuan@company.example", name="yuan")
    appoint_staff(user=head, role=StaffRole.GROUP_HEAD, at=EARLY)
    extend_window(
        call=filing.case.call, closes_on=date(2024, 2, 7), reason="平台停机", by=head,
        at=after + timedelta(hours=1),
    )  # fmt: skip
    later = after + timedelta(hours=2)
    held = about_window(current_findings(filing, by=cast.zhou, at=later))
    assert held.result is Result.MET
    assert "2024-02-01通知" in held.message
    assert "2024-02-07" in held.message
    end = datetime(2024, 2, 7, 16, 0, tzinfo=UTC)
    last_second = current_findings(filing, by=cast.zhou, at=end - timedelta(seconds=1))
    assert about_window(last_second).result is Result.MET
    over = about_window(current_findings(filing, by=cast.zhou, at=end))
    assert over.result is Result.UNMET
    assert "2024-02-07" in over.message


def test_messages_come_in_the_readers_language(cast: Cast) -> None:
    filing = a_draft(cast)
    chinese = current_findings(filing, by=cast.zhou, at=NOON)
    with language("en"):
        english = current_findings(filing, by=cast.zhou, at=NOON)
    assert [one.finding.rule for one in chinese.stated] == [one.finding.rule for one in english.stated]
    assert chinese.stated[0].finding.message != english.stated[0].finding.message


def test_nobody_learns_from_findings_about_anothers_sheet(cast: Cast) -> None:
    filing, _lead, _joint = a_joint_draft(cast)
    ning = current_findings(filing, by=cast.ning, at=NOON)
    zhou = current_findings(filing, by=cast.zhou, at=NOON)
    assert any(one.finding.location.startswith("unit[joint]") for one in ning.stated)
    assert not any(one.finding.location.startswith("unit[lead]") for one in ning.stated)
    assert not any(one.finding.location.startswith("unit[joint]") for one in zhou.stated)
    with pytest.raises(Refusal):
        current_findings(filing, by=cast.wen, at=NOON)


def test_reviews_and_pledges_are_met_by_acts_to_come(cast: Cast) -> None:
    found = current_findings(a_draft(cast), by=cast.zhou, at=NOON)
    later = [one for one in found.stated if one.given_later]
    assert {spot(one.finding.location) for one in later} == {
        "unit[lead].internal_review", "unit[lead].truth_pledge",
    }  # fmt: skip
    by_severity = found.by_severity()
    assert by_severity[Severity.BLOCKING]
    assert not [one for group in by_severity.values() for one in group if one in later]


def test_an_explanation_follows_its_row(cast: Cast) -> None:
    filing = a_draft(cast)
    path = "content.milestones"
    first = add_row(filing=filing, path=path, value={"name": "甲"}, by=cast.zhou, at=NOON)
    add_row(filing=filing, path=path, value={"name": "乙"}, by=cast.zhou, at=NOON)
    found = current_findings(filing, by=cast.zhou, at=NOON)
    about = next(one.finding for one in found.stated if one.finding.location == "content.milestones[0].date")
    explain_finding(
        filing=filing,
        rule=about.rule,
        location=about.location,
        text="日期待主管部门确定",
        by=cast.zhou,
        at=NOON,
    )
    move_row(cell=first, to=1, by=cast.zhou, at=NOON)
    told = {
        one.finding.location: one.explanation
        for one in current_findings(filing, by=cast.zhou, at=NOON).stated
        if one.explanation
    }
    assert told == {"content.milestones[1].date": "日期待主管部门确定"}
    remove_row(cell=first, based_on=1, by=cast.zhou, at=NOON)
    assert not any(one.explanation for one in current_findings(filing, by=cast.zhou, at=NOON).stated)


def test_who_explains_what(cast: Cast) -> None:
    filing, _lead, _joint = a_joint_draft(cast)
    for person, code in ((cast.mo, "stranger"), (cast.luo, "not-yours"), (cast.ning, "not-yours")):
        with pytest.raises(Refusal) as refused:
            explain_finding(
                filing=filing, rule="cell-length", location="content.overview", text="x", by=person, at=NOON
            )
        assert refused.value.code == code
    with pytest.raises(Refusal) as refused:
        explain_finding(filing=filing, rule="no-such-rule", location="", text="x", by=cast.zhou, at=NOON)
    assert refused.value.code == "rule"
    explain_finding(
        filing=filing, rule="cell-length", location="unit[joint].agreement", text="x", by=cast.ning, at=NOON
    )


def test_places_outlive_moved_rows_and_files(cast: Cast, imported: Filing) -> None:
    form = load_form(imported)
    for location in (
        "content.exit_plan[1].funds",
        "unit[lead].contacts[0]",
        "material[3].file",
        "content.overview",
    ):
        assert located(form, anchored(form, location)) == location
    anchor = anchored(form, "content.exit_plan[1].funds")
    moved = list(rows_of(imported, None, "content.exit_plan"))[1]
    move_row(cell=moved, to=0, by=cast.zhou, at=NOON)
    assert located(load_form(imported), anchor) == "content.exit_plan[0].funds"
    assert anchored(form, "content.exit_plan[99].funds") == "content.exit_plan[99].funds"
    assert spot("合规评估报告.docx#heading=结论") == "合规评估报告.docx"


@pytest.mark.parametrize("rows", [1, 3])
def test_a_filing_is_read_in_a_bounded_number_of_queries(
    cast: Cast, rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    filing, _lead, _joint = a_joint_draft(cast)
    grant_membership(user=cast.chen, institution=cast.penghai, role=MemberRole.AUTHOR, at=EARLY)
    for number in range(rows):
        for path in ("content.milestones", "content.glossary"):
            key = "name" if path.endswith("milestones") else "term"
            add_row(filing=filing, path=path, value={key: str(number)}, by=cast.zhou, at=NOON)
    with django_assert_max_num_queries(6):
        assert load_form(filing).digest()
