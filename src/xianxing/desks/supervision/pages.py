"""A project's monitoring: how each indicator stands, what stands out, values to be reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST

from xianxing.desks.accounts.gate import acting
from xianxing.desks.acts.case_pages import homes
from xianxing.desks.audience import audience
from xianxing.desks.desk.clauses import marks
from xianxing.desks.look.context import Link
from xianxing.desks.supervision.charts import IndicatorChart, chart_of
from xianxing.desks.supervision.value_rows import value_rows
from xianxing.desks.supervision.words import RULES, STATUSES, TONES
from xianxing.i18n import current_language, gettext
from xianxing.pilot.acts.offers import offers
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.clock import now
from xianxing.pilot.refusal import Refused
from xianxing.pilot.supervision.catalogue import catalogue
from xianxing.pilot.supervision.domain.answering import LONGEST_WORDS, answer_alarm
from xianxing.pilot.supervision.domain.reporting import LONGEST_REASON, TypedValue, report_values
from xianxing.pilot.supervision.judging import Alarm, IndicatorStanding
from xianxing.pilot.supervision.models import PlanState, ReportWay
from xianxing.pilot.supervision.permissions import group_member_in, on_trial, reporter_in, signer_in
from xianxing.pilot.supervision.queries import Monitoring, monitoring_to_read
from xianxing.procedure.meanings import Means

VALUE = "value."
NOTHING: Mapping[str, str] = {}
LONGEST_TABLE = 200_000
ALARMS = 20  # of a page


@dataclass(frozen=True)
class IndicatorCard:
    """An indicator as the page shows it: names, tone, chart, the rows of its table."""

    standing: IndicatorStanding
    name: str
    unit: str
    category: str
    status: str
    tone: str
    chart: IndicatorChart | None
    rows: SafeString


@dataclass(frozen=True)
class AlarmCard:
    """Something that stands out, in words, with what may be said to it."""

    alarm: Alarm
    name: str
    unit: str
    rule: str
    tone: str


@dataclass(frozen=True)
class ReportField:
    """A value that may be reported now: the first period of an indicator that is over and has none."""

    field: str
    name: str
    unit: str
    period: str
    late: bool
    typed: str


@audience("anyone_logged_in")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, case: UUID) -> HttpResponse:
    """The indicators of a project; POST takes in values from the form, or pasted from a table."""
    user, at = acting(request), now()
    problem, typed = "", QueryDict()
    if request.method == "POST":
        typed = request.POST
        pasted = typed.get("table", "")
        try:
            if len(pasted) > LONGEST_TABLE:
                raise Refused("values", gettext("The table is too long; send it in several parts."))
            values = [*_typed(typed), *_pasted(pasted)]
            batch = report_values(
                case=case, values=values, way=ReportWay.TABLE if pasted.strip() else ReportWay.FORM,
                reason=typed.get("reason", ""), by=user, at=at,
            )  # fmt: skip
            return redirect(f"{reverse('supervision:case', args=[case])}?batch={batch.number}")
        except Refused as refused:
            problem = refused.message
    view = case_to_read(case, user, at=at)
    context = {**_context(view, request, at, typed), "problem": problem, "typed": typed}
    return render(request, "supervision/case.html", context, status=422 if problem else 200)


@audience("anyone_logged_in")
@require_POST
def answer(request: HttpRequest, case: UUID) -> HttpResponse:
    """Explain a value that stands out, or set the alarm aside; what is refused is said, the words kept."""
    user, at = acting(request), now()
    said = {name: request.POST.get(name, "") for name in ("indicator", "period", "kind", "words")}
    try:
        answer_alarm(case=case, by=user, at=at, **said)
    except Refused as refused:
        context = {
            **_context(case_to_read(case, user, at=at), request, at, answered=said),
            "answer_problem": refused.message,
        }
        return render(request, "supervision/case.html", context, status=422)
    return redirect(f"{reverse('supervision:case', args=[case])}#alarms")


def _context(
    view: CaseView,
    request: HttpRequest,
    at: datetime,
    typed: Mapping[str, str] = NOTHING,
    answered: Mapping[str, str] = NOTHING,
) -> dict[str, object]:
    found, language = monitoring_to_read(view, at=at), current_language()
    known, page = catalogue(), _alarm_page(found, request, answered)
    return {
        "view": view,
        "monitoring": found,
        "cards": [
            IndicatorCard(
                one, one.indicator.name(language), one.indicator.unit_name(language),
                known.categories[one.indicator.category][language],
                str(STATUSES[one.status]), TONES[one.status], chart_of(one),
                value_rows(one.values),
            )
            for one in found.standings
        ],
        "alarms": [
            AlarmCard(
                alarm, alarm.line.indicator.name(language), alarm.line.indicator.unit_name(language),
                str(RULES[alarm.rule]), TONES[alarm.rule],
            )
            for alarm in page
        ],
        "page": page,
        "answered": answered,
        "rows": list(_to_report(found, typed)),
        "batches": list(reversed(found.batches)),
        "waiting": [plan for plan in found.plans if plan.state == PlanState.PROPOSED],
        "reports": on_trial(view) and reporter_in(view) is not None,
        "hears": on_trial(view) and reporter_in(view) is None and any(one.unit for one in view.actors),
        "signs": on_trial(view) and signer_in(view) is not None,
        "agrees": group_member_in(view) is not None,
        "rectification": _rectification(view),
        "marks": marks(guide_of(view.case.call), _cited(view, known.serves)),
        "report_days": known.report_days,
        "answer_days": known.answer_days,
        "longest_words": LONGEST_WORDS,
        "longest_reason": LONGEST_REASON,
        "done": request.GET.get("batch", "") if request.GET.get("batch", "").isdigit() else "",
        "crumbs": [*homes(view), Link(gettext("Monitoring"), request.path)],
    }  # fmt: skip


def _alarm_page(found: Monitoring, request: HttpRequest, answered: Mapping[str, str]) -> Page[Alarm]:
    """What stands out, a page of it: what waits for an explanation first, or where an answer was refused."""
    alarms = sorted(found.alarms, key=lambda alarm: not alarm.open)
    refused = answered.get("indicator"), answered.get("period")
    place = next(
        (n for n, one in enumerate(alarms) if (one.line.indicator.id, one.period.name) == refused), None
    )
    wanted = request.GET.get("page") if place is None else place // ALARMS + 1
    return Paginator(alarms, ALARMS).get_page(wanted)


def _cited(view: CaseView, clauses: Sequence[str]) -> list[str]:
    """The guide's own clauses that answer to these of the reference guide."""
    return [own for clause in clauses if (own := view.procedure.cite(clause))]


def _rectification(view: CaseView) -> str:
    """The step by which the person can order a rectification now; "" for everybody else."""
    found = (offer.step for offer in offers(view))
    return next(
        (step.id for step in found if view.procedure.meaning(step.act) == Means.ORDER_RECTIFICATION), ""
    )


def _to_report(found: Monitoring, typed: Mapping[str, str]) -> Iterator[ReportField]:
    language = current_language()
    for one in found.standings:
        for period in one.unreported[:1]:
            field = f"{VALUE}{one.indicator.id}.{period.name}"
            yield ReportField(
                field, one.indicator.name(language), one.indicator.unit_name(language), period.name,
                period in one.late, typed.get(field, ""),
            )  # fmt: skip


def _typed(posted: Mapping[str, str]) -> Iterator[TypedValue]:
    """The values of the form's fields that hold something."""
    for name, value in posted.items():
        if name.startswith(VALUE) and value.strip():
            indicator, _dot, period = name.removeprefix(VALUE).partition(".")
            yield TypedValue(indicator, period, value)


def _pasted(text: str) -> Iterator[TypedValue]:
    """The lines of a pasted table: indicator, period, value and, if need be, unit, apart by tabs or commas.

    An indicator is named by its name in Chinese or English, or by its key; a first line of headings is left
    out.
    """
    known = catalogue()
    for place, line in enumerate(text.splitlines()):
        cells = [cell.strip() for cell in (line.split("\t") if "\t" in line else line.split(","))]
        if not any(cells):
            continue
        indicator = known.id_named(cells[0])
        if place == 0 and indicator not in known.indicators and not any(cell[:1].isdigit() for cell in cells):
            continue
        period, value, unit = (*cells[1:4], "", "", "")[:3]
        yield TypedValue(indicator, period, value, unit)
