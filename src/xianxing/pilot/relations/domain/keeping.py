"""What a filing names and how its text sketches, kept in the transaction of the act that files."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from xianxing.law import FieldKind, Guide
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.models import Body
from xianxing.pilot.relations.finding import parts_of, things_of
from xianxing.pilot.relations.models import NamedThing, SketchBand, TextSketch
from xianxing.pilot.relations.sketches import bands, sketch
from xianxing.pilot.search.domain.rebuilding import last_filed
from xianxing.pilot.search.texts import words_of

WORDY = frozenset((FieldKind.TEXT, FieldKind.TABLE))
SKETCHED = ("project", "content")


def follow_filing(sender: object, body: Body, **_rest: object) -> None:
    """What was filed is compared from now on; a correction takes the former body's place."""
    del sender
    keep_relations(body)


def keep_relations(body: Body) -> None:
    """Keep the things that a filed body names, and its sketch, in place of what was kept of the case."""
    guide, content, case = guide_of(body.filing.case.call), content_of(body), body.filing_id
    drop_relations(case)
    things = things_of(guide, content)
    NamedThing.objects.bulk_create(
        NamedThing(case_id=case, kind=one.kind, key=one.key, words=one.words, place=one.place)
        for one in things
    )
    kept = sketch(_texts(guide, content))
    TextSketch.objects.create(case_id=case, body=body.pk, values=kept)
    SketchBand.objects.bulk_create(SketchBand(case_id=case, band=band) for band in bands(kept))


def drop_relations(case: UUID) -> None:
    """Forget what a case names and how its text sketches."""
    for model in (NamedThing, SketchBand, TextSketch):
        model.objects.filter(case=case).delete()


def rebuild_relations() -> int:
    """All of it anew from the bodies filed last, in one transaction; gives how many filings there are."""
    done = 0
    with transaction.atomic():
        for model in (NamedThing, SketchBand, TextSketch):
            model.objects.all()._raw_delete("default")
        for body in last_filed().order_by("filed_at", "pk").iterator(chunk_size=200):
            keep_relations(body)
            done += 1
    return done


def lagging_relations() -> int:
    """How many filings are not compared as they were filed last."""
    return last_filed().exclude(pk__in=TextSketch.objects.values("body")).count()


def _texts(guide: Guide, content: Mapping[str, object]) -> list[str]:
    """The long texts and tables of the form; names, choices and numbers are alike anyway."""
    return [
        words_of(field, part.get(field.key))
        for group in SKETCHED
        for _place, part in parts_of(group, content)
        for field in guide.fields_of(group)
        if field.kind in WORDY
    ]
