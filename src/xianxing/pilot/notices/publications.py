"""What the public log says of a notice and of a registered project, and the audit of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from xianxing.pilot.cases.domain.publications import PublicationKind
from xianxing.pilot.cases.models import Event, Publication
from xianxing.pilot.notices.models import Notice, NoticeExtension, RegisterEntry, TakeDown
from xianxing.pilot.notices.official import official_text
from xianxing.procedure.events import ERASED_WHOLE
from xianxing.record.canonical import Plain, instant, parse

OPENED, LENGTHENED, REGISTERED = "notice.open", "notice.lengthen", "register.enter"
TAKEN_DOWN = "notice.take_down"


def about_notice(notice: Notice) -> dict[str, Plain]:
    """What an entry of the log says of a notice: its days, the sheet's digest, the place of the act."""
    return {
        "number": notice.number,
        "act": _place(notice),
        "sheet": notice.digest,
        "opened": instant(notice.opened_at),
        "last_day": notice.last_day.isoformat(),
        **_about_official(notice),
    }


def about_extension(extension: NoticeExtension) -> dict[str, Plain]:
    """What an entry of the log says of a lengthened notice: its number, the new last day, the act."""
    same = extension.case_id == extension.notice.case_id == extension.event.case_id
    return {
        "number": extension.notice.number,
        "act": extension.event_id if same else -1,
        "last_day": extension.last_day.isoformat(),
    }


def about_entry(entry: RegisterEntry) -> dict[str, Plain]:
    """What an entry of the log says of a registered project: its number, its notice and sheet, the act."""
    return {
        "number": entry.number,
        "act": _place(entry),
        "notice": entry.notice.number if entry.notice.case_id == entry.case_id else "",
        "sheet": entry.notice.digest,
        "published": instant(entry.published_at),
        **_about_official(entry),
    }


def about_take_down(row: TakeDown) -> dict[str, Plain]:
    """What an entry of the log says of a taking-down: the numbers that it is about, ground, instant, act."""
    same = (row.event.case_id, row.event.at) == (row.case_id, row.taken_down_at)
    before = {"case": row.case_id, "event__lt": row.event_id}
    notices = Notice.objects.filter(**before).order_by("pk").values_list("number", flat=True)
    entries = RegisterEntry.objects.filter(**before).order_by("pk").values_list("number", flat=True)
    return {
        "numbers": [*notices, *entries],
        "act": row.event_id if same else -1,
        "ground": row.ground,
        "taken_down": instant(row.taken_down_at),
    }


def entry_about(step: str, number: str) -> Publication | None:
    """The log's entry about a notice or a project by its number; one query over those of its kind."""
    rows = Publication.objects.filter(step=step).select_related("receipt")
    return next((row for row in rows if _said(row).get("number") == number), None)


def _about_official(row: Notice | RegisterEntry) -> dict[str, Plain]:
    """Where the official text stands and since when; nothing where it stands here."""
    found = official_text(row.event, row.case.call)
    if found is None:
        return {}
    return {"official_address": found.address, "official_since": instant(found.published_at)}


def _as_said(row: Notice | RegisterEntry, said: Mapping[str, Plain]) -> dict[str, Plain]:
    """What an erased payload can't say any more, as the entry says it."""
    if hasattr(row.event, "payload"):
        return {}
    return {key: said[key] for key in ("official_address", "official_since") if key in said}


def _place(row: Notice | RegisterEntry) -> int:
    """The place of the act in the log; -1 where the row names another case than the act, or another time."""
    at = row.opened_at if isinstance(row, Notice) else row.published_at
    return row.event_id if (row.event.case_id, row.event.at) == (row.case_id, at) else -1


def _said(row: Publication) -> Mapping[str, Plain]:
    found = parse(bytes(row.body))
    return found if isinstance(found, dict) else {}


def _numbers(said: object) -> str:
    return ", ".join(map(str, said)) if isinstance(said, Sequence) else ""


def _erased(said: Mapping[str, Plain]) -> bool:
    """Whether the case of the act that an entry names was erased whole."""
    place = said.get("act")
    case = Event.objects.filter(place=place if isinstance(place, int) else -1).values("case")
    return Event.objects.filter(case__in=case, step=ERASED_WHOLE).exists()


def _notice(said: Mapping[str, Plain]) -> Mapping[str, Plain]:
    rows = Notice.objects.select_related("event__payload", "case__call__guide")
    row = rows.filter(number=said.get("number")).first()
    if row is None:
        return said if _erased(said) else {}
    return {**about_notice(row), **_as_said(row, said)}


def _extension(said: Mapping[str, Plain]) -> Mapping[str, Plain]:
    rows = NoticeExtension.objects.select_related("event", "notice")
    act = said.get("act")
    row = rows.filter(event=act if isinstance(act, int) else -1).first()
    if row is None:
        return said if _erased(said) else {}
    return about_extension(row)


def _entry(said: Mapping[str, Plain]) -> Mapping[str, Plain]:
    rows = RegisterEntry.objects.select_related("event__payload", "case__call__guide", "notice")
    row = rows.filter(number=said.get("number")).first()
    if row is None:
        return said if _erased(said) else {}
    return {**about_entry(row), **_as_said(row, said)}


def _take_down(said: Mapping[str, Plain]) -> Mapping[str, Plain]:
    act = said.get("act")
    row = TakeDown.objects.select_related("event").filter(event=act if isinstance(act, int) else -1).first()
    if row is None:
        return said if _erased(said) else {}
    return about_take_down(row)


def _unsaid_take_downs() -> Iterator[str]:
    told = {_said(row).get("act") for row in Publication.objects.filter(step=TAKEN_DOWN)}
    for place in sorted(set(TakeDown.objects.values_list("event", flat=True)) - told):
        yield f"taking-down by act {place} was published in no entry of the log"


def _unsaid_notices() -> Iterator[str]:
    yield from _unsaid(OPENED, "notice", Notice.objects.values_list("number", flat=True))


def _unsaid_extensions() -> Iterator[str]:
    told = {_said(row).get("act") for row in Publication.objects.filter(step=LENGTHENED)}
    for place in sorted(set(NoticeExtension.objects.values_list("event", flat=True)) - told):
        yield f"lengthening of a notice by act {place} was published in no entry of the log"


def _unsaid_entries() -> Iterator[str]:
    yield from _unsaid(REGISTERED, "register entry", RegisterEntry.objects.values_list("number", flat=True))


def _unsaid(step: str, what: str, numbers: Iterable[str]) -> Iterator[str]:
    told = {_said(row).get("number") for row in Publication.objects.filter(step=step)}
    for number in sorted(set(numbers) - told):
        yield f"{what} {number} was published in no entry of the log"


NOTICES = PublicationKind(
    OPENED,
    _notice,
    _unsaid_notices,
    lambda said: _("Public notice opened: {number}").format(number=said.get("number")),
)
EXTENSIONS = PublicationKind(
    LENGTHENED,
    _extension,
    _unsaid_extensions,
    lambda said: _("Public notice {number} lengthened until {day}").format(
        number=said.get("number"), day=said.get("last_day")
    ),
)
TAKE_DOWNS = PublicationKind(
    TAKEN_DOWN,
    _take_down,
    _unsaid_take_downs,
    lambda said: _("Taken down: {numbers}").format(numbers=_numbers(said.get("numbers"))),
)
PROJECTS = PublicationKind(
    REGISTERED,
    _entry,
    _unsaid_entries,
    lambda said: _("Project formally published: {number}").format(number=said.get("number")),
)
