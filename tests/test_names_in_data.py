"""Names of kinds, files, parts, acts and states are the guide's own: no code looks for one of them."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import xianxing
from xianxing.law.material import MaterialMeans, SectionMeans
from xianxing.procedure.meanings import Means, Stage
from xianxing.procedure.subjects import SUBJECTS

SOURCE = Path(xianxing.__file__).parent
PACKAGES = (SOURCE / "guides", Path(__file__).parent / "law" / "guides")
# Where meanings are listed: a name of the reference guide that is a meaning as well may stand there only;
# effects have names of their own, which procedures write.
LISTED = {
    "procedure/meanings.py", "procedure/subjects.py", "law/material.py", "procedure/effects.py",
    "procedure/earlier.py",
}  # fmt: skip
ORDINARY = {  # words that are something else where they stand in code, and what
    "algorithms": "the algorithms of the record; a list of words; a field of the form",
    "business_innovation": "a value of the fact that means the type of project",
    "cases": "the app of cases",
    "comment": "a message's kind; a line of the demonstration",
    "correcting": "a page's context",
    "complaints": "a rule of what is kept how long",
    "consultation": "what the fact means that says whether the bureau agreed",
    "draft": "a refusal's code; the mark on a printed draft",
    "ended": "a column of a tool's trades",
    "exit": "a scene of the demonstration",
    "file": "a form's upload; a file in a folder; a command's argument; a column",
    "filed": "a page's context; a refusal's code",
    "freeze": "an address; a line of the demonstration",
    "monitoring": "a field of the form",
    "other": "the open end of a form's list; a kind of document; a sentence of a rule",
    "presentation": "an element of a slide's XML",
    "risks": "a table of words; a key of a kind of file",
    "rules": "what stands behind a clause; a file of a guide",
    "running": "the state of a check in the queue",
    "scenario": "a field of the form; what a unit lacks",
    "screens": "what stands behind a clause",
    "seal": "the seal on a paper",
    "select": "a control of a form",
    "shown": "what a page shows",
    "stopped": "a stop for secrecy",
    "technology_firm": "a value of the fact that means the lead's kind",
    "withdraw": "an address",
}


def names_in_data() -> dict[str, str]:
    """Every id of a kind, file, part, act, step or state in any package, with what it is."""
    found: dict[str, str] = {}
    for root in PACKAGES:
        for folder in sorted(root.iterdir()):
            for file, sections in (
                ("guide", ("unit_kind", "project_type")),
                ("procedure", ("act", "step", "state")),
                ("materials", ("material",)),
            ):
                path = folder / f"{file}.toml"
                data = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
                for section in sections:
                    found |= dict.fromkeys(data.get(section, {}), section)
                for material in data.get("material", {}).values():
                    found |= dict.fromkeys(material.get("section", {}), "section")
    return found


def literals(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def hits() -> list[tuple[str, int, str]]:
    names, found = names_in_data(), []
    for path in sorted(SOURCE.rglob("*.py")):
        place = path.relative_to(SOURCE).as_posix()
        if place not in LISTED and "migrations" not in path.parts:
            found += [(place, line, text) for line, text in literals(path) if text in names]
    return found


@pytest.mark.always
def test_no_name_of_a_kind_file_part_act_or_state_stands_in_code() -> None:
    named = [hit for hit in hits() if hit[2] not in ORDINARY]
    assert named == [], "declare a meaning in the data and look for that"


def test_every_ordinary_word_is_still_needed() -> None:
    assert set(ORDINARY) == {text for _, _, text in hits()}


@pytest.mark.always
def test_meanings_stand_where_they_are_listed_and_nowhere_else_as_text() -> None:
    listed = {*Means, *MaterialMeans, *SectionMeans} - set(ORDINARY) - set(Stage) - set(SUBJECTS)
    found = [
        f"{path.relative_to(SOURCE).as_posix()}:{line} {text}"
        for path in sorted(SOURCE.rglob("*.py"))
        if path.relative_to(SOURCE).as_posix() not in LISTED and "migrations" not in path.parts
        for line, text in literals(path)
        if text in listed
    ]
    assert found == []
