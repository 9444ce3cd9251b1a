"""What a run is known by: a digest of its answer, and a commitment to it that tells a stranger nothing.

`metrics` (seconds, the age of packs) stay out of the digest, so that whoever runs the same bytes under the
same packs gets the same one. The commitment is salted: inputs and findings can't be guessed from it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from xianxing.law.findings import JSON
from xianxing.record.canonical import Plain, canonical

FIRST_LINE = b"xianxing/tool-run/1\n"


def digest_of_answer(answer: Mapping[str, JSON]) -> str:
    """SHA-256 of an answer as `result.json` holds it, without `metrics`."""
    said = {name: value for name, value in answer.items() if name != "metrics"}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, indent=1).encode()).hexdigest()


def statement_of(
    answer: Mapping[str, Any],
    *,
    language: str,
    lenient: bool,
    rules_as_of: date | None,
) -> dict[str, Plain]:
    """What an anchor states of a run: how it was asked; by digest what went in, the packs, what came out."""
    return {
        "tool": str(answer["tool"]),
        "version": str(answer["version"]),
        "as_of": answer["as_of"],
        "rules_as_of": rules_as_of.isoformat() if rules_as_of else None,
        "lenient": lenient,
        "language": language,
        "inputs": {name: str(file["sha256"]) for name, file in answer["inputs"].items()},
        "ruleset": str(answer["ruleset"]),
        "output": digest_of_answer(answer),
    }


def commitment_to(statement: Mapping[str, Plain], salt: bytes) -> str:
    """What the public log holds of a statement: SHA-256 over a first line, 32 random bytes and its text."""
    return hashlib.sha256(FIRST_LINE + salt + canonical(dict(statement))).hexdigest()
