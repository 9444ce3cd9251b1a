"""Evidence: a file brought for an act, kept sealed and unread, named by the event of the act that uses it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xianxing.pilot.acts.models import Evidence, PendingAct, PendingState
from xianxing.pilot.acts.permissions import case_to_read, may_bring, of_the_side
from xianxing.pilot.acts.seals import holds, seal_of_evidence
from xianxing.pilot.cases.models import Case
from xianxing.pilot.filings.files.materials import content_of
from xianxing.pilot.filings.files.names import safe_name
from xianxing.pilot.filings.files.quota import MEGABYTE
from xianxing.pilot.filings.models import StoredFile
from xianxing.pilot.filings.storage.vault import Readable, TooLargeError, discard, keep, stage
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import institutions_of, roles_of
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.protection.row_seals import is_sealed
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.procedure.events import JSON

LARGEST = 20 * MEGABYTE
MOST_UNUSED = 50  # files that one person has brought and no act has named yet


def bring_evidence(*, name: str, content: Readable, by: User, at: datetime) -> Evidence:
    """Keep a file that the person will name with an act; until then nobody else sees it.

    Refused for who has no role anywhere, over 20 MB, for a type that filings don't take either, and where
    fifty files wait unused. When the row can't be made, no byte stays.
    """
    if not may_bring(roles_of(by, at=at)):
        raise Refused("role", _("Only who acts in cases brings evidence."))
    if Evidence.objects.filter(case=None, brought_by=by, file__erased_at__isnull=True).count() >= MOST_UNUSED:
        raise Refused("evidence", _("Fifty of your files wait unused; name those with an act first."))
    try:
        staged = stage(content, limit=LARGEST)
    except TooLargeError:
        message = _("A file of evidence takes at most {size} MB.").format(size=LARGEST // MEGABYTE)
        raise Refused("too-large", message) from None
    try:
        shown = safe_name(name)
        content_of(staged, shown)
        with transaction.atomic():
            institution = next(iter(institutions_of(by, at=at)), None)
            stored = keep(staged, charged_to=institution, at=at)
            return _kept(stored, shown, by, at)
    except BaseException:
        discard(staged)
        raise


def _kept(stored: StoredFile, name: str, by: User, at: datetime) -> Evidence:
    row = Evidence(file=stored, name=name, brought_by=by, brought_at=at)
    row.seal = seal_of_evidence(row)
    row.save()
    return row


def evidence_of(case: Case, chosen: Sequence[UUID], by: User) -> list[Evidence]:
    """The person's own files for an act in this case, in the order given; from now on they are the case's.

    Refused where one is another's, another case's or gone. Within the transaction of the act.
    """
    there = Evidence.objects.filter(brought_by=by, pk__in=chosen, file__erased_at__isnull=True)
    own = [one for one in there.select_related("file") if holds(one)]
    found = {one.pk: one for one in own if one.case_id in (None, case.pk)}
    missing = [str(one) for one in chosen if one not in found]
    if missing:
        raise Refused(
            "evidence",
            _("These files are not yours to use in this case: {files}. Upload them first.").format(
                files=", ".join(missing)
            ),
        )
    used = [found[one] for one in dict.fromkeys(chosen)]
    for evidence in used:
        if evidence.case_id is None:
            evidence.case = case
            evidence.save(update_fields=["case"])
    return used


def copies_of(chosen: Sequence[UUID], by: User) -> list[UUID]:
    """The same files for an act in another case: a row of evidence is of one case, the bytes are kept once.

    What isn't the person's own stays as it is in the list, for `evidence_of` to refuse.
    """
    rows = Evidence.objects.filter(pk__in=chosen, brought_by=by).select_related("file")
    own = {row.pk: row for row in rows if holds(row)}
    return [
        _kept(own[one].file, own[one].name, by, own[one].brought_at).pk if one in own else one
        for one in chosen
    ]


def unused_evidence(user: User) -> QuerySet[Evidence]:
    """The person's files that no act has named yet, the newest first."""
    own = Evidence.objects.filter(brought_by=user, case=None, file__erased_at__isnull=True)
    return own.order_by("-brought_at")


def evidence_to_read(evidence: UUID, user: User, *, at: datetime) -> Evidence:
    """A file for who brought it, or for who judges the case in which an act names it; Stranger for others.

    Named by an act that waits, it is for those who may confirm or return that act: they compare the two.
    The units don't read what others handed in: what they are to know of it stands in their own papers.
    """
    found = Evidence.objects.select_related("file").filter(pk=evidence, file__erased_at__isnull=True).first()
    if found is None or not holds(found):
        raise Stranger(_("There is no such file."))
    if found.case_id is not None:
        view = case_to_read(found.case_id, user, at=at)
        if not view.is_group and found.brought_by_id != user.pk:
            raise Stranger(_("There is no such file."))
    elif found.brought_by_id != user.pk and not _waits_for(found, user, at):
        raise Stranger(_("There is no such file."))
    return found


def _waits_for(evidence: Evidence, user: User, at: datetime) -> bool:
    """Whether an act that waits names the file, and the person is one of the side that confirms it."""
    rows = PendingAct.objects.filter(entered_by=evidence.brought_by_id, state=PendingState.WAITING)
    for row in rows:
        if str(evidence.pk) in row.entry.get("evidence", ()) and is_sealed(row):
            try:
                view = case_to_read(row.case_id, user, at=at)
            except Stranger:
                continue
            if of_the_side(row.step, view):
                return True
    return False


def said_of(evidence: Sequence[Evidence]) -> list[JSON]:
    """What the event says of each file: its name and the SHA-256 of its bytes."""
    return [{"id": str(one.pk), "name": one.name, "sha256": one.file.sha256} for one in evidence]


def named(evidence: Sequence[Evidence]) -> list[NamedRow]:
    """The rows that the event names: each file's, and its bytes'."""
    return [NamedRow(row) for one in evidence for row in (one, one.file)]
