"""All figures as numbers: those that follow from acts from their tallies and what was performed since.

A tally says up to which place of the log it was counted. Acts are append-only: what a case that acted later
added to it can be worked out from its acts up to that place, taken away, and counted again with all of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.crypto import constant_time_compare

from xianxing.pilot.cases.models import Case
from xianxing.pilot.figures.definitions import figure_book
from xianxing.pilot.figures.model import Figure, FigureNumbers, RowKind, TalliedFigure
from xianxing.pilot.figures.models import YearTally
from xianxing.pilot.figures.queries import COUNTED, PilotFigures
from xianxing.pilot.figures.record import (
    CaseRecord,
    FigurePeriod,
    Moves,
    PilotRecord,
    read_acts,
    read_frame,
)
from xianxing.pilot.figures.report import reported_years
from xianxing.pilot.figures.standing import NOW, read_standing, standing_figures
from xianxing.pilot.figures.tallies import FROM_ACTS, Tallies
from xianxing.pilot.protection.row_seals import seal_over

LEAST = 200  # acts since the last tally, from which on another is worth its while
ALL_YEARS = 0
COUNTING = (
    "xianxing.pilot.figures",
    "xianxing.pilot.figures.counting",
    "xianxing.procedure",
    "xianxing.workdays",
)


class KeptTallies(NamedTuple):
    """The tallies of a year by call, and the last place of the log that they know."""

    place: int
    calls: Mapping[str, Sequence[Any]]


NOTHING = KeptTallies(-1, {})


def figure_numbers(period: FigurePeriod, *, at: datetime) -> PilotFigures[FigureNumbers]:
    """All figures of a period as they are now, exactly, by a number of queries that no case adds to.

    What it costs grows with the cases that acted since the last tally, not with all of them.
    """
    frame = read_frame(period, at=at)
    standing = read_standing(frame)
    frame = replace(frame, size=sum(standing.values()))
    tallies = _tallies(frame, _kept(period.year or ALL_YEARS))
    figures: dict[str, Sequence[FigureNumbers]] = {}
    for key, definition in figure_book().definitions.items():
        if key in NOW:
            figures[key] = list(standing_figures(frame, definition, standing))
        elif key in FROM_ACTS:
            figures[key] = [_tallied(one, tallies) for one in COUNTED[key](frame, definition)]
        else:
            figures[key] = list(COUNTED[key](frame, definition))
    return PilotFigures(frame, figures)


def keep_tallies(*, at: datetime, least: int = LEAST) -> int:
    """Count on where `least` acts or more were performed since; how many years got another tally.

    It may be broken off, or done by several at once: a row that says up to where it counted is right alone.
    """
    frame = read_frame(FigurePeriod(), at=at)
    renewed = 0
    for year in (None, *reported_years(at=at)):
        kept = _kept(year or ALL_YEARS)
        if frame.place - 1 - kept.place >= least:
            _renew(replace(frame, period=FigurePeriod(year)), kept)
            renewed += 1
    return renewed


def _tallied(empty: Figure, tallies: Tallies) -> TalliedFigure:
    """A figure that was made without any case, with the rows that were counted."""
    counted = tallies.of(empty.definition.key, empty.part)
    return TalliedFigure(
        empty.definition, counted, empty.part, empty.label, empty.unit, empty.length, empty.owner
    )


def _renew(frame: PilotRecord, kept: KeptTallies) -> None:
    before, after = _since(replace(frame, stopped=frozenset()), kept.place)
    found = {}
    for call in frame.calls:
        tallies, alone = Tallies(), replace(frame, calls=[call])
        tallies.add_plain(kept.calls.get(str(call.pk), ()))
        tallies.count(alone, before.get(call.pk, ()), -1)
        tallies.count(alone, after.get(call.pk, ()))
        found[str(call.pk)] = tallies.plain()
    row = YearTally(
        year=frame.period.year or ALL_YEARS, place=frame.place - 1, code=code_digest(),
        tallies=json.dumps(found, separators=(",", ":")),
    )  # fmt: skip
    row.seal = _seal(row)
    with transaction.atomic():
        row.save()


def _tallies(frame: PilotRecord, kept: KeptTallies) -> Tallies:
    """What follows from acts, as of the frame's place and without the cases that are stopped."""
    tallies = Tallies()
    for call in frame.calls:
        tallies.add_plain(kept.calls.get(str(call.pk), ()))
    before, after = _since(frame, kept.place)
    tallies.count(frame, [one for cases in before.values() for one in cases], -1)
    tallies.count(frame, [one for cases in after.values() for one in cases])
    untouched = Case.objects.filter(call__in=frame.calls, sequence=0, opened_at__lte=frame.at)
    begun = untouched.exclude(pk__in=frame.stopped).values_list("opened_at", flat=True)
    tallies.add("drafts", "", {RowKind(): sum(map(frame.period.holds, begun))})
    return tallies


ByCall = dict[int, list[CaseRecord]]


def _since(frame: PilotRecord, place: int) -> tuple[ByCall, ByCall]:
    """The cases that acted after a place, and those that are stopped: by call, as they were then and are now.

    A stopped case is as it was then only.
    """
    acts = read_acts(frame, Moves(frame.place - 1, place, frame.stopped))
    rows = Case.objects.filter(call__in=frame.calls, sequence__gt=0)
    if place >= 0:
        rows = rows.filter(pk__in=list(acts))
    before: ByCall = {}
    after: ByCall = {}
    for case, call, opened_at, state in rows.values_list("pk", "call", "opened_at", "state"):
        own, days = acts.get(case, ()), frame.days[call]
        then = [act for act in own if act.place <= place]
        if then:
            before.setdefault(call, []).append(CaseRecord(case, opened_at, then[-1].state, then, days))
        if own and frame.counts(case):
            after.setdefault(call, []).append(CaseRecord(case, opened_at, state, own, days))
    return before, after


def _kept(year: int) -> KeptTallies:
    """The tallies of a year; `NOTHING` where this program and this site made none."""
    row = YearTally.objects.filter(year=year, code=code_digest()).first()
    if row is None or not constant_time_compare(row.seal, _seal(row)):
        return NOTHING
    return KeptTallies(row.place, json.loads(row.tallies))


def _seal(row: YearTally) -> str:
    return seal_over("figures.yeartally", [row.year, row.place, row.code, row.tallies])


@lru_cache(maxsize=1)
def code_digest() -> str:
    """SHA-256 over the program and the definitions by which figures are counted."""
    digest = hashlib.sha256()
    for package in COUNTING:
        for file in sorted(resources.files(package).iterdir(), key=lambda one: one.name):
            if file.name.endswith((".py", ".toml")):
                digest.update(f"{package}/{file.name}\n".encode() + file.read_bytes())
    return digest.hexdigest()
