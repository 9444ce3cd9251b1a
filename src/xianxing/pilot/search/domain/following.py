"""The index follows the acts that file and publish, in their transaction."""

from __future__ import annotations

from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.models import Case
from xianxing.pilot.filings.models import Body
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.notices.models import Notice, RegisterEntry
from xianxing.pilot.search.domain.keeping import keep_text
from xianxing.pilot.search.models import TextKind
from xianxing.pilot.search.texts import texts_of_body, texts_of_notice, texts_of_project
from xianxing.procedure.events import ProcedureEvent
from xianxing.procedure.meanings import Means


def follow_filing(sender: object, body: Body, **_rest: object) -> None:
    """What was filed is found on the desk; a correction takes the former body's place."""
    del sender
    entries = texts_of_body(body, case_number(body.filing))
    keep_text(kind=TextKind.FILING, source=body.pk, case=body.filing_id, entries=entries)


def follow_publication(sender: object, case: Case, event: ProcedureEvent, **_rest: object) -> None:
    """What was published is found by everybody; nothing of any other act is."""
    del sender
    procedure = procedure_of(case.call)
    means = procedure.meaning(event.act) if event.act in procedure.acts else None
    if means == Means.OPEN_NOTICE:
        for notice in Notice.objects.filter(event__case=case, event__sequence=event.sequence):
            entries = texts_of_notice(notice)
            keep_text(kind=TextKind.NOTICE, source=notice.pk, case=notice.case_id, entries=entries)
    elif means == Means.PUBLISH_FORMALLY:
        for entry in RegisterEntry.objects.filter(event__case=case, event__sequence=event.sequence):
            entries = texts_of_project(entry)
            keep_text(kind=TextKind.PROJECT, source=entry.pk, case=entry.case_id, entries=entries)
    elif means == Means.TAKE_DOWN:
        _keep_numbers_alone(case)


def _keep_numbers_alone(case: Case) -> None:
    """What was taken down is found by its number, and by no word of its sheet."""
    for notice in Notice.objects.filter(case=case):
        entries = texts_of_notice(notice)
        keep_text(kind=TextKind.NOTICE, source=notice.pk, case=case.pk, entries=entries)
    for entry in RegisterEntry.objects.filter(case=case).select_related("notice"):
        entries = texts_of_project(entry)
        keep_text(kind=TextKind.PROJECT, source=entry.pk, case=case.pk, entries=entries)
