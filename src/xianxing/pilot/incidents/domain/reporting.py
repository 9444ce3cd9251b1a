"""Reports of an incident: to the working group handed in here, to authorities recorded as they went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.evidence import evidence_of
from xianxing.pilot.acts.domain.taking import take_step
from xianxing.pilot.acts.entries import LONGEST_REASON, Entry
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.incidents.clocks import ClockStanding, ClockStatus
from xianxing.pilot.incidents.domain.telling import tell_followed
from xianxing.pilot.incidents.domain.writing import (
    locked_view,
    open_standing,
    own_reporter,
    put_rows,
    words_of,
)
from xianxing.pilot.incidents.models import Incident, IncidentReport, ReceiptKind, Restoration
from xianxing.pilot.incidents.permissions import SIGNS, role_of, signer_in
from xianxing.pilot.incidents.queries import step_meaning
from xianxing.pilot.incidents.regulations import Recipient, ReportKind, regulations
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.procedure.meanings import Means

LONGEST_LINE = 100
# The procedure's own steps by which the handling and its result are reported (5.2.4).
STEPS = {ReportKind.FIRST: Means.REPORT_INCIDENT_PROCESS, ReportKind.SUMMARY: Means.REPORT_INCIDENT_RESULT}


@dataclass(frozen=True)
class TypedReport:
    """A report as typed: its parts, and of one that went elsewhere when, by which channel, its number."""

    kind: str
    recipient: str
    content: Mapping[str, str]
    given_at: datetime | None = None
    channel: str = ""
    receipt_number: str = ""
    evidence: tuple[UUID, ...] = field(default=())


@transaction.atomic
def report_on_incident(
    *, case: UUID, number: int, report: TypedReport, by: User, at: datetime
) -> IncidentReport:
    """Report on an incident to a recipient.

    To the working group it is handed in now: the first report and the summary take the procedure's own steps,
    by who signs for the institution. To an authority it is put on record as it went, by any of its people:
    the instant, the channel, the number it was given, and, but for a call, a file that shows it. Refused
    where a part is missing, the instant lies in the future or before the discovery, and where the group has
    such a report already and didn't return it.
    """
    view = locked_view(case, by, at)
    standing = open_standing(view, number, at=at)
    incident = standing.incident
    actor = own_reporter(view, incident)
    recipient = regulations().recipients.get(report.recipient)
    if recipient is None or report.kind not in list(ReportKind):
        raise Refused("report", _("Choose what is reported, and to whom."))
    kind = ReportKind(report.kind)
    content = _content(kind, report.content)
    brought = evidence_of(view.case, report.evidence, by)
    given_at, channel, given_number = _way(incident, recipient, kind, report, bool(brought), at)
    stepped = recipient.taken_in and _takes_step(view, incident, kind, content, by, at, report.evidence)
    _refuse_unrestored(incident, standing.clocks, kind, recipient)
    row = IncidentReport.objects.create(
        incident=incident, number=incident.reports.count() + 1, kind=kind, recipient=recipient.id,
        given_at=given_at, channel=channel, receipt_number=given_number, content=content,
        evidence=brought[0] if brought else None, reported_by=by, reported_at=at,
    )  # fmt: skip
    role = SIGNS if stepped else role_of(actor)
    put_rows(view, [row], role=role, by=by, at=at, evidence=brought)
    if not stepped:
        tell_followed(view, incident, by=by, at=at)
    return row


@transaction.atomic
def state_restoration(
    *, case: UUID, number: int, restored_at: datetime | None, by: User, at: datetime
) -> Restoration:
    """State when the service was restored, once: clocks begin with it. Not before it happened, not ahead."""
    view = locked_view(case, by, at)
    incident = open_standing(view, number, at=at).incident
    actor = own_reporter(view, incident)
    if hasattr(incident, "restoration"):
        raise Refused(
            "restored",
            _("The restoration was stated already and stays; tell of what happened since in a report."),
        )
    if restored_at is None:
        raise Refused("restored", _("Say when it was restored: day and time."))
    if restored_at > at:
        raise Refused("restored", _("It can't be restored at an instant that is still to come."))
    if restored_at < incident.occurred_at:
        raise Refused("restored", _("It can't be restored before it happened."))
    row = Restoration.objects.create(incident=incident, restored_at=restored_at, stated_by=by, stated_at=at)
    put_rows(view, [row], role=role_of(actor), by=by, at=at)
    return row


def _refuse_unrestored(
    incident: Incident, clocks: Sequence[ClockStanding], kind: ReportKind, recipient: Recipient
) -> None:
    """A report whose clock begins with the restoration comes after it: else it would meet no clock."""
    asked = [one for one in clocks if (one.clock.kind, one.clock.recipient) == (kind, recipient)]
    if any(one.status is ClockStatus.WAITING for one in asked) and not hasattr(incident, "restoration"):
        raise Refused(
            "restored", _("State first when it was restored; this report tells of the result after it.")
        )


def _content(kind: ReportKind, typed: Mapping[str, str]) -> dict[str, str]:
    """The parts of the report that say something; Refused naming those that must and don't."""
    parts = regulations().sections_of(kind)
    content = {part.id: words_of(typed.get(part.id, "")) for part in parts}
    missing = [str(part.label) for part in parts if kind in part.required and not content[part.id]]
    if missing:
        raise Refused("content", _("Still to be written: {parts}.").format(parts=_("; ").join(missing)))
    return {key: words for key, words in content.items() if words}


def _way(
    incident: Incident, recipient: Recipient, kind: ReportKind, report: TypedReport, shown: bool, at: datetime
) -> tuple[datetime, str, str]:
    """When the recipient was told, by which channel, under which number; of what is handed in here: now."""
    if recipient.taken_in:
        return at, "", ""
    channel, number = words_of(report.channel), words_of(report.receipt_number)
    problems = []
    if report.given_at is None:
        problems.append(_("Say when the recipient was told: day and time."))
    elif report.given_at > at:
        problems.append(
            _("The recipient was told at an instant that is still to come; give one that is past.")
        )
    elif report.given_at < incident.discovered_at:
        problems.append(_("The recipient can't have been told before the incident was discovered."))
    if not channel or not number:
        problems.append(
            _("Give the channel and the number: the number that was called, or that of the receipt.")
        )
    if max(len(channel), len(number)) > LONGEST_LINE:
        problems.append(_("Channel and number take at most {limit} characters.").format(limit=LONGEST_LINE))
    if not shown and kind is not ReportKind.PHONE:
        problems.append(_("Add a file that shows the report, such as the receipt."))
    if problems or report.given_at is None:
        raise Refused("way", " ".join(problems))
    return report.given_at, channel, number


def _takes_step(
    view: CaseView,
    incident: Incident,
    kind: ReportKind,
    content: Mapping[str, str],
    by: User,
    at: datetime,
    evidence: tuple[UUID, ...],
) -> bool:
    """Take the procedure's own step of a report to the group; False where the report takes none."""
    if kind not in STEPS or incident.drill:
        return False
    signer, step = signer_in(view), step_meaning(view.procedure, STEPS[kind])
    if signer is None or signer.unit != incident.unit:
        raise Refused("role", _("Who signs for the institution hands this report in."))
    if step is None:
        raise Refused("no-step", _("The procedure of this guide has no step for incidents."))
    item = view.state.items.get(incident.item)
    if item is None or item.stage not in step.item_from:
        return _refuse_again(incident, kind)
    words = "\n".join(content.values())[:LONGEST_REASON]
    take_step(
        case=view.case.pk, step=step.id, sequence=view.case.sequence, by=by, at=at,
        entry=Entry(
            answers={step.item: incident.item}, reason=words, unit=signer.unit, role=SIGNS, evidence=evidence
        ),
    )  # fmt: skip
    return True


def _refuse_again(incident: Incident, kind: ReportKind) -> bool:
    """False where the last report of the kind was returned and may be handed in again; else Refused."""
    held = [one for one in incident.reports.all() if one.kind == kind and handed_in_here(one)]
    if held and is_returned(max(held, key=lambda one: one.number)):
        return False
    if kind is ReportKind.FIRST:
        raise Refused("again", _("The handling was reported already; hand in a follow-up."))
    if held:
        raise Refused("again", _("The result was reported already; hand in a follow-up."))
    raise Refused("order", _("Report the handling to the working group first, then its result."))


def handed_in_here(report: IncidentReport) -> bool:
    """Whether a report was handed in to the working group."""
    recipient = regulations().recipients.get(report.recipient)
    return recipient is not None and recipient.taken_in


def is_returned(report: IncidentReport) -> bool:
    """Whether the secretariat returned a report."""
    receipt = getattr(report, "receipt", None)
    return receipt is not None and receipt.kind == ReceiptKind.RETURNED
