"""Acts that are entered together: what they tell a person in the same words stands in one message and letter.

Each act has a transaction of its own, and its messages are written in it. Within `told_together` a message
that somebody was just told takes in the next project, while its letter hasn't gone out; so a list that broke
off has told of what was done, and a letter that was sent is followed by another one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Q

from xianxing.pilot.cases.models import Case
from xianxing.pilot.messages.models import Message, Outbox

# What a message keeps of it: the list that was entered, and all projects of which it tells.
LIST, CASES = "list", "cases"
# What is one project's alone, and is left out where a message tells of several.
ONE_CASE = ("pending",)

_list: ContextVar[str] = ContextVar("list of acts entered together", default="")


@contextmanager
def told_together(name: str) -> Iterator[None]:
    """Tell of all acts taken within as of one list, by its key."""
    before = _list.set(name)
    try:
        yield
    finally:
        _list.reset(before)


def list_now() -> str:
    """The key of the list whose acts are being taken; "" outside one."""
    return _list.get()


def taken_in(people: Collection[int], kind: str, case: Case, params: Mapping[str, Any]) -> set[int]:
    """Those of the people who were told the same of another project of the list and get this one beside it.

    Only unread messages whose letter hasn't been tried; a letter is locked until the transaction ends.
    """
    rows = Message.objects.filter(recipient__in=people, kind=kind, read_at=None, params__list=list_now())
    rows = rows.filter(Q(letter=None) | Q(letter__attempts=0, letter__sent_at=None)).order_by("-pk")
    found: dict[int, Message] = {}
    for row in rows:
        if row.recipient_id not in found and _said(row.params) == _said(params):
            found[row.recipient_id] = row
    locked = Outbox.objects.select_for_update().filter(message__in=found.values(), attempts=0)
    letters = set(locked.values_list("message", flat=True))
    gone = Outbox.objects.filter(message__in=found.values()).exclude(message__in=letters)
    late = set(gone.values_list("message", flat=True))
    for person, row in list(found.items()):
        if row.pk in late:
            del found[person]
            continue
        kept = {name: value for name, value in row.params.items() if name not in ONE_CASE}
        row.params = {**kept, CASES: [*cases_of(row), str(case.pk)]}
        row.save(update_fields=["params"])
    return set(found)


def cases_of(message: Message) -> list[str]:
    """The keys of all projects of which a message tells, in order; none where it tells of no project."""
    own = [str(message.case_id)] if message.case_id else []
    return list(message.params.get(CASES, own))


def _said(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in params.items() if name not in (LIST, CASES, *ONE_CASE)}
