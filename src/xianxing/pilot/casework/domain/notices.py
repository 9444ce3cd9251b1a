"""What goes along with the steps that end a formality check: the items asked, and what was overruled."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.db.models import Max
from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.step_rules import StepContent, StepRule, StepTaking
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.casework.models import CorrectionItem, Decision, FormalityItem
from xianxing.pilot.casework.work_list import WorkList, body_in_check, work_list
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned
from xianxing.procedure.events import JSON
from xianxing.record.canonical import Plain, canonical


def digest_of(items: Sequence[CorrectionItem]) -> str:
    """SHA-256 of a notice's items in their canonical form, in hex: what the step's event says of them."""
    said: list[Plain] = [
        [one.number, one.rule, one.location, one.clause, one.words, one.remedy] for one in items
    ]
    return hashlib.sha256(canonical(said)).hexdigest()


class RequestingCorrection(StepRule):
    """A notice takes along every line that the work list asks for, as its items, all at once."""

    def before(self, taking: StepTaking) -> StepContent:
        """The items as rows. Refused where the notice would ask for nothing, and, once the list was begun,
        with lines unjudged. A list that nobody began leaves it to the reason to say what is asked.
        """
        view, found = taking.view, _list(taking.view)
        if found is None or not found.begun:
            if not cleaned(taking.entry.reason):
                raise _nothing_asked()
            return StepContent(taking.entry)
        _refuse_unjudged(found)
        asked = found.decided(Decision.ASK)
        if not asked:
            raise _nothing_asked()
        last = CorrectionItem.objects.filter(case=view.case).aggregate(last=Max("round"))["last"] or 0
        items = [_item(one, number, last + 1, taking) for number, one in enumerate(asked, 1)]
        notice: dict[str, JSON] = {"round": last + 1, "items": len(items), "digest": digest_of(items)}
        said: dict[str, JSON] = {"correction": notice, "overruled": _overruled(found)}
        return StepContent(taking.entry, tuple(NamedRow(item) for item in items), said)

    def said(self, view: CaseView) -> tuple[str, ...]:
        """Each line that will be asked."""
        found = _list(view)
        asked = found.decided(Decision.ASK) if found else ()
        return tuple(f"{number}. {one.words}" for number, one in enumerate(asked, 1))


class PassingCheck(StepRule):
    """Passing takes along what was overruled, and nothing may be asked for any more."""

    def before(self, taking: StepTaking) -> StepContent:
        """What was overruled; Refused with lines unjudged or still asked.

        A list that nobody began is passed over with a reason only, as by a program of the organ's own.
        """
        found = _list(taking.view)
        if found is None or (not found.begun and cleaned(taking.entry.reason)):
            return StepContent(taking.entry)
        _refuse_unjudged(found)
        asked = found.decided(Decision.ASK)
        if asked:
            raise Refused(
                "still-asked",
                _(
                    "The work list still asks for corrections: {count}. Ask for them, or overrule them."
                ).format(count=len(asked)),
            )
        return StepContent(taking.entry, payload={"overruled": _overruled(found)})

    def said(self, view: CaseView) -> tuple[str, ...]:
        """Each line that was overruled."""
        found = _list(view)
        overruled = found.decided(Decision.OVERRULE) if found else ()
        return tuple(_("Overruled: {words}").format(words=one.words) for one in overruled)


def _list(view: CaseView) -> WorkList | None:
    body = body_in_check(view.filing)
    return work_list(body) if body else None


def _nothing_asked() -> Refused:
    return Refused(
        "nothing-asked",
        _("The work list asks for nothing; confirm a line or add one before you ask for a correction."),
    )


def _refuse_unjudged(found: WorkList) -> None:
    if found.unjudged:
        raise Refused(
            "unjudged",
            _("Judge every line of the work list first; still open: {count}.").format(
                count=len(found.unjudged)
            ),
        )


def _item(one: FormalityItem, number: int, round_: int, taking: StepTaking) -> CorrectionItem:
    return CorrectionItem.objects.create(
        case=taking.view.case, body=one.body, round=round_, number=number, rule=one.rule,
        location=one.location, clause=one.clause, words=one.words, remedy=one.remedy,
        asked_by=taking.by, asked_at=taking.at,
    )  # fmt: skip


def _overruled(found: WorkList) -> list[JSON]:
    return [
        {"rule": one.rule, "location": one.location, "words": one.words, "reason": one.reason}
        for one in found.decided(Decision.OVERRULE)
    ]
