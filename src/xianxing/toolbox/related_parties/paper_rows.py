"""Rows of the tool's papers and workbooks, made of the answer's JSON and the names of the folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xianxing.law.findings import JSON
from xianxing.toolbox.answers import Entries, findings_of, results_of
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.papers import RESULTS, cited, said_amount
from xianxing.toolbox.related_parties.paper_words import LEVELS, LIMBS, WINDOWS
from xianxing.toolbox.related_parties.steps import said_again

CONDUCT = {
    "rp-list": "名单比对", "rp-level": "审议层级", "rp-disclosure": "披露", "rp-approval": "审议",
    "rp-prohibited": "财务资助和担保", "rp-recusal": "回避", "rp-quorum": "表决人数",
    "rp-control": "控制关系", "rp-price": "定价",
}  # fmt: skip
ENDING = "即符合"  # of the part of a message that says what would change it


@dataclass(frozen=True)
class PaperNames:
    """What the folder calls its entities."""

    names: Mapping[str, str]

    @classmethod
    def of(cls, inputs: Inputs) -> PaperNames:
        """The names of a folder."""
        return cls({row.text("id"): row.text("name") for row in inputs.rows("entities")})

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


def party_rows(parties: Entries, names: PaperNames, regime: str) -> list[tuple[str, ...]]:
    """The parties of one regime as a paper lists them."""
    return [
        (
            one["entity"], names.name(one["entity"]), LIMBS.get(one["limb"], one["limb"]),
            WINDOWS[one["window"]] if one["result"] == "met" else RESULTS[one["result"]],
            said_path(one["path"]), cited(one["evidence"], 4),
        )
        for one in parties
        if one["regime"] == regime
    ]  # fmt: skip


def trade_rows(answer: Mapping[str, JSON], names: PaperNames) -> list[tuple[str, ...]]:
    """The trades of which some record wasn't seen, or that some rule bars: one row a trade."""
    by_trade: dict[str, Entries] = {}
    for one in findings_of(answer, "rp-prohibited", "rp-approval", "rp-disclosure", results=("unmet",)):
        by_trade.setdefault(one["subject"]["id"], []).append(one)
    ledger = {one["id"]: one for one in results_of(answer, "ledger")}
    amounts = {one["id"]: one["amount"] for one in results_of(answer, "trades")}
    rows = []
    for trade, found in sorted(by_trade.items(), key=lambda one: (one[1][0]["day"] or "", one[0])):
        other = str(ledger[trade]["counterparty"]) if trade in ledger else ""
        rows.append(
            (
                f"{trade}，{found[0]['day']}", f"{other} {names.name(other)}".strip(),
                said_amount(amounts.get(trade)), _against(found, ledger.get(trade)),
                "；".join(dict.fromkeys(map(_not_seen, found))), cited(_evidence(found), 5),
            )
        )  # fmt: skip
    return rows


def _against(found: Entries, entry: Mapping[str, Any] | None) -> str:
    """The sum against its line, with the level that it reaches and the article."""
    lined = next((one for one in found if one["value"] is not None), None)
    article = next((f"{one['pack']} {one['article']}".strip() for one in found if one["pack"]), "")
    if lined is None:
        return article
    level = LEVELS[entry["level"]] if entry else ""
    value, limit = said_amount(lined["value"]), said_amount(lined["limit"])
    return f"累计{value}{lined['comparator']}{limit}，{level}（{article}）"


def _not_seen(one: Mapping[str, Any]) -> str:
    if one["rule"] == "rp-disclosure":
        return "未见披露日期记录"
    return fact(one["message"])


def _evidence(found: Sequence[Mapping[str, Any]]) -> JSON:
    rows = {(row["table"], row["line"]): row for one in found for row in one["evidence"]}
    return list(rows.values())


def vote_rows(answer: Mapping[str, JSON], *results: str) -> list[tuple[str, ...]]:
    """What ballots show, one row a finding."""
    return [
        (one["subject"]["id"], one["day"] or "", f"{RESULTS[one['result']]}：{fact(one['message'])}",
         cited(one["evidence"]))
        for one in findings_of(answer, "rp-recusal", "rp-quorum", results=results)
    ]  # fmt: skip


def open_rows(answer: Mapping[str, JSON]) -> list[tuple[str, ...]]:
    """What data can't decide and what a person has to look at."""
    found = findings_of(answer, results=("unknown", "manual_review"))
    return [
        (str(number), f"{CONDUCT.get(one['rule'], one['rule'])}（{RESULTS[one['result']]}）",
         f"{one['subject']['id']}：{one['message']}", cited(one["evidence"], 4))
        for number, one in enumerate(found, 1)
    ]  # fmt: skip


def grounds_of(stays_out: JSON, who: str, names: PaperNames) -> str:
    """Who stays out with the number of the ground and the way to it."""
    people = stays_out if isinstance(stays_out, list) else []
    return "；".join(
        f"{one[who]} {names.name(str(one[who]))}（第{one['ground']}项，{said_path(_steps(one['path']))}）"
        for one in people
        if isinstance(one, dict)
    )


def _steps(path: JSON) -> list[str]:
    return [str(step) for step in path] if isinstance(path, list) else []
