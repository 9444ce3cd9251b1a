"""Keeping what a person typed and hasn't sent, so that leaving a page by whatever way loses nothing.

Working data of one person: no act, no part of any record, read by its writer only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from django.db import transaction

from xianxing.pilot.parties.models import UnsentText, User

LONGEST, LONGEST_PLACE, MOST = 20_000, 400, 300
ON_ITS_WAY = timedelta(minutes=10)  # no text that a browser sent arrives later than this
_TURN = re.compile(r"([0-9a-z]{1,40}):([0-9]{1,9})", re.ASCII)


@dataclass(frozen=True)
class Turn:
    """A step of one opened page: later steps of the same page have a higher number."""

    page: str
    number: int

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The turn that a page wrote as `page:number`; None where it wrote none."""
        found = _TURN.fullmatch(text)
        return cls(found[1], int(found[2])) if found else None


def place_of(form: str, name: str) -> str:
    """The place of an input: the address that its form is sent to, and its name."""
    return f"{form}#{name}"


@transaction.atomic
def keep_unsent(*, user: User, place: str, text: str, at: datetime, turn: Turn | None = None) -> None:
    """Keep the text of an input; an empty one is forgotten. Of more than MOST texts the oldest give way.

    What is longer than LONGEST characters, or has no place that can be kept, stays with the page. A text that
    comes after a later turn of its own page (on the way it was overtaken) is dropped.
    """
    if len(text) > LONGEST or not 1 < len(place) <= LONGEST_PLACE:
        return
    if not text.strip():
        forget_unsent(user=user, places=(place,), at=at, turn=turn)
        return
    said = {"text": text, "at": at, "page": turn.page if turn else "", "turn": turn.number if turn else 0}
    row, made = UnsentText.objects.select_for_update().get_or_create(user=user, place=place, defaults=said)
    if not made:
        if turn and row.page == turn.page and row.turn > turn.number:
            return
        UnsentText.objects.filter(pk=row.pk).update(**said)
    mine = UnsentText.objects.filter(user=user).exclude(text="").order_by("-at", "-pk")
    UnsentText.objects.filter(pk__in=list(mine.values_list("pk", flat=True)[MOST:])).delete()


@transaction.atomic
def forget_unsent(*, user: User, places: Iterable[str], at: datetime, turn: Turn | None = None) -> None:
    """Forget texts that were sent. With the turn of the page that sent them, none on its way comes back."""
    kept = UnsentText.objects.filter(user=user)
    if turn is None:
        kept.filter(place__in=list(places)).delete()
        return
    kept.filter(text="", at__lt=at - ON_ITS_WAY).delete()
    rows = [
        UnsentText(user=user, place=place, text="", at=at, page=turn.page, turn=turn.number)
        for place in dict.fromkeys(places)
        if 1 < len(place) <= LONGEST_PLACE
    ]
    UnsentText.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=("user", "place"),
        update_fields=("text", "at", "page", "turn"),
    )


def unsent_texts(user: User, form: str) -> dict[str, str]:
    """The texts kept for a form's address, by the input's name."""
    rows = UnsentText.objects.filter(user=user, place__startswith=place_of(form, "")).exclude(text="")
    return {place.partition("#")[2]: text for place, text in rows.values_list("place", "text")}
