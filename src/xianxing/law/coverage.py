"""What stands behind each clause: rules, steps, documents, screens, tools, tests, and what is left without.

A clause is implemented where a person can do it. A step of the procedure alone is not that, nor the document
that it would produce, nor a test: where steps rest on a clause, a screen takes one of them, or a rule judges
by the clause's own words. Where none does, a screen, a rule, a tool or a kind of file is enough.

The caller hands in rules, tools and folders; nothing above this floor is imported. A clause that says
*implemented* with nothing behind it, or a sentence of the official text without a clause, makes a coverage
incomplete. Clauses that a partial guide inherits unread are shown and not judged.
"""

from __future__ import annotations

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from xianxing.i18n import gettext
from xianxing.law.errors import GuideError
from xianxing.law.findings import JSON, Basis
from xianxing.law.model import Clause, ClauseStatus, Guide
from xianxing.law.package import lay_procedure

KINDS = ("rules", "steps", "documents", "screens", "tools", "tests")
Found = Iterator[tuple[str, str]]  # (clause in reference ids or the guide's own, name)


class CitingRule(Protocol):
    """What coverage needs to know of a rule."""

    @property
    def id(self) -> str:
        """The rule's name."""

    @property
    def clause(self) -> str:
        """The clause it rests on, in reference ids."""

    @property
    def also(self) -> tuple[str, ...]:
        """Further clauses that it may cite, in reference ids."""

    @property
    def basis(self) -> Basis:
        """Whether it judges by the clause's own words."""

    @property
    def field_clauses(self) -> bool:
        """Whether it cites the clauses of the form's fields."""

    @property
    def kind_clauses(self) -> bool:
        """Whether it holds filings to the guide's kinds of unit and of project, each with its clause."""


@dataclass(frozen=True)
class ClauseCoverage:
    """One clause with the names of everything that implements it, each list sorted."""

    clause: Clause
    behind: Mapping[str, tuple[str, ...]]

    done: bool
    """Whether a person can do what the clause is about: by a page, a rule of its own, a tool, or a file."""

    @property
    def covered(self) -> bool:
        """Whether anything stands behind the clause, if only a step that has no page yet."""
        return any(self.behind[kind] for kind in KINDS)

    @property
    def lacking(self) -> bool:
        """Whether the clause claims to be implemented and nobody can do what it is about."""
        return self.clause.status is ClauseStatus.IMPLEMENTED and self.clause.verified and not self.done


@dataclass(frozen=True)
class Coverage:
    """A guide's clauses with what implements them. `tests_found` is False where no tests tree was given."""

    guide: Guide
    clauses: tuple[ClauseCoverage, ...]
    tests_found: bool

    @property
    def uncovered(self) -> tuple[str, ...]:
        """Clauses that claim to be implemented and that nobody can do."""
        return tuple(item.clause.id for item in self.clauses if item.lacking)

    @property
    def unassigned(self) -> tuple[int, ...]:
        """Numbers (from 1) of official sentences that belong to no clause."""
        return tuple(sentence.index + 1 for sentence in self.guide.sentences if not sentence.clause)

    @property
    def complete(self) -> bool:
        """Whether nothing is left without."""
        return not self.uncovered and not self.unassigned

    def as_json(self) -> dict[str, JSON]:
        """The public form."""
        clauses: list[JSON] = []
        for item in self.clauses:
            row: dict[str, JSON] = {"id": item.clause.id, "display": item.clause.display}
            row["status"] = item.clause.status.value
            row |= {kind: list(item.behind[kind]) for kind in KINDS}
            row["covered"] = item.covered
            row["done"] = item.done
            row["verified"] = item.clause.verified
            clauses.append(row)
        return {
            "guide": self.guide.name,
            "digest": self.guide.digest,
            "clauses": clauses,
            "uncovered": list(self.uncovered),
            "sentences": {"total": len(self.guide.sentences), "unassigned": list(self.unassigned)},
        }


def coverage(
    guide: Guide,
    rules: Iterable[CitingRule],
    screens: Iterable[Path] = (),
    tests: Path | None = None,
    tools: Mapping[str, Iterable[str]] | None = None,
) -> Coverage:
    """Collect what implements each clause.

    `screens` are TOML files with tables `[screen."url name"] clauses = […]`, and `acts = […]` for what can be
    done there, by meaning; files that don't exist count for nothing. `tests` is the root of the tests tree,
    `tools` are the supervisory tools by name with the clauses, in reference ids, that ask for them. Steps and
    documents come from the guide's `procedure.toml` as plain data and from its kinds of material.
    Raises GuideError for a step or screen that names a clause which the guide doesn't have.
    """
    rules, screens = tuple(rules), tuple(screens)
    behind: dict[str, dict[str, set[str]]] = defaultdict(lambda: {kind: set() for kind in KINDS})
    procedure = read_procedure(guide)
    sources = {
        "rules": _rules(guide, rules),
        "steps": _steps(guide, procedure),
        "documents": _documents(guide, procedure),
        "screens": (pair for path in screens for pair in _screens(guide, path)),
        "tools": _tools(guide, tools or {}),
        "tests": _tests(guide, tests),
    }
    for kind, pairs in sources.items():
        for clause, name in pairs:
            behind[clause][kind].add(name)
    done = _Done(guide, procedure, rules, screens)
    clauses = tuple(
        ClauseCoverage(
            clause,
            {kind: tuple(sorted(behind[clause.id][kind])) for kind in KINDS},
            done.of(clause.id, behind),
        )
        for clause in guide.clauses.values()
    )
    return Coverage(guide, clauses, tests is not None and tests.is_dir())


class _Done:
    """Which clauses a person can do."""

    def __init__(
        self,
        guide: Guide,
        procedure: Mapping[str, object],
        rules: Iterable[CitingRule],
        screens: Iterable[Path],
    ) -> None:
        taken = {act for path in screens if path.is_file() for act in _acts_of(path)}
        meant = {name: act.get("means", "") for name, act in _tables(procedure, "act")}
        self.resting: set[str] = set()
        self.by_page: set[str] = set()
        for name, step in _tables(procedure, "step"):
            if "time" in _strings(step.get("actors")):
                continue
            clauses = set(_strings(step.get("basis")))
            self.resting |= clauses
            if meant.get(str(step.get("act", name))) in taken:
                self.by_page |= clauses
        self.by_rule = {clause for rule in rules for clause in _own_words(guide, rule)}
        self.by_file = {material.clause for material in guide.materials.values()}

    def of(self, clause: str, behind: Mapping[str, Mapping[str, set[str]]]) -> bool:
        """Whether a person can do what this clause is about."""
        if clause in self.by_page | self.by_rule | self.by_file:
            return True
        found = behind.get(clause)
        if clause in self.resting or found is None:
            return False
        return bool(found["rules"] or found["screens"] or found["tools"])


def _acts_of(path: Path) -> Iterator[str]:
    for _, screen in _tables(tomllib.loads(path.read_text("utf-8")), "screen"):
        yield from _strings(screen.get("acts"))


def _own_words(guide: Guide, rule: CitingRule) -> Iterator[str]:
    """The guide's clause that a rule in force rests on, where the clause's own words decide."""
    setting = guide.rule_setting(rule.id)
    own = setting.clause if setting.clause is not None else guide.cite(rule.clause)
    if setting.enabled and own and (setting.basis or rule.basis) is Basis.GUIDE:
        yield own


PACKAGE = Path(__file__).resolve().parent.parent


def screen_files() -> tuple[Path, ...]:
    """Where the desks declare which screens serve which clauses."""
    return tuple(sorted(PACKAGE.glob("desks/**/screens.toml")))


def source_tests() -> Path:
    """Where the tests stand beside the source; not there in an installed copy."""
    return PACKAGE.parent.parent / "tests"


def read_procedure(guide: Guide) -> Mapping[str, object]:
    """The guide's procedure as plain data, laid over that of the guide it extends; {} where there is none."""
    laid: dict[str, object] = {}
    for folder in reversed(guide.folders):
        path = folder / "procedure.toml"
        if path.is_file():
            laid = lay_procedure(laid, tomllib.loads(path.read_text("utf-8")))
    return laid


def _rules(guide: Guide, rules: Iterable[CitingRule]) -> Found:
    for rule in rules:
        setting = guide.rule_setting(rule.id)
        if not setting.enabled:
            continue
        own = setting.clause if setting.clause is not None else guide.cite(rule.clause)
        cited = {own or ""} | {guide.cite(clause) or "" for clause in rule.also}
        if rule.field_clauses:
            for field in guide.fields.values():
                cited |= {part.clause for part in (field, *field.columns)}
        if rule.kind_clauses and own:
            cited |= {kind.clause for kind in guide.unit_kinds.values()}
            cited |= {kind.clause for kind in guide.project_types.values()}
        yield from ((clause, rule.id) for clause in cited if clause)


def _steps(guide: Guide, procedure: Mapping[str, object]) -> Found:
    for name, step in _tables(procedure, "step"):
        for key in ("basis", "serves"):
            for clause in _strings(step.get(key)):
                yield _own(guide, "procedure.toml", f"step.{name}.{key}", clause), name


def _documents(guide: Guide, procedure: Mapping[str, object]) -> Found:
    """Documents that a step produces serve the step's clauses; kinds of material serve their own."""
    for material in guide.materials.values():
        yield material.clause, material.key
        yield from ((section.clause, material.key) for section in material.sections)
    for name, step in _tables(procedure, "step"):
        for document in _strings(step.get("documents")):
            for clause in (*_strings(step.get("basis")), *_strings(step.get("serves"))):
                yield _own(guide, "procedure.toml", f"step.{name}", clause), document


def _screens(guide: Guide, path: Path) -> Found:
    for name, clause in screen_clauses(path):
        own = guide.cite(clause)
        if own:
            yield own, name


def screen_clauses(path: Path) -> Found:
    """The clauses, in reference ids, that the screens of a file serve, each with the screen's name."""
    if path.is_file():
        for name, screen in _tables(tomllib.loads(path.read_text("utf-8")), "screen"):
            yield from ((name, clause) for clause in _strings(screen.get("clauses")))


def _tools(guide: Guide, tools: Mapping[str, Iterable[str]]) -> Found:
    for name, clauses in tools.items():
        for clause in clauses:
            own = guide.cite(clause)
            if own:
                yield own, name


def _tests(guide: Guide, root: Path | None) -> Found:
    """Tests marked with a clause; a mark that names no clause of this guide belongs to another one."""
    if root is None or not root.is_dir():
        return
    for path in sorted(root.rglob("test_*.py")):
        text = path.read_text("utf-8")
        if "mark.clause" in text:
            for name, clause in _marked(ast.parse(text)):
                own = guide.cite(clause)
                if own:
                    yield own, f"{path.relative_to(root).as_posix()}::{name}"


def _marked(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith("mark.clause"):
                for value in decorator.args:
                    if isinstance(value, ast.Constant) and isinstance(value.value, str):
                        yield node.name, value.value


def _own(guide: Guide, file: str, key: str, clause: str) -> str:
    if clause not in guide.clauses:
        raise _dangling(f"{guide.folders[0].name}/{file}", key, clause)
    return clause


def _dangling(file: str, key: str, clause: str) -> GuideError:
    problem = gettext("there is no clause {clause!r}").format(clause=clause)
    return GuideError(file, key, problem, gettext("name a clause of clauses.toml, or add it there"))


def _tables(data: Mapping[str, object], key: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    found = data.get(key)
    if isinstance(found, dict):
        for name, table in found.items():
            if isinstance(table, dict):
                yield name, table


def _strings(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
