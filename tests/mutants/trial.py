"""One change tried: made in a copy of the tree, its nearest tests run, and whether one of them failed."""

from __future__ import annotations

import difflib
import os
import re
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from tests.mutants.changes import Change
from tests.mutants.nearest import Ring, rings

LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "var"
)
PYTEST = ("-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", "--hypothesis-seed=0", "--tb=no")
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+?\.py(?:::.+?)?)(?: - |$)", re.MULTILINE)
NO_TEST = 5  # pytest's status where every test was left out
GRACE = 5  # seconds of a processor between the signal that can be told apart and the one that can't


class Answer(StrEnum):
    """What the tests made of a change."""

    NOTICED = "noticed"
    UNNOTICED = "unnoticed"
    ENDLESS = "endless"
    NO_ANSWER = "no answer in time"
    KILLED = "killed by a signal of another"
    ALWAYS_FAILS = "the same without the change"


@dataclass(frozen=True)
class Result:
    """A change, where it is, what the tests made of it, and the test that noticed."""

    file: str
    change: Change
    answer: Answer
    by: str
    seconds: float
    diff: str


def own_python(folder: Path, source: Path) -> Path:
    """A Python that imports our code from `source`, and the rest as this one does; its children do, too."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages, python = folder / "lib" / version / "site-packages", folder / "bin" / "python"
    packages.mkdir(parents=True)
    python.parent.mkdir()
    python.symlink_to(Path(sys.executable).resolve())
    (folder / "pyvenv.cfg").write_text(f"home = {Path(sys.executable).resolve().parent}\n")
    (packages / "paths.pth").write_text(f"{source}\n{sysconfig.get_path('purelib')}\n")
    return python


class Copy:
    """A copy of the tree, in which changes are tried one after another."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = folder / "tree"
        shutil.copytree(root, self.root, ignore=LEFT_OUT, symlinks=True)
        self.python = own_python(folder / "venv", self.root / "src")

    def tried(self, file: str, change: Change, *, cpu: int, limit: int, wide: int) -> Result:
        """Run rings of tests over a change until one notices."""
        path, began = self.root / file, time.monotonic()
        source = path.read_text("utf-8")
        changed = change.made_in(source)
        diff = "".join(
            difflib.unified_diff(
                source.splitlines(keepends=True), changed.splitlines(keepends=True), file, file, n=1
            )
        )
        try:
            path.write_text(changed, "utf-8")
            answer, by = self._asked(path, cpu=cpu, limit=limit, wide=wide)
        finally:
            path.write_text(source, "utf-8")
        return Result(file, change, answer, by, time.monotonic() - began, diff)

    def _asked(self, path: Path, *, cpu: int, limit: int, wide: int) -> tuple[Answer, str]:
        for ring in rings(self.root, path)[:wide]:
            if ring.paths:
                answer, by = self._run(self._words(ring), cpu=cpu, limit=limit)
                if answer is not Answer.UNNOTICED:
                    return answer, by
        return Answer.UNNOTICED, ""

    def _words(self, ring: Ring) -> list[str]:
        paths = [str(path.relative_to(self.root)) for path in ring.paths]
        return [*paths, "-k", ring.only] if ring.only else paths

    def confirmed(self, results: Iterable[Result], *, cpu: int, limit: int) -> Iterator[Result]:
        """The results, with those taken back whose tests say the same where nothing is changed."""
        results = list(results)
        tests = dict.fromkeys(one.by for one in results if one.answer is Answer.NOTICED)
        failing = self._failing(list(tests), cpu=cpu, limit=limit)
        for one in results:
            same = one.by in failing if one.answer is Answer.NOTICED else False
            if one.answer is Answer.ENDLESS:
                same = self._run(shlex.split(one.by), cpu=cpu, limit=limit)[0] is Answer.ENDLESS
            yield replace(one, answer=Answer.ALWAYS_FAILS) if same else one

    def _failing(self, tests: list[str], *, cpu: int, limit: int) -> set[str]:
        """Which of these tests fail without any change: asked together, then by halves where one does."""
        if not tests or self._run(_split(tests), cpu=cpu * len(tests), limit=limit)[0] is Answer.UNNOTICED:
            return set()
        if len(tests) == 1:
            return set(tests)
        middle = len(tests) // 2
        halves = (tests[:middle], tests[middle:])
        return set().union(*(self._failing(half, cpu=cpu, limit=limit) for half in halves))

    def _run(self, tests: list[str], *, cpu: int, limit: int) -> tuple[Answer, str]:
        """Run tests in a process that may use so many seconds of a processor, and so many of the clock."""
        command = [str(self.python), *PYTEST, "-m", "not browser and not postgres", *tests]
        ours = {
            name: text for name, text in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_"))
        }
        try:
            ended = subprocess.run(
                command,
                cwd=self.root,
                env={**ours, "TMPDIR": str(self.root.parent)},
                capture_output=True,
                text=True,
                timeout=limit,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + GRACE)),
            )
        except subprocess.TimeoutExpired:
            return Answer.NO_ANSWER, ""
        return read(ended.returncode, ended.stdout, tests)


def read(status: int, printed: str, tests: list[str]) -> tuple[Answer, str]:
    """What a run's status means, and by which tests; only the limit on processor time means endless."""
    if status == -signal.SIGXCPU:
        return Answer.ENDLESS, shlex.join(tests)
    if status < 0:
        return Answer.KILLED, signal.Signals(-status).name
    if status in (0, NO_TEST):
        return Answer.UNNOTICED, ""
    failed = FAILED.search(printed)
    return Answer.NOTICED, failed[1] if failed else shlex.join(tests)  # pytest itself did not begin


def _split(tests: list[str]) -> list[str]:
    """The words of these tests: a test's name is one, a command's are as many as it has."""
    return [word for one in tests for word in ([one] if "::" in one else shlex.split(one))]
