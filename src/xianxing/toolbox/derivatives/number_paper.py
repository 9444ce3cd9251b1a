"""Sections of the monthly report that show computed numbers: market, snowballs, exposures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xianxing.documents.writing.official import PaperPart
from xianxing.law.findings import JSON
from xianxing.toolbox.answers import Entries, number_of, results_of
from xianxing.toolbox.charts import Chart
from xianxing.toolbox.derivatives.exposure_charts import licence_of_simm
from xianxing.toolbox.derivatives.words import word
from xianxing.toolbox.papers import paper_table, picture, said_amount, said_share

Parts = Iterator[PaperPart]
HIGHEST_LEVELS = 3  # of each underlying's wall that the report names


def market_parts(answer: Mapping[str, JSON], drawn: Mapping[str, Chart]) -> Parts:
    """敲入墙, 对冲, 反向压力, 集中度, as far as there is something of each."""
    sections = [
        (title, [*parts])
        for title, parts in (
            ("敲入墙", _wall(answer, drawn)),
            ("对冲天数和反向压力测试", _hedges(answer, drawn)),
            ("集中度", _concentration(answer, drawn)),
        )
    ]
    shown = [(title, parts) for title, parts in sections if parts]
    if shown:
        yield "敲入、对冲和集中度"
    for number, (title, parts) in zip("一二三", shown, strict=False):
        yield f"（{number}）{title}"
        yield from parts


def _wall(answer: Mapping[str, JSON], drawn: Mapping[str, Chart]) -> Parts:
    yield from picture(drawn.get("wall"))
    head = ("标的", "敲入价位", "名义本金（元）", "当日价格", "距当日价格")
    yield from paper_table(
        f"各标的名义本金最大的{HIGHEST_LEVELS}个价位", head, _highest(answer), (4, 4, 5, 4, 4), sheet="敲入墙"
    )


def _hedges(answer: Mapping[str, JSON], drawn: Mapping[str, Chart]) -> Parts:
    yield from picture(drawn.get("hedging"))
    yield from picture(drawn.get("reverse-stress"))
    falls = [
        (one["underlying"], said_share(one["share"]), said_share(one["fall"], 2) or _no_fall(one),
         said_share(one["largest_fall"], 2))
        for one in results_of(answer, "reverse_stress")
    ]  # fmt: skip
    head = ("标的", "占日均成交量", "最小跌幅", "所给最大跌幅")
    yield from paper_table("对冲卖出量超过比例的最小跌幅", head, falls, (4, 4, 5, 4), sheet="反向压力")


def _concentration(answer: Mapping[str, JSON], drawn: Mapping[str, Chart]) -> Parts:
    yield from picture(drawn.get("concentration"))
    rows = [
        (word(one["by"]), str(one["hhi"]), said_share(one["top5"], 2))
        for one in results_of(answer, "concentration")
    ]
    yield from paper_table("存续名义本金的集中度", ("口径", "HHI", "前五位占比"), rows, (3, 4, 4))


def _highest(answer: Mapping[str, JSON]) -> list[tuple[str, ...]]:
    prices = {one["underlying"]: one["price"] for one in results_of(answer, "market")}
    walls: dict[str, Entries] = {}
    for one in results_of(answer, "wall"):
        if one["notional"] != "0":
            walls.setdefault(one["underlying"], []).append(one)
    rows: list[tuple[str, ...]] = []
    for name, levels in sorted(walls.items()):
        ordered = sorted(levels, key=lambda one: (-number_of(one["notional"]), number_of(one["level"])))
        price = prices.get(name)
        rows += [
            (name, one["level"], said_amount(one["notional"]), price or "未知", _apart(one["level"], price))
            for one in ordered[:HIGHEST_LEVELS]
        ]
    return rows


def _apart(level: str, price: str | None) -> str:
    return f"{float(level) / float(price) - 1:+.2%}" if price else "—"


def _no_fall(one: Mapping[str, JSON]) -> str:
    return "缺少数据" if one.get("result") == "unknown" else "未超过"


def snowball_parts(answer: Mapping[str, JSON], drawn: Mapping[str, Chart]) -> Parts:
    """雪球估值; nothing without snowballs."""
    lives = {one["id"]: one for one in results_of(answer, "lives")}
    rows = [
        (
            one["id"], _states(lives.get(one["id"])), word(one["engine"]), f"{one['value']:.4f}",
            *(f"{one[name]:.4f}" for name in ("delta", "gamma", "vega", "theta", "rho")),
        )
        for one in results_of(answer, "prices")
    ]  # fmt: skip
    if not rows:
        return
    yield "雪球估值和敏感度"
    head: tuple[str, ...] = ("编号", "状态", "定价方法", "价值", "Delta", "Gamma", "Vega", "Theta", "Rho")
    yield from paper_table(
        "雪球估值（期初价格为100）", head, rows, (5, 5, 4, 4, 4, 4, 4, 4, 4), sheet="雪球估值"
    )
    yield (
        "Delta、Gamma按期初价格的1%计，Vega、Rho为波动率、利率上升一个百分点的变动，Theta为一个交易日的变动。"
    )
    for name in ("by-spot", "lives", "engines"):
        yield from picture(drawn.get(name))


def _states(life: Mapping[str, JSON] | None) -> str:
    states = life["states"] if life else None
    return "、".join(word(one) for one in states) if isinstance(states, list) and states else "未敲入"


def exposure_parts(answer: Mapping[str, JSON], drawn: Mapping[str, Chart]) -> Parts:
    """交易对手信用风险暴露 and 初始保证金; nothing without either."""
    saccr, simm = results_of(answer, "saccr"), results_of(answer, "simm")
    if not saccr and not simm:
        return
    yield "交易对手信用风险暴露和初始保证金"
    rows = [
        (one["netting_set"], *(_whole(one[name]) for name in ("rc", "addon")), _part(one["multiplier"]),
         *(_whole(one[name]) for name in ("pfe", "ead")))
        for one in saccr
    ]  # fmt: skip
    head: tuple[str, ...] = (
        "净额结算组",
        "重置成本",
        "附加风险暴露",
        "乘数",
        "潜在风险暴露",
        "违约风险暴露（EAD）",
    )
    yield from paper_table("交易对手信用风险暴露（SA-CCR）", head, rows, (5, 4, 4, 3, 4, 5), sheet="SA-CCR")
    yield from picture(drawn.get("saccr"))
    if not simm:
        return
    totals = [(one["portfolio"], one["version"], _whole(one["total"])) for one in simm]
    head = ("组合", "SIMM版本", "初始保证金（美元）")
    yield from paper_table("初始保证金（SIMM）", head, totals, (4, 4, 5), sheet="SIMM")
    if "simm" in drawn:
        yield from picture(drawn["simm"])
    else:
        yield licence_of_simm()


def _whole(value: float | None) -> str:
    return "缺少数据" if value is None else f"{value:,.2f}"


def _part(value: float | None) -> str:
    return "—" if value is None else f"{value:.4f}"
