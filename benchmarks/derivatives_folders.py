"""Folders for `derivatives` of any size, from one seed: a CRIF, netting sets, live snowballs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random

import pyarrow
from pyarrow import csv, parquet

HEAD = 'tool = "derivatives"\nformat = 1\nas_of = 2026-12-30\n'
CURRENCIES = ("AUD", "BRL", "CNY", "EUR", "GBP", "JPY", "USD")
TENORS = ("2w", "1m", "3m", "6m", "1y", "2y", "3y", "5y", "10y", "15y", "20y", "30y")
OPTIONS = ("bought_call", "bought_put", "sold_call", "sold_put")


def simm_folder(folder: Path, rows: int) -> None:
    """Sensitivities of a hundred portfolios, each name in one bucket."""
    header = (
        "TradeID,PortfolioID,ProductClass,RiskType,Qualifier,Bucket,Label1,Label2,Amount,AmountCurrency,"
        "AmountUSD,IMModel"
    )
    _write(folder, "crif", header, _sensitivities(Random(1), rows))


def _sensitivities(random: Random, rows: int) -> Iterable[str]:
    for number in range(rows):
        name, tenor, currency = random.randrange(2000), random.choice(TENORS), random.choice(CURRENCIES)
        kind = (
            f"RatesFX,Risk_IRCurve,{currency},1,{tenor},OIS",
            f"RatesFX,Risk_IRVol,{currency},,{tenor},",
            f"RatesFX,Risk_FX,{currency},,,",
            f"RatesFX,Risk_FXVol,USDCNY,,{tenor},",
            f"Equity,Risk_Equity,E{name},{1 + name % 12},,",
            f"Equity,Risk_EquityVol,E{name},{1 + name % 12},{tenor},",
            f"Credit,Risk_CreditQ,C{name},{1 + name % 12},{random.choice(TENORS[4:9])},USD",
            f"Commodity,Risk_Commodity,M{name},{1 + name % 17},,",
        )[random.randrange(8)].replace(",15y,", ",10y,")
        if "CreditQ" in kind:
            kind = kind.replace(",2w,", ",1y,")
        amount = round(random.gauss(0, 1e5), 2)
        yield f"T{number},P{number % 100},{kind},{amount},USD,{amount},SIMM"


def saccr_folder(folder: Path, sets: int) -> None:
    """Netting sets of a hundred trades of all classes, every other one margined."""
    header = (
        "id,netting_set,asset_class,hedging_set,reference,sub_class,notional,mtm,start,end,maturity,position,"
        "option,price,strike,exercise"
    )
    margins = (f"N{number},{number % 2},0,0,1000,100,10" for number in range(sets))
    _write(folder, "saccr_sets", "id,margined,collateral,nica,threshold,mta,mpor_days", margins)
    _write(folder, "saccr_trades", header, _exposures(Random(2), sets))


def _exposures(random: Random, sets: int) -> Iterable[str]:
    for number in range(sets * 100):
        size, value = round(random.uniform(1e5, 1e7), 2), round(random.gauss(0, 1e5), 2)
        years, name = round(random.uniform(0.1, 10), 2), random.randrange(50)
        option = ",,,"
        if random.random() < 0.2:
            option = f"{random.choice(OPTIONS)},{round(random.uniform(80, 120), 2)},100,{years}"
        rated, listed = random.choice(("AAA", "BBB", "IG")), random.choice(("single", "index"))
        start, plain = f"{size},{value},0,{years},{years}", f"{size},{value},,,{years}"
        kind = (
            f"interest_rate,{random.choice(CURRENCIES)},,,{start}",
            f"fx,{random.choice(('USDCNY', 'EURCNY'))},,,{plain}",
            f"credit,credit,I{name},{rated},{start}",
            f"equity,equity,E{name},{listed},{plain}",
            f"commodity,{random.choice(('energy', 'metals'))},C{name},other,{plain}",
        )[number % 5]
        yield f"T{number},N{number // 100},{kind},{random.choice(('long', 'short'))},{option}"


def wall_folder(folder: Path, trades: int) -> None:
    """Live snowballs of three dealers with five hundred firms on four indices."""
    random = Random(3)
    _write(folder, "underlyings", "id,kind,has_future", (f"I{one},broad_index,1" for one in range(4)))
    firms = (f"C{one},legal_person,90000000,30000000,5" for one in range(500))
    header = "id,kind,net_assets,financial_assets,experience_years"
    _write(folder, "counterparties", header, firms)
    header = (
        "uti,kind,structure,trade_date,matures,notional,underlying,counterparty,dealer,ki_barrier,knocked_in,"
        "ended"
    )
    _write(
        folder, "trades", header,
        (
            f"U{one},option,snowball,2026-0{random.randint(1, 9)}-15,2027-12-01,{random.randint(1, 900)}0000,"
            f"I{one % 4},C{one % 500},D{one % 3},{round(random.uniform(4500, 8200), 2)},0,0"
            for one in range(trades)
        ),
    )  # fmt: skip


def in_parquet(folder: Path, name: str) -> None:
    """Put a table's Parquet file in the place of its CSV, every column text."""
    path = folder / f"{name}.csv"
    with path.open(encoding="utf-8") as file:
        columns = file.readline().strip().split(",")
    text = csv.ConvertOptions(
        column_types=dict.fromkeys(columns, pyarrow.string()), strings_can_be_null=True
    )  # fmt: skip
    parquet.write_table(csv.read_csv(path, convert_options=text), folder / f"{name}.parquet")
    path.unlink()


def _write(folder: Path, name: str, header: str, rows: Iterable[str]) -> None:
    (folder / "tool.toml").write_text(HEAD, "utf-8")
    with (folder / f"{name}.csv").open("w", encoding="utf-8") as file:
        file.write(header + "\n")
        file.writelines(row + "\n" for row in rows)
