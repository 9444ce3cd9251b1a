"""The demonstration as people start it in one of its scenes: `xianxing seed --scene`, `xianxing serve`."""

from __future__ import annotations

import fcntl
import json
import math
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from playwright.sync_api import Page

from tests.browser.conftest import free_port
from tests.factories.servers import answers
from tests.factories.waiting import PATIENCE, comes

BEGINNING = "beginning"
COMMAND = [sys.executable, "-c", "import sys; from xianxing.cli import main; sys.exit(main(sys.argv[1:]))"]


@dataclass(frozen=True)
class Site:
    """A demonstration that is served, what its addresses are filled in with, and where its things lie."""

    address: str
    words: dict[str, str]
    folder: Path

    def run(self, *arguments: str) -> str:
        """What a command of this site says on stdout; it must end well."""
        command = [*COMMAND, *arguments]
        done = subprocess.run(command, env=environment_of(self.folder), check=True, capture_output=True)
        return done.stdout.decode()

    def clock(self, instant: str) -> None:
        """Move the clock on to an instant, and do what is due by then."""
        self.run("demo", "clock", instant)

    def to(self, page: Page, address: str) -> int:
        """Go to an address of this site, filled in with its words; gives the status."""
        answer = page.goto(self.address + address.format(**self.words))
        assert answer
        return answer.status


def seeded(scene: str, folder: Path) -> None:
    """Put the demonstration in a scene below `folder`; what lies there may be copied and served.

    A scene is made once a run, whichever worker asks first, and goes on from where the demonstration begins;
    a copy's clock begins where the scene's did.
    """
    kept = Path(os.environ["XIANXING_SCENES"]) / scene
    kept.parent.mkdir(parents=True, exist_ok=True)
    with (kept.parent / f"{scene}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            making = kept.with_suffix(".making")
            shutil.rmtree(making, ignore_errors=True)
            command = [*COMMAND, "seed", "--quiet"]
            if scene != BEGINNING:
                seeded(BEGINNING, making)
                command = [sys.executable, "-m", "tests.browser.further", scene]
            subprocess.run(command, env=environment_of(making), check=True)
            making.rename(kept)
        shutil.copytree(kept, folder, dirs_exist_ok=True)
    _set_back(folder / "xianxing.sqlite3", time.time() - kept.stat().st_mtime)


@contextmanager
def served(scene: str, folder: Path) -> Iterator[Site]:
    """The demonstration in a scene, with a database of its own below `folder`.

    "" is what lies in the folder already, or where the demonstration begins.
    """
    port = free_port()
    environment = environment_of(folder)
    if scene or not (folder / "xianxing.sqlite3").exists():
        seeded(scene or BEGINNING, folder)
    process = subprocess.Popen([*COMMAND, "serve", "--port", str(port)], env=environment)
    try:
        assert comes(lambda: answers(port) or process.poll() is not None)
        assert process.poll() is None, "the server did not start"
        yield Site(f"http://127.0.0.1:{port}", _words(folder / "xianxing.sqlite3"), folder)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def enter_as(page: Page, site: Site, person: str) -> None:
    """Be a person of the cast; "" is the public."""
    if person:
        page.goto(f"{site.address}/demo/")
        page.locator("li", has_text=person).get_by_role("button").first.click()
        page.wait_for_load_state()


def environment_of(folder: Path) -> dict[str, str]:
    """Of a site below `folder`, on SQLite."""
    own = {"XIANXING_VAR": str(folder), "XIANXING_SCRATCH": str(folder / "scratch")}
    return {name: value for name, value in os.environ.items() if name != "XIANXING_DATABASE_URL"} | own


def _set_back(path: Path, seconds: float) -> None:
    """Take back from the demonstration's clock what went by since its scene was made."""
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("UPDATE demo_clockoffset SET seconds = seconds - ?", [math.floor(seconds)])


def _words(path: Path) -> dict[str, str]:
    """What stands in addresses, from the site's file: the case of the filing whose name holds a word, the
    question that waits, an expert, the notice and the paper of a notice.
    """
    words = {"related": "关联交易", "archive": "数字档案", "opinion": "债券舆情"}
    with sqlite3.connect(path) as base:
        rows = base.execute("SELECT filing_id, value FROM filings_cell WHERE path = 'project.name'")
        names = [(case, json.loads(value) or "") for case, value in rows]
        waits = base.execute("SELECT id FROM filings_question WHERE answered_at IS NULL").fetchone()[0]
        expert = base.execute("SELECT id FROM parties_user WHERE name = '沈知远'").fetchone()[0]
        notice = base.execute("SELECT number FROM notices_notice").fetchone()
        paper = base.execute("SELECT place, kind FROM papers_casepaper ORDER BY place DESC").fetchone()
    found = {name: next(case for case, held in names if word in held) for name, word in words.items()}
    numbers = {name: str(UUID(case)) for name, case in {**found, "question": waits}.items()}
    return {
        **numbers,
        "expert": str(expert),
        "notice": f"/notices/{notice[0]}/" if notice else "",
        "paper": f"/papers/{paper[0]}-{paper[1]}/" if paper else "",
    }
