"""Blank forms of a real guide: every field has a tagged cell, and the files read back as they should."""

from __future__ import annotations

import re
import tomllib
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from tests.documents.build import codes, read
from xianxing.documents.model import BlockKind
from xianxing.documents.writing import FORMS, blank_filing, write_form_docx, write_forms
from xianxing.i18n import language
from xianxing.law import FieldKind, Guide, load_guide

ON = date(2024, 1, 20)


@pytest.fixture(scope="module")
def guide() -> Guide:
    return load_guide("shenzhen-2023")


def tags(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return re.findall(r'<w:tag w:val="([^"]+)"', archive.read("word/document.xml").decode())


def test_every_field_has_exactly_one_cell(guide: Guide, tmp_path: Path) -> None:
    found: list[str] = []
    for form in FORMS:
        write_form_docx(guide, form, tmp_path / "form.docx", ON)
        found += tags(tmp_path / "form.docx")
    assert len(found) == len(set(found))
    assert all(len(tag) <= 64 for tag in found)
    expected: set[str] = set()
    for field in guide.fields.values():
        if field.kind is FieldKind.TABLE:
            expected |= {f"{field.path}[0].{column.key}" for column in field.columns}
        elif field.group != "material":
            expected |= {column.path for column in field.columns} or {field.path}
    assert expected <= set(found)
    assert {tag.split("[")[0].split(".")[0] for tag in found} == {"project", "content", "unit"}


def test_cells_carry_label_guidance_limit_and_clause(guide: Guide, tmp_path: Path) -> None:
    write_form_docx(guide, FORMS[0], tmp_path / "申报表.docx", ON)
    got = read((tmp_path / "申报表.docx").read_bytes(), "申报表.docx")
    row = next(block for block in got.blocks if block.cells and block.cells[0].startswith("项目概述"))
    assert "不超过500字" in row.cells[0]
    assert guide.clauses["4.1.1"].display in row.cells[0]
    assert str(guide.field("content.overview").guidance) in row.cells[0]
    assert row.cells[1] == "（请填写）"
    condition = next(block.text for block in got.blocks if "以下情形必填" in block.text)
    assert "是否属于需建立新规则的新业务领域" in condition


def test_nothing_on_a_form_is_called_by_its_key(guide: Guide, tmp_path: Path) -> None:
    for form in FORMS:
        write_form_docx(guide, form, tmp_path / "form.docx", ON)
        got = read((tmp_path / "form.docx").read_bytes(), "form.docx")
        words = "\n".join("\n".join((block.text, *block.cells)) for block in got.blocks)
        assert not re.search(r"\b(project|content|unit|filing|material)\.[a-z_]+", words)
    assert "多家单位联合申报" in words


def test_tables_keep_their_width_and_rows_stay_on_a_page(guide: Guide, tmp_path: Path) -> None:
    write_form_docx(guide, FORMS[0], tmp_path / "form.docx", ON)
    for table in docx.Document(str(tmp_path / "form.docx")).tables:
        widths = [column.width for column in table.columns]
        assert sum(filter(None, widths)) == pytest.approx(Mm(156), abs=Mm(1))
        assert all([cell.width for cell in row.cells] == widths for row in table.rows)
        assert all(row._tr.find(qn("w:trPr")).find(qn("w:cantSplit")) is not None for row in table.rows)


def test_a_form_is_a_clean_readable_file(guide: Guide, tmp_path: Path) -> None:
    for form in FORMS:
        write_form_docx(guide, form, tmp_path / "form.docx", ON)
        got = read((tmp_path / "form.docx").read_bytes(), "form.docx")
        assert (codes(got), got.hidden) == (set(), ())
        assert got.blocks[0].kind is BlockKind.HEADING


def test_fonts_are_named_for_chinese(guide: Guide, tmp_path: Path) -> None:
    write_form_docx(guide, FORMS[0], tmp_path / "form.docx", ON)
    with zipfile.ZipFile(tmp_path / "form.docx") as archive:
        xml = archive.read("word/document.xml").decode()
        assert not [
            name for name in archive.namelist() if "font" in name and name.endswith((".ttf", ".odttf"))
        ]
    assert {"仿宋_GB2312", "黑体", "方正小标宋简体"} <= set(re.findall(r'w:eastAsia="([^"]+)"', xml))


def test_the_blank_filing_is_toml_and_declares_nothing(guide: Guide) -> None:
    text = blank_filing(guide, ON)
    filing = tomllib.loads(text)
    assert (filing["guide"], filing["batch"]) == ("shenzhen-2023", "shenzhen-2023-2")
    assert set(filing) == {"guide", "batch", "project", "content", "unit", "material"}
    assert filing["content"]["overview"] == ""
    assert "state_secrets" not in filing["content"]
    assert filing["material"][0]["kind"] == "compliance_report"


def test_the_blank_filing_loads_when_every_sign_is_taken_away(guide: Guide) -> None:
    """Each commented assignment and header is itself TOML: what people uncomment loads."""
    lines = blank_filing(guide, ON).split("\n")
    assignment = re.compile(r"# (\[|[a-z_]+ = )")
    filing = tomllib.loads("\n".join(line[2:] if assignment.match(line) else line for line in lines))
    for field in guide.fields.values():
        if field.group == "material":
            continue
        part = filing[field.group][0] if field.group == "unit" else filing[field.group]
        assert field.key in part, field.path
        for column in field.columns:
            record = part[field.key][0] if field.kind is FieldKind.TABLE else part[field.key]
            assert column.key in record, column.path
    assert filing["project"]["planned_start"] == date(2024, 7, 1)
    assert {material["kind"] for material in filing["material"]} == set(guide.materials)


def test_every_comment_helps_in_the_chosen_language(guide: Guide) -> None:
    assert "# 项目概述" in blank_filing(guide, ON)
    with language("en"):
        text = blank_filing(guide, ON)
    assert "# Overview" in text
    assert "At most 500 字" in text
    assert tomllib.loads(text)["content"]["overview"] == ""


def test_nothing_is_overwritten(guide: Guide, tmp_path: Path) -> None:
    written = write_forms(guide, tmp_path / "out", ON)
    assert [path.name for path in written] == ["申报表.docx", "项目申报机构信息表.docx", "filing.toml"]
    with pytest.raises(FileExistsError):
        write_forms(guide, tmp_path / "out", ON)
