"""The documentation is true: its examples run, its links lead somewhere, and nothing is left out."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from urllib.parse import unquote

import pytest

from xianxing.cli import COMMANDS
from xianxing.i18n import compile_catalogues

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.rglob("*.md")), *sorted(ROOT.glob("*.md")), *sorted((ROOT / "examples").glob("*.md"))]
PURE = ("checker", "documents", "law", "procedure", "record", "toolbox", "workdays")
FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


def shown(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def examples(page: Path) -> list[str]:
    return [body for language, body in FENCE.findall(page.read_text("utf-8")) if language == "python"]


def prose(page: Path) -> str:
    return FENCE.sub("", page.read_text("utf-8"))


def anchors(page: Path) -> set[str]:
    """The anchors that a forge gives the headings of a page."""
    headings = re.findall(r"^#+ +(.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", [page for page in PAGES if examples(page)], ids=shown)
def test_examples_of_a_page_run_in_order(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compile_catalogues()
    monkeypatch.setenv("XIANXING_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    example = tmp_path / "example.py"
    example.write_text("\n".join(examples(page)), "utf-8")
    runpy.run_path(str(example), run_name="__example__")


@pytest.mark.parametrize("package", PURE)
def test_each_pure_package_has_a_page_with_an_example_that_asserts(package: str) -> None:
    bodies = examples(DOCS / f"{package}.md")
    assert any(f"xianxing.{package}" in body for body in bodies)
    assert any("assert " in body for body in bodies)


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_relative_links_lead_somewhere(page: Path) -> None:
    broken = []
    for groups in LINK.findall(prose(page)):
        target = unquote(groups[0] or groups[1])
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        aim = (page.parent / name).resolve() if name else page
        if not aim.exists() or (anchor and aim.suffix == ".md" and anchor not in anchors(aim)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_subcommand_is_documented(command: str) -> None:
    assert any(f"xianxing {command}" in page.read_text("utf-8") for page in PAGES)


def test_every_path_that_the_architecture_names_exists() -> None:
    text = (DOCS / "architecture.md").read_text("utf-8")
    named = re.findall(r"`((?:src|tests|docs)/[^`]*)`", text)
    assert len(named) > 15
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_floor_stands_in_the_architecture() -> None:
    text = (DOCS / "architecture.md").read_text("utf-8")
    rooms = [path.name for path in (ROOT / "src" / "xianxing").iterdir() if (path / "__init__.py").exists()]
    assert [room for room in rooms if f"`src/xianxing/{room}/`" not in text] == []
    apps = [path.parent.name for path in (ROOT / "src" / "xianxing" / "pilot").glob("*/apps.py")]
    assert [app for app in apps if app not in text] == []


def test_every_environment_variable_is_documented() -> None:
    sources = [*sorted((ROOT / "src").rglob("*.py")), ROOT / "run", ROOT / "tests" / "conftest.py"]
    read = re.compile(r"(?:environ|environment)(?:\.get\(|\[)\"(XIANXING_\w+)|flag\(\"(XIANXING_\w+)")
    used = {a or b for path in sources for a, b in read.findall(path.read_text("utf-8"))}
    said = {name for page in PAGES for name in re.findall(r"XIANXING_\w+", page.read_text("utf-8"))}
    assert len(used) > 10
    assert used - said == set()


def test_every_code_name_of_the_glossary_exists() -> None:
    table = prose(DOCS / "glossary.md").partition("## Words never used")[0]
    names = {
        name for row in table.splitlines() if row.startswith("|") for name in re.findall(r"`(\w+)`", row)
    }
    files = [path for path in (ROOT / "src").rglob("*") if path.suffix in (".py", ".toml")]
    words = set(re.findall(r"\w+", "\n".join(path.read_text("utf-8") for path in files)))
    assert len(names) > 100
    assert names - words == set()


def test_decisions_are_numbered_without_a_gap_and_have_three_parts() -> None:
    decisions = sorted((DOCS / "adr").glob("*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        assert [
            h for h in ("## Context", "## Decision", "## Consequences") if h not in path.read_text("utf-8")
        ] == []
