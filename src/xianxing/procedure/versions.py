"""A procedure's version: SHA-256 over its canonical JSON. The same text is the same version, for ever."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import date
from functools import lru_cache

from xianxing.procedure.model import Procedure

LATER = (
    "particulars", "lengthens", "within", "past", "begins", "by_item", "values", "prolongs", "item",
    "item_from", "item_to", "item_kinds", "given", "added", "invites",
)  # fmt: skip
ASIDE = ("clauses", "survivors", "words", "numbers", "lacks", "answers")


def canonical(procedure: Procedure) -> bytes:
    """The procedure as canonical JSON: sorted keys, no spaces, UTF-8; the order of steps and states counts.

    Comments and layout of the TOML don't count. The guide's display forms, the words for values and the verbs
    of steps don't either, nor which number of the guide something is checked against, nor what it lacks: none
    of these changes a case. A meaning counts where an act or fact isn't called by it. What came into the
    format later counts where it is used, so that older texts keep their version.
    """
    data = asdict(procedure)
    for part in ASIDE:
        del data[part]
    for part in (*data["parameters"].values(), *data["facts"].values()):
        del part["law"]
    for part in data["facts"].values():
        del part["most"]
    for part in (*data["acts"].values(), *data["facts"].values(), *data["particulars"].values()):
        if part["means"] in ("", part["id"]):
            del part["means"]
    sections = ("parameters", "clocks", "facts", "steps", "particulars")
    for part in (data, *(row for section in sections for row in data[section].values())):
        for late in LATER:
            if late in part and not part[late]:
                del part[late]
    for part in data["steps"].values():
        del part["verb"]
    for part, value in data.items():
        if isinstance(value, dict):
            data[part] = list(value.values())
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_day)
    return text.encode("utf-8")


@lru_cache(maxsize=64)
def digest_of(procedure: Procedure) -> str:
    """The version of a procedure, `sha256:` and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(canonical(procedure)).hexdigest()


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no canonical form for {type(value).__name__}")
