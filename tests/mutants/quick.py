"""A change tried in a fork of a pytest that has collected already: in a second, where its test is near.

As a plugin (`-p tests.mutants.quick`) it runs no test of its own but, for each change that the file named by
XIANXING_CHANGES lists, a fork in which the changed functions have their new code. What it can't put into
functions that are there (a constant, a default, a decorator), and what no test here notices, has to be tried
in a process of its own: something may have been computed while collecting.
"""

from __future__ import annotations

import functools
import gc
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from importlib import import_module
from inspect import CO_NEWLOCALS
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, FunctionType

import pytest

from tests.mutants.changes import Change
from tests.mutants.nearest import NEAR, rings

ROOT = Path(__file__).resolve().parents[2]
CHANGES = "XIANXING_CHANGES"
PYTEST = ("-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "--hypothesis-seed=0", "--tb=no")
Drawn = tuple[str, Change]


def noticed(drawn: Iterable[Drawn], *, cpu: int, limit: int) -> Iterator[tuple[Drawn, str]]:
    """The changes that a test of their own room notices in a fork, each with that test."""
    rooms: dict[str, list[Drawn]] = {}
    for one in drawn:
        rooms.setdefault(Path(one[0]).parts[2], []).append(one)
    for room, group in rooms.items():
        with TemporaryDirectory(prefix="xianxing-changes-") as folder:
            listed, told = Path(folder) / "changes.json", Path(folder) / "told.json"
            asked = {"cpu": cpu, "limit": limit, "changes": [[file, asdict(one)] for file, one in group]}
            listed.write_text(json.dumps(asked), "utf-8")
            command = [sys.executable, *PYTEST, "-p", "tests.mutants.quick", f"tests/{room}"]
            environment = {
                name: text for name, text in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_"))
            } | {CHANGES: str(listed)}
            subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
            tests = json.loads(told.read_text("utf-8")) if told.is_file() else []
        yield from ((one, by) for one, by in zip(group, tests, strict=False) if by)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Try each listed change; which test noticed it, "" where none did, is written beside the list."""
    listed = Path(os.environ[CHANGES])
    asked = json.loads(listed.read_text("utf-8"))
    told = []
    for file, one in asked["changes"]:
        source = (ROOT / file).read_text("utf-8")
        put = replacement(ROOT / file, source, Change(**one).made_in(source))
        by = ""
        if put is not None:
            items = _nearest_first(session.items, ROOT / file)
            by = _failing(session, items, put, asked["cpu"], asked["limit"])
            alone = [item for item in items if item.nodeid == by]
            unchanged = replacement(ROOT / file, source, source)
            if by and unchanged and _failing(session, alone, unchanged, asked["cpu"], asked["limit"]):
                by = ""
        told.append(by)
        (listed.parent / "told.json").write_text(json.dumps(told), "utf-8")
    return True


def _nearest_first(items: list[pytest.Item], module: Path) -> list[pytest.Item]:
    """The tests of the near rings in their order, each once; the cases of a module's own rules first."""
    near = rings(ROOT, module)[:NEAR]
    rules = near[0].only.split(" or ") if near[0].only else []
    own = [item for item in items if any(rule in item.nodeid for rule in rules)]
    by_path: dict[Path, list[pytest.Item]] = {}
    for item in items:
        by_path.setdefault(item.path, []).append(item)
    rest: list[pytest.Item] = []
    for ring in near[1:]:
        for group in sorted((by_path.get(path, []) for path in ring.paths), key=len, reverse=True):
            rest += group  # a module of many tests has quick ones
    left_out = ("browser", "postgres")
    return [one for one in dict.fromkeys([*own, *rest]) if not any(map(one.get_closest_marker, left_out))]


def _failing(
    session: pytest.Session, items: list[pytest.Item], put: Callable[[], None], cpu: int, limit: int
) -> str:
    """The first of these tests that fails in a fork with the code put in; "" where none does."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 5))
        signal.alarm(limit)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        put()
        for item, following in zip(items, [*items[1:], None], strict=True):
            session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.testsfailed:
                os.write(writing, item.nodeid.encode())
                break
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(child, 0)
    return said


def replacement(path: Path, source: str, changed: str) -> Callable[[], None] | None:
    """What puts the changed code into the functions that are there; None where more than functions change."""
    old, new = (list(_codes(compile(text, str(path), "exec"))) for text in (source, changed))
    names = [one.co_qualname for one in old]
    if names != [one.co_qualname for one in new] or not _same_outside(old[0], new[0]):
        return None
    if any(a.co_freevars != b.co_freevars for a, b in zip(old, new, strict=True)):
        return None
    codes = {(a.co_qualname, a.co_firstlineno): b for a, b in zip(old, new, strict=True)}

    def put() -> None:
        _load(path)
        gc.unfreeze()  # what was loaded was set aside (tests/conftest.py) and isn't listed otherwise
        for one in gc.get_objects():
            if type(one) is FunctionType and one.__code__.co_filename == str(path):
                code = codes.get((one.__code__.co_qualname, one.__code__.co_firstlineno))
                if code is not None:
                    one.__code__ = code
            elif type(one) is functools._lru_cache_wrapper:
                one.cache_clear()

    return put


def _load(path: Path) -> None:
    """Import a module of ours that collecting has not: its functions must be there to be changed."""
    source = ROOT / "src"
    if path.is_relative_to(source) and path.stem != "__init__":
        with suppress(ImportError):
            import_module(".".join(path.relative_to(source).with_suffix("").parts))


def _codes(code: CodeType) -> Iterator[CodeType]:
    """A module's own code, its classes' and its functions', not what functions define within."""
    yield code
    for one in () if code.co_flags & CO_NEWLOCALS else code.co_consts:
        if isinstance(one, CodeType):
            yield from _codes(one)


def _same_outside(old: CodeType, new: CodeType) -> bool:
    """Whether a module does the same on import: its own code and its classes', not that of functions."""
    consts = [[one for one in code.co_consts if not isinstance(one, CodeType)] for code in (old, new)]
    if old.co_code != new.co_code or old.co_names != new.co_names or consts[0] != consts[1]:
        return False
    inner = [[one for one in code.co_consts if isinstance(one, CodeType)] for code in (old, new)]
    return all(_same_outside(a, b) for a, b in zip(*inner, strict=True) if not a.co_flags & CO_NEWLOCALS)
