"""A report of an incident as a document that the institution can take to its recipient: PDF and Word."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from xianxing.documents.writing.official import OfficialPaper
from xianxing.i18n import language
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.incidents.clocks import grades_now
from xianxing.pilot.incidents.limbs import limbs_of
from xianxing.pilot.incidents.models import EvidenceView, Incident, IncidentReport, ToleranceDraft
from xianxing.pilot.incidents.regulations import ReportKind, regulations
from xianxing.pilot.papers.values import chinese_day, organ_name, project_name
from xianxing.pilot.protection.namings import text_named
from xianxing.workdays.clocks import CHINA_TIME, day_of

CHINESE = "zh-hans"
NUMERALS = "一二三四五六七八九十"


def report_paper(report: IncidentReport) -> OfficialPaper:
    """What stands on it, in Chinese: the incident's instants and grades, then the report's own parts.

    Grades and restoration stand there as they were when the report was given.
    """
    known, incident = regulations(), report.incident
    with override(CHINESE), language(CHINESE):
        recipient = known.recipients.get(report.recipient)
        paragraphs = [*_incident_facts(report.incident, report.reported_at), *_parts(report)]
        if report.channel:
            paragraphs.append(
                _("Told on {instant} by {channel}, number {number}.").format(
                    instant=_instant(report.given_at), channel=report.channel, number=report.receipt_number
                )
            )
        digest = hashlib.sha256(text_named(report.content)).hexdigest()
        return OfficialPaper(
            title=_title(report),
            paragraphs=tuple(paragraphs),
            signed=(unit_name(incident),),
            signed_day=chinese_day(day_of(report.given_at)),
            to=str(recipient.label) if recipient else report.recipient,
            small=(
                _("Incident {number}, report {report}; kept with the record of the case.").format(
                    number=incident.number, report=report.number
                ),
                _("SHA-256 of what is said here: {digest}").format(digest=digest),
            ),
            water=_("DEMO") if settings.DEMO else "",
        )


def draft_paper(view: CaseView, draft: ToleranceDraft) -> OfficialPaper:
    """What stands on a draft on fault tolerance, in Chinese: each limb with evidence, view and reason.

    Of the evidence that which was there when it was written. It says of itself that it is no decision.
    """
    incident = draft.incident
    with override(CHINESE), language(CHINESE):
        paragraphs = [*_incident_facts(incident, draft.drafted_at)]
        handed_in = list(incident.tolerance.select_related("evidence").order_by("pk"))
        for place, limb in enumerate(limbs_of(view)):
            found = draft.findings.get(limb.id, {})
            paragraphs.append(f"{NUMERALS[place]}、{limb.label}")
            paragraphs += [
                _("The institution: {words} (file: {name})").format(words=one.words, name=one.evidence.name)
                for one in handed_in
                if one.limb == limb.id and one.handed_in_at <= draft.drafted_at
            ] or [_("The institution has handed in nothing of it.")]
            paragraphs.append(
                _("Reading of the evidence: {view}. {words}").format(
                    view=EvidenceView(found["view"]).label if found else "—", words=found.get("words", "")
                )
            )
        paragraphs += [
            f"{NUMERALS[len(limbs_of(view))]}、{_('Facts and reasons in sum')}",
            *[line.strip() for line in draft.words.splitlines() if line.strip()],
            _(
                "This draft gathers facts and reasons for the competent body. Whether a measure is lightened "
                "or left out is decided by that body alone; this draft is no decision."
            ),
        ]
        guide = guide_of(view.case.call)
        issuer = next(iter(guide.papers.issuers.values()), None)
        day = day_of(draft.drafted_at)
        digest = hashlib.sha256(text_named(draft.findings)).hexdigest()
        return OfficialPaper(
            title=_("Facts on fault tolerance (draft)"),
            paragraphs=tuple(paragraphs),
            signed=tuple(organ_name(guide, organ, day) for organ in issuer.organs) if issuer else ("—",),
            signed_day=chinese_day(day),
            to=_("the competent body"),
            small=(
                _("Incident {number}, draft {draft}; kept with the record of the case.").format(
                    number=incident.number, draft=draft.number
                ),
                _("SHA-256 of what is said here: {digest}").format(digest=digest),
            ),
            water=_("DEMO") if settings.DEMO else "",
        )


def report_words(kind: str) -> str:
    """What a kind of report is called, in the reader's language."""
    return {
        ReportKind.PHONE: _("report by telephone"),
        ReportKind.FIRST: _("first report in writing (handling)"),
        ReportKind.FOLLOW_UP: _("follow-up report"),
        ReportKind.SUMMARY: _("summary (result)"),
    }[ReportKind(kind)]


def unit_name(incident: Incident) -> str:
    """The name of the institution whose incident it is."""
    filing = Filing.objects.select_related("case__call").get(pk=incident.case_id)
    unit = next((one for one in present_units(filing) if one.key == incident.unit), None)
    if unit is None:
        return incident.unit
    return unit.institution.name if unit.institution else unit.uscc


def _title(report: IncidentReport) -> str:
    title = _("{kind} on an incident of a pilot project").format(kind=report_words(report.kind))
    return _("{title} (drill)").format(title=title) if report.incident.drill else title


def _incident_facts(incident: Incident, at: datetime) -> list[str]:
    """The incident's own facts as they were known at an instant."""
    known = regulations()
    filing = Filing.objects.select_related("case__call").get(pk=incident.case_id)
    found = [
        _("“{project}”: {title}.").format(project=project_name(filing), title=incident.title),
        _("Happened: {occurred}; discovered: {discovered}.").format(
            occurred=_instant(incident.occurred_at), discovered=_instant(incident.discovered_at)
        ),
        _("Systems concerned: {systems}.").format(systems=incident.systems.rstrip("。")),
    ]
    if incident.customers is not None:
        found.append(_("Customers touched: {customers}.").format(customers=incident.customers))
    restoration = getattr(incident, "restoration", None)
    if restoration is not None and restoration.stated_at <= at:
        found.append(_("Restored: {instant}.").format(instant=_instant(restoration.restored_at)))
    rows = [one for one in incident.grades.all() if one.given_at <= at]
    for row in grades_now(rows).values():
        rule = known.versions.get(row.regulation)
        if rule is not None and len(rule.grades) > 1:
            found.append(
                _("Grade by {rule}: {grade}.").format(rule=rule.title, grade=rule.grades[row.grade].label)
            )
    return found


def _parts(report: IncidentReport) -> list[str]:
    found: list[str] = []
    for place, part in enumerate(
        one for one in regulations().sections_of(report.kind) if one.id in report.content
    ):
        found.append(f"{NUMERALS[place]}、{part.label}")
        found += [line.strip() for line in report.content[part.id].splitlines() if line.strip()]
    return found


def _instant(moment: datetime) -> str:
    local = moment.astimezone(CHINA_TIME)
    return f"{chinese_day(day_of(moment))}{local:%H时%M分}"
