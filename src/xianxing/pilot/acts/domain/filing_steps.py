"""Steps that come with rows of a filing (freeze, confirmations, handing in): the filing's own verbs.

They are found by what their acts mean. Each asks what its verb asks; what is confirmed is the content frozen
now, which the caller has seen, since the case stands where it stood on the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.evidence import evidence_of
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.acts.offers import PLATFORM_INSTANT, PLATFORM_NUMBER, StepOffer
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.attest import attesting
from xianxing.pilot.filings.attest.freezing import edit_again, freeze
from xianxing.pilot.filings.attest.requirements import given, reports_of
from xianxing.pilot.filings.models import AttestationKind, Body, Filing, Unit
from xianxing.pilot.filings.permissions import frozen_body, standing
from xianxing.pilot.filings.public_sheet.acts import consent_to_sheet
from xianxing.pilot.filings.public_sheet.sheet import preview
from xianxing.pilot.filings.submit import withdrawing
from xianxing.pilot.filings.submit.filing import PlatformReceipt, file_filing
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.procedure.meanings import Means


@dataclass(frozen=True)
class FilingAct:
    """What a filing's verb needs: the case as seen, the offer, what was entered, by whom, when."""

    view: CaseView
    offer: StepOffer
    entry: Entry
    by: User
    at: datetime
    step_up: StepUp | None

    @property
    def filing(self) -> Filing:
        """The filing."""
        return self.view.filing

    @property
    def unit(self) -> Unit:
        """The unit acted for."""
        who = standing(self.by, self.filing, at=self.at)
        return next((unit for unit in who.own if unit.key == self.offer.actor.unit), who.own[0])

    @property
    def body(self) -> Body:
        """What is frozen now; Refused where nothing is."""
        found = frozen_body(self.filing)
        if found is None:
            raise Refused("not-frozen", _("Nothing is frozen that could be confirmed."))
        return found

    @property
    def factor(self) -> StepUp:
        """The second factor, which `taking` has asked for."""
        if self.step_up is None:
            raise Refused("step-up", _("This act needs your second factor now; enter a fresh code with it."))
        return self.step_up


def _freeze(act: FilingAct) -> None:
    freeze(filing=act.filing, by=act.by, at=act.at)


def _edit(act: FilingAct) -> None:
    edit_again(filing=act.filing, by=act.by, at=act.at)


def _review(act: FilingAct) -> None:
    attesting.review_unit(
        filing=act.filing,
        unit=act.unit,
        opinion=act.entry.reason,
        digest=act.body.digest,
        by=act.by,
        at=act.at,
    )


def _review_as_lead(act: FilingAct) -> None:
    """The lead's review of every joint unit that isn't reviewed yet, in the same words."""
    done = {row.about_id for row in given(act.body) if row.kind == AttestationKind.LEAD_REVIEW}
    joint = [unit for unit in standing(act.by, act.filing, at=act.at).units if not unit.lead]
    about: list[Unit | None] = [unit for unit in joint if unit.pk not in done] or [None]
    for unit in about:
        attesting.review_as_lead(
            filing=act.filing,
            about=unit,
            opinion=act.entry.reason,
            digest=act.body.digest,
            by=act.by,
            at=act.at,
        )


def _sign_compliance(act: FilingAct) -> None:
    reports = reports_of(act.body, act.unit)
    if not reports:
        raise Refused("report", _("There is no compliance report in the filing that could be signed."))
    attesting.sign_compliance(
        filing=act.filing, unit=act.unit, digest=act.body.digest, report_digest=str(reports[0]["sha256"]),
        by=act.by, at=act.at, step_up=act.factor,
    )  # fmt: skip


def _consent(act: FilingAct) -> None:
    """The unit's pledge of truth, where it isn't given yet, and its consent, which recognises all others."""
    unit = act.unit
    about: dict[str, Any] = {"filing": act.filing, "digest": act.body.digest, "by": act.by, "at": act.at}
    pledged = any(
        row.kind == AttestationKind.TRUTH_PLEDGE and row.unit_id == unit.pk for row in given(act.body)
    )
    if not pledged:
        attesting.pledge_truth(unit=unit, **about)
    others = [other.key for other in standing(act.by, act.filing, at=act.at).units if other != unit]
    attesting.give_consent(unit=unit, recognises=others, step_up=act.factor, **about)


def _take_back(act: FilingAct) -> None:
    withdrawing.withdraw_before(filing=act.filing, unit=act.unit, by=act.by, at=act.at, step_up=act.factor)


def _file(act: FilingAct) -> None:
    """Hand in, here or with the receipt of the outside platform, which is entered with its evidence."""
    platform = _receipt(act) if act.filing.case.call.external_channel else None
    file_filing(
        filing=act.filing, digest=act.body.digest, by=act.by, at=act.at, step_up=act.factor, platform=platform
    )


def _receipt(act: FilingAct) -> PlatformReceipt:
    number = str(act.entry.answers.get(PLATFORM_NUMBER, ""))
    try:
        received = datetime.fromisoformat(str(act.entry.answers.get(PLATFORM_INSTANT, "")))
    except ValueError:
        received = None
    brought = evidence_of(act.filing.case, act.entry.evidence, act.by)
    if not number or received is None or received.tzinfo is None or len(brought) != 1:
        raise Refused(
            "platform",
            _(
                "This call's filings are handed in on another platform: fetch the package, hand it in there, "
                "and enter number, instant (with its zone) and one file of the platform's receipt."
            ),
        )
    return PlatformReceipt(number, received, brought[0].file)


def _consent_to_sheet(act: FilingAct) -> None:
    consent_to_sheet(
        filing=act.filing, unit=act.unit, sheet_digest=preview(act.filing).digest, by=act.by, at=act.at,
        step_up=act.factor,
    )  # fmt: skip


def _on_a_page_of_its_own(act: FilingAct) -> None:
    raise Refused(
        "page",
        _("“{step}” is done on the page of the public sheet, where its text is shown.").format(
            step=act.offer.step.name(get_language() or "")
        ),
    )


FILING_STEPS: Mapping[str, Callable[[FilingAct], None]] = {
    Means.FREEZE: _freeze,
    Means.FREEZE_CORRECTION: _freeze,
    Means.EDIT: _edit,
    Means.REVIEW_UNIT: _review,
    Means.REVIEW_AS_LEAD: _review_as_lead,
    Means.SIGN_COMPLIANCE_AS_LEAD: _sign_compliance,
    Means.SIGN_COMPLIANCE_AS_PARTNER: _sign_compliance,
    Means.GIVE_CONSENT: _consent,
    Means.TAKE_BACK_CONSENT: _take_back,
    Means.FILE: _file,
    Means.ENTER_PLATFORM_FILING: _file,
    Means.REFILE_CORE: _file,
    Means.REFILE_LOCAL: _file,
    Means.CONFIRM_PUBLIC_SHEET: _consent_to_sheet,
    Means.CHANGE_PUBLIC_SHEET: _on_a_page_of_its_own,
}
