"""Erasing what has been kept for its time: by the security administrator, with a reason, case by case."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.cases.domain.erasing import erase_payload, record_erased_whole
from xianxing.pilot.cases.domain.performing import put_on_record, refuse_behind, refuse_stopped
from xianxing.pilot.cases.domain.secrecy import holders
from xianxing.pilot.cases.models import Case, Erasure
from xianxing.pilot.cases.permissions import may_erase
from xianxing.pilot.cases.upkeep.retention import due_cases, months_before, rule_named
from xianxing.pilot.parties.domain.access import note
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import require
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned

# Of which rules the cases' files and texts go too; a complaint is the content of one act only.
WHOLE = frozenset({"ended_cases", "unfiled_drafts"})
ROLE = "security_administrator"


@transaction.atomic
def erase_due_cases(
    *, rule: str, cases: Collection[UUID], by: User, reason: str, at: datetime
) -> list[Erasure]:
    """Erase of these cases what has been kept for its time under a rule, and record that in each case.

    Refused for anybody but the security administrator, without a reason, and, with nothing erased at all,
    when one of the cases isn't due any more or is stopped for secrecy. Skeletons and proofs stay; backups are
    not reached.
    """
    require(may_erase, by, at=at)
    reason = cleaned(reason)
    if not reason:
        raise Refused("reason", _("An erasure names its reason, without repeating what is erased."))
    refuse_behind(at)
    found = {each.case.pk: each for each in due_cases(rule=rule, at=at)}
    if not cases or not set(cases) <= set(found):
        raise Refused("not-due", _("Choose cases that are due under this rule; look at the list again."))
    made = []
    for number in sorted(cases):
        case = Case.objects.select_related("call__guide").get(pk=number)
        refuse_stopped(case)
        for sequence in found[number].acts:
            erase_payload(
                case=case, sequence=sequence, reason=reason, role=ROLE, clause="", person=str(by.pk), at=at
            )
        made.append(_erase_rest(case, rule, len(found[number].acts), reason, by, at))
    note(AccessKind.ERASED, user=None, by=by, at=at, detail=f"{rule} {len(made)}")
    return made


def _erase_rest(case: Case, rule: str, acts: int, reason: str, by: User, at: datetime) -> Erasure:
    """Erase texts and files where the rule takes the whole case, and keep what was done."""
    said: dict[str, Any] = {"role": ROLE, "person": str(by.pk), "clause": "", "at": at}
    files = 0
    if rule in WHOLE:
        files = sum(holder.erase(case, at) for holder in holders())
        record_erased_whole(case=case, files=files, reason=reason, **said)
    made = Erasure.objects.create(
        case=case, rule=rule, reason=reason, acts=acts, files=files, erased_by=by, erased_at=at
    )
    put_on_record(case=case, rests_on=[NamedRow(made)], **said)
    return made


@transaction.atomic
def erase_due_messages(*, by: User, at: datetime) -> int:
    """Remove messages that were read, and letters with a link that went out, before the rule's time.

    Refused for anybody but the security administrator. Returns how many there were.
    """
    require(may_erase, by, at=at)
    before = months_before(at, rule_named("messages").months)
    messages = apps.get_model("inbox", "Message")._base_manager.filter(read_at__lt=before)
    letters = apps.get_model("inbox", "LinkLetter")._base_manager.filter(sent_at__lt=before)
    count = messages.count() + letters.count()
    messages.delete()
    letters.delete()
    apps.get_model("inbox", "Digest")._base_manager.filter(sent_at__lt=before, letters=None).delete()
    note(AccessKind.ERASED, user=None, by=by, at=at, detail=f"messages {count}")
    return count
