"""The chain: the textbook's two sectors, key sectors, shocks, betweenness against counting, one supplier."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.toolbox.evaluation.folders import Folder, say
from xianxing.toolbox.evaluation.leontief import solve
from xianxing.toolbox.evaluation.network import FEWEST_IN_ARRAYS, _dependencies, betweenness
from xianxing.toolbox.evaluation.paths import sums_in_arrays

FLOWS = "from,to,value\n1,1,150\n1,2,500\n2,1,200\n2,2,100\n"
OUTPUTS = "sector,output,final_demand\n1,1000,600\n2,2000,1500\n"


def chain(tmp_path: Path, *, more: str = "", **tables: str) -> dict[str, Any]:
    said = say(Folder(schemes=(), firms={}, tables=tables, more=more).write(tmp_path / "in"))
    assert said["status"] == 0, said["problems"]
    return dict(said["results"])


def test_the_textbook_of_two_sectors(tmp_path: Path) -> None:
    found = chain(tmp_path, flows=FLOWS, outputs=OUTPUTS)
    inverse = {(one["sector"], one["demand"]): one["value"] for one in found["multipliers"]}
    assert inverse == {
        ("1", "1"): pytest.approx(1.2541, abs=5e-5),
        ("1", "2"): pytest.approx(0.3300, abs=5e-5),
        ("2", "1"): pytest.approx(0.2640, abs=5e-5),
        ("2", "2"): pytest.approx(1.1221, abs=5e-5),
    }
    assert {one["sector"]: one["output"] for one in found["demand"]} == {
        "1": pytest.approx(1247.5, abs=0.05),
        "2": pytest.approx(1841.6, abs=0.05),
    }
    first, second = found["sectors"]
    assert (first["output"], first["backward"]) == ("1000", pytest.approx(1.2541 + 0.2640, abs=1e-4))
    assert second["backward"] == pytest.approx(0.3300 + 1.1221, abs=1e-4)


def test_forward_is_the_row_sum_of_the_sellers_inverse(tmp_path: Path) -> None:
    found = chain(tmp_path, flows=FLOWS, outputs=OUTPUTS)["sectors"]
    # b = flows over the seller's output: .15 .5 / .1 .05; (I - b)^-1 by hand
    determinant = 0.85 * 0.95 - 0.5 * 0.1
    assert found[0]["forward"] == pytest.approx((0.95 + 0.5) / determinant)
    assert found[1]["forward"] == pytest.approx((0.1 + 0.85) / determinant)


def test_normalised_by_their_means_and_key_where_both_lie_above_one(tmp_path: Path) -> None:
    found = chain(tmp_path, flows=FLOWS, outputs=OUTPUTS)["sectors"]
    for measure in ("backward_n", "forward_n"):
        assert sum(one[measure] for one in found) == pytest.approx(2)
    assert [one["key"] for one in found] == [True, False]


def test_a_sector_that_is_exactly_average_is_not_key(tmp_path: Path) -> None:
    sectors = [str(number) for number in range(7)]
    flows = "from,to,value\n" + "".join(f"{a},{b},{0.1}\n" for a in sectors for b in sectors)
    outputs = "sector,output\n" + "".join(f"{a},3\n" for a in sectors)
    assert {one["key"] for one in chain(tmp_path, flows=flows, outputs=outputs)["sectors"]} == {False}


def test_a_shock_changes_outputs_by_the_inverse(tmp_path: Path) -> None:
    shocks = "scenario,sector,change\nfall,1,-100\nrise,2,10\n"
    found = chain(tmp_path, flows=FLOWS, outputs=OUTPUTS, shocks=shocks)["shocks"]
    changes = {(one["scenario"], one["sector"]): one["output"] for one in found}
    assert changes["fall", "1"] == pytest.approx(-125.41, abs=0.005)
    assert changes["fall", "2"] == pytest.approx(-26.40, abs=0.005)
    assert changes["rise", "1"] == pytest.approx(3.300, abs=0.0005)


def test_without_demand_of_one_sector_outputs_are_not_known(tmp_path: Path) -> None:
    outputs = "sector,output,final_demand\n1,1000,600\n2,2000,\n"
    found = chain(tmp_path, flows=FLOWS, outputs=outputs)["demand"]
    assert [(one["output"], one["result"], one["missing"]) for one in found] == [
        (None, "unknown", ["2"]),
        (None, "unknown", ["2"]),
    ]
    assert chain(tmp_path / "none", flows=FLOWS, outputs="sector,output\n1,1000\n2,2000\n")["demand"] == []


@pytest.mark.parametrize(
    "flows",
    ["from,to,value\n1,1,1000\n", "from,to,value\n1,2,3000\n2,1,1500\n"],
    ids=["singular", "too much"],
)
def test_a_table_that_bears_no_demand_has_no_multipliers(tmp_path: Path, flows: str) -> None:
    found = chain(tmp_path, flows=flows, outputs=OUTPUTS)
    assert {(one["backward"], one["result"]) for one in found["sectors"]} == {(None, "unknown")}
    assert {(one["output"], one["result"]) for one in found["demand"]} == {(None, "unknown")}


def test_floating_point_agrees_with_fractions() -> None:
    outputs = {f"s{number:02}": Fraction(1000 + 37 * number) for number in range(20)}
    flows = {
        (a, b): Fraction((7 * i + 11 * j) % 40) for i, a in enumerate(outputs) for j, b in enumerate(outputs)
    }
    exact, floating = solve(flows, outputs), solve(flows, outputs, exact=False)
    assert exact.leontief and floating.leontief
    for row, other in zip(exact.leontief, floating.leontief, strict=True):
        assert [float(value) for value in row] == pytest.approx([float(value) for value in other], rel=1e-12)
    assert [float(v) for v in exact.forward or ()] == pytest.approx(
        [float(v) for v in floating.forward or ()]
    )


def test_a_large_table_is_solved_in_floating_point(tmp_path: Path) -> None:
    sectors = [f"s{number:02}" for number in range(40)]
    flows = "from,to,value\n" + "".join(
        f"{a},{b},{(3 * i + 5 * j) % 17}\n" for i, a in enumerate(sectors) for j, b in enumerate(sectors)
    )
    outputs = "sector,output,final_demand\n" + "".join(f"{a},900,5\n" for a in sectors)
    found = chain(tmp_path, flows=flows, outputs=outputs)
    whole = solve(
        {
            (a, b): Fraction((3 * i + 5 * j) % 17)
            for i, a in enumerate(sectors)
            for j, b in enumerate(sectors)
        },
        dict.fromkeys(sectors, Fraction(900)),
        exact=True,
    )
    assert whole.backward and whole.forward
    assert [one["backward"] for one in found["sectors"]] == pytest.approx(list(map(float, whole.backward)))
    assert [one["forward"] for one in found["sectors"]] == pytest.approx(list(map(float, whole.forward)))


def test_arrays_give_what_walking_gives() -> None:
    random = Random(3)
    links = [(f"n{random.randrange(300)}", f"n{random.randrange(300)}") for _ in range(900)]
    names = sorted({name for pair in links for name in pair})
    assert len(names) >= FEWEST_IN_ARRAYS
    after: list[list[int]] = [
        sorted({names.index(b) for a, b in links if a == name and b != name}) for name in names
    ]
    sums, squares = sums_in_arrays(range(len(names)), after)
    walked = [0.0] * len(names)
    for source in range(len(names)):
        for node, part in _dependencies(source, after):
            walked[node] += part
    assert sums == pytest.approx(walked)
    assert all(square >= 0 for square in squares)


LINKS = "supplier,buyer,value\nS1,A,6\nS2,A,4\nA,B,5\nA,C,5\nD,C,5\n"


def test_betweenness_of_a_small_network(tmp_path: Path) -> None:
    found = {one["node"]: one["betweenness"] for one in chain(tmp_path, links=LINKS)["nodes"]}
    assert found == {"A": pytest.approx(4 / 20), "B": 0, "C": 0, "D": 0, "S1": 0, "S2": 0}
    undirected = chain(tmp_path / "u", links=LINKS, more="[chain]\ndirected = false")["nodes"]
    both = {one["node"]: one["betweenness"] for one in undirected}
    # pairs of S1, S2, B with each other and with C, D go through A; those with D through C as well
    assert both["A"] == pytest.approx(2 * (3 + 3 + 3) / 20)
    assert both["C"] == pytest.approx(2 * 4 / 20)


KITE = (  # Krackhardt's kite, as textbooks draw it
    "AB AC AD AF BD BE BG CD CF DE DF DG EG FG FH GH HI IJ"
)


def test_the_kite_of_the_textbooks() -> None:
    found = betweenness([(pair[0], pair[1]) for pair in KITE.split()], directed=False).values
    assert {node: round(value, 4) for node, value in found.items()} == {
        "A": 0.0231, "B": 0.0231, "C": 0, "D": 0.1019, "E": 0, "F": 0.2315, "G": 0.2315, "H": 0.3889,
        "I": 0.2222, "J": 0,
    }  # fmt: skip


def by_counting(links: list[tuple[str, str]], node: str, *, directed: bool) -> float:
    """The definition, by walking every shortest path of every pair."""
    pairs = {(a, b) for a, b in links if a != b} | (
        set() if directed else {(b, a) for a, b in links if a != b}
    )
    names = sorted({name for pair in links for name in pair})
    total = 0.0
    for first, last in permutations(names, 2):
        if node in (first, last):
            continue
        paths = [[first]]
        while paths and not any(path[-1] == last for path in paths):
            paths = [[*path, b] for path in paths for a, b in pairs if a == path[-1] and b not in path]
        ended = [path for path in paths if path[-1] == last]
        total += sum(node in path for path in ended) / len(ended) if ended else 0
    return total / ((len(names) - 1) * (len(names) - 2))


@given(
    st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), min_size=1, max_size=12),
    st.booleans(),
)
def test_betweenness_is_what_counting_paths_gives(links: list[tuple[str, str]], directed: bool) -> None:
    found = betweenness(links, directed=directed).values
    if len(found) < 3:
        assert set(found.values()) == {0.0}
        return
    assert found == {name: pytest.approx(by_counting(links, name, directed=directed)) for name in found}


def test_a_sample_says_its_error_and_keeps_it() -> None:
    links = [
        (f"n{place:03}", f"n{(place * 7 + step) % 400:03}") for place in range(400) for step in (1, 2, 3)
    ]
    exact = betweenness(links, directed=True)
    sampled = betweenness(links, directed=True, steps=1000)
    assert (exact.errors, exact.bound, sampled.sources) == (None, None, 200)
    assert sampled.bound and sampled.errors
    assert max(abs(sampled.values[name] - value) for name, value in exact.values.items()) <= sampled.bound
    within = [abs(sampled.values[n] - v) <= 3 * sampled.errors[n] for n, v in exact.values.items()]
    assert sum(within) / len(within) > 0.95
    assert sampled == betweenness(reversed(links), directed=True, steps=1000)


def test_half_from_one_supplier_is_flagged(tmp_path: Path) -> None:
    links = "supplier,buyer,value\nS,B,60\nT,B,40\nS,C,50\nT,C,50\nS,D,49.99\nT,D,50.01\nT,D,0\n"
    found = chain(tmp_path, links=links)["single_source"]
    assert [(one["buyer"], one["supplier"], one["share"]) for one in found] == [
        ("B", "S", "0.6"), ("C", "S", "0.5"), ("C", "T", "0.5"), ("D", "T", "0.5001"),
    ]  # fmt: skip
    assert {one["basis"] for one in found} == {"practice"}


def test_a_value_that_is_missing_leaves_the_share_open_unless_there_is_one_supplier(tmp_path: Path) -> None:
    found = chain(tmp_path, links="supplier,buyer,value\nS,B,\nT,B,40\nS,C,\nS,D,0\n")
    assert [(one["buyer"], one["share"]) for one in found["single_source"]] == [("C", "1")]
    assert [(one["buyer"], one["supplier"]) for one in found["single_source_open"]] == [
        ("B", "S"), ("B", "T"), ("D", "S"),
    ]  # fmt: skip


def test_a_third_has_its_fraction_beside(tmp_path: Path) -> None:
    (found,) = chain(tmp_path, links="supplier,buyer,value\nS,B,2\nT,B,1\n")["single_source"]
    assert (found["share"], found["exact"]) == ("0.666666666667", "2/3")


def test_firms_of_the_list_stand_on_the_chain(tmp_path: Path) -> None:
    folder = Folder(schemes=(), firms={"A": {}}, tables={"links": LINKS})
    nodes = say(folder.write(tmp_path / "in"))["results"]["nodes"]
    assert {one["node"]: one["firm"] for one in nodes if one["firm"]} == {"A": "firm A"}
