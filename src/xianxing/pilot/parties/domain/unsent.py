"""Keeping what a person typed and hasn't sent, so that leaving a page by whatever way loses nothing.

Working data of one person: no act, no part of any record, read by its writer only.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from xianxing.pilot.parties.models import UnsentText, User

LONGEST, LONGEST_PLACE, MOST = 20_000, 400, 300


def place_of(form: str, name: str) -> str:
    """The place of an input: the address that its form is sent to, and its name."""
    return f"{form}#{name}"


@transaction.atomic
def keep_unsent(*, user: User, place: str, text: str, at: datetime) -> None:
    """Keep the text of an input; an empty one is forgotten. Of more than MOST texts the oldest give way.

    What is longer than LONGEST characters, or has no place that can be kept, stays with the page.
    """
    if len(text) > LONGEST or not 1 < len(place) <= LONGEST_PLACE:
        return
    if not text.strip():
        forget_unsent(user=user, places=(place,))
        return
    UnsentText.objects.update_or_create(user=user, place=place, defaults={"text": text, "at": at})
    older = UnsentText.objects.filter(user=user).order_by("-at", "-pk").values_list("pk", flat=True)[MOST:]
    UnsentText.objects.filter(pk__in=list(older)).delete()


def forget_unsent(*, user: User, places: Iterable[str]) -> None:
    """Forget texts that were sent."""
    UnsentText.objects.filter(user=user, place__in=list(places)).delete()


def unsent_texts(user: User, form: str) -> dict[str, str]:
    """The texts kept for a form's address, by the input's name."""
    rows = UnsentText.objects.filter(user=user, place__startswith=place_of(form, ""))
    return {place.partition("#")[2]: text for place, text in rows.values_list("place", "text")}
