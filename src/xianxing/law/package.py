"""Guide packages on disk: finding a folder, laying one package over another, a digest of the whole."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xianxing.i18n import gettext
from xianxing.law.errors import GuideError, UnknownGuideError

FILES = ("guide", "clauses", "source", "form", "materials", "titles", "rules", "settings")
OWN_FILES = ("source",)  # an overlay never inherits another guide's official text
BUILT_IN = Path(__file__).resolve().parent.parent / "guides"
NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
Data = dict[str, object]


@dataclass(frozen=True)
class Package:
    """The merged TOML of a guide: `data` by file name, `own` what its own folder says, folders own first."""

    name: str
    folders: tuple[Path, ...]
    data: dict[str, Data]
    own: dict[str, Data]

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON of all files: comments don't count, values and order do."""
        canonical = json.dumps(self.data, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)
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


def read_package(name: str, roots: tuple[Path, ...], seen: tuple[str, ...] = ()) -> Package:
    """Read a guide's folder and lay it over what it extends.

    Raises UnknownGuideError for a name without a folder, GuideError for a file that is no TOML or for
    packages that extend each other in a circle. Does not look at the meaning of any key.
    """
    return _read_from(_folder(name, roots), roots, seen)


def find_package(guide: str | Path, roots: tuple[Path, ...]) -> Package:
    """A guide's package by its name, or by the folder of an edited copy; raises as `read_package`.

    For what an operator types. A name that stands in a filing must never be looked up as a folder.
    """
    folder = Path(guide)
    if isinstance(guide, str) and os.sep not in guide and not (folder / "guide.toml").is_file():
        return read_package(guide, roots)
    if not (folder / "guide.toml").is_file():
        raise _unknown(str(guide), roots)
    return _read_from(folder.resolve(), roots, ())


def _read_from(folder: Path, roots: tuple[Path, ...], seen: tuple[str, ...]) -> Package:
    own = {file: _read(folder / f"{file}.toml") for file in FILES}
    plain_name = folder.name.replace("_", "-")
    base_name = own["guide"].get("extends", "")
    if not base_name:
        return Package(plain_name, (folder,), own, own)
    if plain_name in seen:
        raise GuideError(
            f"{folder.name}/guide.toml",
            "extends",
            gettext("the packages extend each other"),
            gettext("let one of them stand alone"),
        )
    base = read_package(str(base_name), roots, (*seen, plain_name))
    data = {file: own[file] if file in OWN_FILES else merge(base.data[file], own[file]) for file in FILES}
    data["guide"]["batch"] = own["guide"].get("batch", {})
    return Package(plain_name, (folder, *base.folders), data, own)


def merge(base: Data, over: Data) -> Data:
    """Lay one table over another, key by key.

    Lists, texts, conditions (`when`) and plain values replace; `absent = true` removes a table.
    """
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        if isinstance(value, dict) and value.get("absent") is True:
            merged.pop(key, None)
        elif isinstance(value, dict) and isinstance(below, dict) and key != "when" and not _is_text(value):
            merged[key] = merge(below, value)
        else:
            merged[key] = value
    return merged


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


def _read(path: Path) -> Data:
    """The TOML of a file, {} where there is none."""
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        place = f"{path.parent.name}/{path.name}"
        raise GuideError(place, "", str(error), gettext("write valid TOML in UTF-8")) from error
