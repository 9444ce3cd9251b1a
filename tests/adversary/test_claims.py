"""What `docs/security.md` claims is what this suite tries: each names the other."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs" / "security.md"


def test_every_module_of_attacks_stands_behind_a_claim_and_every_claim_has_one() -> None:
    named = set(re.findall(r"`(test_\w+\.py)`", PAGE.read_text("utf-8")))
    tried = {path.name for path in HERE.glob("test_*.py")} - {Path(__file__).name}
    assert named == tried
