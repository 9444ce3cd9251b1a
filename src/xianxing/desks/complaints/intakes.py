"""What a form of an intake holds: as it was typed, and as the domain takes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest

from xianxing.i18n import gettext
from xianxing.pilot.cases.models import Case
from xianxing.pilot.complaints.domain.receiving import Intake
from xianxing.pilot.complaints.models import ComplaintKind, ComplaintWay
from xianxing.pilot.complaints.sealing import MOST_FILE_BYTES, ComplaintWords, Identity
from xianxing.pilot.notices.handed_in import FileContent
from xianxing.pilot.notices.queries import project_of, register
from xianxing.pilot.refusal import Refused

TYPED = (
    "kind", "text", "evidence", "subject", "name", "contact", "project", "anonymous", "may_be_named",
    "earlier_number", "earlier_secret", "way", "received_on", "institution",
)  # fmt: skip
OFFLINE = [choice for choice in ComplaintWay.choices if choice[0] != ComplaintWay.ONLINE]


def typed_in(request: HttpRequest) -> dict[str, str]:
    """Every field of the form, as it was typed."""
    return {name: request.POST.get(name, "") for name in TYPED}


def intake_of(request: HttpRequest, typed: Mapping[str, str]) -> Intake:
    """What was typed, for the domain. Refused for a project that the register doesn't have."""
    return Intake(
        kind=typed["kind"],
        words=ComplaintWords(typed["text"], typed["evidence"], typed["subject"]),
        identity=Identity(typed["name"], typed["contact"]),
        anonymous=bool(typed["anonymous"]),
        may_be_named=bool(typed["may_be_named"]),
        about=project_called(typed["project"]),
        file=_file(request),
        earlier_number=typed["earlier_number"],
        earlier_secret=typed["earlier_secret"],
    )


def project_called(number: str) -> Case | None:
    """The case of a published project by its number, None for no number; Refused for an unknown one."""
    if not number.strip():
        return None
    entry = register().select_related("case__call__guide").filter(number=number.strip().upper()).first()
    if entry is None:
        raise Refused(
            "project", gettext("The register has no project of this number; choose one, or none of them.")
        )
    return entry.case


def projects_to_choose() -> list[tuple[str, str]]:
    """Number and name of every published project, those that ended, too."""
    return [(entry.number, project_of(entry.notice)) for entry in register()]


def day_typed(text: str) -> date:
    """A day of a form; Refused for what is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Refused("received_on", gettext("Say on which day it came, such as 2024-03-05.")) from None


def choices() -> dict[str, object]:
    """What every form of an intake offers."""
    return {
        "kinds": ComplaintKind.choices,
        "ways": OFFLINE,
        "projects": projects_to_choose(),
        "most_mb": MOST_FILE_BYTES // 1024**2,
    }


def _file(request: HttpRequest) -> FileContent | None:
    sent = request.FILES.get("file")
    if sent is None or not sent.name:
        return None
    if (sent.size or 0) > MOST_FILE_BYTES:
        most = MOST_FILE_BYTES // 1024**2
        text = gettext("A file takes at most {most} MB; several go into one zip.").format(most=most)
        raise Refused("file", text)
    return FileContent(sent.name, sent.read())
