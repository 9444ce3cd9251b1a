"""Errata: what was published stays as it was published, and is put right beside it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.domain.performing import put_on_record, refuse_behind
from xianxing.pilot.cases.models import Case
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.permissions import locked
from xianxing.pilot.notices.models import Erratum, Notice, RegisterEntry, TakeDown
from xianxing.pilot.notices.permissions import may_put_right
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.words import cleaned
from xianxing.procedure.meanings import Means

LONGEST_ERRATUM = 1_000


def published_numbers(case: UUID, by: User, *, at: datetime) -> list[str]:
    """The numbers under which a case was published, for the secretariat; Stranger for everybody else."""
    if not may_put_right(roles_of(by, at=at)) or stopped_cases().filter(pk=case).exists():
        raise Stranger(_("There is no such case."))
    notices = Notice.objects.filter(case=case).order_by("pk").values_list("number", flat=True)
    entries = RegisterEntry.objects.filter(case=case).values_list("number", flat=True)
    if not notices:
        raise Stranger(_("There is no such case."))
    return [*notices, *entries]


@transaction.atomic
def put_right(
    *, case: UUID, about: str, words: str, reason: str, substance: bool | None, by: User, at: datetime
) -> Erratum:
    """Put an erratum beside a notice or an entry of the register; the published text stays as it is.

    Refused for a number that the case wasn't published under, where words or reason are missing or too long,
    and for what changes the project in substance (`substance`; None where that wasn't said): that is a step
    of the procedure, after which every unit confirms again and the days run anew. Stranger for everybody but
    the secretariat.
    """
    if about not in published_numbers(case, by, at=at):
        raise Refused("about", _("Choose the notice or the entry of the register that is put right."))
    if substance is None:
        raise Refused("substance", _("Say whether it changes the project in substance."))
    if substance:
        raise Refused("substance", _pointer(Case.objects.get(pk=case)))
    said = {"words": cleaned(words), "reason": cleaned(reason)}
    for name, text in said.items():
        if not text or len(text) > LONGEST_ERRATUM:
            message = {
                "words": _("Write what stands there and what is right, in at most {limit} characters."),
                "reason": _("Write how the mistake came about, in at most {limit} characters."),
            }[name]
            raise Refused(name, message.format(limit=LONGEST_ERRATUM))
    filing = locked(Filing.objects.get(pk=case))
    refuse_behind(at)
    made = Erratum.objects.create(case=filing.case, about=about, made_by=by, made_at=at, **said)
    put_on_record(
        case=filing.case, rests_on=[NamedRow(made)], role="secretariat", person=str(by.pk), clause="", at=at
    )
    return made


def errata_of(about: str) -> QuerySet[Erratum]:
    """The errata beside a notice or an entry, the oldest first; none whose words were erased.

    None either that stood there before it was taken down: they repeat what isn't shown any more.
    """
    gone = TakeDown.objects.filter(case=OuterRef("case"), taken_down_at__gte=OuterRef("made_at"))
    return Erratum.objects.filter(~Exists(gone), about=about).exclude(words="").order_by("pk")


def _pointer(case: Case) -> str:
    steps = procedure_of(case.call).steps_meaning(Means.CHANGE_OF_SUBSTANCE)
    named = ", ".join(f"“{step.name()}”" for step in steps)
    if not named:
        return _("What changes the project in substance is no erratum, and is published anew.")
    return _(
        "What changes the project in substance is no erratum: take the step {step} in the case. Every unit "
        "then confirms the sheet again, and the notice's whole days run anew."
    ).format(step=named)
