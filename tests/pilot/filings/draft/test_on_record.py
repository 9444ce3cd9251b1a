"""A unit's sheet begins with what is on record about its institution: each fact, each licence."""

from __future__ import annotations

from datetime import date

import pytest

from tests.pilot.cast import EARLY, NOON, TULAN, Cast
from tests.pilot.database import a_call
from tests.pilot.filings.company import EXAMPLE
from tests.pilot.filings.scene import a_draft
from xianxing.pilot.filings.draft.opening import accept_unit, invite_unit
from xianxing.pilot.filings.folder.importing import import_folder
from xianxing.pilot.filings.models import CellVersion, Unit
from xianxing.pilot.parties.domain.appointments import grant_membership
from xianxing.pilot.parties.domain.institutions import add_licence
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Institution

pytestmark = pytest.mark.django_db
FACTS = {"registered_in": "深圳市南山区", "jurisdiction": "深圳证监局"}


def on_record(institution: Institution, **facts: str) -> None:
    Institution.objects.filter(pk=institution.pk).update(**facts)
    institution.refresh_from_db()


def sheet(unit: Unit) -> dict[str, object]:
    return {cell.path: cell.value for cell in unit.cells.filter(row=None)}


def licences(unit: Unit) -> list[object]:
    rows = unit.cells.filter(path="unit.licences").order_by("position")
    assert len({cell.row for cell in rows}) == len(rows)
    return [cell.value for cell in rows]


def joined(cast: Cast) -> Unit:
    """图澜 joins Zhou's filing through Ning."""
    grant_membership(user=cast.ning, institution=cast.tulan, role=MemberRole.AUTHOR, at=EARLY)
    unit = invite_unit(filing=a_draft(cast), uscc=TULAN, by=cast.zhou, at=NOON)
    return accept_unit(unit=unit, by=cast.ning, at=NOON)


def test_each_fact_on_record_stands_in_the_lead_s_sheet_with_who_brought_it(cast: Cast) -> None:
    on_record(cast.penghai, **FACTS)
    lead = a_draft(cast).units.get()
    assert sheet(lead) == {
        "unit.name": "鹏海证券股份有限公司",
        "unit.kind": "securities_futures_operator",
        "unit.registered_in": "深圳市南山区",
        "unit.jurisdiction": "深圳证监局",
    }
    versions = CellVersion.objects.filter(cell__unit=lead)
    assert {(one.version, one.by, one.at) for one in versions} == {(1, cast.zhou, NOON)}
    assert versions.count() == len(sheet(lead))


@pytest.mark.parametrize("unknown", FACTS)
def test_what_is_not_on_record_is_left_to_the_unit(cast: Cast, unknown: str) -> None:
    on_record(cast.tulan, **{**FACTS, unknown: ""})
    found = sheet(joined(cast))
    assert f"unit.{unknown}" not in found
    assert {f"unit.{fact}" for fact in FACTS if fact != unknown} <= set(found)


def test_licences_come_in_their_order_with_their_last_day_where_there_is_one(cast: Cast) -> None:
    for name, until in (("经营证券期货业务许可证", date(2026, 3, 1)), ("增值电信业务经营许可证", None)):
        add_licence(
            institution=cast.penghai, by=cast.chen, name=name, number=f"No. {name[:2]}", authority="证监会",
            valid_from=date(2023, 3, 1), valid_to=until, at=EARLY,
        )  # fmt: skip
    assert licences(a_draft(cast).units.get()) == [
        {
            "name": "经营证券期货业务许可证", "number": "No. 经营", "authority": "证监会",
            "valid_to": "2026-03-01",
        },
        {"name": "增值电信业务经营许可证", "number": "No. 增值", "authority": "证监会"},
    ]  # fmt: skip


def test_a_sheet_that_came_with_the_folder_is_only_added_to(cast: Cast) -> None:
    filing = import_folder(call=a_call(cast.wen), path=EXAMPLE, by=cast.zhou, at=NOON).filing
    unit = filing.units.get(key="joint")
    before = sheet(unit)
    assert licences(unit) == []
    on_record(cast.tulan, name="图澜改名后的公司", **FACTS)
    add_licence(
        institution=cast.tulan, by=cast.ning, name="软件企业证书", number="1", authority="协会",
        valid_from=None, valid_to=None, at=EARLY,
    )  # fmt: skip
    accept_unit(unit=unit, by=cast.ning, at=NOON)
    assert before.items() <= sheet(unit).items()
    assert licences(unit) == [{"name": "软件企业证书", "number": "1", "authority": "协会"}]
