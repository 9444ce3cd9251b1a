"""What follows from acts, in their transaction: a notice, an entry of the register, an answer that is asked.

Acts are found by what they mean. A refusal here takes the act back with everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from xianxing.pilot.calls.pinned import calendar_of, procedure_of
from xianxing.pilot.cases.domain.publications import record_publication
from xianxing.pilot.cases.models import Case, Event, Publication
from xianxing.pilot.filings.models import Filing, SheetVersion
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.filings.public_sheet.sheet import preview, sheet_consents
from xianxing.pilot.notices.domain.sealing import names_who_said
from xianxing.pilot.notices.models import Notice, NoticeExtension, PublicComment, RegisterEntry, TakeDown
from xianxing.pilot.notices.official import official_of
from xianxing.pilot.notices.publications import (
    LENGTHENED,
    OPENED,
    REGISTERED,
    TAKEN_DOWN,
    about_entry,
    about_extension,
    about_notice,
    about_take_down,
)
from xianxing.pilot.notices.queries import last_day_of, taken_down
from xianxing.pilot.refusal import Refused
from xianxing.procedure.events import CaseState, ProcedureEvent
from xianxing.procedure.fact_meanings import FactMeans
from xianxing.procedure.meanings import Means
from xianxing.procedure.model import Procedure
from xianxing.procedure.ticking import limit_of
from xianxing.workdays.clocks import CHINA_TIME, day_of

# By the act that publishes: those before which nothing could have been published.
ALLOWED: Mapping[str, tuple[Means, ...]] = {
    Means.OPEN_NOTICE: (Means.PASS_EVALUATION, Means.CHANGE_OF_SUBSTANCE),
    Means.PUBLISH_FORMALLY: (Means.ALLOW_START,),
}


def follow(sender: object, case: Case, event: ProcedureEvent, state: CaseState, **_rest: Any) -> None:
    """Do what the act that was just recorded brings with it; nothing for a case without a filing."""
    del sender
    procedure = procedure_of(case.call)
    if event.act not in procedure.acts:
        return
    means = procedure.meaning(event.act)
    if means == Means.CONSIDER_COMMENT:
        _refuse_unanswered(case, event)
    if means == Means.LENGTHEN_NOTICE:
        _lengthen(case, procedure, event, state)
    if means == Means.TAKE_DOWN:
        _take_down(case, procedure, event)
    if means not in (Means.OPEN_NOTICE, Means.PUBLISH_FORMALLY):
        return
    filing = Filing.objects.select_related("case__call").filter(pk=case.pk).first()
    if filing is None:
        return
    _refuse_early(case, procedure, event, ALLOWED[means])
    if means == Means.OPEN_NOTICE:
        _open(filing, procedure, event, state)
    else:
        _register(filing, procedure, event)


def _refuse_early(case: Case, procedure: Procedure, event: ProcedureEvent, allowed: Iterable[Means]) -> None:
    """Refused where the official text is said to be older than the act that allows it, to the minute."""
    official = official_of(procedure, event.step, event.payload)
    if official is None:
        return
    steps = [step.id for step in procedure.steps_meaning(*allowed)]
    since = Event.objects.filter(case=case, step__in=steps).order_by("-sequence").first()
    if since is not None and official.published_at < since.at.replace(second=0, microsecond=0):
        raise Refused(
            "too-early",
            _(
                "The official text can't have been published at {instant}: “{step}” was only at {since}. "
                "Look at the instant again; what was published before that is published anew."
            ).format(
                instant=_minute(official.published_at),
                step=procedure.steps[since.step].name(),
                since=_minute(since.at),
            ),
        )


def _minute(instant: datetime) -> str:
    return instant.astimezone(CHINA_TIME).strftime("%Y-%m-%d %H:%M")


def _open(filing: Filing, procedure: Procedure, event: ProcedureEvent, state: CaseState) -> None:
    limit = _limit(filing.case, procedure, state)
    notice = Notice.objects.create(
        case=filing.case,
        number=_number("N", OPENED, event),
        event=_row(filing.case, event),
        canonical=_confirmed_sheet(filing, procedure),
        opened_at=event.at,
        last_day=limit,
    )  # fmt: skip
    clause = next(iter(event.clauses), "")
    record_publication(step=OPENED, role=event.role, clause=clause, about=about_notice(notice), at=event.at)


def _lengthen(case: Case, procedure: Procedure, event: ProcedureEvent, state: CaseState) -> None:
    """A later last day for the case's open notice; refused for a day that isn't later."""
    notice = Notice.objects.filter(case=case).order_by("-pk").first()
    if notice is None:
        return
    extension = NoticeExtension(
        case=case, notice=notice, event=_row(case, event), last_day=_limit(case, procedure, state)
    )
    if extension.last_day <= last_day_of(notice):
        raise Refused("shorter", _("A notice may be lengthened, never shortened."))
    extension.save()
    clause, about = next(iter(event.clauses), ""), about_extension(extension)
    record_publication(step=LENGTHENED, role=event.role, clause=clause, about=about, at=event.at)


def _take_down(case: Case, procedure: Procedure, event: ProcedureEvent) -> None:
    """What was published about the case isn't shown any more; refused where nothing is shown."""
    if not still_shown(case):
        message = _("Nothing of this project is shown in public that could be taken down.")
        raise Refused("nothing-shown", message)
    ground = procedure.fact_meaning(FactMeans.TAKE_DOWN_GROUND)
    row = TakeDown.objects.create(
        case=case,
        event=_row(case, event),
        ground=str(event.answers.get(ground.id, "")) if ground else "",
        taken_down_at=event.at,
    )
    clause, about = next(iter(event.clauses), ""), about_take_down(row)
    record_publication(step=TAKEN_DOWN, role=event.role, clause=clause, about=about, at=event.at)


def still_shown(case: Case) -> bool:
    """Whether anything that was published about the case is still to be read."""
    rows: list[Notice | RegisterEntry] = list(Notice.objects.filter(case=case))
    rows += RegisterEntry.objects.filter(case=case)
    return any(taken_down(row) is None for row in rows)


def _limit(case: Case, procedure: Procedure, state: CaseState) -> date:
    """The last day of the notice that is open now; Refused where it can't be known for certain."""
    clock = procedure.states[state.state].clock
    if clock not in state.clocks:
        raise Refused("notice", _("The procedure doesn't say how long a public notice lasts."))
    limit = limit_of(procedure, clock, state.clocks[clock], calendar_of(case.call))
    if limit.provisional:
        raise Refused(
            "calendar",
            _(
                "The notice would end on {day}, in a year whose days off are not announced yet; open it once "
                "they are."
            ).format(day=limit.day),
        )
    return limit.day


def _confirmed_sheet(filing: Filing, procedure: Procedure) -> bytes:
    """The sheet as it would be shown now, if it is the one that every unit confirmed; Refused otherwise."""
    shown = preview(filing)
    if not shown.entries:
        raise Refused(
            "sheet", _("The public sheet is empty; the lead fills it and every unit confirms it first.")
        )
    if procedure.has(Means.CONFIRM_PUBLIC_SHEET):
        confirmed = {row.unit_id for row in sheet_consents(filing)}
        missing = [unit for unit in present_units(filing) if unit.pk not in confirmed]
        kept = SheetVersion.objects.filter(filing=filing, digest=shown.digest).exists()
        if missing or not kept:
            raise Refused(
                "sheet",
                _("The public sheet as it stands was not confirmed by: {units}.").format(
                    units="、".join(
                        unit.institution.name if unit.institution else unit.key for unit in missing
                    )
                ),
            )
    return shown.canonical


def _register(filing: Filing, procedure: Procedure, event: ProcedureEvent) -> None:
    notice = Notice.objects.filter(case=filing.case).order_by("-pk").first()
    if notice is None:
        if procedure.has(Means.OPEN_NOTICE):
            raise Refused(
                "notice", _("No public notice of this project is kept here that could be published.")
            )
        return
    if taken_down(notice) is not None:
        raise Refused("taken-down", _taken_down_first(procedure))
    entry = RegisterEntry.objects.create(
        case=filing.case,
        number=_number("P", REGISTERED, event),
        event=_row(filing.case, event),
        notice=notice,
        published_at=event.at,
    )
    clause = next(iter(event.clauses), "")
    record_publication(step=REGISTERED, role=event.role, clause=clause, about=about_entry(entry), at=event.at)


def _taken_down_first(procedure: Procedure) -> str:
    named = ", ".join(f"“{step.name()}”" for step in procedure.steps_meaning(Means.CHANGE_OF_SUBSTANCE))
    text = _("The notice of this project was taken down, so that its sheet can't be published formally.")
    if not named:
        return text
    return text + _(
        " Take the step {step}: the units confirm the sheet anew, and another notice runs."
    ).format(step=named)


def _refuse_unanswered(case: Case, event: ProcedureEvent) -> None:
    """Considering what somebody of the public said takes an answer or a reason, which the event holds.

    It stays in the record for good and is read by others than the secretariat: Refused with the name or the
    contact of who said it.
    """
    comment = PublicComment.objects.filter(case=case, number=str(event.payload.get("item", ""))).first()
    if comment is None:
        return
    answer = str(event.payload.get("reason", ""))
    if not answer.strip():
        raise Refused("reason", _("Write the answer, or why nothing follows from this comment."))
    if names_who_said(comment, answer):
        raise Refused(
            "identity",
            _(
                "The answer holds the name or the contact of who made the comment; both stay secret. "
                "Write it without them, as “you” or “the objector”."
            ),
        )


def _row(case: Case, event: ProcedureEvent) -> Event:
    return Event.objects.get(case=case, sequence=event.sequence)


def _number(letter: str, step: str, event: ProcedureEvent) -> str:
    """The next number of the year, by the log's entries of the kind: they stay when a row is erased.

    Writers wait for each other in the log, so that none is given twice.
    """
    year = day_of(event.at).year
    return f"{letter}{year}-{Publication.objects.filter(step=step, at__year=year).count() + 1:03d}"
