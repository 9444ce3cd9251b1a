"""`xianxing doctor --full` in several processes says of a site what one process says."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from tests.browser.demonstration import COMMAND, environment_of, seeded


def said(folder: Path, processes: int) -> list[str]:
    """What the doctor finds, without the advice."""
    command = [*COMMAND, "--lang", "en", "doctor", "--full", "--processes", str(processes)]
    done = subprocess.run(command, env=environment_of(folder), capture_output=True, text=True)
    assert "Traceback" not in done.stderr
    return [line for line in done.stdout.splitlines() if line.startswith(("✗", "!"))]


def test_more_processes_find_the_same_faults(tmp_path: Path) -> None:
    seeded("notice", tmp_path)
    with closing(sqlite3.connect(tmp_path / "xianxing.sqlite3")) as base, base:
        for (trigger,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            base.execute(f'DROP TRIGGER "{trigger}"')
        for (case,) in base.execute("SELECT id FROM cases_case ORDER BY id LIMIT 2").fetchall():
            base.execute("UPDATE cases_case SET sequence = sequence + 1 WHERE id = ?", [case])
        base.execute(
            "UPDATE cases_event SET seal = zeroblob(68) WHERE place = (SELECT max(place) FROM cases_event)"
        )
    alone = said(tmp_path, 1)
    assert sum("The record contradicts itself: case" in line for line in alone) == 2
    assert sum("its seal is by an unknown key" in line for line in alone) == 1
    assert sum("The record contradicts itself" in line for line in alone) == 3, "these, and nothing else"
    assert said(tmp_path, 3) == alone
