"""The checker's findings of a filing: computed once for a content, rules, day and window, then looked up."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.checker import registry
from xianxing.checker.body import ATTESTED
from xianxing.i18n import current_language
from xianxing.law import Basis, Finding, Result, Severity
from xianxing.pilot.filings.check.judging import given_in, report_of, terms_of
from xianxing.pilot.filings.draft.form import FilingForm, load_form
from xianxing.pilot.filings.draft.locations import anchored, located, spot, unit_of
from xianxing.pilot.filings.models import CheckResult, Explanation, Filing
from xianxing.pilot.filings.permissions import (
    Standing,
    locked,
    refuse_closed,
    refuse_writer,
    standing,
    visible_units,
)
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned
from xianxing.record.canonical import canonical

LONGEST_EXPLANATION = 2_000
LONGEST_PLACE = 300
KEPT = 3  # results of a filing, the latest ones


@dataclass(frozen=True)
class Stated:
    """A finding as pages show it: with its explanation, and whether an act still to come meets it."""

    finding: Finding
    explanation: str
    given_later: bool

    @property
    def open(self) -> bool:
        """Whether somebody has something to do about it."""
        return self.finding.result not in (Result.MET, Result.NOT_APPLICABLE)


@dataclass(frozen=True)
class Findings:
    """All that one person may see of the report; `pending` are files not read whole yet."""

    stated: tuple[Stated, ...]
    as_of: date
    ruleset: str
    pending: tuple[str, ...]
    computed_at: datetime

    def by_spot(self) -> dict[str, tuple[Stated, ...]]:
        """Open findings by cell, row or file, in the order of the report; "" for the filing as a whole."""
        found: dict[str, list[Stated]] = {}
        for one in self.stated:
            if one.open:
                found.setdefault(spot(one.finding.location), []).append(one)
        return {place: tuple(group) for place, group in found.items()}

    def by_severity(self) -> dict[Severity, tuple[Stated, ...]]:
        """Unmet findings that no act to come will meet, by severity."""
        unmet = [s for s in self.stated if s.finding.result is Result.UNMET and not s.given_later]
        return {level: tuple(s for s in unmet if s.finding.severity is level) for level in Severity}

    @property
    def blocking(self) -> tuple[Stated, ...]:
        """What forbids filing."""
        return self.by_severity()[Severity.BLOCKING]


def current_findings(filing: Filing, *, by: User, at: datetime, counted: datetime | None = None) -> Findings:
    """The findings that a person of the filing may see now; Stranger for who may not read it.

    Looked up where content, rules, day and window are those of an earlier computation; else computed from
    what has been read so far, without opening a file. The day is that of `counted` (default `at`). Findings
    on sheets that the person may not see are left out.
    """
    form = load_form(filing)
    who = standing(by, filing, at=at, units=tuple(unit for unit in form.units if unit.present))
    return findings_of(form, who, at=at, counted=counted)


def findings_of(
    form: FilingForm, who: Standing, *, at: datetime, counted: datetime | None = None
) -> Findings:
    """As `current_findings`, for whoever has the whole form and the person's standing in it already."""
    return _shown(form, checked(form, at=at, counted=counted), who)


def checked(form: FilingForm, *, at: datetime, counted: datetime | None = None) -> CheckResult:
    """The result for a content, the rules in force, day and window; computed and kept when there is none.

    The day is that of `counted` (default `at`). The last results of a filing stay, so that two who look as of
    different days don't compute by turns.
    """
    terms = terms_of(form.filing, at=at, counted=counted)
    body, given = form.body(), given_in(form.data["unit"])
    key: dict[str, Any] = {
        "content_digest": hashlib.sha256(canonical({"body": body, "given": given})).hexdigest(),
        "ruleset": registry.digest(form.guide),
        "as_of": terms.as_of,
        "window": terms.key,
    }
    found = CheckResult.objects.filter(filing=form.filing, **key).first()
    if found is not None:
        return found
    versions = [version for _material, version in form.materials if version is not None]
    report = report_of(form.guide, body, given, versions, terms)
    result = CheckResult(
        filing=form.filing, **key, report=report, ocr_pending=bool(report["pending"]), computed_at=at
    )
    with transaction.atomic():
        kept = CheckResult.objects.filter(filing=form.filing).order_by("-computed_at", "-pk")
        older = list(kept.values_list("pk", flat=True)[KEPT - 1 :])
        CheckResult.objects.filter(pk__in=older).delete()
        # several may compute the same at once
        CheckResult.objects.bulk_create([result], ignore_conflicts=True)
    return result


@transaction.atomic
def explain_finding(
    *, filing: Filing, rule: str, location: str, text: str, by: User, at: datetime
) -> Explanation:
    """Say why the filing is handed in over a finding; the clerk will see it beside the finding.

    The lead's authors explain everything, a unit's authors what stands on their sheet. Kept by row, so that
    it follows a row that moves. An empty text takes the explanation back.
    """
    filing = locked(filing)
    who = standing(by, filing, at=at)
    refuse_closed(filing, at=at)
    location, text = cleaned(location), cleaned(text)
    unit = unit_of(location)
    if not any(writes.lead or writes.key == unit for writes in who.writes_for):
        refuse_writer()
    if rule not in {one.id for one in registry.in_force(load_form(filing, sheets=()).guide)}:
        raise Refused("rule", _("There is no rule {rule}.").format(rule=rule))
    if len(text) > LONGEST_EXPLANATION:
        raise Refused(
            "too-long",
            _("An explanation takes at most {limit} characters.").format(limit=LONGEST_EXPLANATION),
        )
    anchor = anchored(load_form(filing), location)
    if len(anchor) > LONGEST_PLACE:
        raise Refused("place", _("There is no such place in the filing."))
    explanation, _made = Explanation.objects.update_or_create(
        filing=filing, rule=rule, location=anchor, defaults={"text": text, "by": by, "at": at}
    )
    return explanation


def finding_of(entry: Mapping[str, Any]) -> Finding:
    """A finding from the JSON of the folder format."""
    evidence = entry["evidence"]
    return Finding(
        str(entry["rule"]), str(entry["clause"]), Result(entry["result"]), Basis(entry["basis"]),
        Severity(entry["severity"]), str(entry["location"]), str(entry["message"]),
        dict(evidence) if isinstance(evidence, Mapping) else {},
    )  # fmt: skip


def given_later(finding: Finding) -> bool:
    """Whether a review or pledge, which is an act still to come, is what the finding asks for."""
    place = finding.location
    return unit_of(place) != "" and any(f".{key}" in place for key in ATTESTED)


def _shown(form: FilingForm, result: CheckResult, who: Standing) -> Findings:
    hidden = {unit.key for unit in form.units} - {unit.key for unit in visible_units(who)}
    rows = Explanation.objects.filter(filing=form.filing).exclude(text="")
    told = {(row.rule, located(form, row.location)): row.text for row in rows}
    stated = []
    for entry in result.report[current_language()]:
        finding = finding_of(entry)
        if unit_of(finding.location) in hidden:
            continue
        text = told.get((finding.rule, finding.location), "")
        stated.append(Stated(finding, text, given_later(finding)))
    return Findings(
        tuple(stated), result.as_of, result.ruleset, tuple(result.report["pending"]), result.computed_at
    )
