"""What everybody may read: notices and the register, without stopped cases; never anything of a comment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from xianxing.checker.body import records
from xianxing.law import Field, Guide
from xianxing.pilot.calls.pinned import calendar_of, guide_of, procedure_of
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.notices.models import Notice, NoticeExtension, PublicComment, RegisterEntry, TakeDown
from xianxing.pilot.notices.official import OfficialText, official_text
from xianxing.pilot.refusal import Stranger
from xianxing.procedure.fact_meanings import FactMeans
from xianxing.procedure.meanings import Means
from xianxing.procedure.runner import current
from xianxing.procedure.ticking import limit_of
from xianxing.record.canonical import parse
from xianxing.workdays.clocks import day_of
from xianxing.workdays.days import Day

NAME = "project.name"
# Settings of a call: how its register words an exit, and whether it names a forced one.
EXIT_WORDS, BY_KIND = "exit_in_register", "by_kind"
FORCED_WORDS, NAMED = "forced_exit_in_register", "named"


@dataclass(frozen=True)
class SheetLine:
    """One entry of a published sheet: the place, the key of the unit it is of, the field, the value."""

    location: str
    unit: str
    field: Field
    value: object


def notices() -> QuerySet[Notice]:
    """Every notice, the newest first, but those of stopped cases."""
    rows = Notice.objects.exclude(case__in=stopped_cases())
    return rows.select_related("case__call__guide", "event__payload").order_by("-pk")


def notice_to_read(identifier: str) -> Notice:
    """A notice by its number, or the last one of a case by the case's id; Stranger where there is none."""
    found = _named(identifier)
    if found is None:
        raise Stranger(_("There is no such notice."))
    return found


def number_of(identifier: str) -> str:
    """The number of the notice that an address names, however it spells it; "" where there is none."""
    found = _named(identifier)
    return found.number if found else ""


def _named(identifier: str) -> Notice | None:
    found = notices().filter(number=identifier).first()
    if found is None:
        with suppress(ValueError):
            found = notices().filter(case=UUID(identifier)).first()
    return found


def taken_down(row: Notice | RegisterEntry) -> TakeDown | None:
    """The act that took a notice or an entry of the register down; None while it is shown."""
    found = TakeDown.objects.filter(case=row.case_id, event__gt=row.event_id)
    return found.select_related("event").order_by("event").first()


def followed_by(notice: Notice) -> Notice | None:
    """The last later notice of the same case, which takes this one's place; None where it is the last."""
    later = Notice.objects.filter(case=notice.case_id, pk__gt=notice.pk)
    return later.order_by("-pk").first()


def clause_of(notice: Notice) -> str:
    """The clause on which the act rests that opens a notice, as people cite it; "" where none is named."""
    steps = procedure_of(notice.case.call).steps_meaning(Means.OPEN_NOTICE)
    guide, named = guide_of(notice.case.call), [one for step in steps for one in step.basis or step.serves]
    return next((str(guide.clauses[one].display) for one in named if one in guide.clauses), "")


def last_day_of(notice: Notice) -> date:
    """The last day on which the notice takes comments, as it was lengthened last."""
    latest = NoticeExtension.objects.filter(notice=notice).aggregate(latest=Max("last_day"))["latest"]
    return max(notice.last_day, latest) if latest else notice.last_day


def was_interrupted(notice: Notice) -> bool:
    """Whether a change of substance ended the notice, so that another one must follow."""
    steps = [one.id for one in procedure_of(notice.case.call).steps_meaning(Means.CHANGE_OF_SUBSTANCE)]
    later = Event.objects.filter(case=notice.case_id, step__in=steps, place__gt=notice.event_id)
    return later.exists()


def takes_comments(notice: Notice, at: datetime) -> bool:
    """Whether the notice is the case's last one and its case still stands where the public is asked."""
    asked = procedure_of(notice.case.call).steps_from_meaning(notice.case.state, Means.COMMENT)
    return bool(asked) and day_of(at) <= last_day_of(notice) and followed_by(notice) is None


def official_of_notice(notice: Notice) -> OfficialText | None:
    """Where the official text of a notice stands; None where it stands here."""
    return official_text(notice.event, notice.case.call)


def official_of_entry(entry: RegisterEntry) -> OfficialText | None:
    """Where the formal publication stands; None where it stands here."""
    return official_text(entry.event, entry.case.call)


def began(notice: Notice) -> datetime:
    """When the notice was published, officially or here: the days run from the day after."""
    official = official_of_notice(notice)
    return official.published_at if official else notice.opened_at


def published(entry: RegisterEntry) -> datetime:
    """When a project was formally published, on the organ's own site or here."""
    official = official_of_entry(entry)
    return official.published_at if official else entry.published_at


def counted_days(notice: Notice) -> tuple[Day, ...]:
    """Every day from the first to the last day, by the call's calendar; each says why it counts or not."""
    span = calendar_of(notice.case.call).between(day_of(began(notice)), last_day_of(notice))
    return tuple(sorted((*span.days, *span.skipped), key=lambda day: day.date))


def comments_counted(notice: Notice, at: datetime) -> int | None:
    """How many comments, objections and clues came in; None until the notice has ended."""
    if takes_comments(notice, at):
        return None
    return PublicComment.objects.filter(case=notice.case_id, notice_number=notice.number).count()


def sheet_of(notice: Notice) -> Iterator[SheetLine]:
    """The entries of the notice's sheet, in the order in which they were confirmed; none once taken down."""
    if taken_down(notice) is not None:
        return
    guide = guide_of(notice.case.call)
    said = parse(bytes(notice.canonical))
    for one in records(said.get("entries") if isinstance(said, dict) else None):
        location = str(one["at"])
        unit = location[5 : location.index("]")] if location.startswith("unit[") else ""
        field = guide.fields.get(f"unit.{location.rpartition('.')[2]}" if unit else location)
        if field is not None:
            yield SheetLine(location, unit, field, one.get("value"))


def withheld_of(notice: Notice) -> tuple[str, ...]:
    """The labels of what is withheld; none once the notice was taken down."""
    if taken_down(notice) is not None:
        return ()
    guide, said = guide_of(notice.case.call), parse(bytes(notice.canonical))
    places = said.get("withheld") if isinstance(said, dict) else None
    return tuple(_label(guide, str(place)) for place in places) if isinstance(places, Sequence) else ()


def project_of(notice: Notice) -> str:
    """The project's name as the sheet has it; the notice's number where it says none."""
    return next((str(line.value) for line in sheet_of(notice) if line.location == NAME), notice.number)


def register() -> QuerySet[RegisterEntry]:
    """Every formally published project, the newest first, but those of stopped cases."""
    rows = RegisterEntry.objects.exclude(case__in=stopped_cases())
    return rows.select_related("case__call__guide", "notice__case__call__guide", "event__payload").order_by(
        "-pk"
    )


def entry_to_read(number: str) -> RegisterEntry:
    """A formally published project by its number; Stranger where there is none."""
    found = register().filter(number=number).first()
    if found is None:
        raise Stranger(_("There is no such project in the register."))
    return found


class ExitWord(StrEnum):
    """What the register says of a trial's end, as far as the settings of its call let it."""

    ENDED = "over"
    NORMALISED = "normalise"
    FORCED = "force"


def exit_told(case: Case) -> ExitWord | None:
    """What the register says of the end of a case's trial; None while it says nothing.

    The guide knows no publication of an exit: the register changes by an act of the group after the exit was
    carried out, and its words are settings. Versions without that act tell the end of a case.
    """
    procedure, settings = procedure_of(case.call), case.call.settings
    entering = procedure.steps_meaning(Means.ENTER_EXIT_IN_REGISTER)
    if not entering:
        return ExitWord.ENDED if procedure.states[case.state].final else None
    if case.state not in {state for step in entering for state in step.sources}:
        return None
    if not Event.objects.filter(case=case, step__in=[step.id for step in entering]).exists():
        return None
    kind = procedure.fact_meaning(FactMeans.EXIT_KIND)
    if settings.get(EXIT_WORDS) != BY_KIND or kind is None:
        return ExitWord.ENDED
    said = current(CaseStore(case), str(case.pk)).facts.get(kind.id)
    if said == ExitWord.FORCED:
        return ExitWord.FORCED if settings.get(FORCED_WORDS) == NAMED else ExitWord.ENDED
    return ExitWord.NORMALISED if said == ExitWord.NORMALISED else ExitWord.ENDED


def last_day_of_trial(case: Case) -> date | None:
    """The last day of the term that began with the formal publication; None without one, or once the
    register says that the trial has ended.

    Of several clocks that began then it is the one by which the first state of the trial ends.
    """
    procedure = procedure_of(case.call)
    started = {clock for step in procedure.steps_meaning(Means.PUBLISH_FORMALLY) for clock in step.starts}
    if exit_told(case) is not None:
        return None
    state = current(CaseStore(case), str(case.pk))
    terms = [
        name
        for name, start in state.clocks.items()
        if name in started and any(place.clock == name for place in procedure.states.values())
    ]
    days = [limit_of(procedure, name, state.clocks[name], calendar_of(case.call)).day for name in terms]
    return max(days, default=None)


def _label(guide: Guide, location: str) -> str:
    path = f"unit.{location.rpartition('.')[2]}" if location.startswith("unit[") else location
    return str(guide.field(path).label) if guide.has_field(path) else location
