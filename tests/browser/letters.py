"""Letters of the staged site: files below its own folder, named in XIANXING_STAGE by the fixture `site`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path

from tests.factories.waiting import PATIENCE


def last_link(to: str) -> str:
    """The path of the link in the latest letter to this address, once a worker has sent what waits."""
    stage = os.environ["XIANXING_STAGE"]
    work = "from xianxing.cli import main; raise SystemExit(main(['worker', '--once']))"
    environment = {**os.environ, "XIANXING_VAR": stage}
    environment.pop("XIANXING_DATABASE_URL", None)
    subprocess.run([sys.executable, "-c", work], env=environment, check=True, timeout=PATIENCE)
    folder = Path(stage) / "mail"
    for path in sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True):
        letter = message_from_bytes(path.read_bytes(), policy=policy.default)
        if letter["To"] == to:
            found = re.search(r"https?://[^/]+(/\S+)", str(letter.get_content()))
            assert found
            return found.group(1)
    raise AssertionError(f"no letter to {to}")
