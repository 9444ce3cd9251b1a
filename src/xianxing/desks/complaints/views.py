"""What the pages of one complaint show, alike for the group and for an institution."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse

from xianxing.desks.complaints.lines import lines_of
from xianxing.pilot.complaints.domain.reading import learns_identity, open_complaint
from xianxing.pilot.complaints.limits import limit
from xianxing.pilot.complaints.models import Complaint
from xianxing.pilot.complaints.permissions import readable_complaints
from xianxing.pilot.filings.files.names import disposition
from xianxing.pilot.notices.handed_in import FileContent
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import roles_of


def shown(row: Complaint, user: User, *, at: datetime) -> dict[str, object]:
    """The complaint opened for this person, its project, and the limit that runs with its source."""
    opened = open_complaint(row.number, user, at=at)
    roles = roles_of(user, at=at)
    (line,) = lines_of([row], roles, at=at)
    return {
        "opened": opened,
        "line": line,
        "limit": limit(row.clock, row.about, row.received_on) if row.clock else None,
        "learns": learns_identity(row, roles),
        "successors": readable_complaints(roles).filter(predecessor=row).order_by("received_at"),
    }


def file_answer(file: FileContent) -> HttpResponse:
    """A file that a stranger handed in: a download without a type, never shown in the browser."""
    response = HttpResponse(file.content, content_type="application/octet-stream")
    response["Content-Disposition"] = disposition(file.name)
    return response
