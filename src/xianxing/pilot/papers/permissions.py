"""Who reads a paper, who gives it its number, who brings back what was sealed."""

from __future__ import annotations

import re
from datetime import datetime

from django.utils.translation import gettext as _

from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.papers.models import CasePaper, ReturnedPaper
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import is_secretariat
from xianxing.pilot.refusal import Stranger

PUBLIC_ID = re.compile(r"(\d{1,18})-([a-z0-9_-]{1,80})")

may_number = is_secretariat
may_return = is_secretariat


def papers_in(view: CaseView) -> list[CasePaper]:
    """The papers of a case that the person reads, the newest first; none that was erased."""
    rows = CasePaper.objects.filter(case=view.case, place__isnull=False).order_by("-place", "kind")
    return [row for row in rows.prefetch_related("returned") if reads(view, row)]


def paper_to_read(public_id: str, user: User, *, at: datetime) -> tuple[CasePaper, CaseView]:
    """A paper by its public name, for who may read it; Stranger for others and while the case is stopped.

    The working group and CSRC's departments read every paper of a case that they read; a unit reads those
    that are addressed to it, that the guide's template gives it to read, or that it made itself. A unit that
    joined later doesn't read what was addressed to others before.
    """
    found = PUBLIC_ID.fullmatch(public_id)
    rows = CasePaper.objects.select_related("case__call")
    row = rows.filter(place=int(found[1]), kind=found[2]).first() if found else None
    if row is None:
        raise _unknown()
    view = case_to_read(row.case_id, user, at=at)
    if not reads(view, row):
        raise _unknown()
    return row, view


def returned_to_read(returned: int, user: User, *, at: datetime) -> ReturnedPaper:
    """What came back of a paper, for who reads the paper; Stranger for anybody else."""
    found = ReturnedPaper.objects.select_related("paper", "file").filter(pk=returned).first()
    if found is None or found.file is None or found.file.erased_at is not None:
        raise _unknown()
    paper_to_read(found.paper.public_id, user, at=at)
    return found


def reads(view: CaseView, paper: CasePaper) -> bool:
    """Whether the person of this view reads a paper of its case."""
    if not paper.content:
        return False
    own = {actor.unit for actor in view.actors if actor.unit}
    return view.is_group or bool(own & set(paper.content["readers"]))


def _unknown() -> Stranger:
    return Stranger(_("There is no such paper."))


def concerns_paper(view: CaseView, _user: User, row: CasePaper) -> bool:
    """A paper's number concerns who reads the paper."""
    return reads(view, row)


def concerns_returned(view: CaseView, _user: User, row: ReturnedPaper) -> bool:
    """What came back of a paper concerns who reads the paper."""
    return reads(view, row.paper)
