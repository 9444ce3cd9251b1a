"""The page of the folder format lists what the form really asks for."""

from __future__ import annotations

from pathlib import Path

from xianxing.law import Guide

PAGE = Path(__file__).parents[2] / "docs" / "filing-format.md"


def test_every_field_stands_on_the_page_with_its_label_and_clause(reference: Guide) -> None:
    rows = {
        cells[1].strip("` "): (cells[2].strip(), cells[5].strip())
        for line in PAGE.read_text("utf-8").splitlines()
        if line.startswith("| `") and len(cells := line.split("|")) == 7
    }
    fields = {part.path: part for field in reference.fields.values() for part in (field, *field.columns)}
    assert set(rows) == set(fields)
    assert rows == {path: (field.label.zh, field.clause) for path, field in fields.items()}
