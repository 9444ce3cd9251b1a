"""The clerk's judgement of the work list: confirm a line, overrule it, add one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.checker.body import records
from xianxing.pilot.acts.permissions import CaseView, locked_case
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.casework.models import Decision, FormalityItem
from xianxing.pilot.casework.permissions import may_check
from xianxing.pilot.casework.work_list import WorkLine, WorkList, body_in_check, work_list
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.models import Body
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.row_seals import seal_of
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned

LONGEST = 2_000


@dataclass(frozen=True)
class Judgement:
    """What the clerk says of one line: the decision ("" for none yet), why, and what would satisfy."""

    decision: str
    reason: str = ""
    remedy: str = ""


@transaction.atomic
def keep_judgements(*, case: UUID, said: Mapping[str, Judgement], by: User, at: datetime) -> dict[str, str]:
    """Keep what the clerk said of lines, by their keys; gives what is wrong with those that weren't kept.

    A line to be asked needs what would satisfy, an overruled one its reason. Whatever is in order is kept,
    also beside lines that aren't. Stranger and Refused as for `add_line`.
    """
    _view, found = _open(case, by, at)
    problems: dict[str, str] = {}
    for line in found.lines:
        judgement = said.get(line.key)
        if judgement is None or (line.said is not None and line.key.startswith("own-")):
            continue
        problem = _problem(line, judgement)
        if problem:
            problems[line.key] = problem
        elif judgement.decision:
            _keep(found.body, line, judgement, by, at)
        else:
            FormalityItem.objects.filter(body=found.body, key=line.key).delete()
    return problems


@transaction.atomic
def add_line(
    *, case: UUID, location: str, clause: str, words: str, remedy: str, by: User, at: datetime
) -> FormalityItem:
    """Add something that no rule finds, in own words, to what the units will be asked.

    Refused where no check is going on, for who doesn't check, for a place that the filing doesn't have, a
    clause that the guide doesn't have, and without words of both kinds.
    """
    _view, found = _open(case, by, at)
    words, remedy = cleaned(words), cleaned(remedy)
    if not words or not remedy:
        raise Refused("words", _("Say what is wrong, and what would satisfy."))
    if max(len(words), len(remedy)) > LONGEST:
        raise Refused("too-long", _("At most {limit} characters each.").format(limit=LONGEST))
    if location not in places(found.body):
        raise Refused("place", _("There is no such place in the filing."))
    if clause not in guide_of(found.body.filing.case.call).clauses:
        raise Refused("clause", _("The guide has no such clause; choose one of its own."))
    made = FormalityItem(
        body=found.body, key=f"own-{uuid4().hex}", location=location, clause=clause, words=words,
        remedy=remedy, decision=Decision.ASK, by=by, at=at,
    )  # fmt: skip
    made.seal = seal_of(made)
    made.save()
    return made


@transaction.atomic
def remove_line(*, case: UUID, key: str, by: User, at: datetime) -> None:
    """Take a line of one's own off the list again; one that isn't there is gone already."""
    _view, found = _open(case, by, at)
    FormalityItem.objects.filter(body=found.body, key=key, key__startswith="own-").delete()


def places(body: Body) -> tuple[str, ...]:
    """Everything in a filed body that a line can speak of: the whole, its cells, units and files."""
    guide, content = guide_of(body.filing.case.call), content_of(body)
    cells = [f"{group}.{field.key}" for group in ("project", "content") for field in guide.fields_of(group)]
    units = [f"unit[{unit.get('id')}]" for unit in records(content.get("units"))]
    files = [f"material[{number}]" for number, _file in enumerate(records(content.get("files")))]
    return ("", *cells, *units, *files)


def _open(case: UUID, by: User, at: datetime) -> tuple[CaseView, WorkList]:
    """The list while a check is going on, its filing locked; Stranger, and Refused for who doesn't check."""
    view = locked_case(case, by, at=at)
    if not may_check(view):
        raise Refused("check", _("No formality check of yours is going on in this case."))
    body = body_in_check(view.filing)
    if body is None:
        raise Refused("check", _("Nothing has been filed that could be checked."))
    return view, work_list(body)


def _problem(line: WorkLine, judgement: Judgement) -> str:
    """What is wrong with a judgement; "" for nothing."""
    if judgement.decision and judgement.decision not in Decision.values:
        return _("Choose one of the answers.")
    if judgement.decision == Decision.SETTLE and line.before is None:
        return _("Only what was asked before can be settled.")
    if judgement.decision == Decision.OVERRULE and not cleaned(judgement.reason):
        return _("Say why the finding is overruled.")
    if judgement.decision == Decision.ASK and not cleaned(judgement.remedy or line.remedy):
        return _("Say what would satisfy.")
    if max(len(judgement.reason), len(judgement.remedy)) > LONGEST:
        return _("At most {limit} characters each.").format(limit=LONGEST)
    return ""


def _keep(body: Body, line: WorkLine, judgement: Judgement, by: User, at: datetime) -> None:
    values = {
        "decision": judgement.decision, "reason": cleaned(judgement.reason),
        "remedy": cleaned(judgement.remedy) or line.remedy,
    }  # fmt: skip
    if line.said is not None and all(getattr(line.said, name) == value for name, value in values.items()):
        return
    made = FormalityItem(
        body=body, key=line.key, rule=line.rule, location=line.location, clause=line.clause,
        words=line.words, by=by, at=at, **values,
    )  # fmt: skip
    written = {name: getattr(made, name) for name in ("rule", "location", "clause", "words", "by", "at")}
    FormalityItem.objects.update_or_create(
        body=body, key=line.key, defaults={**values, **written, "seal": seal_of(made)}
    )
