"""The house keeps its shape: floors, sizes, pins without addresses, and words that are never said."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.factories.never_said import CONTEXTS, NEVER_SAID

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "xianxing"
LONGEST_FILE = 600
CITIES = re.compile(
    "深圳|广州|上海|北京|南京|浙江|shenzhen|guangzhou|shanghai|beijing|nanjing", re.IGNORECASE
)


def repository_files() -> list[Path]:
    """Every file that git knows and that is still there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    paths = [ROOT / name for name in listed.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def texts(paths: list[Path]) -> dict[str, str]:
    """The text of each file that is text, by its path in the repository."""
    found = {}
    for path in paths:
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            found[path.relative_to(ROOT).as_posix()] = content.decode("utf-8", errors="replace")
    return found


def lines_with(pattern: re.Pattern[str], files: dict[str, str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_pinned_requirement_contains_an_address() -> None:
    pins = [
        path for path in repository_files() if path.parent.name == "requirements" or path.suffix == ".lock"
    ]
    assert [path.name for path in pins if path.name == "base.txt"]
    assert lines_with(re.compile("https?://"), texts(pins)) == []
    assert not [path for path in pins if path.name in ("uv.lock", "pylock.toml")]


def test_every_pin_has_a_hash() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        entries = re.split(r"\n(?=\S)", path.read_text("utf-8").strip())
        unhashed = [
            entry.split()[0] for entry in entries if not entry.startswith("#") and "--hash=" not in entry
        ]
        assert unhashed == [], path.name


def test_no_file_names_a_path_of_a_machine() -> None:
    homes = "|".join(("work", "root", "Users", "home/[a-z]"))
    pattern = re.compile(rf"(?<![\w.~/:-])/(?:{homes})/")
    assert lines_with(pattern, texts(repository_files())) == []


def test_nothing_is_left_to_do() -> None:
    pattern = re.compile(r"#.*\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")) + r")\b")
    assert lines_with(pattern, texts(repository_files())) == []


def test_no_python_file_is_too_long() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in [*repository_files(), ROOT / "run"]
        if (path.suffix == ".py" or path.name == "run") and path.parent.name != "migrations"
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_one_class_name_stands_for_one_thing() -> None:
    """Only what a framework looks for by name occurs more than once."""
    found: dict[str, list[str]] = defaultdict(list)
    source = [path for path in repository_files() if path.is_relative_to(ROOT / "src")]
    for name, text in texts(source).items():
        for line in re.findall(r"^class (\w+)", text, re.MULTILINE):
            found[line].append(name)
    named_by_a_framework = {"Migration", "Command"}
    assert {one: at for one, at in found.items() if len(at) > 1 and one not in named_by_a_framework} == {}


def test_each_floor_imports_only_from_below() -> None:
    checked = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout


def test_no_test_imports_from_another_test() -> None:
    """What tests share lies in `tests/factories/` or beside them, in modules that hold no test."""
    tests = [path for path in repository_files() if path.is_relative_to(ROOT / "tests")]
    code = {name: text for name, text in texts(tests).items() if name.endswith(".py")}
    assert lines_with(re.compile(r"^\s*(?:from|import)\s.*\btest_\w+"), code) == []


def test_what_touches_triggers_locks_or_constraints_runs_on_both_databases() -> None:
    """The mark decides what `./run test` runs on PostgreSQL; it stands on every module that may need it."""
    touches = re.compile(
        r"own_base|migrated_base|own_database\b|(?:Database|Integrity|Operational)Error|\.cursor\(|connection\.vendor"
        r"|transaction\.atomic|select_for_update|\bTRIGGER\b|ThreadPoolExecutor"
    )
    rooms = [ROOT / "tests" / room for room in ("pilot", "adversary")]
    modules = texts([path for room in rooms for path in sorted(room.rglob("test_*.py"))])
    touching = {name: text for name, text in modules.items() if touches.search(text)}
    assert len(touching) > 20
    assert [name for name, text in touching.items() if "pytest.mark.both_databases" not in text] == []


def test_guides_are_data_only() -> None:
    assert {path.suffix for path in (SOURCE / "guides").rglob("*") if path.is_file()} <= {".toml", ".md"}


def test_the_day_of_an_instant_is_always_the_day_in_china() -> None:
    """An instant read back from a store is in UTC; only `workdays.clocks.day_of` knows its day here."""
    elsewhere = {
        "checker/body.py",  # days only, as are the three below
        "checker/filing.py",
        "pilot/filings/draft/values.py",
        "workdays/files.py",
        "workdays/clocks.py",
    }
    code = {
        name: text
        for name, text in texts(sorted(SOURCE.rglob("*.py"))).items()
        if name.removeprefix("src/xianxing/") not in elsewhere
    }
    assert lines_with(re.compile(r"\.date\(\)|date\.today\(|datetime\.today\("), code) == []


def test_no_city_stands_in_code() -> None:
    code = texts(sorted(SOURCE.rglob("*.py")))
    code = {name: re.sub("Asia/Shanghai|SHANGHAI", "", text) for name, text in code.items()}
    assert lines_with(CITIES, code) == []


@pytest.mark.clause("5.1.3")
def test_no_project_is_said_to_be_approved_or_licensed() -> None:
    spoken = [path for path in SOURCE.rglob("*") if path.suffix in (".py", ".toml", ".po", ".html", ".txt")]
    spoken.remove(SOURCE / "checker" / "phrases.toml")  # what rules look for in others' texts; never shown
    allowed = re.compile("|".join(CONTEXTS))
    files = {name: allowed.sub("", text) for name, text in texts(sorted(spoken)).items()}
    assert lines_with(NEVER_SAID, files) == []


def test_no_page_answers_a_stranger_by_itself() -> None:
    """`Stranger`, and whatever is wider than `Refused`, passes the pages to the place that answers 404."""
    pages = texts(sorted((SOURCE / "desks").rglob("*.py")))
    assert lines_with(re.compile(r"\b(?:Stranger|Refusal)\b"), pages) == []
    site = texts(sorted((SOURCE / "site").rglob("*.py")))
    assert len(lines_with(re.compile(r"isinstance\(exception, Stranger\)"), site)) == 1


def test_a_role_is_tested_in_permission_files_only() -> None:
    """Elsewhere verbs, routes and pages ask named predicates; who holds a role is compared nowhere else."""
    asked = re.compile(r"Role\.[A-Z_]+ (?:not )?in |officer(?:_role\([^)]*\))? [!=]= |staff_roles\(")
    homes = ("parties/permissions.py", "parties/queries.py", "filings/permissions.py", "filings/actors.py")
    code = {
        name: text
        for name, text in texts(sorted((SOURCE / "pilot").rglob("*.py"))).items()
        if not name.endswith(homes)
    }
    assert lines_with(asked, {**code, **texts(sorted((SOURCE / "desks").rglob("*.py")))}) == []
