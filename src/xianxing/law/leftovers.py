"""What an overlay leaves behind when it takes something out: texts that name it, numbers that nobody uses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from xianxing.i18n import gettext
from xianxing.law.errors import GuideError
from xianxing.law.lines import located
from xianxing.law.package import PROCEDURE, Data, GuidePackage

NAMED = (("guide", "unit_kind"), ("guide", "project_type"), ("materials", "material"))
TEXTS = ("form", "materials", "papers", PROCEDURE)  # what applicants and officials are given to read
APART = frozenset({"headings", "words", "survivor", "lacks"})  # looked for, or said about what isn't there
STATE_CLOCK = "@state"


def texts_left(package: GuidePackage) -> Iterator[GuideError]:
    """Texts that still name a kind of unit, of project or of file that the overlay takes out, one a text.

    A name that is part of a longer one which stays isn't meant.
    """
    below = package.below
    if below is None:
        return
    for file, section in NAMED:
        there, here = _table(below.data[file], section), _table(package.data[file], section)
        kept = [label for row in here.values() for label in _labels(row)]
        for key in there.keys() - here.keys():
            for label in _labels(there[key]):
                longer = [other for other in kept if label in other]
                for source, path, text in _texts(package):
                    if label in _without(text, longer):
                        yield _left(package, f"{section}.{key}", file, label, source, path)


def numbers_left(package: GuidePackage) -> Iterator[GuideError]:
    """Time limits and numbers that something used in the guide below and that nothing uses in this one."""
    if package.below is None:
        return
    used, here = _Uses(package.below), _Uses(package)
    for section, file in (("clock", PROCEDURE), ("parameter", PROCEDURE), ("number", "settings")):
        for key in sorted(used.of[section] - here.of[section]):
            place = _place(package, section, key)
            if place:
                problem = gettext("nothing uses “{name}” any more").format(name=key)
                remedy = gettext("take it out: [{place}] absent = true; or use it").format(place=place)
                yield GuideError(f"{package.folders[0].name}/{file}.toml", place, problem, remedy)


def _place(package: GuidePackage, section: str, key: str) -> str:
    """The key under which an unused number still stands, "" where it is gone."""
    if section != "number":
        return f"{section}.{key}" if key in _table(package.procedure, section) else ""
    settings = package.data["settings"]
    return next((f"{part}.{key}" for part in ("parameter", "setting") if key in _table(settings, part)), "")


@dataclass
class _Uses:
    """The clocks and numbers of a package that something in its data uses."""

    package: GuidePackage
    of: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        procedure = self.package.procedure
        facts = _rows(procedure, "fact")
        clocks = {
            str(value)
            for section, keys in (
                ("state", ("clock",)),
                ("step", ("clock", "starts", "lengthens")),
                ("particular", ("until", "within")),
                ("fact", ("from_clock",)),
            )
            for row in _rows(procedure, section).values()
            for key in keys
            for value in _listed(row.get(key))
        } - {"", STATE_CLOCK}
        numbers = {
            str(row.get("parameter")) for key, row in _rows(procedure, "clock").items() if key in clocks
        }
        numbers |= {str(row[key]) for row in facts.values() for key in ("max", "threshold") if key in row}
        numbers |= {key for key, row in facts.items() if row.get("setting")}
        parameters = _rows(procedure, "parameter")
        laws = {str(row["law"]) for row in facts.values() if row.get("law")}
        laws |= {str(row["law"]) for key, row in parameters.items() if key in numbers and row.get("law")}
        laws |= {str(limit) for limit in _limits(self.package.data["form"])}
        self.of = {"clock": clocks, "parameter": numbers, "number": laws}


def _limits(value: object) -> Iterator[object]:
    """Every `limit` of the form, however deep it stands."""
    if isinstance(value, dict):
        yield from (item for key, item in value.items() if key == "limit")
        for item in value.values():
            yield from _limits(item)
    elif isinstance(value, list):
        for item in value:
            yield from _limits(item)


def _left(package: GuidePackage, key: str, file: str, label: str, source: str, path: str) -> GuideError:
    place = gettext("{file}.toml: {key}").format(file=source, key=path)
    problem = gettext("“{label}” is taken out, and a text still names it ({place})").format(
        label=label, place=place
    )
    remedy = gettext("write {key} anew in {file}.toml of this package without it, or take it out too").format(
        key=path, file=source
    )
    error = GuideError(f"{package.folders[0].name}/{file}.toml", key, problem, remedy)
    try:
        with located(package.folders[:1]):
            raise error
    except GuideError as told:
        return told


def _texts(package: GuidePackage) -> Iterator[tuple[str, str, str]]:
    for file in TEXTS:
        data = package.procedure if file == PROCEDURE else package.data[file]
        for path, text in _strings(data, ""):
            yield file, path, text


def _strings(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item, path)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in APART:
                yield from _strings(item, f"{path}.{key}" if path else key)


def _without(text: str, longer: list[str]) -> str:
    for other in sorted(longer, key=len, reverse=True):
        text = text.replace(other, "")
    return text


def _labels(row: object) -> list[str]:
    label = row.get("label") if isinstance(row, dict) else None
    return [label["zh"]] if isinstance(label, dict) and isinstance(label.get("zh"), str) else []


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _table(data: Data, key: str) -> Data:
    found = data.get(key)
    return found if isinstance(found, dict) else {}


def _rows(data: Data, section: str) -> dict[str, Data]:
    return {key: row for key, row in _table(data, section).items() if isinstance(row, dict)}
