"""Who reads an event beside the procedure: those whom the rows concern that it names, and nobody else.

A step of the procedure is read by whoever reads the case. What is put on record beside it (a value, a
report, a complaint) concerns fewer people; each app says of its own rows whom.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.db import models

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.cases.models import Event, Payload
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import RESTS_ON
from xianxing.procedure.events import ON_RECORD

# Asked of a case as one person reads it, the person, and a row: whether the row concerns the person.
RowReaders = Callable[[CaseView, User, Any], bool]
_rules: dict[str, tuple[type[models.Model], RowReaders]] = {}

Named = tuple[str, str]  # table, key of a row


def register_event_readers(rule: RowReaders, *tables: type[models.Model]) -> None:
    """Let another app say whom rows of its tables concern; called once from an `AppConfig.ready`."""
    for model in tables:
        _rules[model._meta.db_table] = (model, rule)


def of_the_parties(view: CaseView, _user: User, _row: object) -> bool:
    """A rule for rows that concern the case's units and those who judge, and no engaged expert."""
    return view.is_party


def of_the_units(view: CaseView, _user: User, _row: object) -> bool:
    """A rule for rows that concern the units of the case, and the working group, which reads all."""
    return any(actor.unit for actor in view.actors)


def events_to_read(view: CaseView, user: User) -> list[Event]:
    """The case's events that a person reads, the oldest first, without their blind, hashes and seal.

    Every step of the procedure; of what was put on record beside it the own acts and what concerns the
    person. The working group reads all. An event of which nothing says whom it concerns is the group's alone,
    also where an erasure took what it named.
    """
    found = Event.objects.filter(case=view.case).order_by("sequence").defer("blind", "hashes", "seal")
    shown = _read(view, user, found)
    return [row for row in found if row.step != ON_RECORD or row.pk in shown]


def reads_event(view: CaseView, user: User, event: Event) -> bool:
    """Whether a person who reads the case reads this event of it; as `events_to_read`."""
    return event.step != ON_RECORD or event.pk in _read(view, user, [event])


def _read(view: CaseView, user: User, events: Iterable[Event]) -> Collection[int]:
    """The places of those beside the procedure that the person reads."""
    beside = [row.pk for row in events if row.step == ON_RECORD]
    if view.is_authority or not beside:
        return beside
    bodies = Payload.objects.filter(event__in=beside).values_list("event", "body")
    said = {place: json.loads(bytes(body)) for place, body in bodies}
    known = _known(view, user, said.values())
    return {place for place, one in said.items() if _concerns(view, user, one, known)}


def _concerns(view: CaseView, user: User, said: Mapping[str, Any], known: Mapping[Named, bool]) -> bool:
    # After the end a step is put on record, too; who reads it is who reads steps.
    if said.get("person") == str(user.pk) or said.get("step") in view.procedure.steps:
        return True
    return any(known.get(name, False) for name in _named(said))


def _known(view: CaseView, user: User, said: Iterable[Mapping[str, Any]]) -> dict[Named, bool]:
    """Whether each row with a rule that these events name concerns the person; a query a table."""
    keys = defaultdict[str, set[str]](set)
    for one in said:
        for table, key in _named(one):
            keys[table].add(key)
    return {
        (table, str(row.pk)): rule(view, user, row)
        for table, (model, rule) in _rules.items()
        if table in keys
        for row in model._base_manager.filter(pk__in=keys[table])
    }


def _named(said: Mapping[str, Any]) -> list[Named]:
    return [(str(one["table"]), str(one["row"])) for one in said.get(RESTS_ON, ())]
