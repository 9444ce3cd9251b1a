"""The record's store on the site's database: a writing block is the caller's own transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from heapq import merge
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet, Subquery

from xianxing.pilot.calls.models import Call, Extension, PinnedGuide
from xianxing.pilot.cases.models import Event, Log, Payload, Publication, SignedHead
from xianxing.procedure.events import JSON
from xianxing.record.algorithms import DIGEST_BYTES, SHA256, HashAlgorithm, hash_algorithm
from xianxing.record.events import Contents, LogEntry
from xianxing.record.heads import read_head
from xianxing.record.store import StoreError

PUBLICATIONS = "publications"


@dataclass(frozen=True)
class RowExtra:
    """What a row holds beside the record's entry: where the case then stands, what a replay needs."""

    target_state: str
    version: str
    procedural: Mapping[str, JSON]


@dataclass(frozen=True)
class PublicationExtra:
    """What a publication's row names beside the record's entry."""

    call: Call | None = None
    extension: Extension | None = None
    guide: PinnedGuide | None = None


class DjangoStore:
    """See `xianxing.record.store.Store`. `next_row` holds what the record itself doesn't know.

    Cases are known by their number; the chain of publications is called `PUBLICATIONS`.
    """

    def __init__(self, next_row: RowExtra | PublicationExtra | None = None) -> None:
        """Open the one log, made on first use under the site's origin and SHA-256; asks nothing yet."""
        self.next_row = next_row
        self._log: Log | None = None
        self._locked = False

    @property
    def origin(self) -> str:
        """See `Store.origin`."""
        return self._opened().origin

    @property
    def hash(self) -> HashAlgorithm:
        """See `Store.hash`."""
        return hash_algorithm(self._opened().hash)

    def _opened(self) -> Log:
        if self._log is None:
            made = {"origin": settings.XIANXING_LOG_ORIGIN, "hash": SHA256.name}
            self._log, _created = Log.objects.get_or_create(pk=1, defaults=made)
        return self._log

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction, or a part of the caller's; writers wait for each other on the log's row.

        A block within another of the same store finds the row locked already.
        """
        outermost, self._locked = not self._locked, True
        try:
            with transaction.atomic():
                if outermost:
                    self._log = Log.objects.select_for_update().filter(pk=1).first() or self._opened()
                yield
        finally:
            self._locked = not outermost

    def size(self) -> int:
        """See `Store.size`."""
        last = [table.objects.order_by("-place").values("place")[:1] for table in (Event, Publication)]
        found = Log.objects.filter(pk=1).values_list(Subquery(last[0]), Subquery(last[1])).first()
        return max((int(place) + 1 for place in found or () if place is not None), default=0)

    def node(self, level: int, index: int) -> bytes:
        """See `Store.node`: one read by primary key, two for a place of a publication."""
        place = ((index + 1) << level) - 1
        found = Event.objects.filter(pk=place).values_list("hashes", flat=True).first()
        if found is None:
            found = Publication.objects.filter(pk=place).values_list("hashes", flat=True).first()
        part = b"" if found is None else bytes(found)[DIGEST_BYTES * level : DIGEST_BYTES * (level + 1)]
        if not part:
            raise KeyError((level, index))
        return part

    def add(self, entries: Sequence[LogEntry]) -> None:
        """See `Store.add`; the database refuses a place or number that doesn't follow."""
        for entry in entries:
            if isinstance(self.next_row, RowExtra):
                _add_event(entry, self.next_row)
            elif isinstance(self.next_row, PublicationExtra) and entry.case == PUBLICATIONS:
                _add_publication(entry, self.next_row)
            else:
                raise StoreError("an event is added only with what the procedure says of it")

    def last(self, case: str) -> LogEntry | None:
        """See `Store.last`."""
        if case == PUBLICATIONS:
            published = Publication.objects.order_by("-sequence").first()
            return _published(published) if published else None
        row = _rows().filter(case_id=UUID(case)).order_by("-sequence").first()
        return _entry(row) if row else None

    def entry(self, case: str, sequence: int) -> LogEntry:
        """See `Store.entry`."""
        if case == PUBLICATIONS:
            published = Publication.objects.filter(sequence=sequence).first()
            if published is not None:
                return _published(published)
            raise KeyError((case, sequence))
        row = _rows().filter(case_id=UUID(case), sequence=sequence).first()
        if row is None:
            raise KeyError((case, sequence))
        return _entry(row)

    def entries(self, case: str | None = None, start: int = 0, stop: int | None = None) -> Iterator[LogEntry]:
        """See `Store.entries`."""
        within = Q(place__gte=start) if stop is None else Q(place__gte=start, place__lt=stop)
        said = Publication.objects.filter(within).order_by("place")
        published = map(_published, said.iterator(chunk_size=2000))
        if case == PUBLICATIONS:
            return published
        rows = _rows().filter(within).order_by("place")
        if case is not None:
            return map(_entry, rows.filter(case_id=UUID(case)).iterator(chunk_size=2000))
        events = map(_entry, rows.iterator(chunk_size=2000))
        return merge(events, published, key=lambda entry: entry.index)

    def sealed(self, start: int, stop: int) -> Iterator[SealedRow | LogEntry]:
        """What seals hang on, of all entries from a place up to before another: the audit reads millions."""
        within = Q(place__gte=start, place__lt=stop)
        published = map(_published, Publication.objects.filter(within).order_by("place"))
        rows = Event.objects.filter(within).order_by("place").values_list(*SealedRow._fields)
        events = (
            SealedRow(place, sequence, bytes(skeleton), bytes(seal))
            for place, sequence, skeleton, seal in rows.iterator(chunk_size=2000)
        )
        return merge(events, published, key=_place)

    def drop_payload(self, index: int) -> None:
        """See `Store.drop_payload`; the database refuses it without a recorded erasure."""
        Payload.objects.filter(pk=index).delete()

    def add_head(self, size: int, note: str) -> None:
        """See `Store.add_head`."""
        head, _note = read_head(note)
        SignedHead.objects.create(size=size, note=note, signed_at=head.time)

    def last_head(self) -> str | None:
        """See `Store.last_head`."""
        return SignedHead.objects.order_by("-pk").values_list("note", flat=True).first()

    def heads(self) -> list[tuple[int, str]]:
        """See `Store.heads`."""
        return list(SignedHead.objects.order_by("pk").values_list("size", "note"))


def _add_event(entry: LogEntry, extra: RowExtra) -> None:
    event = entry.event
    row = Event.objects.create(
        place=entry.index,
        case_id=UUID(entry.case),
        sequence=entry.sequence,
        step=event.step,
        role=event.role,
        at=event.time,
        target_state=extra.target_state,
        version=extra.version,
        procedural=dict(extra.procedural),
        skeleton=entry.skeleton,
        blind=entry.blind,
        hashes=entry.hashes,
        erases=entry.erases,
        seal=entry.seal,
    )
    if entry.contents:
        Payload.objects.create(event=row, salt=entry.contents.salt, body=entry.contents.payload)


def _add_publication(entry: LogEntry, extra: PublicationExtra) -> None:
    event, contents = entry.event, entry.contents
    if contents is None or entry.erases is not None:
        raise StoreError("a publication has its contents, and nothing of it is erased")
    Publication.objects.create(
        place=entry.index,
        sequence=entry.sequence,
        step=event.step,
        role=event.role,
        at=event.time,
        call=extra.call,
        extension=extra.extension,
        guide=extra.guide,
        skeleton=entry.skeleton,
        blind=entry.blind,
        hashes=entry.hashes,
        salt=contents.salt,
        body=contents.payload,
        seal=entry.seal,
    )


def _place(entry: SealedRow | LogEntry) -> int:
    return entry.place if isinstance(entry, SealedRow) else entry.index


class SealedRow(NamedTuple):
    """What of an event's row its seal hangs on."""

    place: int
    sequence: int
    skeleton: bytes
    seal: bytes

    @property
    def case(self) -> str:
        """Whose event it is; asked only where something is to be said of it."""
        return str(Event.objects.values_list("case_id", flat=True).get(pk=self.place))


COLUMNS = (
    "place", "case_id", "sequence", "skeleton", "blind", "hashes", "erases", "seal", "payload__salt",
    "payload__body",
)  # fmt: skip


def _rows() -> QuerySet[Event, tuple[Any, ...]]:
    """What the log keeps of events, as plain values: the audit reads millions."""
    return Event.objects.values_list(*COLUMNS)


def _entry(row: tuple[Any, ...]) -> LogEntry:
    place, case, sequence, skeleton, blind, hashes, erases, seal, salt, body = row
    contents = None if body is None else Contents(bytes(salt), bytes(body))
    return LogEntry(
        place, str(case), sequence, bytes(skeleton), bytes(blind), bytes(hashes), contents, erases,
        bytes(seal),
    )  # fmt: skip


def _published(row: Publication) -> LogEntry:
    return LogEntry(
        row.place,
        PUBLICATIONS,
        row.sequence,
        bytes(row.skeleton),
        bytes(row.blind),
        bytes(row.hashes),
        Contents(bytes(row.salt), bytes(row.body)),
        seal=bytes(row.seal),
    )
