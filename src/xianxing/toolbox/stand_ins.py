"""Files of public formats that may stand in for tables: read within limits, then checked as any table is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from xianxing.i18n import gettext
from xianxing.toolbox.problems import InputProblem, ProblemCode
from xianxing.toolbox.sources import LARGEST_CSV, MEGABYTE, BadTable, RawTable


@dataclass(frozen=True)
class StandIn:
    """One such file: its name, and what makes tables of its bytes; BadTable where it can't."""

    file: str
    read: Callable[[bytes], Mapping[str, RawTable]]


def read_stand_ins(
    folder: Path, declared: Iterable[StandIn]
) -> tuple[dict[str, RawTable], list[InputProblem]]:
    """The tables of every stand-in of a folder, and what is wrong; two for one table are a problem."""
    found: dict[str, RawTable] = {}
    problems: list[InputProblem] = []
    for one in declared:
        path = folder / one.file
        if path.is_symlink() or (path.exists() and not path.is_file()):
            words = gettext("put the file into the folder: links aren't followed")
            problems.append(InputProblem(one.file, None, "", ProblemCode.MISSING_FILE, "", words))
        elif path.is_file():
            problems += _take(one, path, found)
    return found, problems


def _take(one: StandIn, path: Path, found: dict[str, RawTable]) -> list[InputProblem]:
    if path.stat().st_size > LARGEST_CSV:
        words = gettext("at most {size} MB a table; use Parquet, or fewer rows")
        said = words.format(size=LARGEST_CSV // MEGABYTE)
        return [InputProblem(one.file, None, "", ProblemCode.TOO_LARGE, "", said)]
    try:
        tables = one.read(path.read_bytes())
    except BadTable as bad:
        return [bad.problem]
    twice = sorted(found.keys() & tables.keys())
    found.update(tables)
    words = gettext("another file of the folder stands in for {name}: leave one of them")
    return [
        InputProblem(name, None, "", ProblemCode.TWO_FILES, one.file, words.format(name=name))
        for name in twice
    ]
