"""The chain of a folder: sectors, demand, shocks, and the supply network, where their tables are there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from xianxing.law.findings import JSON, Result
from xianxing.toolbox.evaluation.leontief import System, is_above, shown, solve
from xianxing.toolbox.evaluation.network import betweenness, dependences
from xianxing.toolbox.evaluation.versions import PACKS
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.numbers import exact, plain

MOST_MULTIPLIERS = 60  # sectors up to which the whole inverse is written
PRACTICE = "chain-practice"


def chain_results(inputs: Inputs) -> dict[str, JSON]:
    """The results of the chain by the names of the contract; empty lists where there are no rows."""
    outputs = _numbers(inputs, "outputs", "sector", "output")
    flows: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for row in inputs.rows("flows"):
        seller, buyer, value = row.text("from"), row.text("to"), row.number("value")
        if value is not None and seller in outputs and buyer in outputs:
            flows[seller, buyer] += Fraction(value)
    system = solve(flows, outputs)
    return {
        "sectors": list(_sectors(system, inputs)),
        "demand": list(_demand(system, inputs)),
        "shocks": list(_shocks(system, inputs)),
        "multipliers": list(_multipliers(system)),
        **_network(inputs),
    }


def _sectors(system: System, inputs: Inputs) -> Iterator[JSON]:
    line = Fraction(PACKS.on("key_sector", inputs.as_of, pack=PRACTICE).threshold or 1)
    backward, forward = system.backward, system.forward
    for place, sector in enumerate(system.sectors):
        found: dict[str, JSON] = {"sector": sector, "output": plain(system.outputs[place])}
        if backward is None or forward is None:
            blank = dict.fromkeys(("backward", "forward", "backward_n", "forward_n", "key"))
            yield {**found, **blank, "result": Result.UNKNOWN.value}
            continue
        back = backward[place] * len(backward) / sum(backward)
        ahead = forward[place] * len(forward) / sum(forward)
        yield {
            **found,
            "backward": shown(backward[place]),
            "forward": shown(forward[place]),
            "backward_n": shown(back),
            "forward_n": shown(ahead),
            "key": is_above(back, line) and is_above(ahead, line),
        }


def _demand(system: System, inputs: Inputs) -> Iterator[JSON]:
    """The outputs that final demand asks for; whoever rests on a demand that is missing isn't known."""
    demand = _numbers(inputs, "outputs", "sector", "final_demand")
    if not demand:
        return
    missing = {sector for sector in system.sectors if sector not in demand}
    asked = system.outputs_for([demand.get(sector, Fraction(0)) for sector in system.sectors])
    for place, sector in enumerate(system.sectors):
        row = system.leontief[place] if system.leontief else [Fraction(0)] * len(system.sectors)
        open_ = sorted(
            name for name, part in zip(system.sectors, row, strict=True) if part and name in missing
        )
        found: dict[str, JSON] = {
            "sector": sector,
            "final_demand": plain(demand[sector]) if sector in demand else None,
            "output": None if open_ or asked is None else shown(asked[place]),
        }
        unknown: dict[str, JSON] = {"result": Result.UNKNOWN.value, "missing": list(open_)}
        yield {**found, **unknown} if open_ or asked is None else found


def _shocks(system: System, inputs: Inputs) -> Iterator[JSON]:
    changes: dict[str, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for row in inputs.rows("shocks"):
        changes[row.text("scenario")][row.text("sector")] += Fraction(row.number("change") or 0)
    for scenario in sorted(changes):
        change = changes[scenario]
        asked = system.outputs_for([change.get(sector, Fraction(0)) for sector in system.sectors])
        for place, sector in enumerate(system.sectors):
            yield {
                "scenario": scenario,
                "sector": sector,
                "change": plain(change.get(sector, Fraction(0))),
                "output": None if asked is None else shown(asked[place]),
            }


def _multipliers(system: System) -> Iterator[JSON]:
    if system.leontief is None or len(system.sectors) > MOST_MULTIPLIERS:
        return
    for place, sector in enumerate(system.sectors):
        for other, value in zip(system.sectors, system.leontief[place], strict=True):
            yield {"sector": sector, "demand": other, "value": shown(value)}


def _network(inputs: Inputs) -> dict[str, JSON]:
    links = [(row.text("supplier"), row.text("buyer"), row.number("value")) for row in inputs.rows("links")]
    seed = inputs.settings.get("seed")
    found = betweenness(
        [(supplier, buyer) for supplier, buyer, _value in links],
        directed=inputs.settings.get("chain.directed") is not False,
        seed=seed if isinstance(seed, int) else 1,
    )
    firms = {row.text("id"): row.text("name") for row in inputs.rows("firms")}
    nodes: list[JSON] = []
    for node, value in found.values.items():
        row: dict[str, JSON] = {"node": node, "betweenness": value, "firm": firms.get(node)}
        nodes.append({**row, "std_error": found.errors[node]} if found.errors else row)
    sampled: dict[str, JSON] = {"sources": found.sources, "nodes": len(nodes), "bound": found.bound}
    return {"nodes": nodes, **_single_source(inputs, links), "betweenness": sampled if nodes else None}


def _single_source(inputs: Inputs, links: Sequence[tuple[str, str, Decimal | None]]) -> dict[str, JSON]:
    line = PACKS.on("single_source", inputs.as_of, pack=PRACTICE)
    flagged: list[JSON] = []
    open_: list[JSON] = []
    rows = [(s, b, None if value is None else Fraction(value)) for s, b, value in links]
    for one in dependences(rows):
        found: dict[str, JSON] = {"buyer": one.buyer, "supplier": one.supplier}
        if one.share is None:
            open_.append({**found, "share": None, "result": Result.UNKNOWN.value})
        elif line.holds(one.share):
            share = exact(one.share)
            found = {**found, "share": plain(one.share), "limit": plain(line.threshold or 0)}
            flagged.append({**found, "basis": "practice", **({"exact": share} if share else {})})
    return {"single_source": flagged, "single_source_open": open_}


def _numbers(inputs: Inputs, table: str, key: str, column: str) -> dict[str, Fraction]:
    return {
        row.text(key): Fraction(value)
        for row in inputs.rows(table)
        if (value := row.number(column)) is not None
    }
