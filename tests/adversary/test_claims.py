"""What `docs/security.md` claims is what this suite tries: each names the other."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOUSE = HERE.parents[1]
PAGE = HOUSE / "docs" / "security.md"
CITED = re.compile(r"`((?:tests/[\w/]+/)?test_\w+\.py)(?:::(\w+))?`")


def cited() -> list[tuple[Path, str]]:
    """Every module that the page cites, and the test in it, "" for all of them."""
    found = CITED.findall(PAGE.read_text("utf-8"))
    return [(HOUSE / path if "/" in path else HERE / path, name) for path, name in found]


def test_every_module_of_attacks_stands_behind_a_claim_and_every_claim_has_one() -> None:
    named = {path for path, _name in cited() if path.parent == HERE}
    assert named == set(HERE.glob("test_*.py")) - {Path(__file__).resolve()}


def test_every_test_that_a_claim_cites_is_there() -> None:
    gone = [
        f"{path.relative_to(HOUSE)} {name}"
        for path, name in cited()
        if not path.is_file() or f"\ndef {name + '(' if name else 'test_'}" not in path.read_text("utf-8")
    ]
    assert gone == []


def test_nothing_that_looks_like_a_test_is_cited_in_another_way() -> None:
    text = PAGE.read_text("utf-8")
    assert len(re.findall(r"test_\w+\.py", text)) == len(cited())
