"""Comments among the units on a cell or file, addressed to a person, until they are settled."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from xianxing.pilot.filings.draft.form import load_form
from xianxing.pilot.filings.draft.locations import anchored, unit_of
from xianxing.pilot.filings.models import Comment, Filing
from xianxing.pilot.filings.permissions import Standing, locked, standing, visible_units
from xianxing.pilot.messages.domain import tell
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.words import cleaned

LONGEST = 2_000
LONGEST_PLACE = 200


@transaction.atomic
def comment(
    *, filing: Filing, location: str, text: str, by: User, at: datetime, to: User | None = None
) -> Comment:
    """Remark on a place of the filing, for one person of its units or for all of them.

    Possible at any time, also when nothing can be written. Both must be able to see the place; the working
    group never sees comments. Kept by row, so that it follows a row that moves.
    """
    filing = locked(filing)
    who = standing(by, filing, at=at)
    location, words = cleaned(location), cleaned(text)
    _sees(who, location)
    if to is not None:
        _sees(_addressee(to, filing, at), location)
    if not 0 < len(words) <= LONGEST:
        raise Refused("text", _("Write a comment of 1 to {limit} characters.").format(limit=LONGEST))
    anchor = anchored(load_form(filing, sheets=()), location)
    if len(anchor) > LONGEST_PLACE:
        raise Refused("place", _("There is no such place in the filing."))
    if to is not None and to != by:
        tell(recipients=[to], kind="comment", case=filing.case, params={"by": by.name}, at=at)
    return Comment.objects.create(filing=filing, location=anchor, author=by, addressee=to, text=words, at=at)


@transaction.atomic
def settle_comment(*, comment: Comment, by: User, at: datetime) -> None:
    """Settle a comment: its author, its addressee, or an author of the lead. Twice changes nothing."""
    filing = locked(comment.filing)
    who = standing(by, filing, at=at)
    _sees(who, comment.location)
    if by.pk not in (comment.author_id, comment.addressee_id) and who.lead not in who.writes_for:
        raise Refused(
            "not-yours", _("A comment is settled by its author, its addressee or the lead's author.")
        )
    Comment.objects.filter(pk=comment.pk, settled_at__isnull=True).update(settled_at=at, settled_by=by)
    comment.refresh_from_db()


def comments_of(filing: Filing, *, by: User, at: datetime, who: Standing | None = None) -> QuerySet[Comment]:
    """The comments that a person may see; those on other units' sheets only while the filing is frozen.

    What stands on the sheet of a unit that has left is nobody's to read any more. `who` is the person's
    standing where the caller has it already.
    """
    who = who or standing(by, filing, at=at)
    rows = filing.comments.select_related("author", "addressee", "settled_by")
    readable = ~Q(location__startswith="unit[")
    for unit in visible_units(who):
        readable |= Q(location__startswith=f"unit[{unit.key}]")
    rows = rows.filter(readable)
    return rows.order_by(F("settled_at").asc(nulls_first=True), "at", "pk")


def _addressee(person: User, filing: Filing, at: datetime) -> Standing:
    try:
        return standing(person, filing, at=at)
    except Stranger:
        raise Refused("addressee", _("Comments are addressed to people of the filing's units.")) from None


def _sees(who: Standing, location: str) -> None:
    key = unit_of(location)
    if key and key not in {unit.key for unit in visible_units(who)}:
        raise Stranger(_("There is no such cell."))
