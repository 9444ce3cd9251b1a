"""A clause that an overlay adds stands where its number or its `after` puts it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.law.conftest import Write
from xianxing.i18n import language
from xianxing.law import GuideError, load_guide
from xianxing.law.clause_order import in_place

BELOW = ["p", "0", "3.1", "3.1.1", "3.1.2", "3.1.2.x", "3.1.10", "3.1.a", "3.1.c", "3.2", "5"]


def order(**new: str) -> list[str]:
    """The order with new clauses, each after another or ("") by its number."""
    rows: dict[str, Any] = {key: {} for key in BELOW}
    rows |= {key.replace("_", "."): {"after": after} if after else {} for key, after in new.items()}
    return list(in_place("city/clauses.toml", {key: {} for key in BELOW}, rows))


@pytest.mark.parametrize(
    ("clause", "before", "behind"),
    [
        ("3.1.3", "3.1.2.x", "3.1.10"),  # behind all that stand below its elder sibling
        ("3.1.11", "3.1.10", "3.1.a"),  # by number, not by letters
        ("3.1.b", "3.1.a", "3.1.c"),
        ("3.1.0", "3.1", "3.1.1"),
        ("3.2.1", "3.2", "5"),
        ("4", "3.2", "5"),
        ("9", "5", None),
    ],
)
def test_by_its_number(clause: str, before: str, behind: str | None) -> None:
    found = order(**{clause.replace(".", "_"): ""})
    place = found.index(clause)
    assert found[place - 1] == before
    assert found[place + 1 : place + 2] == ([behind] if behind else [])
    assert [key for key in found if key != clause] == BELOW


def test_after_another_wins_over_the_number() -> None:
    found = order(**{"9": "3.1.1"})
    assert found[found.index("9") - 1] == "3.1.1"


def test_two_new_ones_keep_their_order() -> None:
    assert order(**{"3_1_4": "", "3_1_3": ""})[6:8] == ["3.1.3", "3.1.4"]


def test_after_what_is_no_clause_is_refused_with_its_line(write_guide: Write) -> None:
    root = write_guide()
    clause = '[clause.3]\ndisplay="三"\ntext={zh="新",en="new"}\nstatus="planned"\nafter="7"\n'
    head = 'name = { zh = "邻镇", en = "Next town" }\nstatus = "partial"\nextends = "small-town"\n'
    write_guide("next_town", bare=True, guide=head, clauses=clause)
    with language("en"), pytest.raises(GuideError, match=r"clauses.toml:5: .*no clause '7'"):
        load_guide("next_town", [root])


def test_the_guide_lists_it_there(write_guide: Write) -> None:
    root = write_guide()
    clause = '[clause."1.1"]\ndisplay="一(一)"\ntext={zh="新",en="new"}\nstatus="planned"\n'
    head = 'name = { zh = "邻镇", en = "Next town" }\nstatus = "partial"\nextends = "small-town"\n'
    write_guide("next_town", bare=True, guide=head, clauses=clause)
    assert list(load_guide("next_town", [root]).clauses) == ["1", "1.1", "2"]
