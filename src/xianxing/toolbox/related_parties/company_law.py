"""Related parties by the Company Law (arts. 182, 265): who leads or controls the firm, and what they control.

Limbs: `cl-controller`, `cl-officer`, `cl-relative`, `cl-controlled`, and `cl-other` for relatives of persons
who control the firm, whom only the open end of art. 265 may reach: a person looks at them.
"""

from __future__ import annotations

from collections.abc import Iterator

from xianxing.law.findings import Result
from xianxing.toolbox.related_parties.control import Control
from xianxing.toolbox.related_parties.kinship import NEAR_RELATIVES
from xianxing.toolbox.related_parties.register import DIRECTORS, EXECUTIVES, SUPERVISORS, Group
from xianxing.toolbox.related_parties.steps import CONTROLS, HAS_POST, step
from xianxing.toolbox.related_parties.ties import Tie, Ties


def company_law_ties(group: Group, control: Control, firm: str) -> Ties:
    """Every tie on a day; the firm and what it controls are no parties."""
    own = control.own(firm)
    leading = Ties.of(_leading(group, control, firm))
    found = Ties.of(leading)
    for tie in leading:
        if tie.limb == "cl-other" or group.kind(tie.entity) == "state_body":
            continue  # common state control alone relates nobody
        for other in sorted(control.controlled(tie.entity) - own):
            path = (*tie.path, step(CONTROLS, tie.entity, other))
            sure = control.is_clear(tie.entity, other)
            result = tie.result if sure else Result.UNKNOWN
            found.add(
                Tie(other, "cl-controlled", path, (*tie.rows, *control.rows(tie.entity, other)), result)
            )
    return found


def _leading(group: Group, control: Control, firm: str) -> Iterator[Tie]:
    for one in control.controllers(firm):
        result = Result.MET if control.is_clear(one, firm) else Result.UNKNOWN
        tie = Tie(one, "cl-controller", (step(CONTROLS, one, firm),), control.rows(one, firm), result)
        yield tie
        for kin in group.kin.get(one, ()):
            if kin.relation in NEAR_RELATIVES:
                path = (*tie.path, step(HAS_POST, kin.relative, one, kin.relation))
                yield Tie(kin.relative, "cl-other", path, (*tie.rows, kin.row), Result.MANUAL_REVIEW)
    for row in group.posts_at.get(firm, ()):
        if row.text("post") not in DIRECTORS | SUPERVISORS | EXECUTIVES:
            continue
        person = row.text("person")
        said = step(HAS_POST, person, firm, row.text("post"))
        yield Tie(person, "cl-officer", (said,), (row,))
        for kin in group.kin.get(person, ()):
            if kin.relation in NEAR_RELATIVES:
                path = (said, step(HAS_POST, kin.relative, person, kin.relation))
                yield Tie(kin.relative, "cl-relative", path, (row, kin.row))
