"""Where the official text of a notice or of a formal publication stands: on the organ's own site (5.1.3).

Only where the guide's procedure records it with the act (working-group practice); the event holds it, and
nothing else does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.models import Event
from xianxing.procedure.events import JSON
from xianxing.procedure.meanings import ParticularMeans
from xianxing.procedure.model import Procedure


@dataclass(frozen=True)
class OfficialText:
    """The address of the official text and the instant of its publication there."""

    address: str
    published_at: datetime


def official_text(event: Event, call: Call) -> OfficialText | None:
    """What the event of an act in a case of this call says of its official text; None where it stands here,
    or where the words were erased.
    """
    payload = getattr(event, "payload", None)
    if payload is None:
        return None
    said = json.loads(bytes(payload.body)).get("payload", {})
    return official_of(procedure_of(call), event.step, said)


def official_of(procedure: Procedure, step: str, payload: Mapping[str, JSON]) -> OfficialText | None:
    """The same from the payload of an act that is being taken."""
    recorded, known = payload.get("particulars"), procedure.steps.get(step)
    if not isinstance(recorded, dict) or known is None:
        return None
    found = {one.means: str(recorded.get(one.id, "")) for one in procedure.particulars_of(known)}
    address = found.get(ParticularMeans.OFFICIAL_ADDRESS, "")
    instant = found.get(ParticularMeans.OFFICIAL_INSTANT, "")
    return OfficialText(address, datetime.fromisoformat(instant)) if address and instant else None
