"""Two versions of a cell or row side by side: nothing was overwritten, and a person decides."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from xianxing.desks.look.context import Link
from xianxing.desks.portal.cells import as_text, shown
from xianxing.desks.portal.form_data import SentCell
from xianxing.desks.portal.scene import FilingContext, page
from xianxing.i18n import gettext
from xianxing.law import Field
from xianxing.pilot.filings.draft.cells import Conflict
from xianxing.pilot.filings.models import Unit


@dataclass(frozen=True)
class ClashColumn:
    """A column of a row: what stands, and what the other hand would write."""

    key: str
    label: str
    theirs: str
    yours: str
    text: str


@dataclass(frozen=True)
class Clash:
    """A cell or row that two people wrote: what stands, what the other hand would write, who was faster.

    `taken_out` says that the other hand would take the row out.
    """

    place: str
    field: Field
    yours: str
    theirs: str
    version: int
    by: str
    at: object
    columns: tuple[ClashColumn, ...] = ()
    removed: bool = False
    taken_out: bool = False


def clash_of(sent: SentCell, unit: Unit | None, conflict: Conflict) -> Clash:
    """Both versions of a cell or row as texts."""
    theirs, field = conflict.theirs, sent.field
    row = sent.place.row
    return Clash(
        place="|".join((unit.key if unit else sent.place.unit, field.path, str(row or ""))),
        field=field,
        yours=as_text(conflict.yours) if row is None else "",
        theirs=as_text(theirs.value) if row is None else "",
        version=theirs.version,
        by=theirs.by.name if theirs.by else "",
        at=theirs.at,
        columns=_columns(field, theirs.value, conflict.yours) if row is not None else (),
        removed=theirs.removed,
        taken_out=row is not None and conflict.yours is None,
    )


def conflict_page(
    request: HttpRequest, scene: FilingContext, clashes: list[Clash], problem: str = ""
) -> HttpResponse:
    """Both versions side by side; nothing was overwritten, and each is decided here."""
    crumbs = scene.crumbs(Link(gettext("Two versions"), ""))
    context = {"crumbs": crumbs, "clashes": clashes, "problem": problem}
    return page(request, "conflict.html", scene, context, status=409)


def _columns(field: Field, theirs: object, yours: object) -> tuple[ClashColumn, ...]:
    old = theirs if isinstance(theirs, dict) else {}
    new = yours if isinstance(yours, dict) else {}
    return tuple(
        ClashColumn(
            c.key,
            str(c.label),
            shown(c, old.get(c.key)),
            shown(c, new.get(c.key)),
            as_text(new.get(c.key)),
        )
        for c in field.columns
    )
