"""Folders of the toolbox as zips: a sound one, and one with three faults."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

SETTINGS = """tool = "related-parties"
format = 1
as_of = 2025-06-30
firm = "F"
firm_kind = "securities_firm"
boards = ["sse_main"]
"""
# A firm held by P through C, its list without C, and a trade with C that the board saw.
SOUND = {
    "tool.toml": SETTINGS,
    "entities.csv": "id,name,kind\nF,本公司,company\nC,控股公司,company\nP,张某,person\n",
    "holdings.csv": "holder,held,equity\nC,F,0.6\nP,C,0.7\n",
    "own_list.csv": "entity\nP\n",
    "trades.csv": "id,date,counterparty,kind,amount\nT1,2025-03-03,C,asset,40000000\n",
    "financials.csv": "date,net_assets\n2024-12-31,1000000000\n",
}
# P holds C from a day on.
DATED = {"holdings.csv": "holder,held,equity,from\nC,F,0.6,\nP,C,0.7,2025-02-01\n"}
# 51 for 51 %, an amount in words, an id that nobody defines.
FAULTY = {
    **SOUND,
    "holdings.csv": "holder,held,equity\nC,F,51\nP,C,0.7\n",
    "trades.csv": "id,date,counterparty,kind,amount\nT1,2025-03-03,C,asset,4千万\nT2,2025-03-04,X,asset,5\n",
}
# Three live snowballs on a price of 5,600: one knocks in at it, one just above, one far away.
TRADE = "uti,kind,structure,trade_date,matures,notional,underlying,counterparty,dealer,ki_barrier"
WALL = {
    "tool.toml": 'tool = "derivatives"\nformat = 1\nas_of = 2026-12-31\n'
    "[wall]\nstep = 100\nfrom = 5000\nto = 6000\n",
    "trades.csv": f"{TRADE}\n"
    "U1,note,snowball,2026-06-01,2027-06-01,300000000,S,C,D,5600\n"
    "U2,note,snowball,2026-06-01,2027-06-01,200000000,S,C,D,5700.01\n"
    "U3,note,snowball,2026-06-01,2027-06-01,100000000,S,C,D,7000\n",
    "counterparties.csv": "id,kind\nC,professional\n",
    "underlyings.csv": "id,kind,price\nS,broad_index,5600\n",
}


def zipped(files: Mapping[str, str], *, below: str = "") -> io.BytesIO:
    """The files as a zip, within a folder where one is named."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(f"{below}{name}", text)
    stream.seek(0)
    return stream
