"""Hints of the same party on generated entities of which the truth is known, by plain marks and by Splink."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from random import Random

from xianxing.toolbox.related_parties.candidates import candidates
from xianxing.toolbox.tables import Row

PARTIES, OTHERS, TWINS = 500, 20_000, 400  # twins are parties entered again under another id
FIRST = "华东南西北中金银海山江河天元恒瑞安泰和信达通宏盛兴隆永嘉博远景明"
TRADES = ("实业", "科技", "贸易", "投资", "置业", "物流", "能源", "材料", "传媒", "农业")
STREETS = ("人民路", "解放路", "中山路", "建设街", "和平街", "滨河道", "学府路", "工业大道")
TOWNS = ("甲市", "乙市", "丙市", "丁市", "戊市", "己市")
Record = dict[str, str]


def generate(seed: int = 1) -> tuple[list[Record], set[str], dict[str, str]]:
    """Records, the ids of the parties, and of each twin the party that it is."""
    drawn = Random(seed)
    records = [_record(drawn, f"P{number:05d}") for number in range(PARTIES)]
    records += [_record(drawn, f"N{number:05d}") for number in range(OTHERS)]
    truth: dict[str, str] = {}
    for number, one in enumerate(drawn.sample(records[:PARTIES], TWINS)):
        twin = _twin(drawn, one, f"W{number:05d}")
        truth[twin["id"]] = one["id"]
        records.append(twin)
    drawn.shuffle(records)
    return records, {f"P{number:05d}" for number in range(PARTIES)}, truth


def hints() -> dict[str, float]:
    """What the tool's own hints come to: a pair is right when it names a twin beside its party."""
    records, parties, truth = generate()
    rows = {one["id"]: Row("entities", line, _cells(one)) for line, one in enumerate(records, 2)}
    started = time.perf_counter()
    found = candidates(rows, frozenset(parties), frozenset())
    taken = time.perf_counter() - started
    pairs = {(str(one["entity"]), str(one["like"])) for one in found if isinstance(one, dict)}
    return _judged(pairs, truth, len(records), taken)


def splink_hints(least: float = 0.5) -> dict[str, float]:
    """What Splink comes to, trained on the same records without their truth, at a match probability."""
    import pandas  # type: ignore[import-untyped]
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    records, parties, truth = generate()
    started = time.perf_counter()
    table = pandas.DataFrame(records).rename(columns={"id": "unique_id"}).replace("", None)
    blocks = [block_on("phone"), block_on("address"), block_on("name"), block_on("substr(name, 3, 4)")]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compare.JaroWinklerAtThresholds("name", [0.95, 0.85]),
            compare.LevenshteinAtThresholds("address", [1, 3]),
            compare.ExactMatch("phone"),
        ],
        blocking_rules_to_generate_predictions=blocks,
    )
    api = DuckDBAPI()
    linker = Linker(api.register(table), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("name", "phone")], recall=0.3)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=1)
    for block in (block_on("phone"), block_on("address")):
        linker.training.estimate_parameters_using_expectation_maximisation(block)
    found = linker.inference.predict(threshold_match_probability=least).as_pandas_dataframe()
    taken = time.perf_counter() - started
    ends = zip(found["unique_id_l"], found["unique_id_r"], strict=True)
    both_ways = {pair for one, other in ends for pair in ((one, other), (other, one))}
    pairs = {(one, other) for one, other in both_ways if other in parties and one not in parties}
    return _judged(pairs, truth, len(records), taken)


def _judged(
    pairs: Iterable[tuple[str, str]], truth: dict[str, str], entities: int, taken: float
) -> dict[str, float]:
    found = set(pairs)
    right = sum(truth.get(one) == party for one, party in found)
    return {
        "precision": 100 * right / len(found) if found else 0.0,
        "recall": 100 * right / len(truth),
        "pairs": float(len(found)),
        "seconds": taken,
        "entities": float(entities),
    }


def _record(drawn: Random, name: str) -> Record:
    town = drawn.choice(TOWNS)
    word = "".join(drawn.sample(FIRST, 2))
    return {
        "id": name,
        "name": f"{town}{word}{drawn.choice(TRADES)}有限公司",
        "address": f"{town}{drawn.choice(STREETS)}{drawn.randrange(1, 400)}号{drawn.randrange(1, 30)}层",
        "phone": f"0{drawn.randrange(10, 99)}-{drawn.randrange(10**7, 10**8)}",
    }


def _twin(drawn: Random, one: Record, name: str) -> Record:
    """The same party as another clerk writes it: each mark kept, written otherwise, changed or left out."""
    twin = {**one, "id": name}
    if drawn.random() < 0.5:
        twin["name"] = one["name"].replace("有限公司", drawn.choice(("有限责任公司", "股份有限公司", "公司")))
    if drawn.random() < 0.3:
        twin["phone"] = ""
    elif drawn.random() < 0.3:
        twin["phone"] = f"0{drawn.randrange(10, 99)}-{drawn.randrange(10**7, 10**8)}"
    if drawn.random() < 0.3:
        twin["address"] = _record(drawn, name)["address"]
    elif drawn.random() < 0.4:
        twin["address"] = one["address"].replace("号", " 号 ").replace("层", "楼")
    return twin


def _cells(one: Record) -> dict[str, str]:
    return {"kind": "company", **{name: value for name, value in one.items() if value}}
