"""A tool's answer with an engine named on the command line, in a process of its own.

Spark's Java and the sockets to it stay open until the process that started them ends.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

COMMAND = "import sys; from xianxing.cli import main; sys.exit(main(sys.argv[1:]))"


def answer_by_command(tool: str, folder: Path, engine: str = "") -> str:
    """What the command prints of a folder, but for what it took."""
    words = ["tool", tool, "run", str(folder), "--format", "json", *(["--engine", engine] if engine else [])]
    done = subprocess.run([sys.executable, "-c", COMMAND, *words], capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr[-2000:]
    answer = json.loads(done.stdout)
    del answer["metrics"]
    return json.dumps(answer, ensure_ascii=False)
