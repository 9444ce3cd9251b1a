"""Filing: one transaction from the last look to the receipt, in our channel or over another platform."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from xianxing.i18n import current_language
from xianxing.law import Result, Severity
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.domain.performing import Actor, perform, put_on_record
from xianxing.pilot.cases.domain.receipts import issue_receipt
from xianxing.pilot.cases.models import Event, Receipt
from xianxing.pilot.filings.actors import StepUp, actor_of, real_time, refuse_unverified
from xianxing.pilot.filings.attest.acts import seen_body
from xianxing.pilot.filings.attest.freezing import acting_unit, state_of, step_from
from xianxing.pilot.filings.attest.requirements import given, missing
from xianxing.pilot.filings.check.filed_findings import digest_of, freeze_findings, with_explanations
from xianxing.pilot.filings.check.findings import checked, finding_of, given_later
from xianxing.pilot.filings.check.judging import terms_of
from xianxing.pilot.filings.draft.form import FilingForm, load_form
from xianxing.pilot.filings.folder.exporting import export_filing
from xianxing.pilot.filings.models import Body, CheckResult, Filing, StoredFile, Submission
from xianxing.pilot.filings.permissions import Standing, locked, standing
from xianxing.pilot.filings.submit.conditions import refuse_unready
from xianxing.pilot.filings.submit.docket import enter_in_docket
from xianxing.pilot.filings.submit.timeliness import LATE_ENTRY, refuse_window
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned
from xianxing.procedure.events import JSON
from xianxing.procedure.fact_meanings import FactMeans
from xianxing.procedure.meanings import Means
from xianxing.procedure.runner import open_steps

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
# Sent within the transaction with `body` and `at`, once a body is filed and has its number.
filed = Signal()
FILE = (Means.FILE, Means.REFILE_CORE, Means.REFILE_LOCAL)


@dataclass(frozen=True)
class PlatformReceipt:
    """What the outside platform said: its receipt's number, when it had received, and the evidence's file."""

    number: str
    received_at: datetime
    evidence: StoredFile


@dataclass(frozen=True)
class Filed:
    """A filing that was handed in: the receipt, the body's digest, the place in the log, and the channel.

    `at` is the instant that counts for the window: when we had the complete request, or the platform did.
    """

    receipt: Receipt
    digest: str
    place: int
    at: datetime
    external: bool
    number: str


def export_package(*, filing: Filing, digest: str, target: Path, by: User, at: datetime) -> Submission:
    """Write the frozen filing as a zip for the outside platform to `target`, and note its SHA-256 and size.

    For the lead, once everything is attested. The same content gives the same bytes, whoever exports it.
    Written outside of any transaction; refused as `record_package` refuses, and then the file is gone again.
    """
    with tempfile.TemporaryDirectory(prefix="package-", dir=scratch()) as place:
        folder = Path(place) / "filing"
        export_filing(filing=filing, folder=folder, by=by, at=at)
        _zip(folder, target)
    try:
        with target.open("rb") as stream:
            package = hashlib.file_digest(stream, "sha256").hexdigest()
        size = target.stat().st_size
        return record_package(filing=filing, digest=digest, package=package, size=size, by=by, at=at)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def scratch() -> Path:
    """The folder for what is written and removed at once."""
    folder = Path(settings.SCRATCH_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@transaction.atomic
def record_package(
    *, filing: Filing, digest: str, package: str, size: int, by: User, at: datetime
) -> Submission:
    """Note that the package for the outside platform was exported: SHA-256 and size of the zip.

    By the lead, once everything is attested; a later export of the same body replaces an earlier one. Refused
    where the call's channel is ours.
    """
    filing = locked(filing)
    who = standing(by, filing, at=at)
    if not filing.case.call.external_channel:
        raise Refused("channel", _("This call's filings are handed in here; no package goes out."))
    if "lead" not in actor_of(who, acting_unit(who)).roles:
        raise Refused("lead", _("Only the lead unit hands the filing in."))
    _refuse_filed(filing, digest)
    body = seen_body(filing, digest)
    _refuse_incomplete(who, body, load_form(filing))
    fields = {"package": package, "package_size": size, "exported_by": by, "exported_at": at}
    submission, made = Submission.objects.update_or_create(
        body=body, own_place__isnull=True, defaults=fields, create_defaults={**fields, "external": True}
    )
    named = [NamedRow(submission) if made else NamedRow(submission, tuple(fields))]
    put_on_record(case=filing.case, rests_on=named, role="lead", person=str(by.pk), clause="", at=at)
    return submission


def file_filing(
    *,
    filing: Filing,
    digest: str,
    by: User,
    at: datetime,
    step_up: StepUp,
    platform: PlatformReceipt | None = None,
) -> Filed:
    """The lead hands the frozen filing in, and has the receipt in the same transaction; or nothing happens.

    Asked, in this order: the second factor, a lead's person, the digest on the screen, the window (as
    published up to `at`), every attestation of this body, no unmet finding of severity `blocking`. Other
    findings don't hinder; the clerk sees them with the explanation, if there is one. `at` is when the whole
    request was here. Over an outside platform `platform` is needed, after `record_package`: its own instant
    counts for the window and may be entered for some days after it (`timeliness`). The evidence is kept
    already; `channel.enter_receipt` keeps it and files in one.
    """
    step_up.must_be(by)
    standing(by, filing, at=at)
    counted = platform.received_at if platform else at
    checked(load_form(filing), at=at, counted=counted)  # kept for the transaction, which only looks it up
    with transaction.atomic():
        return _file(locked(filing), digest, by, at, step_up, platform)


@dataclass(frozen=True)
class Ready:
    """Who hands what in; `late` where a platform's receipt from inside the window is entered after it."""

    actor: Actor
    body: Body
    form: FilingForm
    late: bool


def ready_to_file(
    filing: Filing, digest: str, by: User, at: datetime, received_at: datetime | None = None
) -> Ready:
    """Everything that filing asks but the findings; Refused for what is wanting. Writes nothing."""
    who = standing(by, filing, at=at)
    _refuse_filed(filing, digest)
    actor = actor_of(who, acting_unit(who))
    if "lead" not in actor.roles:
        raise Refused("lead", _("Only the lead unit hands the filing in."))
    body = seen_body(filing, digest)
    late = refuse_window(filing, at, received_at)
    form = load_form(filing)
    _refuse_incomplete(who, body, form)
    refuse_unready(filing)
    return Ready(actor, body, form, late)


def _file(
    filing: Filing,
    digest: str,
    by: User,
    at: datetime,
    step_up: StepUp,
    platform: PlatformReceipt | None,
) -> Filed:
    ready = ready_to_file(filing, digest, by, at, platform.received_at if platform else None)
    actor, body, form, late = ready.actor, ready.body, ready.form, ready.late
    external = filing.case.call.external_channel
    submission = _outside(body, platform, at) if external else _ours(body, platform)
    counted = submission.received_at or at
    terms = terms_of(filing, at=at, counted=counted)
    result = checked(form, at=at, counted=counted)
    _refuse_blocking(result)
    report = with_explanations(form, result)
    payload = {**_payload(body, submission, step_up), "findings": digest_of(report)}
    step = _step(filing, actor)
    if late:
        step = step_from(filing.case, LATE_ENTRY).id
        payload |= _in_window(filing)
    body.filed_at, submission.filed_by = at, by
    body.save(update_fields=["filed_at"])
    findings = freeze_findings(form, body, result, report, terms, at=at)
    rests_on = [NamedRow(body, ("digest", "canonical", "filed_at")), NamedRow(findings), *_named(submission)]
    done = perform(case=filing.case, step=step, actor=actor, payload=payload, at=at, rests_on=rests_on)
    event = Event.objects.get(case=filing.case, sequence=done.events[-1].sequence)
    submission.own_place = event.pk
    submission.save(update_fields=["own_place"])
    enter_in_docket(body)
    receipt = issue_receipt(case=filing.case, sequence=event.sequence, signed_at=real_time())
    filed.send(sender=Body, body=body, at=at)
    return Filed(receipt, body.digest, event.pk, counted, external, submission.number)


def _named(submission: Submission) -> list[NamedRow]:
    """Save a submission that is being filed, for the event to name; what its package was is named already."""
    known = submission.pk is not None
    submission.save()
    evidence = [NamedRow(submission.evidence)] if submission.evidence else []
    said = ("number", "received_at", "evidence", "filed_by") if known else None
    return [NamedRow(submission, said, place=True), *evidence]


def filed_with(body: Body) -> Filed | None:
    """What the lead was given when it filed this body; None for one not filed."""
    submission = Submission.objects.filter(body=body, own_place__isnull=False).first()
    if submission is None or body.filed_at is None:
        return None
    receipt = Receipt.objects.get(event=submission.own_place)
    counted = submission.received_at or body.filed_at
    return Filed(
        receipt, body.digest, submission.own_place or 0, counted, submission.external, submission.number
    )


def _zip(folder: Path, target: Path) -> None:
    """All files of a folder by name, with the same time in each entry."""
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(entry, "w") as sink:
                shutil.copyfileobj(source, sink)


def _step(filing: Filing, actor: Actor) -> str:
    """The filing step from here; of two that hand in a correction, the one whose path the case is on."""
    state = state_of(filing.case)
    procedure = procedure_of(filing.case.call)
    if state is not None:
        for step in open_steps(procedure, state, actor):
            if procedure.meaning(step.act) in FILE:
                return step.id
    return step_from(filing.case, FILE).id


def _in_window(filing: Filing) -> dict[str, JSON]:
    """The answer that the platform's receipt lies inside the window, under the procedure's name for it."""
    fact = procedure_of(filing.case.call).fact_meaning(FactMeans.PLATFORM_RECEIPT)
    return {fact.id: "in_window"} if fact else {}


def _payload(body: Body, submission: Submission, step_up: StepUp) -> dict[str, JSON]:
    said: dict[str, JSON] = {
        "body": body.number,
        "digest": body.digest,
        "channel": "external" if submission.external else "own",
        "second_factor_at": step_up.at.isoformat(),
    }
    if body.filing.predecessor_id:
        said["predecessor"] = str(body.filing.predecessor_id)
    if submission.external and submission.received_at and submission.evidence:
        said["package"] = submission.package
        said["platform"] = {
            "number": submission.number,
            "received_at": submission.received_at.isoformat(),
            "evidence": submission.evidence.sha256,
        }
    return said


def _outside(body: Body, platform: PlatformReceipt | None, at: datetime) -> Submission:
    """The exported package with what the platform said of it."""
    number = platform.number if platform else ""
    submission = package_of(body, number, platform.received_at if platform else None, at)
    if platform is not None:
        submission.number, submission.received_at = cleaned(number), platform.received_at
        submission.evidence = platform.evidence
    return submission


def package_of(body: Body, number: str, received_at: datetime | None, at: datetime) -> Submission:
    """The package that went out of a body; Refused where none did, or the platform's words don't fit it."""
    submission = Submission.objects.filter(body=body, own_place__isnull=True).first()
    if submission is None or submission.exported_at is None:
        raise Refused("package", _("Export the package first and hand it in on the platform."))
    if received_at is None or not cleaned(number):
        raise Refused(
            "platform", _("Enter number and time of the platform's receipt, with the evidence as a file.")
        )
    if not submission.exported_at <= received_at <= at:
        raise Refused(
            "platform-time",
            _("The platform's receipt lies between the export of the package and now; check its time."),
        )
    return submission


def _ours(body: Body, platform: PlatformReceipt | None) -> Submission:
    if platform is not None:
        raise Refused("channel", _("This call's filings are handed in here; the receipt is ours."))
    return Submission(body=body, external=False)


def _refuse_filed(filing: Filing, digest: str) -> None:
    """Told apart from any other refusal: somebody has filed this very content already."""
    if filing.bodies.filter(digest=digest, filed_at__isnull=False, voided_at__isnull=True).exists():
        raise Refused(
            "filed", _("This filing has been handed in already; its receipt is on the filing's page.")
        )


def _refuse_incomplete(who: Standing, body: Body, form: FilingForm) -> None:
    """Refused without every attestation of the very content that would be handed in."""
    for unit in who.units:
        refuse_unverified(unit)
    if form.digest() != body.digest:
        raise Refused("changed", _("The content is not the one that was frozen; freeze and confirm it anew."))
    ahead = missing(who, given(body))
    if ahead:
        named = "；".join(
            f"{want.unit.institution} {want.kind.label}"
            + (f"（{want.about.institution}）" if want.about else "")
            for want in ahead
        )
        raise Refused("attestations", _("Still missing: {what}.").format(what=named))


def _refuse_blocking(result: CheckResult) -> None:
    """Refused over an unmet finding of severity `blocking`; those on other units' sheets count too."""
    found = [finding_of(entry) for entry in result.report[current_language()]]
    blocking = [
        one.message
        for one in found
        if one.result is Result.UNMET and one.severity is Severity.BLOCKING and not given_later(one)
    ]
    if blocking:
        raise Refused(
            "blocking",
            _("What stands in the way of filing: {what}").format(what="；".join(dict.fromkeys(blocking))),
        )
