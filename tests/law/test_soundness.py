"""What reads well and still can't be is refused where it stands; a pinned package is taken as it stood."""

from __future__ import annotations

import pytest

from tests.law.conftest import MINIMAL, Write, failure
from xianxing.documents.model import FileKind
from xianxing.law import load_guide
from xianxing.law.material import FORMATS

VALUE = '{ value = 5, since = 2025-01-01, source = { zh = "甲", en = "a" } }'
NUMBER = '[parameter.days]\nlabel = { zh = "日数", en = "Days" }\nclause = "1"\nbasis = "guide"\nvalues = '
KIND = '[material.card]\nlabel = { zh = "卡", en = "Card" }\nclause = "1"\nissued_by = "anyone"\nformats = '
PART = '[material.card.section.limits]\nlabel = { zh = "边界", en = "Limits" }\n'
ORGAN = '\n[organ.group]\nrole = { zh = "组", en = "Group" }\nnames = []\n'


def ended(day: str) -> str:
    return VALUE.replace("since = 2025-01-01", f"since = 2025-01-01, until = {day}")


@pytest.mark.parametrize(
    ("file", "text", "key", "line", "problem"),
    [
        ("settings", f"{NUMBER}[]", "parameter.days.values", 5, "the list is empty"),
        ("settings", f"{NUMBER}[{ended('2024-12-31')}]", "parameter.days.values", 5, "ends on 2024-12-31"),
        ("settings", f"{NUMBER}[{VALUE}, {VALUE}]", "parameter.days.values", 5, "still holds on 2025-01-01"),
        ("guide", MINIMAL["guide"] + ORGAN, "organ.group.names", 11, "the list is empty"),
        ("materials", f'{KIND}["docx", "pfd"]', "material.card.formats", 5, "'pfd' is not known"),
        ("materials", f"{KIND}[]\n{PART}", "material.card.section.limits", 6, "every report would lack it"),
        ("notes", "x = 1", "", None, "nobody reads the file"),
        ("clauses", MINIMAL["clauses"].replace('"二"', '" "'), "clause.2.display", 7, "the text is empty"),
        ("clauses", MINIMAL["clauses"].replace('"B"', '""'), "clause.2.text", 8, "the text is empty"),
    ],
)
def test_it_is_refused_with_file_line_and_remedy(
    write_guide: Write, file: str, text: str, key: str, line: int | None, problem: str
) -> None:
    root = write_guide(**{file: text})
    error = failure(root)
    assert (error.file, error.key, error.line) == (f"small_town/{file}.toml", key, line)
    assert problem in error.problem and error.remedy
    assert load_guide("small-town", [root], pinned=True).name == "small-town"


def test_values_that_follow_each_other_are_fine(write_guide: Write) -> None:
    later = VALUE.replace("2025-01-01", "2025-07-01")
    guide = load_guide("small-town", [write_guide(settings=f"{NUMBER}[{later}, {ended('2025-06-30')}]")])
    assert len(guide.parameters["days"].values) == 2


def test_the_formats_are_the_kinds_of_file_that_documents_are_told_apart_by() -> None:
    assert tuple(FileKind) == FORMATS


def test_a_misspelt_key_is_told_itself_and_with_the_right_one(write_guide: Write) -> None:
    error = failure(write_guide(clauses=MINIMAL["clauses"].replace('status = "decl', 'statis = "decl')))
    assert (error.key, error.line) == ("clause.2.statis", 9)
    assert error.remedy == "write status"


def test_a_misspelt_table_is_told_at_its_line(write_guide: Write) -> None:
    error = failure(write_guide(guide=MINIMAL["guide"] + "\n[unit_kinds.bank]\nx = 1\n[unit_kinds.fund]\n"))
    assert (error.key, error.line) == ("unit_kinds", 9)


@pytest.mark.parametrize(
    ("clauses", "line", "problem"),
    [
        ("[clause.1]\ndisplay = 'a'\n[clause.1]\n", 3, "“clause.1” stands twice"),
        ("[clause.1]\ndisplay = 'a'\ndisplay = 'b'\n", 3, "“display = 'b'” stands twice"),
        ("[clause.1]\ndisplay 'a'\n", 2, "this is no TOML, from column 9 on (Expected '='"),
        ('[clause.1]\ndisplay = """a', 2, "this is no TOML"),
    ],
)
def test_what_is_no_toml_is_told_at_its_line(
    write_guide: Write, clauses: str, line: int, problem: str
) -> None:
    error = failure(write_guide(clauses=clauses))
    assert (error.file, error.line) == ("small_town/clauses.toml", line)
    assert error.problem.startswith(problem)


def test_a_file_in_another_encoding_is_told_at_the_line_of_its_first_strange_byte(write_guide: Write) -> None:
    root = write_guide()
    (root / "small_town" / "clauses.toml").write_bytes("[clause.1]\ndisplay = '一、'\n".encode("gbk"))
    error = failure(root)
    assert (error.line, error.problem) == (2, "the file isn't written in UTF-8")


def test_a_guide_that_extends_none_says_so_at_that_line(write_guide: Write) -> None:
    error = failure(
        write_guide(guide=MINIMAL["guide"].replace("[channel]", 'extends = "atlantis-1"\n[channel]'))
    )
    assert (error.file, error.key, error.line) == ("small_town/guide.toml", "extends", 4)
    assert "small-town" in error.remedy
