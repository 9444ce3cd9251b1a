"""A run is asked for: an uploaded folder, or the tool's example, for one organ of the person's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.i18n import LANGUAGES
from xianxing.pilot.filings.storage.vault import Readable, TooLargeError, discard, keep, stage
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.tools.models import ToolRun, ToolRunState
from xianxing.pilot.tools.permissions import ToolUnit, units_of
from xianxing.pilot.tools.queries import run_to_read
from xianxing.pilot.tools.room import refuse_full, room_of
from xianxing.pilot.words import cleaned
from xianxing.toolbox.registry import TOOLS

LONGEST_TITLE = 100
MOST_PENDING = 5  # runs of one organ that wait or run
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")


@dataclass(frozen=True)
class RunAsked:
    """What a person chose for a run; `unit` is the key of one of the person's organs."""

    tool: str
    title: str
    language: str
    unit: str = ""
    as_of: date | None = None
    lenient: bool = False
    rules_as_of: date | None = None


def ask_run(*, asked: RunAsked, content: Readable | None, by: User, at: datetime) -> ToolRun:
    """Queue a run over an uploaded zip, or over the shipped example where there is none.

    Stranger for who uses no tools. Refused without a title, for a file that is no zip or too large, for a
    replay of a tool that can't, while five runs of the organ wait, and where its runs keep all that they may.
    """
    unit = _unit(asked, by, at)
    if asked.tool not in TOOLS or asked.language not in LANGUAGES:
        raise Stranger("tool")
    title = _title(asked.title)
    if asked.rules_as_of is not None and not TOOLS[asked.tool].replays:
        raise Refused("rules_as_of", _("This tool can't be replayed under other rules."))
    run = ToolRun(
        tool=asked.tool, title=title, example=content is None, language=asked.language, as_of=asked.as_of,
        lenient=asked.lenient, rules_as_of=asked.rules_as_of, owner=unit.owner,
        institution_id=unit.institution, asked_by=by, asked_at=at,
    )  # fmt: skip
    return _queued(run, content)


def mend_run(*, run: UUID, content: Readable, language: str, by: User, at: datetime) -> ToolRun:
    """Queue the next attempt of a run whose folder was refused, the mended folder and all else as before.

    Refused where the run wasn't refused or has a next attempt already.
    """
    before = run_to_read(run, roles_of(by, at=at))
    if before.state != ToolRunState.REFUSED or hasattr(before, "mended"):
        raise Refused("state", _("Only a run whose folder was refused has a next attempt, and only one."))
    following = ToolRun(
        tool=before.tool, title=before.title, attempt=before.attempt + 1, earlier=before, example=False,
        language=language, as_of=before.as_of, lenient=before.lenient, rules_as_of=before.rules_as_of,
        owner=before.owner, institution_id=before.institution_id, asked_by=by, asked_at=at,
    )  # fmt: skip
    return _queued(following, content)


def _unit(asked: RunAsked, by: User, at: datetime) -> ToolUnit:
    units = units_of(roles_of(by, at=at))
    if not units:
        raise Stranger("tools")
    found = next((unit for unit in units if asked.unit in ("", unit.key)), None)
    if found is None:
        raise Refused("unit", _("Choose for which organ you run the tool."))
    return found


def _title(text: str) -> str:
    title = cleaned(text)
    if not title:
        raise Refused("title", _("Give the run a title, by which it is found again."))
    if len(title) > LONGEST_TITLE:
        raise Refused("title", _("Say it in at most {limit} characters.").format(limit=LONGEST_TITLE))
    return title


def _queued(run: ToolRun, content: Readable | None) -> ToolRun:
    """Keep the folder's zip, make the run and queue it; when that fails no byte stays."""
    from xianxing.pilot.tools.tasks import do_run

    if content is None:
        with transaction.atomic():
            _refuse_many(run)
            refuse_full(room_of(run.owner, run.institution_id, at=run.asked_at), 0)
            run.save(force_insert=True)
            do_run.enqueue(str(run.pk))
        return run
    try:
        staged = stage(content, limit=settings.MAX_UPLOAD_BYTES)
    except TooLargeError:
        raise Refused("folder", _("The file is too large.")) from None
    try:
        if staged.head[:4] not in ZIP_STARTS:
            raise Refused("folder", _("This is not a zip. Put the folder into a zip and choose that."))
        with transaction.atomic():
            _refuse_many(run)
            refuse_full(room_of(run.owner, run.institution_id, at=run.asked_at), staged.size)
            run.input = keep(staged, charged_to=None, at=run.asked_at)
            run.save(force_insert=True)
            do_run.enqueue(str(run.pk))
    except BaseException:
        discard(staged)
        raise
    return run


def _refuse_many(run: ToolRun) -> None:
    pending = ToolRun.objects.filter(owner=run.owner, institution=run.institution_id, state=None)
    if pending.count() >= MOST_PENDING:
        raise Refused("pending", _("Five of your runs are still waiting. Wait until one has ended."))
