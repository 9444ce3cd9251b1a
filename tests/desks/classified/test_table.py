"""The table of classified protection: the tests that it names exist, its copy in the docs is the same."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.factories.logged_in import browser
from xianxing.desks.classified.table import protection_table, table_as_text
from xianxing.pilot.demo.cast import Cast

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs" / "classified-protection.md"
LANGUAGES = ("zh-hans", "en")


def functions_of(path: Path) -> set[str]:
    """The tests of a module, by their names."""
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_test_that_is_named_exists() -> None:
    named = [name for item in protection_table().items for name in item.tests]
    assert len(named) > 25
    for name in named:
        module, _colons, function = name.partition("::")
        path = ROOT / module
        assert path.is_file() and function in functions_of(path), name


def test_every_item_says_all_of_it_in_both_languages_and_what_has_no_test_is_the_operator_s() -> None:
    table = protection_table()
    assert len({item.id for item in table.items}) == len(table.items)
    for item in table.items:
        for what in ("title", "requires", "answer", "operator"):
            assert all(item.said(what, language).strip() for language in LANGUAGES), (item.id, what)
    assert {item.id for item in table.items if not item.tests} == {"physical", "management"}


def test_the_copy_in_the_docs_is_the_table() -> None:
    assert table_as_text("en") in DOCS.read_text("utf-8")


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_staff_and_officers_read_it_and_take_it_along(demo_cast: Cast, prefix: str) -> None:
    client = browser(demo_cast.people["温如玉"])
    page = client.get(f"{prefix}/classified-protection/").content.decode()
    assert "GB/T 22239-2019" in page
    assert ("运营单位须做" if not prefix else "The operator") in page
    answer = client.get(f"{prefix}/classified-protection/table.md")
    assert answer["Content-Type"].startswith("text/markdown")
    assert answer.content.decode().count("\n| 8.1.") == len(protection_table().items)
    assert browser(demo_cast.people["陈砚林"]).get("/classified-protection/").status_code == 404
