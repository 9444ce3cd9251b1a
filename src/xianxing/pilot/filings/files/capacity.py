"""How many people's files are read, drawn or unpacked at once while a page waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from xianxing.documents.capacity import BusyError, Capacity
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused

# Of one process of the site; those who wait hold a thread of the server, so that few may and not for long.
_readers = Capacity(most=3, each=2, waiting=3, seconds=10.0)


@contextmanager
def reading_for(by: User) -> Iterator[None]:
    """A place to have somebody's file read for a person; Refused `busy` where none is free in time."""
    try:
        with _readers.place(by.pk):
            yield
    except BusyError as busy:
        own = _("Your other files are still being read; try again in a minute.")
        raise Refused(
            "busy", own if busy.own else _("Many files are being read; try again in a minute.")
        ) from None
