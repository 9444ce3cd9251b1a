"""Make an environment with pricelib, pinned by hash: `python3 benchmarks/pricelib_env.py FOLDER`.

Then `XIANXING_PRICELIB_PYTHON=FOLDER/bin/python` puts it beside in `./run bench derivatives`. It wants numpy
1.26, which is why it has an environment of its own.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PINNED = Path(__file__).parent / "pricelib.txt"


def main(folder: str) -> int:
    """The status of pip; CalledProcessError where no environment can be made."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = Path(folder) / "bin" / "python"
    command = [
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "--no-deps",
        "-r",
        str(PINNED),
    ]
    return subprocess.run(command).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
