"""CRIF files as risk engines write them: tabs or semicolons apart, headers spelled in many ways."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from xianxing.toolbox.derivatives.tables import CRIF
from xianxing.toolbox.sources import BadTable, RawTable, read_csv
from xianxing.toolbox.stand_ins import StandIn

FILE, MISSING = "crif.csv", "#N/A"
_NAMES = {column.name.casefold(): column.name for column in CRIF.columns}


def read_crif(data: bytes) -> Mapping[str, RawTable]:
    """The table `crif` of such a file; none of a plain table, or of no text, which are read as any is.

    `#N/A` is a missing cell; columns that the tool doesn't know stay, and are told as in any table.
    """
    first = data.split(b"\n", 1)[0].decode("utf-8-sig", "replace").rstrip("\r")
    delimiter = next((sign for sign in "\t;" if sign in first), ",")
    header = [name.strip().strip('"') for name in first.split(delimiter)]
    if delimiter == "," and [_name(name) for name in header] == header:
        return {}
    try:
        raw = read_csv(data, CRIF.name, hashlib.sha256(data).hexdigest(), delimiter=delimiter)
    except BadTable:
        return {}
    rows = tuple(
        (line, tuple("" if cell == MISSING else cell for cell in cells)) for line, cells in raw.rows
    )  # fmt: skip
    return {CRIF.name: replace(raw, header=tuple(map(_name, raw.header)), rows=rows)}


def _name(written: str) -> str:
    """The column's name here, of `#TradeID`, `trade_id` and `Trade ID` alike."""
    bare = written.lstrip("#").replace("_", "").replace(" ", "").casefold()
    return _NAMES.get(bare, written)


STAND_INS = (StandIn(FILE, read_crif),)
