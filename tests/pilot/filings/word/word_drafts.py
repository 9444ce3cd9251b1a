"""A draft with something in it, its form as Word gives it back, and what is then proposed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from docx.oxml.ns import qn
from lxml import etree

from tests.factories.word_files import edited, replace_text
from tests.pilot.cast import NOON, Cast
from tests.pilot.filings.scene import a_draft
from xianxing.pilot.filings.draft.cells import add_row, write_cell
from xianxing.pilot.filings.models import Cell, Filing, Unit
from xianxing.pilot.filings.word.comparing import DifferenceKind, Item
from xianxing.pilot.filings.word.forms import (
    read_back,
)
from xianxing.pilot.filings.word.printing import word_form
from xianxing.pilot.filings.word.proposals import Proposal
from xianxing.pilot.parties.models import User

LATER, EVENING = NOON + timedelta(hours=1), NOON + timedelta(hours=5)
Change = Callable[[etree._Element], object]


def put(
    filing: Filing, path: str, value: object, by: User, at: datetime = NOON, unit: Unit | None = None
) -> None:
    place = Cell.objects.filter(filing=filing, path=path, unit=unit).first()
    version = place.version if place else 0
    write_cell(filing=filing, unit=unit, path=path, value=value, based_on=version, by=by, at=at)


def a_filled(cast: Cast) -> tuple[Filing, list[Cell]]:
    """A draft with some cells and two risks."""
    filing = a_draft(cast)
    put(filing, "project.name", "债券提示工具", cast.zhou)
    put(filing, "project.directions", [2, 9], cast.zhou)
    put(filing, "project.planned_start", "2024-07-01", cast.zhou)
    put(filing, "content.overview", "甲段，\n乙段。", cast.zhou)
    rows = [
        add_row(filing=filing, path="content.business_risks", value=value, by=cast.zhou, at=NOON)
        for value in (
            {"kind": "market", "description": "价格波动", "owner": "甲"},
            {"kind": "credit", "description": "违约", "owner": "乙"},
        )
    ]
    return filing, rows


def given(
    filing: Filing, by: User, *changes: Change, at: datetime = LATER, unit: Unit | None = None
) -> bytes:
    """The form as downloaded, with what was done to it in the house."""
    data = word_form(filing=filing, unit=unit, by=by, at=at).data
    for change in changes:
        data = edited(data, change)
    return data


def typed(old: str, new: str) -> Change:
    return lambda root: replace_text(root, old, new)


def filled_in(path: str, text: str) -> Change:
    """Type into the control with this tag."""

    def change(root: etree._Element) -> None:
        tag = next(node for node in root.iter(qn("w:tag")) if node.get(qn("w:val")) == path)
        content = tag.getparent().getparent().find(qn("w:sdtContent"))
        next(content.iter(qn("w:t"))).text = text

    return change


def read(filing: Filing, data: bytes, by: User, at: datetime = EVENING, unit: Unit | None = None) -> Proposal:
    return read_back(filing=filing, unit=unit, file=data, name="申报表.docx", by=by, at=at)


def shape(proposal: Proposal) -> list[tuple[str, DifferenceKind, bool, bool]]:
    return [(item.path, item.kind, item.both, item.chosen) for item in proposal.items]


def only(proposal: Proposal) -> Item:
    (item,) = proposal.items
    return item
