"""No parser is within reach of the rooms that serve people: the exceptions are named here with the reason."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "xianxing"
ROOMS = ("desks", "pilot", "site")
PARSERS = frozenset(
    {
        "PIL", "bz2", "csv", "difflib", "docx", "gzip", "html", "lxml", "lzma", "openpyxl", "plistlib",
        "pptx",
        "pyhanko", "pypdf", "pypdfium2", "tarfile", "tomlkit", "tomllib", "xml", "yaml", "zipfile", "zlib",
    }
)  # fmt: skip
# What is left parses what this house wrote itself, or writes and parses nothing.
OWN: dict[str, str] = {
    "desks/accounts/safeguards.py tomllib": "the operator's key file",
    "desks/portal/sections.py tomllib": "data of this package",
    "desks/public/samples.py tomllib": "the sample filings beside the site",
    "desks/public/register_pages.py csv": "writes",
    "desks/sending.py zipfile": "writes",
    "desks/sheets.py openpyxl": "writes",
    "pilot/cases/upkeep/retention.py tomllib": "data of this package",
    "pilot/casework/risk_topics.py tomllib": "data of this package",
    "pilot/casework/summary_table.py tomllib": "data of this package",
    "pilot/demo/cast.py tomllib": "data of this package",
    "pilot/demo/evening.py tomllib": "data of this package",
    "pilot/demo/papers.py docx": "makes the demonstration's papers",
    "pilot/demo/papers.py zipfile": "makes the demonstration's papers",
    "pilot/demo/project_lines.py tomllib": "data of this package",
    "pilot/demo/project_play.py tomllib": "data of this package",
    "pilot/demo/scenes.py tomllib": "data of this package",
    "pilot/demo/tool_runs.py tomllib": "data of this package",
    "pilot/programs/practice.py tomllib": "data of this package",
    "pilot/demo/seed.py tomllib": "data of this package",
    "pilot/experts/practice.py tomllib": "data of this package",
    "pilot/experts/undertaking.py tomllib": "data of this package",
    "pilot/filings/draft/tables.py csv": "writes",
    "pilot/filings/draft/tables.py openpyxl": "writes",
    "pilot/filings/files/quota.py tomllib": "data of this package",
    "pilot/filings/folder/exporting.py zipfile": "writes",
    "pilot/filings/folder/writing.py tomlkit": "writes",
    "pilot/filings/submit/filing.py zipfile": "writes",
    "pilot/notices/handed_in.py tomllib": "data of this package",
    "pilot/messages/domain/delivery.py tomllib": "data of this package",
    "pilot/relations/kinds.py tomllib": "data of this package",
    "pilot/relations/signs.py tomllib": "data of this package",
    "pilot/storage/keys.py tomllib": "the operator's key file",
    "pilot/storage/sealing.py zlib": "what was sealed here, authenticated before it is opened",
    "pilot/complaints/limits.py tomllib": "data of this package",
    "pilot/complaints/routes.py tomllib": "data of this package",
    "pilot/changes/kinds.py tomllib": "data of this package",
    "pilot/reports/forms.py tomllib": "data of this package",
    "desks/figures/row_pages.py csv": "writes",
    "desks/figures/table_pages.py csv": "writes",
    "pilot/figures/definitions.py tomllib": "data of this package",
    "pilot/figures/regimes.py tomllib": "data of this package",
    "pilot/inspections/practice.py tomllib": "data of this package",
    "pilot/incidents/regulations.py tomllib": "data of this package",
    "pilot/supervision/catalogue.py tomllib": "data of this package",
    "pilot/archive/practice.py tomllib": "data of this package",
    "pilot/privacy/notices.py tomllib": "data of this package",
    "desks/classified/table.py tomllib": "data of this package",
    "pilot/exits/practice.py tomllib": "data of this package",
    "pilot/lessons/practice.py tomllib": "data of this package",
    "pilot/incentives/policies.py tomllib": "data of this package and the operator's own",
    "pilot/incentives/consent_text.py tomllib": "data of this package",
    "desks/incentives/pool_pages.py csv": "writes",
    "desks/lessons/public_library_pages.py csv": "writes",
    "pilot/exits/work_report.py tomllib": "data of this package",
    "pilot/transmissions/parts.py tomllib": "data of this package",
    "pilot/tools/room.py tomllib": "data of this package",
}
# Of the reader's own modules the server's rooms may load those that ask, and the values that cross.
ASKING = frozenset(
    {
        "apart", "capacity", "characters", "counting", "forms_back", "forms_back.matching", "forms_back.raw",
        "limits", "model", "ocr", "plain", "reading", "showing", "sniff", "transfer",
    }
)  # fmt: skip


def imported(path: Path) -> set[str]:
    """The full name of every module that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


def files() -> list[Path]:
    return [path for room in ROOMS for path in sorted((SOURCE / room).rglob("*.py"))]


def test_the_server_s_rooms_import_no_parser_but_for_what_is_their_own() -> None:
    found = {
        f"{path.relative_to(SOURCE).as_posix()} {name.partition('.')[0]}"
        for path in files()
        for name in imported(path)
        if name.partition(".")[0] in PARSERS
    }
    assert found == set(OWN)


def test_the_server_s_rooms_ask_the_reader_and_run_none_of_it() -> None:
    head = "xianxing.documents."
    found = {
        f"{path.relative_to(SOURCE).as_posix()} {name}"
        for path in files()
        for name in imported(path)
        if name.startswith(head)
        and name.removeprefix(head) not in ASKING
        and name.removeprefix(head).partition(".")[0] != "writing"
    }
    assert found == set()


@pytest.mark.parametrize("name", ["engine.check", "folder.opened"])
def test_pages_check_a_stranger_s_filing_apart(name: str) -> None:
    module, verb = name.split(".")
    for path in sorted((SOURCE / "desks").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module in (
                "xianxing.checker",
                f"xianxing.checker.{module}",
            ):
                assert verb not in {alias.name for alias in node.names}, path.name


def test_the_checker_s_own_module_for_folders_parses_nothing() -> None:
    parsing = PARSERS | {"xianxing.documents.filing", "xianxing.documents.archive", "xianxing.documents.toml"}
    assert not {
        name for name in imported(SOURCE / "checker" / "folder.py") if name.partition(".")[0] in PARSERS
    }
    assert not imported(SOURCE / "checker" / "folder.py") & parsing
