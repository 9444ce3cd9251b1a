"""`tool.toml`: which tool, which day, and the settings that a tool declares."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from xianxing.i18n import gettext
from xianxing.toolbox.cells import BadCell, read_cell
from xianxing.toolbox.problems import InputProblem, ProblemCode
from xianxing.toolbox.tables import Kind, Setting
from xianxing.workdays.clocks import EARLIEST_DAY

FILE, LARGEST, FORMAT = "tool.toml", 1024 * 1024, 1
MOST_DIGITS, MOST_PARTS = 1000, 32
# A dotted name of more parts: each part would cost as much as all before it.
_DEEP = re.compile(rf"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{MOST_PARTS}}}""")
_SHARED = frozenset({"tool", "format", "as_of", "title", "seed"})


def read_settings(
    folder: Path, tool: str, declared: tuple[Setting, ...], as_of: date | None
) -> tuple[date | None, dict[str, object], list[InputProblem]]:
    """The day, the settings by their dotted names with defaults, and what is wrong. `as_of` wins."""
    path = folder / FILE
    if path.is_symlink() or not path.is_file():
        return (
            None,
            {},
            [_problem("", ProblemCode.MISSING_FILE, "", gettext("put a tool.toml into the folder"))],
        )
    if path.stat().st_size > LARGEST:
        return None, {}, [_problem("", ProblemCode.TOO_LARGE, "", gettext("tool.toml has at most 1 MB"))]
    read = _parsed(path.read_bytes())
    if isinstance(read, InputProblem):
        return None, {}, [read]
    problems = list(_head(read, tool))
    day, wrong = _day(read.get("as_of"), as_of)
    problems += wrong
    plain = {name: value for name, value in _flat(read) if name not in _SHARED}
    title = _value(Setting("title", default=""), read.get("title"), problems)
    found: dict[str, object] = {"title": title, "seed": _seed(read, problems)}
    for setting in declared:
        found[setting.name] = _value(setting, plain.pop(setting.name, None), problems)
    problems += [_unknown(name, str(value), declared) for name, value in plain.items()]
    return day, found, problems


def _parsed(data: bytes) -> dict[str, object] | InputProblem:
    """What the file says, or why it can't be read; a text made to be long in reading isn't begun."""
    try:
        text = data.decode("utf-8-sig")
        if _DEEP.search(text):
            raise RecursionError(gettext("a name has more than {most} parts").format(most=MOST_PARTS))
        read = tomllib.loads(text, parse_float=Decimal)
    except UnicodeDecodeError:
        return _problem("", ProblemCode.BAD_ENCODING, "", gettext("save tool.toml as UTF-8"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        said = gettext("tool.toml isn't TOML: {error}").format(error=error)
        return _problem("", ProblemCode.BAD_TOML, "", said)
    except (ValueError, ArithmeticError):
        return _endless()
    return _endless() if _has_endless(read) else read


def _endless() -> InputProblem:
    words = gettext("a number of tool.toml has too many digits: write at most {most}")
    return _problem("", ProblemCode.OUT_OF_RANGE, "", words.format(most=MOST_DIGITS))


def _has_endless(read: object) -> bool:
    """Whether a whole number has more digits than can be shown; nothing is nested deeper than was parsed."""
    waiting = [read]
    while waiting:
        value = waiting.pop()
        if isinstance(value, int) and abs(value) >= 10**MOST_DIGITS:
            return True
        if isinstance(value, dict | list):
            waiting += value.values() if isinstance(value, dict) else value
    return False


def _unknown(name: str, value: str, declared: tuple[Setting, ...]) -> InputProblem:
    """What to say of an entry that no setting has: it may be the name of a table, written as a value."""
    if any(setting.name.startswith(f"{name}.") for setting in declared):
        words = gettext("write it as a table: [{name}] and its settings below").format(name=name)
        return _problem(name, ProblemCode.UNKNOWN_CODE, value, words)
    words = gettext("the tool knows no such setting; it isn't looked at")
    return _problem(name, ProblemCode.UNKNOWN_COLUMN, value, words)


def _head(read: Mapping[str, object], tool: str) -> Iterator[InputProblem]:
    named = read.get("tool")
    if named is None:
        yield _problem(
            "tool", ProblemCode.MISSING_VALUE, "", gettext('write tool = "{name}"').format(name=tool)
        )
    elif named != tool:
        words = gettext("the folder is for another tool; this is {name}").format(name=tool)
        yield _problem("tool", ProblemCode.WRONG_TOOL, str(named), words)
    if read.get("format") != FORMAT:
        code = ProblemCode.MISSING_VALUE if "format" not in read else ProblemCode.UNKNOWN_CODE
        yield _problem("format", code, str(read.get("format", "")), gettext("write format = 1"))


def _day(written: object, wins: date | None) -> tuple[date | None, list[InputProblem]]:
    found = wins or _date(written)
    if found is not None and found >= EARLIEST_DAY:
        return found, []
    if found is not None:
        code, words = ProblemCode.OUT_OF_RANGE, gettext("write a day from 1900 on")
    elif written is None:
        code, words = ProblemCode.MISSING_VALUE, gettext("write as_of = 2025-06-30, or give --as-of")
    else:
        code, words = ProblemCode.NOT_A_DATE, gettext("write a date like 2025-06-30")
    return None, [_problem("as_of", code, str(found or written or ""), words)]


def _date(written: object) -> date | None:
    if isinstance(written, date) and not isinstance(written, datetime):
        return written
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        return None


def _seed(read: Mapping[str, object], problems: list[InputProblem]) -> int:
    seed = read.get("seed", 1)
    if isinstance(seed, int) and not isinstance(seed, bool) and seed >= 0:
        return seed
    words = gettext("write a whole number of at least 0")
    problems.append(_problem("seed", ProblemCode.NOT_A_NUMBER, str(seed), words))
    return 1


def _flat(read: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    for name, value in read.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _value(setting: Setting, written: object, problems: list[InputProblem]) -> object:
    if written is None or written == "":
        if setting.required:
            words = gettext("write {name} = …").format(name=setting.name)
            problems.append(_problem(setting.name, ProblemCode.MISSING_VALUE, "", words))
        return setting.default
    takes_list = setting.kind is Kind.LIST or isinstance(setting.default, tuple)
    if isinstance(written, list) and takes_list:
        found = [_part(setting, part, problems) for part in written]
        return setting.default if None in found else tuple(found)
    if isinstance(written, list) or setting.kind is Kind.LIST:
        words = gettext('write a list: ["a", "b"]') if takes_list else gettext("write one value, not a list")
        problems.append(_problem(setting.name, ProblemCode.UNKNOWN_CODE, _as_text(written), words))
        return setting.default
    read = _part(setting, written, problems)
    return setting.default if read is None else read


def _part(setting: Setting, written: object, problems: list[InputProblem]) -> object:
    """One value, or None with what is wrong with it."""
    try:
        return _one(setting, written)
    except BadCell as bad:
        problems.append(_problem(setting.name, bad.code, _as_text(written), str(bad)))
        return None


def _one(setting: Setting, written: object) -> object:
    """One value through the same reader as a cell; a TOML truth value is a flag."""
    text = ("1" if written else "0") if isinstance(written, bool) else _as_text(written)
    read = read_cell(text, setting)
    return read[0] if isinstance(read, tuple) and len(read) == 1 else read


def _as_text(written: object) -> str:
    if isinstance(written, list):
        return f"[{', '.join(_as_text(part) for part in written)}]"
    return format(written, "f") if isinstance(written, Decimal) else str(written)


def _problem(column: str, code: ProblemCode, value: str, message: str) -> InputProblem:
    return InputProblem(FILE, None, column, code, value, message)
