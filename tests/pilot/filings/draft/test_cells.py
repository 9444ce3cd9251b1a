"""Writing cells: who, when, which values, and never over somebody else's text."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.pilot.cast import EARLY, NOON, Cast
from tests.pilot.filings.scene import CLOSED, LAST_EVENING, a_draft, a_joint_draft, value_of
from xianxing.law import Result
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.check.findings import current_findings
from xianxing.pilot.filings.draft.body import body_of
from xianxing.pilot.filings.draft.cells import (
    Conflict,
    add_row,
    field_at,
    move_row,
    remove_row,
    restore_row,
    rows_of,
    write_cell,
    write_row,
)
from xianxing.pilot.filings.draft.history import difference, history
from xianxing.pilot.filings.draft.opening import set_lead, set_scenario_provider
from xianxing.pilot.filings.draft.values import misfit
from xianxing.pilot.filings.models import Body, CellVersion, Filing
from xianxing.pilot.filings.permissions import editable_cells, standing
from xianxing.pilot.parties.domain.appointments import grant_membership
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.refusal import Refusal, Refused

pytestmark = pytest.mark.django_db
OVERVIEW = "content.overview"


def code_of(act: object) -> str:
    with pytest.raises(Refusal) as refused:
        act()  # type: ignore[operator]
    return refused.value.code


def test_every_version_is_kept_with_its_author(cast: Cast) -> None:
    filing = a_draft(cast)
    cell = write_cell(filing=filing, path=OVERVIEW, value="一家试点机构", based_on=0, by=cast.zhou, at=NOON)
    write_cell(filing=filing, path=OVERVIEW, value="两家试点机构", based_on=1, by=cast.zhou, at=NOON)
    newer, older = history(cell=cell, by=cast.chen, at=NOON)
    assert [(newer.version, newer.by), (older.version, older.value)] == [(2, cast.zhou), (1, "一家试点机构")]
    (changed,) = difference(older, newer)
    assert [(part.change.value, part.text) for part in changed.segments] == [
        ("removed", "一"), ("added", "两"), ("same", "家试点机构"),
    ]  # fmt: skip


def test_the_second_of_two_writers_is_told_and_overwrites_nothing(cast: Cast) -> None:
    filing = a_draft(cast)
    grant_membership(user=cast.chen, institution=cast.penghai, role=MemberRole.AUTHOR, at=EARLY)
    write_cell(filing=filing, path=OVERVIEW, value="周的版本", based_on=0, by=cast.zhou, at=NOON)
    with pytest.raises(Conflict) as conflict:
        write_cell(filing=filing, path=OVERVIEW, value="陈的版本", based_on=0, by=cast.chen, at=NOON)
    assert (conflict.value.theirs.value, conflict.value.theirs.by) == ("周的版本", cast.zhou)
    assert (conflict.value.yours, conflict.value.theirs.version) == ("陈的版本", 1)
    assert value_of(filing, OVERVIEW) == "周的版本"


def test_the_same_value_again_is_no_new_version(cast: Cast) -> None:
    filing = a_draft(cast)
    cell = write_cell(filing=filing, path=OVERVIEW, value="同一内容\r\n", based_on=0, by=cast.zhou, at=NOON)
    again = write_cell(filing=filing, path=OVERVIEW, value="同一内容", based_on=0, by=cast.zhou, at=NOON)
    assert again.version == 1
    assert CellVersion.objects.filter(cell=cell).count() == 1


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("project.trial_months", 1.5, "整数"),
        ("project.directions", [2, 12], "其他"),
        ("content.overview", ["x"], "文字"),
        ("content.overview", "字" * 20_001, "20000"),
        ("content.exit_plan", "x", "表格"),
        ("content.nothing", "x", "content.nothing"),
        ("material.file", "x", "材料"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(
    cast: Cast, path: str, value: object, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        write_cell(filing=a_draft(cast), path=path, value=value, based_on=0, by=cast.zhou, at=NOON)


@pytest.mark.parametrize(
    ("path", "written", "says"),
    [
        ("project.type", "gambling", "科技赋能类"),
        ("project.trial_months", " 一年 ", "数字"),
        ("project.trial_months", "1.5", "整数"),
        ("project.planned_start", "2024年7月", "2024-07-01"),
        ("project.planned_start", "2024-02-30", "日历上确有的日期"),
        ("project.planned_start", "2024/13/45", "日历上确有的日期"),
        ("project.planned_start", "1066-10-14", "1900年至2200年"),
        ("content.state_secrets", "也许", "是或否"),
    ],
)
def test_words_that_do_not_fit_are_kept_as_written_and_said_to_be_wrong(
    cast: Cast, path: str, written: str, says: str
) -> None:
    filing = a_draft(cast)
    cell = write_cell(filing=filing, path=path, value=written, based_on=0, by=cast.zhou, at=NOON)
    assert cell.value == written.strip()
    field = field_at(filing, path)
    assert says in misfit(field, cell.value)
    found = current_findings(filing, by=cast.zhou, at=NOON).by_spot()[path]
    assert any(one.finding.result is Result.UNMET for one in found), "the checker says so too"
    assert body_of(filing)["project" if path.startswith("project") else "content"]


@pytest.mark.parametrize(
    ("path", "written", "kept"),
    [
        ("project.type", "科技赋能类", "technology_empowerment"),
        ("project.trial_months", "１２", 12),
        ("project.planned_start", "2024-07-01", "2024-07-01"),
        ("project.planned_start", "2024年7月1日", "2024-07-01"),
        ("project.planned_start", "２０２４/7/1", "2024-07-01"),
        ("content.state_secrets", "否", False),
        ("project.directions", [2, "other"], [2, "other"]),
        ("content.technologies", ["人工智能", "量子计算"], ["人工智能", "量子计算"]),
        ("project.name", "名称\n两行\x00", "名称 两行"),
        ("content.overview", "  \n ", None),
    ],
)
def test_values_are_kept_in_the_terms_of_the_form(
    cast: Cast, path: str, written: object, kept: object
) -> None:
    filing = a_draft(cast)
    write_cell(filing=filing, path=path, value=written, based_on=0, by=cast.zhou, at=NOON)
    assert value_of(filing, path) == kept


@pytest.mark.clause("4.3.4")
def test_a_text_over_the_guides_limit_is_kept_for_the_checker_to_name(cast: Cast) -> None:
    filing = a_draft(cast)
    write_cell(filing=filing, path=OVERVIEW, value="字" * 600, based_on=0, by=cast.zhou, at=NOON)
    assert value_of(filing, OVERVIEW) == "字" * 600


def test_who_writes_what_follows_from_the_form(cast: Cast) -> None:
    filing, lead, joint = a_joint_draft(cast)
    guide = guide_of(filing.case.call)
    zhou = editable_cells(standing(cast.zhou, filing, at=NOON), guide, at=NOON)
    ning = editable_cells(standing(cast.ning, filing, at=NOON), guide, at=NOON)
    assert ("", OVERVIEW) in zhou
    assert ("lead", "unit.contribution") in zhou
    assert ("joint", "unit.contribution") in ning
    assert not {key for key, _path in ning} - {"joint"}
    assert not {path for _key, path in zhou | ning} & {"unit.uscc", "unit.lead", "unit.internal_review"}
    for reader in (cast.luo, cast.chen):
        assert not editable_cells(standing(reader, filing, at=NOON), guide, at=NOON)
    set_lead(unit=joint, by=cast.zhou, at=NOON)
    set_scenario_provider(unit=lead, provides=True, by=cast.ning, at=NOON)
    provider = editable_cells(standing(cast.zhou, filing, at=NOON), guide, at=NOON)
    assert {
        ("", "content.scenario"),
        ("", "content.technical_risks"),
        ("", "content.compliance_note"),
    } <= provider
    assert ("", OVERVIEW) not in provider


def test_ning_writes_neither_the_form_nor_anothers_sheet(cast: Cast) -> None:
    filing, lead, joint = a_joint_draft(cast)
    write_cell(filing=filing, unit=joint, path="unit.staff", value=3, based_on=0, by=cast.ning, at=NOON)
    for unit, path in ((None, OVERVIEW), (lead, "unit.staff")):
        assert (
            code_of(
                lambda u=unit, p=path: write_cell(
                    filing=filing, unit=u, path=p, value="1", based_on=0, by=cast.ning, at=NOON
                )
            )
            == "not-yours"
        )
    for unit in (lead, joint):
        assert (
            code_of(
                lambda u=unit: write_cell(
                    filing=filing, unit=u, path="unit.staff", value=1, based_on=0, by=cast.mo, at=NOON
                )
            )
            == "stranger"
        )
    assert (
        code_of(
            lambda: write_cell(
                filing=filing,
                unit=joint,
                path="unit.internal_review",
                value="x",
                based_on=0,
                by=cast.ning,
                at=NOON,
            )
        )
        == "given-as-act"
    )


@pytest.mark.clause("0")
def test_a_draft_is_written_until_the_last_second_and_read_afterwards(cast: Cast) -> None:
    filing = a_draft(cast)
    write_cell(filing=filing, path=OVERVIEW, value="最后一刻", based_on=0, by=cast.zhou, at=LAST_EVENING)
    assert (
        code_of(
            lambda: write_cell(
                filing=filing, path=OVERVIEW, value="太晚", based_on=1, by=cast.zhou, at=CLOSED
            )
        )
        == "window"
    )
    assert standing(cast.zhou, filing, at=CLOSED).own
    assert value_of(filing, OVERVIEW) == "最后一刻"


def test_a_frozen_filing_is_not_written(cast: Cast) -> None:
    filing = a_draft(cast)
    Body.objects.create(
        filing=filing, number=1, digest="0" * 64, canonical=b"{}", frozen_by=cast.zhou, frozen_at=NOON
    )
    assert (
        code_of(
            lambda: write_cell(filing=filing, path=OVERVIEW, value="x", based_on=0, by=cast.zhou, at=NOON)
        )
        == "frozen"
    )


def names_of(filing: Filing, path: str) -> list[str]:
    return [row.value["name"] for row in rows_of(filing, None, path) if row.value]


def test_rows_are_added_moved_taken_out_and_brought_back(cast: Cast) -> None:
    filing = a_draft(cast)
    path = "content.milestones"
    first, second, third = (
        add_row(filing=filing, path=path, value={"name": name, "date": "2024-09-30"}, by=cast.zhou, at=NOON)
        for name in ("甲", "乙", "丙")
    )
    move_row(cell=third, to=0, by=cast.zhou, at=NOON)
    remove_row(cell=first, based_on=1, by=cast.zhou, at=NOON)
    assert names_of(filing, path) == ["丙", "乙"]
    restore_row(cell=first, by=cast.zhou, at=NOON)
    assert names_of(filing, path) == ["丙", "乙", "甲"]
    assert [version.removed for version in history(cell=first, by=cast.zhou, at=NOON)] == [False, True, False]
    write_row(cell=second, value={"name": "乙二"}, based_on=1, by=cast.zhou, at=NOON)
    with pytest.raises(Conflict) as conflict:
        remove_row(cell=second, based_on=1, by=cast.zhou, at=NOON)
    assert conflict.value.theirs.value == {"name": "乙二"}


def test_writing_a_row_that_was_taken_out_is_a_conflict(cast: Cast) -> None:
    filing = a_draft(cast)
    row = add_row(filing=filing, path="content.milestones", value={"name": "甲"}, by=cast.zhou, at=NOON)
    remove_row(cell=row, based_on=1, by=cast.zhou, at=NOON)
    with pytest.raises(Conflict) as conflict:
        write_row(cell=row, value={"name": "甲二"}, based_on=1, by=cast.zhou, at=NOON)
    assert conflict.value.theirs.removed
    assert conflict.value.yours == {"name": "甲二"}


def test_a_row_sent_twice_is_there_once(cast: Cast) -> None:
    filing = a_draft(cast)
    chosen = uuid4()
    for _again in range(2):
        add_row(
            filing=filing, path="content.glossary", value={"term": "API"}, by=cast.zhou, at=NOON, row=chosen
        )
    assert rows_of(filing, None, "content.glossary").count() == 1


def test_a_row_takes_the_columns_of_its_table_only(cast: Cast) -> None:
    filing = a_draft(cast)
    for value, code in (({"rank": 1}, "column"), ({"cap": ["很多"]}, "number"), ("x", "row")):
        assert (
            code_of(
                lambda v=value: add_row(filing=filing, path="content.scale", value=v, by=cast.zhou, at=NOON)
            )
            == code
        )
    row = add_row(
        filing=filing, path="content.scale", value={"item": "笔数", "cap": "1000.50"}, by=cast.zhou, at=NOON
    )
    assert row.value == {"item": "笔数", "cap": 1000.5}


def test_ning_does_not_see_the_history_of_anothers_sheet(cast: Cast) -> None:
    filing, lead, _joint = a_joint_draft(cast)
    cell = write_cell(filing=filing, unit=lead, path="unit.staff", value=3, based_on=0, by=cast.zhou, at=NOON)
    assert code_of(lambda: history(cell=cell, by=cast.ning, at=NOON)) == "stranger"
