"""The example with curl is run as a stranger runs it, twice, against the demonstration's real server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.factories.servers import served

ROOT = Path(__file__).parents[2]
XIANXING = str(Path(sys.executable).with_name("xianxing"))


def test_a_project_is_reported_on_with_curl(tmp_path: Path) -> None:
    there = {
        **os.environ, "XIANXING_VAR": str(tmp_path / "var"), "XIANXING_SCRATCH": str(tmp_path / "s"),
        "XIANXING": XIANXING,
    }  # fmt: skip
    seed = [XIANXING, "seed", "--quiet", "--scene", "monitoring"]
    subprocess.run(seed, env=there, check=True, timeout=600)
    with served(tmp_path) as (_process, port):
        first, again = (
            subprocess.run(
                ["sh", str(ROOT / "examples" / "monitor.sh")], capture_output=True, text=True, timeout=300,
                env={**there, "XIANXING_URL": f"http://127.0.0.1:{port}"},
            )
            for _turn in range(2)
        )  # fmt: skip
    assert first.returncode == 0, first.stdout + first.stderr
    assert again.returncode == 0, again.stdout + again.stderr
    taken = '{"batch":6,"values":4,"late":0,"corrections":0,"left_out":0}'
    for done in (first, again):
        assert done.stdout.count(taken) == 2, done.stdout
        assert '"code":"values"' in done.stdout
        assert "report 1 answered" in done.stdout
        assert '"state":"closed"' in done.stdout
        assert '"code":"scope"' in done.stdout
