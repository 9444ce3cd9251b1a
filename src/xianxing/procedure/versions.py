"""A procedure's version: SHA-256 over its canonical JSON. The same text is the same version, for ever."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import date

from xianxing.procedure.model import Procedure


def canonical(procedure: Procedure) -> bytes:
    """The procedure as canonical JSON: sorted keys, no spaces, UTF-8; the order of steps and states counts.

    Comments and layout of the TOML don't count. The guide's display forms and the words for values don't
    either, nor which number of the guide something is checked against: none of these changes a case.
    """
    data = asdict(procedure)
    del data["clauses"], data["survivors"], data["words"], data["numbers"]
    for part in (*data["parameters"].values(), *data["facts"].values()):
        del part["law"]
    for part, value in data.items():
        if isinstance(value, dict):
            data[part] = list(value.values())
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_day)
    return text.encode("utf-8")


def digest_of(procedure: Procedure) -> str:
    """The version of a procedure, `sha256:` and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(canonical(procedure)).hexdigest()


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no canonical form for {type(value).__name__}")
