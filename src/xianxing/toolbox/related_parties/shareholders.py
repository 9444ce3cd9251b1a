"""Related parties of a securities firm's shareholders (证券公司股权管理规定), looking through.

Limbs: `sf-shareholder`, `sf-controller`, `sf-controlled`, `sf-same-controller`, `sf-concert`, `sf-ultimate`.
Having one state body as controller alone relates nobody to a shareholder.
"""

from __future__ import annotations

from collections.abc import Iterator

from xianxing.law.findings import Result
from xianxing.toolbox.related_parties.control import Control
from xianxing.toolbox.related_parties.integrated import Ownership
from xianxing.toolbox.related_parties.register import Group
from xianxing.toolbox.related_parties.steps import CONTROLS, HOLDS, IN_CONCERT, step
from xianxing.toolbox.related_parties.ties import Tie, Ties
from xianxing.toolbox.tables import Row


def shareholder_ties(group: Group, control: Control, ownership: Ownership, firm: str) -> Ties:
    """Every tie on a day; the firm and what it controls are no parties."""
    own = control.own(firm)
    found = Ties()
    for holder, rows in shareholders(group, firm).items():
        for tie in _of_holder(group, control, holder, firm, rows):
            if tie.entity not in own:
                found.add(tie)
    for tie in _ultimate(ownership, firm):
        if tie.entity not in own:
            found.add(tie)
    return found


def shareholders(group: Group, firm: str) -> dict[str, tuple[Row, ...]]:
    """The direct holders of the firm with their rows, by id; a nominee's stake is its true owner's."""
    found: dict[str, tuple[Row, ...]] = {}
    for stake in group.owners.get(firm, ()):
        if (stake.equity > 0 or stake.votes > 0) and stake.owner != firm:
            found[stake.owner] = (*found.get(stake.owner, ()), stake.row)
    return dict(sorted(found.items()))


def _of_holder(
    group: Group, control: Control, holder: str, firm: str, rows: tuple[Row, ...]
) -> Iterator[Tie]:
    said = step(HOLDS, holder, firm)
    yield Tie(holder, "sf-shareholder", (said,), rows)
    for partner in sorted(group.partners(holder) - {holder}):
        linked = [row for row in group.concert_rows if row.text("a") in group.partners(holder)]
        path = (said, step(IN_CONCERT, partner, holder))
        yield Tie(partner, "sf-concert", path, (*rows, *linked))
    for other in sorted(control.controlled(holder)):
        path, more = (said, step(CONTROLS, holder, other)), control.rows(holder, other)
        yield Tie(other, "sf-controlled", path, (*rows, *more), _sure(control, holder, other))
    for above in control.controllers(holder):
        path, more = (said, step(CONTROLS, above, holder)), (*rows, *control.rows(above, holder))
        yield Tie(above, "sf-controller", path, more, _sure(control, above, holder))
        if group.kind(above) == "state_body":
            continue
        for other in sorted(control.controlled(above) - {holder}):
            way = (*path, step(CONTROLS, above, other))
            every = (*more, *control.rows(above, other))
            yield Tie(other, "sf-same-controller", way, every, _sure(control, above, other))


def _ultimate(ownership: Ownership, firm: str) -> Iterator[Tie]:
    """Whoever has a part of the firm, at any remove, and is held by nobody."""
    for one, share in sorted(ownership.column(firm).items()):
        if one != firm and not ownership.owners(one):
            rows = tuple(stake.row for stake in ownership.group.owned.get(one, ()) if stake.equity > 0)
            result = Result.UNKNOWN if share is None else Result.MET
            yield Tie(one, "sf-ultimate", (step(HOLDS, one, firm),), rows, result)


def _sure(control: Control, entity: str, other: str) -> Result:
    return Result.MET if control.is_clear(entity, other) else Result.UNKNOWN
