"""Random folders of `related-parties`: rows that the reader takes one by one, whatever they say together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.toolbox.related_parties.folders import HEAD, judged_leniently
from xianxing.toolbox.related_parties.layout import METHODS, POSTS, RELATIONS, TRADE_KINDS

IDS = ["F", "P", "B", "C", "X", "Y", "Z"]


def share() -> st.SearchStrategy[str]:
    return st.sampled_from(["0", "0.05", "0.1", "0.25", "0.5", "0.51", "0.6", "1"])


def day() -> st.SearchStrategy[str]:
    return st.sampled_from(
        ["", "2024-01-01", "2024-06-30", "2025-03-01", "2025-06-30", "2025-12-31", "9999-12-31"]
    )


@st.composite
def folders(draw: st.DrawFn) -> dict[str, list[str]]:
    """Tables with rows that the reader takes one by one, whatever they say together."""
    some = st.sampled_from(IDS)
    persons = st.sampled_from(["X", "Y", "Z"])
    firsts = st.sampled_from(["", "2024-01-01", "2024-12-01"])

    def rows(*cells: st.SearchStrategy[str], most: int = 6) -> list[str]:
        return draw(st.lists(st.tuples(*cells).map(",".join), max_size=most, unique=True))

    numbered = st.sampled_from(["1", "300000", "300001", "3000000", "3000001", "30000001"])
    days = st.sampled_from(["2024-02-29", "2025-03-01", "2025-03-02", "2026-05-01"])
    targets, given = st.sampled_from(["", "land"]), st.sampled_from(["", "A1", "A1;A2"])
    kinds, anybody = st.sampled_from(TRADE_KINDS), st.sampled_from(["", *IDS])
    trades = rows(days, some, kinds, numbered, targets, share(), given)
    sheets = st.sampled_from([[], ["2023-12-31,1"], ["2023-12-31,-900000000"]])
    columns = "id,date,counterparty,kind,amount,target,stake,approvals"
    stakes = rows(some, some, share(), st.just(""), anybody, firsts, day(), most=10)
    posts = rows(persons, some, st.sampled_from(POSTS), firsts, day())
    return {
        "holdings": ["holder,held,equity,votes,for,from,to", *stakes],
        "posts": ["person,entity,post,from,to", *posts],
        "kin": ["person,relative,relation", *rows(persons, persons, st.sampled_from(RELATIONS), most=2)],
        "concert": ["a,b,from,to", *rows(some, some, firsts, day(), most=2)],
        "trades": [columns, *(f"T{number},{row}" for number, row in enumerate(trades))],
        "approvals": ["id,body,date", "A1,board,2025-02-01", "A2,shareholders,2025-02-02"],
        "ballots": ["approval,voter,ballot", *(f"A1,{one},for" for one in draw(st.sets(persons)))],
        "matters": ["id,date,counterparties,with_controlled", f"M,2025-03-01,{draw(some)};{draw(some)},1"],
        "financials": ["date,net_assets", *draw(sheets)],
        "look_through": ["method,held,owner", *rows(st.sampled_from(METHODS), some, anybody)],
    }


ENTITIES = (
    "id,name,kind,born,state_body\nF,F,company,,\nP,P,company,,\nB,B,company,,C\nC,C,state_body,,\n"
    "X,X,person,,\nY,Y,person,2007-03-01,\nZ,Z,person,1990-01-01,\n"
)


def answer_of(place: Path, tables: dict[str, list[str]], head: str = HEAD) -> dict[str, Any]:
    """The answer to tables given by rows, without what depends on lines and time."""
    texts = {name: "\n".join((*rows, "")) for name, rows in tables.items()}
    answer = judged_leniently(place, head, entities=ENTITIES, **texts)
    return {name: answer[name] for name in ("findings", "results", "summary")}


def without_lines(answer: dict[str, Any]) -> str:
    """The answer's text with evidence counted, for lines move with rows."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: len(one) if name == "evidence" else plain(one) for name, one in value.items()}
        return [plain(one) for one in value] if isinstance(value, list) else value

    return json.dumps(plain(answer), ensure_ascii=False, sort_keys=True)


QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
