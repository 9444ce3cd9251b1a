"""Peers in interpreters of their own: a script prints one JSON object with what it took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
# The interpreter of the extra `peers`, and the one of pricelib, which wants an older numpy.
PEERS, PRICELIB = "XIANXING_PEERS_PYTHON", "XIANXING_PRICELIB_PYTHON"


def ask(script: str, library: str, *arguments: object, variable: str = PEERS) -> dict[str, Any] | None:
    """What `peer_SCRIPT.py` says, by the interpreter that the variable names or this one; None without."""
    python = os.environ.get(variable)
    if python is None:
        if find_spec(library) is None:
            return None
        python = sys.executable
    command = [python, str(FOLDER / f"peer_{script}.py"), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found
