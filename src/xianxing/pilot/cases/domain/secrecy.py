"""When a state secret is found in a case: stop, put aside, report, erase, and what remains in the record.

The order is the product's practice after the duty of the law on state secrets (保守国家秘密法) to remedy a
leak at once and to report it; whom to report to, and within which time, the site's own rules say. No text
given here may repeat what was found.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from xianxing.pilot.cases.domain.erasing import erase_payload, record_erased_whole
from xianxing.pilot.cases.domain.performing import refuse_behind
from xianxing.pilot.cases.models import Case, Event, LiftRequest, Payload, SecrecyStop
from xianxing.pilot.cases.permissions import are_both_sides, may_erase, may_handle_secrecy
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import is_security_administrator, require
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned
from xianxing.procedure.events import JSON

LAW = "保守国家秘密法"
Handler = Callable[[Case, datetime], int]

# Sent within the transaction with `case`, `kind` ("secrecy" or "secrecy_over") and `at`: tells the parties.
stop_changed = Signal()


@dataclass(frozen=True)
class Holder:
    """How an app that keeps a case's files and texts puts them aside, gives them back, erases them for good.

    Each is called with the case and the instant, inside the transaction, and returns how many it dealt with.
    """

    name: str
    quarantine: Handler
    release: Handler
    erase: Handler


@dataclass(frozen=True)
class Remains:
    """What is left of a case after all: skeletons and proofs stay, and so do copies in backups."""

    events: int
    payloads: int
    erased: tuple[int, ...]
    reported_to: str
    note: str


_holders: dict[str, Holder] = {}


def holders() -> Sequence[Holder]:
    """Every app that keeps files or texts of cases."""
    return tuple(_holders.values())


def register_holder(holder: Holder) -> None:
    """Have this app's files and texts follow a stop; called once from `AppConfig.ready`."""
    _holders[holder.name] = holder


@transaction.atomic
def stop_for_secrecy(*, case: Case, by: User, ground: str, at: datetime) -> SecrecyStop:
    """Stop a case and put its files aside, at once.

    By the secretariat or the security administrator; Refused for others, without a ground, and twice. No step
    of the procedure can be taken afterwards, by people or by time, and holders give out none of its files.
    """
    role = _role_of(by, at)
    ground = _needs(ground)
    Case.objects.select_for_update().get(pk=case.pk)
    if SecrecyStop.objects.filter(case=case, lifted_at__isnull=True).exists():
        raise Refused("stopped", _("The project is stopped already."))
    stop = SecrecyStop.objects.create(case=case, ground=ground, stopped_at=at, stopped_by=by)
    _record(case, "secrecy.stop", role, by, {"ground": ground}, at, NamedRow(stop))
    for holder in _holders.values():
        holder.quarantine(case, at)
    stop_changed.send(sender=SecrecyStop, case=case, kind="secrecy", at=at)
    return stop


@transaction.atomic
def report_secret(*, case: Case, by: User, to: str, reference: str, at: datetime) -> SecrecyStop:
    """Record that the find was reported: to which body, under which reference. Reports nothing by itself."""
    stop, role = _open(case), _role_of(by, at)
    to = _needs(to)
    reference = _needs(reference)
    stop.reported_to, stop.reported_at, stop.reported_by = to, at, by
    stop.save(update_fields=["reported_to", "reported_at", "reported_by"])
    named = NamedRow(stop, ("reported_to", "reported_at", "reported_by"))
    _record(case, "secrecy.report", role, by, {"to": to, "reference": reference}, at, named)
    return stop


@transaction.atomic
def erase_secret(*, case: Case, sequences: Collection[int], by: User, reason: str, at: datetime) -> Remains:
    """Erase what these events commit to, and everything that the holders keep of the case, for good.

    By the security administrator alone, after the report. Refused for an event that has nothing to erase.
    """
    stop = _open(case)
    require(may_erase, by, at=at)
    if stop.reported_at is None:
        raise Refused("unreported", _("Report the find first; what is erased can't be examined any more."))
    reason = _needs(reason)
    for sequence in sorted(set(sequences)):
        erase_payload(
            case=case,
            sequence=sequence,
            reason=reason,
            role="security_administrator",
            clause=LAW,
            person=str(by.pk),
            at=at,
        )
    files = sum(holder.erase(case, at) for holder in _holders.values())
    record_erased_whole(
        case=case,
        files=files,
        reason=reason,
        role="security_administrator",
        clause=LAW,
        person=str(by.pk),
        at=at,
    )
    return what_remains(case)


@transaction.atomic
def lift_stop(*, case: Case, by: User, second: User, reason: str, at: datetime) -> SecrecyStop:
    """Let a case go on, with a reason and a second person; files that were not erased come back.

    By the security administrator together with a member of the secretariat, in either order.
    """
    stop = _open(case)
    if not are_both_sides(roles_of(by, at=at), roles_of(second, at=at)):
        raise Refused(
            "second_person", _("The security administrator and the secretariat lift a stop together.")
        )
    if stop.reported_at is None:
        raise Refused("unreported", _("Report the find first, or record to whom it was shown."))
    reason = _needs(reason)
    stop.lifted_at, stop.lifted_by = at, by
    named = NamedRow(stop, ("lifted_at", "lifted_by"))
    _record(case, "secrecy.lift", "security", by, {"second": str(second.pk), "reason": reason}, at, named)
    stop.save(update_fields=["lifted_at", "lifted_by"])
    for holder in _holders.values():
        holder.release(case, at)
    stop_changed.send(sender=SecrecyStop, case=case, kind="secrecy_over", at=at)
    return stop


@transaction.atomic
def ask_to_lift(*, case: Case, by: User, reason: str, at: datetime) -> LiftRequest:
    """One side asks for the stop to be lifted; nothing goes on before the other side confirms.

    By the secretariat or the security administrator, after the report; a later request takes the place of an
    earlier one.
    """
    stop = _open(case)
    _role_of(by, at)
    if stop.reported_at is None:
        raise Refused("unreported", _("Report the find first, or record to whom it was shown."))
    reason = _needs(reason)
    made, _created = LiftRequest.objects.update_or_create(
        stop=stop, defaults={"reason": reason, "asked_by": by, "asked_at": at}
    )
    return made


@transaction.atomic
def confirm_lift(*, case: Case, by: User, at: datetime) -> SecrecyStop:
    """The other side confirms, and the case goes on; see `lift_stop`.

    Refused where nobody asked, and where who asked has left the role meanwhile: then it must be asked again.
    """
    asked = LiftRequest.objects.select_related("asked_by").filter(stop=_open(case)).first()
    if asked is None:
        raise Refused("unasked", _("Nobody has asked for this stop to be lifted."))
    return lift_stop(case=case, by=asked.asked_by, second=by, reason=asked.reason, at=at)


def what_remains(case: Case) -> Remains:
    """What the record still holds of a case, and what it can't reach."""
    erased = Event.objects.filter(case=case, erases__isnull=False).order_by("erases")
    stop = SecrecyStop.objects.filter(case=case).order_by("-pk").first()
    return Remains(
        Event.objects.filter(case=case).count(),
        Payload.objects.filter(event__case=case).count(),
        tuple(number for number in erased.values_list("erases", flat=True) if number),
        stop.reported_to if stop else "",
        _("Backups, letters and printed copies made before are not reached; destroy them by hand."),
    )


def _record(
    case: Case, step: str, role: str, by: User, payload: dict[str, JSON], at: datetime, named: NamedRow
) -> None:
    """An event of the case; a draft never frozen has no events yet, and the row of the stop says it all."""
    store = CaseStore(case)
    with store.transaction(str(case.pk)):
        refuse_behind(at)
        if case.sequence:
            store.rests_on = (named,)
            store.append_beside(step, role=role, person=str(by.pk), clause=LAW, payload=payload, at=at)


def _role_of(by: User, at: datetime) -> str:
    """As which of the two a person acts; Refused for anybody else."""
    roles = roles_of(by, at=at)
    if not may_handle_secrecy(roles):
        raise Refused("not_permitted", _("Only the secretariat or the security administrator may do this."))
    return "security_administrator" if is_security_administrator(roles) else "secretariat"


def _open(case: Case) -> SecrecyStop:
    stop = SecrecyStop.objects.select_for_update().filter(case=case, lifted_at__isnull=True).first()
    if stop is None:
        raise Refused("not_stopped", _("The project isn't stopped."))
    return stop


def _needs(text: str) -> str:
    words = cleaned(text)
    if not words:
        raise Refused("reason", _("State it in words, without repeating what was found."))
    return words
