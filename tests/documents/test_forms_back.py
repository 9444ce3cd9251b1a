"""Forms written, changed as offices change them, and read back cell by cell."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.factories.word_files import edited, replace_text, row_of, unwrap
from xianxing.checker.body import clean
from xianxing.documents.forms_back import FormBack, match_form, spelled
from xianxing.documents.forms_back.raw import extract_form, raw_from_json, raw_to_json
from xianxing.documents.limits import Limits, OcrMode
from xianxing.documents.reading import Reader
from xianxing.documents.writing import FORMS, Filling, Stamp, find_stamp, shown, write_form_docx
from xianxing.i18n import language
from xianxing.law import Field, FieldKind, Guide, load_guide

ON = date(2024, 1, 20)
GUIDE = load_guide("shenzhen-2023")
AT = datetime(2024, 1, 15, 4, 0, 0, 123456, tzinfo=UTC)
STAMP = Stamp("filing", GUIDE.name, GUIDE.digest[:16], "a" * 32, "", AT, "0123456789abcdef")
RISKS = ["content.business_risks", "content.technical_risks"]

Row = dict[str, object]
Data = dict[str, dict[str, object]]
SAMPLE: Data = {
    "project": {
        "name": "基于隐私计算的“债券”提示工具",
        "type": "technology_empowerment",
        "directions": [2, 9],
        "trial_months": 12,
        "planned_start": date(2024, 7, 1),
        "new_rule_field": False,
    },
    "content": {
        "overview": "第一行，\n第二行\t有制表符，以及 two  blanks。",
        "technologies": ["人工智能", "大数据、云"],
        "business_risks": [
            {"kind": "market", "description": "价格波动", "owner": "甲"},
            {"kind": "credit", "description": "违约\n展期", "owner": "乙"},
        ],
        "technical_risks": [{"kind": "data", "description": "泄露", "owner": "丙"}],
        "scale": [{"item": "客户", "unit": "户", "cap": 1000.5}],
    },
}
IDS = {
    "content.business_risks": ("11111111-0000", "22222222-0000"),
    "content.technical_risks": ("33333333-0000",),
}


def written(data: Data, form: int = 0, stamp: Stamp = STAMP, code: str = "zh-hans") -> bytes:
    """A filled form."""
    target = io.BytesIO()
    with language(code):
        write_form_docx(GUIDE, FORMS[form], target, ON, Filling(data, stamp, IDS, "项目", "页脚"))
    return target.getvalue()


def back(data: bytes, guide: Guide = GUIDE) -> FormBack:
    """The form again, read in this process."""
    _document, raw = extract_form(data, "申报表.docx", Limits())
    assert raw is not None
    found = match_form(guide, raw_from_json(raw_to_json(raw)))
    assert found is not None
    return found


def values(found: FormBack, data: Data) -> Data:
    """What was read, in the shape of the data; `data` is what the cells are known to have held."""
    result: Data = {group: {} for group, _title in FORMS[0].groups}
    for path, text in found.cells.items():
        field = GUIDE.field(path)
        value = spelled(field, text, known=data.get(field.group, {}).get(field.key))
        if value is not None:
            result[field.group][field.key] = value
    for path, rows in found.tables.items():
        table = GUIDE.field(path)
        known = data.get(table.group, {}).get(table.key)
        held = known if isinstance(known, list) else []
        made = []
        for number, row in enumerate(rows):
            old = held[number] if number < len(held) else {}
            columns = {column.key: column for column in table.columns}
            made.append(
                {key: spelled(columns[key], text, known=old.get(key)) for key, text in row.cells.items()}
            )
        if made:
            result[table.group][table.key] = made
    return result


def texts_of(field: Field) -> st.SearchStrategy[object]:
    """Values that a field may hold."""
    words = st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=30).map(clean)
    if field.kind is FieldKind.CHOICE and not field.open_choices:
        return st.sampled_from([choice.value for choice in field.choices])
    return {
        FieldKind.BOOLEAN: st.booleans(),
        FieldKind.DATE: st.dates(date(1990, 1, 1), date(2199, 1, 1)),
        FieldKind.INTEGER: st.integers(-(10**9), 10**9),
        FieldKind.NUMBER: st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9)),
        FieldKind.CHOICES: st.lists(st.sampled_from([c.value for c in field.choices] or ["-"]), unique=True),
        FieldKind.STRINGS: st.lists(words.filter(bool), max_size=3),
    }.get(field.kind, words)


@st.composite
def filled(draw: st.DrawFn) -> Data:
    """A filing form with a handful of cells and one table."""
    data: Data = {"project": {}, "content": {}}
    plain = [f for group in data for f in GUIDE.fields_of(group) if f.kind is not FieldKind.TABLE]
    for field in draw(st.lists(st.sampled_from(plain), max_size=4, unique=True)):
        data[field.group][field.key] = draw(texts_of(field))
    table = draw(st.sampled_from([GUIDE.field(path) for path in (*RISKS, "content.scale")]))
    rows = st.lists(st.fixed_dictionaries({c.key: texts_of(c) for c in table.columns}), max_size=2)
    data[table.group][table.key] = draw(rows)
    return data


def without_empty(data: Data) -> Data:
    """The data as a filing keeps them: empty values are no values."""

    def kept(value: object) -> object:
        if isinstance(value, dict):
            return {key: kept(item) for key, item in value.items() if item not in ("", [], None)}
        return [row for item in value if (row := kept(item)) != {}] if isinstance(value, list) else value

    groups = {group: kept(record) for group, record in data.items()}
    return {g: {k: v for k, v in r.items() if v != []} for g, r in groups.items() if isinstance(r, dict)}


@settings(max_examples=max(20, settings().max_examples // 5))  # each one writes and reads a whole form
@given(filled(), st.booleans(), st.sampled_from(["zh-hans", "en"]))
def test_what_is_written_is_read_back(data: Data, tags_lost: bool, code: str) -> None:
    file = written(data, code=code)
    found = back(edited(file, unwrap) if tags_lost else file)
    assert without_empty(values(found, data)) == without_empty(data)
    assert found.twice == []


@pytest.mark.parametrize("change", [lambda _root: None, unwrap])
def test_the_sample_comes_back_whole(change: Callable[[etree._Element], None]) -> None:
    found = back(edited(written(SAMPLE), change))
    assert without_empty(values(found, SAMPLE)) == SAMPLE
    paths = {f.path for group in ("project", "content") for f in GUIDE.fields_of(group)}
    assert {*found.cells, *found.tables} == paths


def test_rewritten_by_another_program(tmp_path: object) -> None:
    """Opened and saved by python-docx after the wrappers went: labels are enough, and the stamp stays."""
    document = docx.Document(io.BytesIO(edited(written(SAMPLE), unwrap)))
    document.add_paragraph("盖章处")
    target = io.BytesIO()
    document.save(target)
    found = back(target.getvalue())
    assert (found.by_tag, found.stamp) == (0, STAMP)
    assert without_empty(values(found, SAMPLE)) == SAMPLE


def test_rewritten_by_libreoffice() -> None:
    """The sample's form opened and saved by LibreOffice 7.4, which keeps no tag and cuts texts into runs."""
    found = back((Path(__file__).parent / "files" / "form-saved-by-libreoffice.docx").read_bytes())
    assert (found.by_tag, found.twice) == (0, [])
    assert found.stamp is not None
    assert replace(found.stamp, guide_digest=STAMP.guide_digest) == STAMP
    assert without_empty(values(found, SAMPLE)) == SAMPLE


def test_no_control_is_of_the_kind_whose_words_libreoffice_repeats() -> None:
    main = zipfile.ZipFile(io.BytesIO(written(SAMPLE))).read("word/document.xml")
    kinds = {node.tag for node in etree.fromstring(main).iterfind(".//{*}sdtPr/*")}
    assert qn("w:date") in kinds and qn("w:text") not in kinds


def test_blank_cells_are_empty_whatever_invited_to_fill_them() -> None:
    def emptied(root: etree._Element) -> None:
        replace_text(root, "价格波动", "单击或点击此处输入文字。")
        replace_text(root, "泄露", "（请填写）数据泄露")

    found = back(edited(written(SAMPLE), emptied))
    assert found.cells["content.innovation"] == ""
    assert "description" not in found.tables[RISKS[0]][0].cells
    assert found.tables[RISKS[1]][0].cells["description"] == "数据泄露"


def test_rows_copied_removed_and_added() -> None:
    def change(root: etree._Element) -> None:
        second = row_of(root, "乙")
        copied = etree.fromstring(etree.tostring(second))
        second.addnext(copied)
        replace_text(copied, "乙", "丁")
        first = row_of(root, "甲")
        first.getparent().remove(first)

    rows = back(edited(written(SAMPLE), change)).tables[RISKS[0]]
    assert [(row.row, row.cells["owner"]) for row in rows] == [("22222222", "乙"), ("22222222", "丁")]


def test_the_two_risk_tables_are_told_apart_by_what_stands_above() -> None:
    rows = back(edited(written(SAMPLE), unwrap)).tables
    assert [row.cells["owner"] for row in rows[RISKS[0]]] == ["甲", "乙"]
    assert [row.cells["owner"] for row in rows[RISKS[1]]] == ["丙"]


@pytest.mark.parametrize("change", [lambda _root: None, unwrap])
def test_a_table_of_one_column(change: Callable[[etree._Element], None]) -> None:
    column = GUIDE.field("unit.commitments").columns[0].key
    data: Data = {"unit": {"commitments": [{column: "每季报告"}, {column: "专户核算"}]}}
    rows = back(edited(written(data, 1, replace(STAMP, form="unit", unit="lead")), change)).tables
    assert [row.cells[column] for row in rows["unit.commitments"]] == ["每季报告", "专户核算"]


def test_a_table_broken_over_pages_is_one() -> None:
    def split(root: etree._Element) -> None:
        unwrap(root)
        row = row_of(root, "乙")
        table = row.getparent()
        rest = etree.fromstring(etree.tostring(table))
        index = list(table.iter(qn("w:tr"))).index(row)
        for late in list(table.iter(qn("w:tr")))[index:]:
            table.remove(late)
        for early in list(rest.iter(qn("w:tr")))[:index]:
            rest.remove(early)
        table.addnext(rest)

    rows = back(edited(written(SAMPLE), split)).tables[RISKS[0]]
    assert [row.cells["owner"] for row in rows] == ["甲", "乙"]


def test_tracked_changes_comments_and_hidden_text() -> None:
    """Inserted text is read, deleted and hidden text isn't; all three are reported."""

    def change(root: etree._Element) -> None:
        run = next(node for node in root.iter(qn("w:t")) if node.text == "价格波动").getparent()
        xml = (
            '<x xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            '<w:ins w:id="1" w:author="a"><w:r><w:t>加剧</w:t></w:r></w:ins>'
            '<w:del w:id="2" w:author="a"><w:r><w:delText>删去</w:delText></w:r></w:del>'
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏着</w:t></w:r></x>"
        )
        for node in reversed(list(etree.fromstring(xml))):
            run.addnext(node)

    document, raw = extract_form(edited(written(SAMPLE), change), "申报表.docx", Limits())
    assert raw is not None
    found = match_form(GUIDE, raw)
    assert found is not None
    assert found.tables[RISKS[0]][0].cells["description"] == "价格波动加剧"
    assert {problem.code for problem in document.problems} >= {"tracked-changes"}
    assert [(hidden.reason, hidden.excerpt) for hidden in document.hidden] == [("vanish", "藏着")]


def test_one_field_in_two_places_is_told() -> None:
    def change(root: etree._Element) -> None:
        row = row_of(root, "项目名称")
        copied = etree.fromstring(etree.tostring(row))
        row.addnext(copied)
        replace_text(copied, "基于隐私计算的“债券”提示工具", "另一个名称")

    found = back(edited(written(SAMPLE), change))
    assert found.twice == ["project.name"]
    assert found.cells["project.name"] == "基于隐私计算的“债券”提示工具"


def test_a_stamp_survives_in_either_place() -> None:
    file = written(SAMPLE)
    for part in (r"docProps/custom\.xml", r"word/footer\d\.xml"):
        target = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(target, "w") as new:
            for name in old.namelist():
                text = old.read(name)
                new.writestr(name, re.sub(rb"XX1:[^<]+", b"", text) if re.fullmatch(part, name) else text)
        assert back(target.getvalue()).stamp == STAMP


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.none() | st.datetimes(timezones=st.just(UTC)),
)
def test_stamps_are_read_from_their_line(unit: str, at: datetime | None) -> None:
    if at is not None and at.year < 1000:
        at = at.replace(year=2024, day=1)
    stamp = replace(STAMP, unit=unit, at=at)
    assert find_stamp(f"导出 {stamp.line()} 第1页") == stamp


def test_the_form_is_known_without_a_stamp() -> None:
    document = docx.Document(io.BytesIO(edited(written({"unit": {"name": "鹏海"}}, form=1), unwrap)))
    for paragraph in document.sections[0].footer.paragraphs:
        paragraph._p.getparent().remove(paragraph._p)
    table_only = docx.Document()
    table_only.element.body.insert(0, document.tables[0]._tbl)
    target = io.BytesIO()
    table_only.save(target)
    found = back(target.getvalue())
    assert (found.form, found.stamp, found.cells["unit.name"]) == ("unit", None, "鹏海")


def test_days_and_lists_as_people_write_them() -> None:
    start, kinds = GUIDE.field("project.planned_start"), GUIDE.field("content.technologies")
    assert spelled(start, "2024年 7月1日") == date(2024, 7, 1)
    assert spelled(start, "2024.07.01") == date(2024, 7, 1)
    assert spelled(start, "2024年7月1日左右") == "2024年7月1日左右"
    assert spelled(kinds, "人工智能，大数据; RPA") == ["人工智能", "大数据", "RPA"]
    assert spelled(kinds, "大数据、云\n人工智能") == ["大数据、云", "人工智能"]
    assert shown(kinds, ["大数据、云"]) == "大数据、云"
    assert spelled(kinds, "大数据、云", known=["大数据、云"]) == ["大数据、云"]


def test_hostile_files_are_read_in_the_cage() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 50_000_000)
    with Reader(Limits(), OcrMode.NEVER) as reader:
        good, form = reader.read_form(written(SAMPLE), "申报表.docx")
        assert good.usable and form is not None
        for data, code in ((bomb.getvalue(), "zip-bomb"), (b"", "empty-file"), (b"PK\x03\x04", "damaged")):
            document, none = reader.read_form(data, "申报表.docx")
            assert none is None
            assert code in {problem.code for problem in document.problems}


def test_another_document_is_no_form() -> None:
    document = docx.Document()
    document.add_paragraph("请示")
    document.add_table(2, 2).cell(0, 0).text = "事项"
    target = io.BytesIO()
    document.save(target)
    _document, raw = extract_form(target.getvalue(), "请示.docx", Limits())
    assert raw is not None
    assert match_form(GUIDE, raw) is None
