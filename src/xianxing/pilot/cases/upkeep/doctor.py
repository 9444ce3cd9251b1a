"""The doctor: what is wrong with a site or soon will be, each finding with what to do about it."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.checks import ERROR, WARNING, run_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from xianxing.pilot.cases import keys
from xianxing.pilot.cases.models import Case, SignedHead
from xianxing.pilot.cases.queries import last_act, last_signed_at
from xianxing.pilot.cases.sealing import checked_record, sealing_key
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.cases.upkeep.papers import paper_faults
from xianxing.pilot.cases.upkeep.publications import publication_faults
from xianxing.pilot.cases.upkeep.side_by_side import faults_side_by_side
from xianxing.pilot.clock import now
from xianxing.pilot.protection.row_seals import row_faults
from xianxing.pilot.protection.schema import unknown_migrations
from xianxing.pilot.protection.triggers import differences
from xianxing.pilot.storage.contents import file_faults
from xianxing.pilot.storage.keys import KeyFileError, master_keys
from xianxing.pilot.storage.sealed_values import missing_keys, value_faults
from xianxing.record.heads import Head, read_head
from xianxing.record.log import Record
from xianxing.record.notes import NoteError
from xianxing.workdays.calendar import Calendar
from xianxing.workdays.clocks import day_of

WATCH, BAD = "watch", "bad"
LEAST_FREE_BYTES = 2 * 1024**3
SAMPLE = 50
HEAD_MAY_BE_OLD = timedelta(hours=25)
TASK_MAY_WAIT = timedelta(hours=1)
Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class HealthFinding:
    """Something to act on: `watch` soon, `bad` now."""

    level: str
    what: str
    advice: str


def examine(
    *, real_now: datetime, full: bool, progress: Progress | None = None, more_processes: int = 0
) -> list[HealthFinding]:
    """Every finding, the worst first. `full` audits the whole record; otherwise the latest cases and head.

    A full audit reads the cases in so many processes more than this one.

    Changes nothing. A check that can't be made is a finding itself, and the others are made all the same.
    """
    checks: list[Callable[[], Iterator[HealthFinding]]] = [
        _settings,
        _migrations,
        _triggers,
        _keys,
        _sealed,
        lambda: _clock(real_now),
        lambda: _heads(real_now),
        lambda: _record(full, progress, more_processes),
        lambda: _letters(real_now),
        lambda: _tasks(real_now),
        lambda: _calendar(real_now),
        _search,
        _disk,
    ]
    found: list[HealthFinding] = []
    for check in checks:
        try:
            found += check()
        except (DatabaseError, OSError, keys.KeyMissingError, KeyFileError, NoteError) as problem:
            line = _("A check could not be made: {problem}").format(problem=problem)
            found.append(HealthFinding(BAD, line, _("Mend this first, then ask again.")))
    return sorted(found, key=lambda finding: finding.level != BAD)


def _settings() -> Iterator[HealthFinding]:
    for message in run_checks():
        if message.level >= WARNING and not message.is_silenced():
            level = BAD if message.level >= ERROR else WATCH
            yield HealthFinding(level, str(message.msg), str(message.hint or message.id or ""))


def _migrations() -> Iterator[HealthFinding]:
    unknown = unknown_migrations()
    if unknown:
        what = _("The database is newer than this version: {names}").format(names=", ".join(unknown[:3]))
        yield HealthFinding(BAD, what, _("Start the newer version again, or restore the backup before it."))
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        names = ", ".join(f"{each.app_label}.{each.name}" for each, _back in waiting[:3])
        what = _("{count} migrations have not been made: {names}").format(count=len(waiting), names=names)
        yield HealthFinding(BAD, what, _("Back up, then run: django-admin migrate"))


def _triggers() -> Iterator[HealthFinding]:
    other = differences()
    if other:
        what = _("Triggers that protect the record are missing or were changed: {names}").format(
            names=", ".join(other)
        )
        advice = _(
            "Somebody was at the database. Audit with --full, find out who, then restore into a new database."
        )
        yield HealthFinding(BAD, what, advice)


def _keys() -> Iterator[HealthFinding]:
    own = keys.signing_key().public
    entries = [entry for entry in keys.ring().keys if entry.key == own]
    if not entries or entries[0].until or entries[0].revoked:
        what = _("The signing key is not the one in use by the key ring.")
        yield HealthFinding(BAD, what, _("Put the key and ring.json of this site back together, or rotate."))
    for path in (keys.folder(), *keys.folder().glob("*.key"), Path(settings.XIANXING_FILE_KEYS)):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            what = _("{path} is open to others.").format(path=path)
            yield HealthFinding(BAD, what, _("Allow its owner only: chmod go= {path}").format(path=path))
    sealing = sealing_key().public
    used = [entry for entry in keys.ring().seals.keys if entry.key == sealing]
    if not used or used[0].until is not None or used[0].revoked is not None:
        what = _("The sealing key is not the one in use by the key ring.")
        yield HealthFinding(BAD, what, _("Put the key and ring.json of this site back together, or rotate."))
    if not keys.ring().witnesses and not settings.DEMO:
        what = _("No witness follows the log.")
        yield HealthFinding(WATCH, what, _("Ask a body outside to run: xianxing log witness --url"))


def _sealed() -> Iterator[HealthFinding]:
    present = master_keys()
    for name, count in sorted(missing_keys(present).items()):
        what = _("{count} sealed things lie under the key {name}, which the key file doesn't have.")
        advice = _("Put it back: xianxing keys readmit FILE; without it they can't be read again.")
        yield HealthFinding(BAD, what.format(count=count, name=name), advice)
    if len(present.keys) > 1:
        what = _("The key file holds more than one master key: a rotation broke off.")
        yield HealthFinding(WATCH, what, _("Go on with it: xianxing keys rotate"))


def _clock(real_now: datetime) -> Iterator[HealthFinding]:
    last = last_act()
    if last is not None and now() < last:
        what = _("The clock is behind the last recorded act, of {at}; nothing can be recorded.")
        yield HealthFinding(
            BAD, what.format(at=last.isoformat()), _("Set the server's clock by a time server.")
        )
    drift = abs(now() - real_now)
    if not settings.DEMO and drift > timedelta(minutes=1):
        what = _("The site's clock differs from real time by {drift}.").format(drift=drift)
        yield HealthFinding(BAD, what, _("Unset XIANXING_CLOCK; only the demonstration moves its clock."))


def _heads(real_now: datetime) -> Iterator[HealthFinding]:
    signed = last_signed_at()
    if signed is None or real_now - signed > HEAD_MAY_BE_OLD:
        when = signed.isoformat() if signed else "–"
        what = _("No head was signed in the last day; the last one: {when}").format(when=when)
        yield HealthFinding(BAD, what, _("Start the worker: xianxing worker"))


def _record(full: bool, progress: Progress | None, more_processes: int) -> Iterator[HealthFinding]:
    record, faults = checked_record(), []
    head = SignedHead.objects.order_by("-pk").first()
    if head is not None:
        said, note = read_head(head.note)
        keys.ring().check(said, note)
        if not _contains(record, said):
            faults.append(_("the log is not the one under its last signed head"))
    faults += publication_faults()

    def told(done: int) -> None:
        if progress:
            progress("cases", done)

    if full:
        faults += faults_side_by_side(more_processes, record, lambda: _beside(record), told)
    else:
        latest = Case.objects.select_related("call__guide").order_by("-opened_at", "pk")
        faults += case_faults(latest[:SAMPLE], told)
    for fault in faults[:10]:
        what = _("The record contradicts itself: {fault}").format(fault=fault)
        yield HealthFinding(
            BAD, what, _("Stop the site, keep the database as it is, and compare with a backup.")
        )


def _beside(record: Record) -> list[str]:
    """What contradicts the record in papers, sealed rows, values and files."""
    return [*paper_faults(record), *row_faults(), *value_faults(), *file_faults()]


def _contains(record: Record, head: Head) -> bool:
    try:
        return head.size <= record.size and record.root(head.size) == head.root
    except KeyError:  # a subtree's hash is gone
        return False


def _letters(real_now: datetime) -> Iterator[HealthFinding]:
    from xianxing.pilot.messages.queries import stuck_digests, stuck_letters, stuck_links

    count = sum(stuck(real_now=real_now).count() for stuck in (stuck_letters, stuck_links, stuck_digests))
    if count:
        what = _("{count} letters were given up or wait for more than an hour.").format(count=count)
        yield HealthFinding(WATCH, what, _("Look at XIANXING_MAIL_HOST and whether the worker runs."))


def _tasks(real_now: datetime) -> Iterator[HealthFinding]:
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=real_now - TASK_MAY_WAIT).count()
    if waiting:
        what = _("{count} tasks wait for more than an hour.").format(count=waiting)
        yield HealthFinding(WATCH, what, _("Start the worker: xianxing worker"))
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=real_now - timedelta(days=7)).count()
    if failed:
        what = _("{count} tasks failed in the last seven days.").format(count=failed)
        yield HealthFinding(WATCH, what, _("The worker's log says why."))


def _calendar(real_now: datetime) -> Iterator[HealthFinding]:
    awaited = Calendar.load().notice_awaited(day_of(real_now))
    if awaited:
        what = _("The calendar of {year} is only an estimate, and its notice may be out.").format(
            year=awaited
        )
        yield HealthFinding(WATCH, what, _("Import it: xianxing workdays import"))


def _search() -> Iterator[HealthFinding]:
    from xianxing.pilot.relations.domain.keeping import lagging_relations
    from xianxing.pilot.search.domain.rebuilding import lagging

    count = max(lagging(), lagging_relations())
    if count:
        what = _("The search lags behind: {count} filings and publications are not found as they stand.")
        yield HealthFinding(WATCH, what.format(count=count), _("Make it again: xianxing search rebuild"))


def _disk() -> Iterator[HealthFinding]:
    for place in {Path(settings.VAR_DIR), Path(settings.XIANXING_FILES)}:
        existing = next(path for path in (place, *place.parents) if path.exists())
        free = shutil.disk_usage(existing).free
        if free < LEAST_FREE_BYTES:
            what = _("Only {mb} MB are free at {path}.").format(mb=free // 1024**2, path=place)
            yield HealthFinding(BAD, what, _("Make room; uploads of the last evening need it."))
