"""Who acted for whom, in words for those who judge."""

from __future__ import annotations

from xianxing.i18n import gettext
from xianxing.pilot.cases.models import Event
from xianxing.pilot.delegations.queries import behalf_of, name_behind


def deputed_words(event: Event) -> str:
    """Who acted for whom, of a deputy's act; "" of every other. One query for each of the two."""
    delegator = name_behind(behalf_of(event))
    if not delegator:
        return ""
    deputy = name_behind(event.procedural.get("person"))
    return gettext("{deputy} by delegation of {delegator}").format(deputy=deputy, delegator=delegator)
