"""Guide packages on disk: finding a folder, laying one package over another, a digest of the whole."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from xianxing.i18n import gettext
from xianxing.law.clause_order import placed
from xianxing.law.errors import GuideError, UnknownGuideError
from xianxing.law.lines import located
from xianxing.law.number_sources import follow_numbers

PAPERS = "papers"  # templates of official papers; without them nothing of a guide's digest changes
FILES = ("guide", "clauses", "source", "form", "materials", "titles", "rules", "settings", PAPERS)
OWN_FILES = ("source",)  # an overlay never inherits another guide's official text
PROCEDURE = "procedure"  # merged like the rest, and outside the digest: it has a version of its own
WHOLE = "id"  # what only a procedure that stands by itself states
EDIT_KEYS = {"add", "remove"}
AT = re.compile(r" \(at line (\d+), column (\d+)\)$")  # where Python's parser of TOML says that it stopped
TWICE = re.compile(r"Cannot (?:declare|overwrite|mutate)")
BUILT_IN = Path(__file__).resolve().parent.parent / "guides"
NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
Data = dict[str, object]


@dataclass(frozen=True, eq=False)
class GuidePackage:
    """The merged TOML of a guide: `data` by file name, `own` what its own folder says, folders own first.

    Equality and hash go by identity, so that it can key a cache: the same files give the same package.
    `procedure` is {} where neither the guide nor what it extends has one; `below` is what it extends, and
    `own_procedure` what the own folder says of it.
    """

    name: str
    folders: tuple[Path, ...]
    data: dict[str, Data]
    own: dict[str, Data]
    procedure: Data
    below: GuidePackage | None = None
    own_procedure: Data = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON of all files: comments don't count, values and order do."""
        told = {file: data for file, data in self.data.items() if data or file != PAPERS}
        canonical = json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)
        return hashlib.sha256(canonical.encode()).hexdigest()


def default_roots() -> tuple[Path, ...]:
    """Folders that hold guide packages: those of XIANXING_GUIDES, then the built-in one."""
    extra = os.environ.get("XIANXING_GUIDES", "").split(os.pathsep)
    return (*(Path(part) for part in extra if part), BUILT_IN)


def folder_name(name: str) -> str:
    """The folder of a guide: `city-2023` and `city_2023` name the same."""
    return name.replace("-", "_")


def guide_names(roots: Iterable[Path]) -> tuple[str, ...]:
    """The names of all guides below the roots, sorted."""
    return tuple(
        sorted({path.parent.name.replace("_", "-") for root in roots for path in root.glob("*/guide.toml")})
    )


def read_package(name: str, roots: tuple[Path, ...], seen: tuple[str, ...] = ()) -> GuidePackage:
    """Read a guide's folder and lay it over what it extends.

    Raises UnknownGuideError for a name without a folder, GuideError for a file that is no TOML or for
    packages that extend each other in a circle. Does not look at the meaning of any key.
    """
    return _read_from(_folder(name, roots), roots, seen)


def find_package(guide: str | Path, roots: tuple[Path, ...]) -> GuidePackage:
    """A guide's package by its name, or by the folder of an edited copy; raises as `read_package`.

    For what an operator types. A name that stands in a filing must never be looked up as a folder.
    """
    folder = Path(guide)
    if isinstance(guide, str) and os.sep not in guide and not (folder / "guide.toml").is_file():
        return read_package(guide, roots)
    if not (folder / "guide.toml").is_file():
        raise _unknown(str(guide), roots)
    return _read_from(folder.resolve(), roots, ())


def _read_from(folder: Path, roots: tuple[Path, ...], seen: tuple[str, ...]) -> GuidePackage:
    texts = tuple(_text(folder / f"{file}.toml") for file in (*FILES, PROCEDURE))
    own = _parsed(folder, texts)
    plain_name = folder.name.replace("_", "-")
    base_name = own["guide"].get("extends", "")
    if base_name and plain_name in seen:
        raise GuideError(
            f"{folder.name}/guide.toml",
            "extends",
            gettext("the packages extend each other"),
            gettext("let one of them stand alone"),
        )
    base = _base(folder, str(base_name), roots, (*seen, plain_name)) if base_name else None
    return _laid(folder, texts, base)


def _base(folder: Path, name: str, roots: tuple[Path, ...], seen: tuple[str, ...]) -> GuidePackage:
    """The package that a folder's guide extends; told at its `extends` where there is none."""
    try:
        return read_package(name, roots, seen)
    except UnknownGuideError as error:
        with located([folder]):
            raise GuideError(f"{folder.name}/guide.toml", "extends", error.problem, error.remedy) from None


@lru_cache(maxsize=16)
def _laid(folder: Path, texts: tuple[str | None, ...], base: GuidePackage | None) -> GuidePackage:
    """The package of a folder's files over another, made once for what they say."""
    own = dict(_parsed(folder, texts))
    own_procedure, plain_name = own.pop(PROCEDURE), folder.name.replace("_", "-")
    if base is None:
        return GuidePackage(plain_name, (folder,), own, own, own_procedure, None, own_procedure)
    laid = [(file, base.data[file], own[file]) for file in FILES if file not in OWN_FILES]
    if WHOLE not in own_procedure:
        laid.append((PROCEDURE, base.procedure, own_procedure))
    with located([folder]):
        for file, below, above in laid:
            _refuse_empty_edits(f"{folder.name}/{file}.toml", "", below, above)
    data = {file: own[file] if file in OWN_FILES else merge(base.data[file], own[file]) for file in FILES}
    data["guide"]["batch"] = own["guide"].get("batch", {})
    if "same_organs" not in own["guide"]:
        data["guide"].pop("same_organs", None)
    with located([folder]):
        data["clauses"] = placed(f"{folder.name}/clauses.toml", base.data["clauses"], data["clauses"])
    below_procedure = follow_numbers(base.procedure, own_procedure, own["settings"], data["settings"])
    procedure = lay_procedure(below_procedure, own_procedure)
    return GuidePackage(plain_name, (folder, *base.folders), data, own, procedure, base, own_procedure)


def lay_procedure(base: Data, over: Data) -> Data:
    """A guide's procedure over that of the guide it extends; an upper one with an `id` stands by itself.

    A state that the upper one removes leaves the lists of states (`[group]`, `from`, `where`), and an act
    whose last step it removes goes with it.
    """
    if not over or not base or WHOLE in over:
        return over or base
    merged = merge(base, over)
    gone = _keys(base, "state") - _keys(merged, "state")
    for section, key in (("step", "from"), ("act", "where")):
        for table in _tables(merged, section):
            _drop(table, key, gone)
    groups = merged.get("group")
    if isinstance(groups, dict):
        merged["group"] = groups = dict(groups)
        for key in groups:
            _drop(groups, key, gone)
    had, has = _acts(base), _acts(merged)
    acts, said = merged.get("act"), over.get("act", {})
    if isinstance(acts, dict):
        merged["act"] = {
            key: act
            for key, act in acts.items()
            if key not in had - has or (isinstance(said, dict) and key in said)
        }
    return merged


def _keys(data: Data, section: str) -> set[str]:
    table = data.get(section)
    return set(table) if isinstance(table, dict) else set()


def _tables(data: Data, section: str) -> list[Data]:
    """The tables of a section, copied so that what they were laid over stays as it is."""
    found = data.get(section)
    if not isinstance(found, dict):
        return []
    copied = {key: dict(table) if isinstance(table, dict) else table for key, table in found.items()}
    data[section] = copied
    return [table for table in copied.values() if isinstance(table, dict)]


def _drop(table: Data, key: str, gone: set[str]) -> None:
    listed = table.get(key)
    if gone and isinstance(listed, list):
        table[key] = [name for name in listed if name not in gone]


def _acts(data: Data) -> set[str]:
    steps = data.get("step")
    if not isinstance(steps, dict):
        return set()
    return {str(step.get("act", key)) for key, step in steps.items() if isinstance(step, dict)}


def merge(base: Data, over: Data) -> Data:
    """Lay one table over another, key by key.

    Lists, texts, conditions (`when`) and plain values replace; `absent = true` removes a table;
    `{ add = […], remove = […] }` over a list changes it.
    """
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        if isinstance(value, dict) and value.get("absent") is True:
            merged.pop(key, None)
        elif isinstance(below, list) and isinstance(value, dict) and set(value) <= EDIT_KEYS:
            merged[key] = _edited(below, value)
        elif isinstance(value, dict) and isinstance(below, dict) and key != "when" and not _is_text(value):
            merged[key] = merge(below, value)
        else:
            merged[key] = value
    return merged


def _refuse_empty_edits(place: str, prefix: str, base: Data, over: Data) -> None:
    """Refuse what removes something that isn't there, or changes a list that is none."""
    for key, value in over.items():
        if not isinstance(value, dict):
            continue
        path, below = f"{prefix}.{key}" if prefix else key, base.get(key)
        if value.get("absent") is True and key not in base:
            problem = gettext("there is nothing to remove")
            raise GuideError(place, path, problem, gettext("correct the name, or take the line out"))
        removed = value.get("remove")
        if isinstance(below, list) and isinstance(removed, list):
            missing = [str(item) for item in removed if item not in below]
            if missing:
                problem = gettext("it removes {names}, which is not there").format(names=", ".join(missing))
                raise GuideError(place, path, problem, ", ".join(map(str, below)))
        if isinstance(below, dict):
            _refuse_empty_edits(place, path, below, value)


def _edited(below: list[object], edit: Data) -> list[object]:
    """A list without what is removed, and with what is added at its end."""
    added, removed = edit.get("add", []), edit.get("remove", [])
    if not isinstance(added, list) or not isinstance(removed, list):
        return below
    kept = [item for item in below if item not in removed]
    return [*kept, *(item for item in added if item not in kept)]


def _is_text(value: Data) -> bool:
    return set(value) == {"zh", "en"}


def _folder(name: str, roots: tuple[Path, ...]) -> Path:
    if NAME.fullmatch(name):
        for root in roots:
            if (root / folder_name(name) / "guide.toml").is_file():
                return root / folder_name(name)
    raise _unknown(name.replace("_", "-"), roots)


def _unknown(name: str, roots: Iterable[Path]) -> UnknownGuideError:
    known = gettext("known guides: {known}").format(known=", ".join(guide_names(roots)))
    return UnknownGuideError("guides", "", gettext("there is no guide {name!r}").format(name=name), known)


@lru_cache(maxsize=16)
def _parsed(folder: Path, texts: tuple[str | None, ...]) -> dict[str, Data]:
    """The TOML of a folder's files by name, {} for one that isn't there."""
    return {
        file: {} if text is None else _toml(f"{folder.name}/{file}.toml", text)
        for file, text in zip((*FILES, PROCEDURE), texts, strict=True)
    }


def _text(path: Path) -> str | None:
    """The text of a file, None where there is none."""
    try:
        return path.read_text("utf-8") if path.is_file() else None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        place, problem = f"{path.parent.name}/{path.name}", gettext("the file isn't written in UTF-8")
        raise GuideError(place, "", problem, gettext("save it in UTF-8"), line) from error


def _toml(place: str, text: str) -> Data:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(place, text, str(error)) from error


def _not_toml(place: str, text: str, told: str) -> GuideError:
    """What the parser says, at its line; a name that stands twice is told in the reader's language."""
    found = AT.search(told)
    what = told[: found.start()] if found else told.partition(" (at ")[0]
    line, column = (int(found[1]), int(found[2])) if found else (text.count("\n") + 1, 1)
    if TWICE.match(what):
        lines = text.splitlines()
        name = ".".join(re.findall(r"'([^']*)'", what)) or lines[min(line, len(lines)) - 1].strip()
        problem = gettext("“{name}” stands twice").format(name=name)
        return GuideError(place, "", problem, gettext("give one of them another name, or take it out"), line)
    problem = gettext("this is no TOML, from column {column} on ({what})").format(column=column, what=what)
    remedy = gettext("look for a missing quotation mark, bracket or = before it")
    return GuideError(place, "", problem, remedy, line)
