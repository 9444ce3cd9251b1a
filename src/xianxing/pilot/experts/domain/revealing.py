"""Opening what was sealed, once all opinions are in or the round is closed; time alone opens nothing."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.step_rules import StepTaking
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.pilot.experts.domain.access import CLAUSE
from xianxing.pilot.experts.models import Opinion, RevealedOpinion
from xianxing.pilot.experts.practice import practice_of
from xianxing.pilot.experts.rounds import engaged, round_of
from xianxing.pilot.experts.sealing import about_opinion, commitment_of, unseal
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.pilot.storage.sealing import DamagedError
from xianxing.procedure.runner import current
from xianxing.workdays.clocks import day_of


def reveal_when_all_are_in(taking: StepTaking) -> None:
    """Reveal the round after a step by which the last opinion came in, or the last one missing went.

    Not while fewer are engaged than practice asks for: others may still be invited, and then it is for the
    secretariat to close the round.
    """
    case = taking.view.case
    there = engaged(taking.view.procedure, current(CaseStore(case), str(case.pk)))
    given = Opinion.objects.filter(case=case, round=round_of(case)).values_list("expert", flat=True)
    wanted = practice_of(guide_of(case.call), day_of(taking.at)).experts_min
    if len(there) >= wanted and there <= {str(expert) for expert in given}:
        reveal(taking)


def reveal(taking: StepTaking) -> None:
    """Open what was sealed in the round and put text and salt on record, so that each can be checked.

    Refused, and nothing is revealed, where a sealed text doesn't answer to its commitment. What is revealed
    already stays as it is.
    """
    case = taking.view.case
    sealed = Opinion.objects.filter(case=case, round=round_of(case), revealed=None).order_by("commitment")
    rows = [_opened(opinion, taking.at) for opinion in sealed]
    if rows:
        put_on_record(
            case=case, rests_on=[NamedRow(row) for row in rows], role=taking.offer.role,
            person=str(taking.by.pk), clause=CLAUSE, at=taking.at,
        )  # fmt: skip


def _opened(opinion: Opinion, at: datetime) -> RevealedOpinion:
    damaged = _("A sealed opinion was changed behind the record; nothing was revealed. Tell the auditor.")
    try:
        held = unseal(about_opinion(opinion.case_id, opinion.expert_id), bytes(opinion.sealed))
    except DamagedError:
        raise Refused("damaged", damaged) from None
    if commitment_of(held.text, held.salt) != opinion.commitment:
        raise Refused("damaged", damaged)
    return RevealedOpinion.objects.create(opinion=opinion, text=held.text, salt=held.salt, revealed_at=at)
