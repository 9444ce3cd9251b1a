"""Rows of the tool's papers and workbooks, made of the answer's JSON and the names of the folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xianxing.law.findings import JSON
from xianxing.toolbox.answers import Entries, findings_of, results_of
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.papers import RESULTS, SIGNS, cited, said_amount, said_article
from xianxing.toolbox.related_parties.paper_words import LEVELS, LIKENESS, LIMBS, WINDOWS
from xianxing.toolbox.related_parties.steps import said_again

CONDUCT = {
    "rp-list": "名单比对", "rp-level": "审议层级", "rp-disclosure": "披露", "rp-approval": "审议",
    "rp-prohibited": "财务资助和担保", "rp-recusal": "回避", "rp-quorum": "表决人数",
    "rp-control": "控制关系", "rp-price": "定价",
}  # fmt: skip
TRADE_RULES = ("rp-prohibited", "rp-approval", "rp-disclosure")
BODIES = {"board": "董事会", "shareholders": "股东会"}
ENDING = "即符合"  # of the part of a message that says what would change it


@dataclass(frozen=True)
class EntityNames:
    """What the folder calls its entities, and with whom each trade was made."""

    names: Mapping[str, str]
    counterparties: Mapping[str, str]

    @classmethod
    def of(cls, inputs: Inputs) -> EntityNames:
        """The names of a folder."""
        names = {row.text("id"): row.text("name") for row in inputs.rows("entities")}
        return cls(names, {row.text("id"): row.text("counterparty") for row in inputs.rows("trades")})

    def name(self, entity: str) -> str:
        """The entity's name, "" where it has none."""
        return self.names.get(entity, "")

    def of_entity(self, entity: str) -> str:
        """Name and id, as a sentence has them."""
        name = self.name(entity)
        return f"{name}（{entity}）" if name else entity


def fact(message: str) -> str:
    """A finding's message without the part that says what would change it."""
    parts = message.split("；")
    while len(parts) > 1 and parts[-1].endswith(ENDING):
        parts.pop()
    return "；".join(parts)


def said_path(path: Iterable[str]) -> str:
    """The steps of a way in Chinese."""
    return "；".join(map(said_again, path))


def said_likeness(because: Iterable[str]) -> str:
    """What an entity shares with a party."""
    return "、".join(LIKENESS.get(one, one) for one in because)


def party_rows(parties: Entries, names: EntityNames, regime: str) -> list[tuple[str, ...]]:
    """The parties of one regime as a paper lists them."""
    return [
        (
            one["entity"], names.name(one["entity"]), LIMBS[one["limb"]],
            WINDOWS[one["window"]] if one["result"] == "met" else RESULTS[one["result"]],
            said_path(one["path"]), cited(one["evidence"], 4),
        )
        for one in parties
        if one["regime"] == regime
    ]  # fmt: skip


def trade_rows(answer: Mapping[str, JSON], names: EntityNames) -> list[tuple[str, ...]]:
    """The trades of which some record wasn't seen, or that some rule bars: one row a trade."""
    by_trade: dict[str, Entries] = {}
    for one in findings_of(answer, *TRADE_RULES, results=("unmet",)):
        by_trade.setdefault(one["subject"]["id"], []).append(one)
    levels = {one["id"]: one["level"] for one in results_of(answer, "trades")}
    amounts = {one["id"]: one["amount"] for one in results_of(answer, "trades")}
    rows: list[tuple[str, ...]] = []
    for trade, found in sorted(by_trade.items(), key=lambda one: (one[1][0]["day"] or "", one[0])):
        other, level = names.counterparties.get(trade, ""), levels.get(trade, "")
        rows.append(
            (
                f"{trade}\n{found[0]['day']}", f"{other} {names.name(other)}".strip(),
                said_amount(amounts.get(trade)), _against(found, level),
                _not_seen(found, level), cited(_evidence(found), 5),
            )
        )  # fmt: skip
    return rows


def _against(found: Entries, level: str) -> str:
    """The sum against its line, with the level that it reaches and the article; else the articles."""
    lined = next((one for one in found if one["value"] is not None), None)
    if lined is None:
        return "；".join(dict.fromkeys(said_article(one) for one in found if one["pack"]))
    value, limit = said_amount(lined["value"]), said_amount(lined["limit"])
    sign = SIGNS.get(lined["comparator"], lined["comparator"])
    article = f"（{said_article(lined)}）" if lined["pack"] else "（公司自定标准）"
    return f"累计 {value} {sign} {limit}，{LEVELS.get(level, level)}{article}"


def _not_seen(found: Entries, level: str) -> str:
    """Which records weren't seen; of what a rule bars the finding's own words."""
    bodies = [
        "独立董事" if one["pack"] == "independent-directors" else BODIES.get(level, "董事会")
        for one in found
        if one["rule"] == "rp-approval"
    ]
    barred = [fact(one["message"]) for one in found if one["rule"] == "rp-prohibited"]
    said = list(dict.fromkeys(barred))  # several rules may say the same
    if bodies:
        said.append(f"未见{'、'.join(sorted(set(bodies)))}在交易当日或之前审议同意的记录")
    if any(one["rule"] == "rp-disclosure" for one in found):
        said.append("未见披露日期的记录")
    return "；".join(said)


def _evidence(found: Sequence[Mapping[str, Any]]) -> JSON:
    rows = {(row["table"], row["line"]): row for one in found for row in one["evidence"]}
    return list(rows.values())


def vote_rows(answer: Mapping[str, JSON], *results: str) -> list[tuple[str, ...]]:
    """What ballots show, one row a finding; the result stands before it where every result is asked for."""
    rows: list[tuple[str, ...]] = []
    for one in findings_of(answer, "rp-recusal", "rp-quorum", results=results):
        said = fact(one["message"])
        words = said if results else f"{RESULTS[one['result']]}：{said}"
        rows.append((one["subject"]["id"], one["day"] or "", words, cited(one["evidence"])))
    return rows


def open_rows(answer: Mapping[str, JSON]) -> list[tuple[str, ...]]:
    """What data can't decide and what a person has to look at."""
    found = findings_of(answer, results=("unknown", "manual_review"))
    return [
        (str(number), f"{CONDUCT.get(one['rule'], one['rule'])}（{RESULTS[one['result']]}）",
         f"{one['subject']['id']}：{one['message']}", cited(one["evidence"], 4))
        for number, one in enumerate(found, 1)
    ]  # fmt: skip


def grounds_of(stays_out: JSON, who: str, names: EntityNames) -> str:
    """Who stays out with the number of the ground and the way to it."""
    people = stays_out if isinstance(stays_out, list) else []
    return "；".join(
        f"{one[who]} {names.name(str(one[who]))}（第{one['ground']}项，{said_path(_steps(one['path']))}）"
        for one in people
        if isinstance(one, dict)
    )


def _steps(path: JSON) -> list[str]:
    return [str(step) for step in path] if isinstance(path, list) else []
