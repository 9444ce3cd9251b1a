"""The whole index anew, and whether it lags behind what was filed and published."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from xianxing.pilot.cases.models import Log
from xianxing.pilot.filings.models import Body
from xianxing.pilot.filings.submit.case_numbers import case_numbers
from xianxing.pilot.notices.models import Notice, RegisterEntry
from xianxing.pilot.search.domain.keeping import audience_of, keep_new_texts
from xianxing.pilot.search.models import GramBlock, SearchText, TextKind
from xianxing.pilot.search.texts import texts_of_body, texts_of_notice, texts_of_project

CHUNK = 240


def rebuild(say: Callable[[int], None] = lambda _done: None) -> int:
    """Make every text and piece again, in one transaction; gives how many texts there are.

    Whoever files meanwhile waits. `say` is told how many are done.
    """
    done = 0
    with transaction.atomic():
        Log.objects.select_for_update().first()  # as an act does: who files now waits
        GramBlock.objects.all()._raw_delete("default")
        SearchText.objects.all()._raw_delete("default")
        for part in (_filings(), _notices(), _projects()):
            while rows := list(islice(part, CHUNK)):
                keep_new_texts(rows)
                done += len(rows)
                say(done)
    return done


def lagging() -> int:
    """How many filed bodies, notices and published projects are not found as they stand, or no longer are."""
    missing = sum(
        rows.filter(~Exists(SearchText.objects.filter(kind=kind, source=OuterRef("pk")))).count()
        for kind, rows in (
            (TextKind.FILING, last_filed()),
            (TextKind.NOTICE, Notice.objects.all()),
            (TextKind.PROJECT, RegisterEntry.objects.all()),
        )
    )
    filed = SearchText.objects.filter(kind=TextKind.FILING)
    stale = filed.filter(~Exists(last_filed().filter(pk=OuterRef("source")))).count()
    return missing + stale


def last_filed() -> QuerySet[Body]:
    """Of each filing the body filed last; those whose content was erased have no words."""
    filed = Body.objects.filter(filed_at__isnull=False)
    newer = filed.filter(filing=OuterRef("filing"), filed_at__gt=OuterRef("filed_at"))
    there = filed.filter(~Exists(newer)).exclude(canonical=b"")
    return there.select_related("filing__case__call__guide")


def _filings() -> Iterator[SearchText]:
    bodies = last_filed().order_by("filed_at", "pk").iterator(chunk_size=CHUNK)
    while part := list(islice(bodies, CHUNK)):
        numbers = case_numbers([body.filing for body in part])
        for body in part:
            texts = texts_of_body(body, numbers.get(body.filing_id, ""))
            yield _text(TextKind.FILING, body.pk, body.filing_id, texts)


def _notices() -> Iterator[SearchText]:
    for notice in Notice.objects.select_related("case__call__guide").order_by("pk").iterator():
        yield _text(TextKind.NOTICE, notice.pk, notice.case_id, texts_of_notice(notice))


def _projects() -> Iterator[SearchText]:
    for entry in RegisterEntry.objects.select_related("notice__case__call__guide").order_by("pk").iterator():
        yield _text(TextKind.PROJECT, entry.pk, entry.case_id, texts_of_project(entry))


def _text(kind: TextKind, source: int, case: UUID, entries: Sequence[tuple[str, str]]) -> SearchText:
    kept = [list(pair) for pair in entries]
    return SearchText(audience=audience_of(kind), kind=kind, source=source, case_id=case, entries=kept)
