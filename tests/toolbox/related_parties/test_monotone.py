"""Of any group: more stake is never less related, whole chains come to the whole, no JSON crashes."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.toolbox.related_parties.folders import companies, judged, people, write
from tests.toolbox.related_parties.groups import Stakes, group
from tests.toolbox.related_parties.random_folders import QUICK
from xianxing.toolbox.related_parties.integrated import Ownership
from xianxing.toolbox.related_parties.tool import TOOL
from xianxing.toolbox.tool import run_tool

FIRMS = ("F", "P", "B", "C")
ENTITIES = "id,name,kind\n" + companies(*FIRMS) + people("X", "Y")
SHARES = [Decimal(one) for one in ("0.04", "0.05", "0.1", "0.25", "0.3", "0.5", "0.51")]


@st.composite
def stakes_with_room(draw: st.DrawFn) -> tuple[dict[tuple[str, str], Decimal], tuple[str, str], Decimal]:
    """Stakes that sum to the whole at most, a person's among them, and how much that one may have more."""
    found: dict[tuple[str, str], Decimal] = {}
    left = dict.fromkeys(FIRMS, Decimal(1))
    for owner, held in draw(st.sets(st.tuples(st.sampled_from((*FIRMS, "X", "Y")), st.sampled_from(FIRMS)))):
        share = draw(st.sampled_from(SHARES))
        if owner != held and share <= left[held]:
            found[owner, held] = share
            left[held] -= share
    held = draw(st.sampled_from(FIRMS))
    return found, ("X", held), left[held]


def related(place: Path, stakes: dict[tuple[str, str], Decimal], regime: str = "exchange") -> set[str]:
    """Who is a party of F."""
    rows = "".join(f"{owner},{held},{share}\n" for (owner, held), share in sorted(stakes.items()) if share)
    answer = judged(place, entities=ENTITIES, holdings=f"holder,held,equity\n{rows}")
    parties = answer["results"]["related_parties"]
    return {one["entity"] for one in parties if one["regime"] == regime and one["result"] == "met"}


@QUICK
@given(drawn=stakes_with_room(), part=st.sampled_from([Decimal("0.25"), Decimal("0.5"), Decimal(1)]))
def test_a_person_with_more_of_anything_is_never_less_related(
    tmp_path: Path,
    drawn: tuple[dict[tuple[str, str], Decimal], tuple[str, str], Decimal],
    part: Decimal,
) -> None:
    """Nobody holds a person, so that one never belongs to the firm's own group."""
    stakes, pair, room = drawn
    more = {**stakes, pair: stakes.get(pair, Decimal(0)) + room * part}
    before, after = related(tmp_path, stakes), related(tmp_path, more)
    assert ("X" in before) <= ("X" in after)


@QUICK
@given(
    st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDE"), st.integers(1, 9)), max_size=8),
    st.sampled_from("ABCDE"),
)
def test_where_everything_is_held_the_ultimate_owners_have_the_whole(
    drawn: list[tuple[str, str, int]], held: str
) -> None:
    """Loops are among the chains; whatever companies leave of one another, persons hold."""
    left = dict.fromkeys("ABCDE", 20)
    stakes: Stakes = []
    for owner, below, part in drawn:
        if part < left[below]:
            left[below] -= part
            stakes.append((owner, below, Decimal(part) / 20))
    stakes += [(f"x{one}", one, Decimal(part) / 20) for one, part in left.items()]
    ownership = Ownership(group(stakes))
    shares = [ownership.share(f"x{one}", held) for one in "ABCDE"]
    assert sum((share for share in shares if share is not None), Fraction(0)) == 1


JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-5, 200), st.text(max_size=5), st.sampled_from(["F", "2026"])
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
WORDS = (
    "recordId", "recordType", "recordStatus", "recordDetails", "statementDate", "subject", "interestedParty",
    "interests", "share", "exact", "minimum", "type", "names", "identifiers", "entityType", "birthDate",
    "schema", "properties", "owner", "asset", "percentage", "id",
)  # fmt: skip
VALUES = st.one_of(
    JSON,
    st.sampled_from(["entity", "person", "relationship", "closed", "shareholding", "Ownership", "Company"]),
    st.dictionaries(st.sampled_from(WORDS), JSON, max_size=4),
    st.lists(st.dictionaries(st.sampled_from(WORDS), JSON, max_size=4), max_size=2),
)
STATEMENTS = st.lists(st.dictionaries(st.sampled_from(WORDS), VALUES, max_size=8), max_size=4)


@QUICK
@given(statements=STATEMENTS, file=st.sampled_from(["bods.json", "ftm.json"]), lenient=st.booleans())
def test_no_statements_crash_whatever_they_say(
    tmp_path: Path, statements: list[dict[str, Any]], file: str, lenient: bool
) -> None:
    folder = write(tmp_path)
    for name in ("bods.json", "ftm.json"):
        (folder / name).unlink(missing_ok=True)
    (folder / file).write_text(json.dumps(statements), "utf-8")
    outcome = run_tool(TOOL, folder, lenient=lenient)
    assert outcome.status in (0, 1, 2)
    assert all(problem.message for problem in outcome.problems)
